"""How long is kept what is not kept for good: words of comments for 180 days, who was in which group for 90.

Both go in two steps, since what is deleted may still be on the disk: it is emptied, and once the database is scrubbed
that is written down, too. What is emptied is named again by each call until then, so that a job that was killed goes on
where it was.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from surveys.cadence import closes_at
from surveys.models import Audience, Comment, Round
from surveys.policy.audiences import TOGETHER

KEPT: Final = timedelta(days=180)
# What stands in the place of a text that was deleted: first that it may still be on the disk, then that it is not.
_EMPTIED: Final = b"\0"
_GONE: Final = b""


def holds_a_text() -> ColumnElement[bool]:
    """The comments whose words are still there."""
    return func.length(Comment.body) > len(_EMPTIED)


async def empty_due(session: AsyncSession, workspace_id: str, *, now: datetime) -> list[str]:
    """Delete the words of comments whose time is over. Returns the rounds that are to be scrubbed and then settled."""
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


async def empty_audiences(session: AsyncSession, workspace_id: str, *, now: datetime) -> list[str]:
    """Delete who was in which group of rounds that opened over 90 days ago; of void ones it is empty already.

    Returns the rounds that are to be scrubbed and then settled. Days are those of the round's own time zone.
    """
    recorded = select(Round).join(Audience, Audience.round_id == Round.id).where(Round.workspace_id == workspace_id)
    due = [
        held.id
        for held in await session.scalars(recorded.order_by(Round.opens_on, Round.id))
        if held.state == "VOID" or now.astimezone(ZoneInfo(held.time_zone)).date() - held.opens_on > TOGETHER
    ]
    await session.execute(
        update(Audience).where(Audience.round_id.in_(due)).values(members={}),
        execution_options={"synchronize_session": False},
    )
    return due


async def settle_audiences(session: AsyncSession, round_ids: list[str]) -> None:
    """Remove the empty records of those rounds, once the database is scrubbed."""
    await session.execute(
        delete(Audience).where(Audience.round_id.in_(round_ids)),
        execution_options={"synchronize_session": False},
    )


class Empty(Protocol):
    """Empties what is due in a workspace, and names its rounds, until they are settled."""

    async def __call__(self, session: AsyncSession, workspace_id: str, *, now: datetime) -> list[str]:
        """Empty it."""


class Settle(Protocol):
    """Writes down that what was emptied is off the disk."""

    async def __call__(self, session: AsyncSession, round_ids: list[str]) -> None:
        """Settle these rounds."""


@dataclass(frozen=True, slots=True)
class Term:
    """Something that is kept for a time, and how it goes."""

    name: str
    empty: Empty
    settle: Settle


TEXTS: Final = Term("texts", empty_due, settle)
AUDIENCES: Final = Term("audiences", empty_audiences, settle_audiences)
