"""How long the words of comments are kept: 180 days from the close of their round; their tags stay without them."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from surveys.cadence import closes_at
from surveys.models import Comment, Round

KEPT: Final = timedelta(days=180)
# What stands in the place of a text that was deleted: first that it may still be on the disk, then that it is not.
_EMPTIED: Final = b"\0"
_GONE: Final = b""


def holds_a_text() -> ColumnElement[bool]:
    """The comments whose words are still there."""
    return func.length(Comment.body) > len(_EMPTIED)


async def empty_due(session: AsyncSession, workspace_id: str, *, now: datetime) -> list[str]:
    """Delete the words of comments whose time is over. Returns the rounds that are to be scrubbed and then settled.

    Those are named again by each call until they are settled, so that a job that was killed goes on where it was.
    """
    ended = select(Round).where(Round.workspace_id == workspace_id, Round.closes_on <= (now - KEPT).date())
    unsettled = select(Comment.round_id).where(Comment.round_id == Round.id, Comment.body != _GONE).exists()
    due = [
        found.id
        for found in await session.scalars(ended.where(unsettled).order_by(Round.opens_on, Round.id))
        if closes_at(found.closes_on, found.time_zone) + KEPT <= now
    ]
    await session.execute(
        update(Comment).where(Comment.round_id.in_(due), holds_a_text()).values(body=_EMPTIED),
        execution_options={"synchronize_session": False},
    )
    return due


async def settle(session: AsyncSession, round_ids: list[str]) -> None:
    """Write down that nothing of those rounds' words is left, once the database is scrubbed."""
    await session.execute(
        update(Comment).where(Comment.round_id.in_(round_ids), Comment.body == _EMPTIED).values(body=_GONE),
        execution_options={"synchronize_session": False},
    )
