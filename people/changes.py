"""The log of the set-up: who changed what of it and when, never anything of who answered, paused or opted out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Change

What = Literal[
    "owner_added",
    "owner_removed",
    "pulse_started",
    "pulse_changed",
    "pulse_paused",
    "pulse_resumed",
    "sending_stopped",
    "sending_resumed",
    "item_added",
    "item_changed",
    "item_retired",
    "item_restored",
]
WHATS: Final[tuple[What, ...]] = get_args(What)
DETAILS: Final = frozenset(
    {
        "user",
        "role",
        "deck",
        "per_round",
        "budget",
        "every",
        "weekday",
        "hour",
        "cron",
        "open_days",
        "reminders",
        "zone",
        "starts_on",
        "audience",
        "channel",
        "item",
        "version",
        "text",
    }
)
"""What may be told of a change: fields of the set-up, and the office-holder or question that it is about."""

ABOUT: Final = frozenset({"user", "item"})
Values = Mapping[str, Any]


class Unlisted(ValueError):
    """The log is not for that: what it may tell is listed above."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; no `user_id` means the command line. `before` and `after` hold what differs."""

    id: int
    at: datetime
    user_id: str | None
    what: str
    before: Values
    after: Values


async def record(
    session: AsyncSession,
    workspace_id: str,
    user_id: str | None,
    what: What,
    *,
    before: Values | None = None,
    after: Values | None = None,
    now: datetime,
) -> None:
    """Add a change to the log: of both sides only what differs, and what the change is about. Raises Unlisted."""
    old, new = dict(before or {}), dict(after or {})
    if what not in WHATS or not DETAILS.issuperset({*old, *new}):
        raise Unlisted(f"{what} with {', '.join(sorted({*old, *new} - DETAILS)) or 'nothing'}")
    same = {name for name in old.keys() & new.keys() - ABOUT if old[name] == new[name]}
    details = {
        "before": {name: value for name, value in old.items() if name not in same},
        "after": {name: value for name, value in new.items() if name not in same},
    }
    session.add(Change(workspace_id=workspace_id, at=now, user_id=user_id, what=what, details=details))
    await session.flush()


async def newest(session: AsyncSession, workspace_id: str, *, number: int, offset: int = 0) -> list[Entry]:
    """So many changes, the newest first, after leaving out `offset` of them."""
    rows = await session.scalars(
        select(Change)
        .where(Change.workspace_id == workspace_id)
        .order_by(Change.id.desc())
        .limit(number)
        .offset(offset)
    )
    return [_entry(row) for row in rows]


async def count(session: AsyncSession, workspace_id: str) -> int:
    """How many changes the log has."""
    return await session.scalar(select(func.count()).where(Change.workspace_id == workspace_id)) or 0


async def last_id(session: AsyncSession, workspace_id: str) -> int:
    """The number of the newest change; 0 while there is none."""
    return await session.scalar(select(func.max(Change.id)).where(Change.workspace_id == workspace_id)) or 0


async def since(session: AsyncSession, workspace_id: str, change_id: int) -> list[Entry]:
    """The changes after that one, the oldest first."""
    rows = await session.scalars(
        select(Change).where(Change.workspace_id == workspace_id, Change.id > change_id).order_by(Change.id)
    )
    return [_entry(row) for row in rows]


def _entry(row: Change) -> Entry:
    return Entry(row.id, row.at, row.user_id, row.what, row.details["before"], row.details["after"])
