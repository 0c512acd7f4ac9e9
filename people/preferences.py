"""What a member asked for: language, own time, a pause, an opt-out. Read for who asked, and to know when to write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Member, Preference, Workspace


@dataclass(frozen=True, slots=True)
class Settings:
    """A member's own settings, with their defaults filled in."""

    language: str
    chosen_language: str | None
    time_zone: str
    paused_until: date | None
    opted_out: bool
    weekday: int | None = None
    hour: int | None = None

    def as_of(self, now: datetime) -> "Settings":
        """The same without a pause that is over."""
        today = now.astimezone(ZoneInfo(self.time_zone)).date()
        over = self.paused_until is not None and self.paused_until <= today
        return replace(self, paused_until=None) if over else self


async def settings_of(session: AsyncSession, workspace_id: str, user_id: str) -> Settings:
    """The settings of a member; somebody not on the roster yet gets the workspace's language and zone."""
    asked = await session.get(Preference, (workspace_id, user_id), populate_existing=True)
    member = await session.get(Member, (workspace_id, user_id))
    workspace = await session.get(Workspace, workspace_id)
    home = member or workspace
    return Settings(
        language=(asked and asked.language) or (home.language if home else "en"),
        chosen_language=asked.language if asked else None,
        time_zone=home.time_zone if home else "UTC",
        paused_until=asked.paused_until if asked else None,
        opted_out=asked.opted_out if asked else False,
        weekday=asked.weekday if asked else None,
        hour=asked.hour if asked else None,
    )


async def languages_of(session: AsyncSession, workspace_id: str, user_ids: Collection[str]) -> dict[str, str]:
    """The languages of several members, as `settings_of` tells each of them, by one query for all of the roster."""
    found = await session.execute(
        select(Member.user_id, func.coalesce(Preference.language, Member.language).label("language"))
        .outerjoin(Preference, ASKED)
        .where(Member.workspace_id == workspace_id, Member.user_id.in_(user_ids))
    )
    languages = {row.user_id: row.language for row in found}
    for user_id in set(user_ids) - languages.keys():
        languages[user_id] = (await settings_of(session, workspace_id, user_id)).language
    return languages


@dataclass(frozen=True, slots=True)
class Times:
    """When a member may be written to: where they live, what they chose, and what keeps them from it meanwhile."""

    time_zone: str
    weekday: int | None
    hour: int | None
    away_until: datetime | None
    paused_until: date | None
    opted_out: bool


ASKED = (Preference.workspace_id == Member.workspace_id) & (Preference.user_id == Member.user_id)
# Built once: they are asked with each group of messages.
TIMES = (
    select(
        *(Member.user_id, Member.time_zone, Preference.weekday, Preference.hour),
        *(Member.away_until, Preference.paused_until, Preference.opted_out),
    )
    .outerjoin(Preference, ASKED)
    .where(Member.workspace_id == bindparam("team"))
)
TIMES_OF_THESE = TIMES.where(Member.user_id.in_(bindparam("people", expanding=True)))


async def times_of(session: AsyncSession, workspace_id: str, user_ids: Sequence[str] | None = None) -> dict[str, Times]:
    """The times of members by user id, of these (at most some hundreds) or of all."""
    team = {"team": workspace_id}
    if user_ids is None:
        rows = await session.execute(TIMES, team)
    else:
        rows = await session.execute(TIMES_OF_THESE, {**team, "people": user_ids})
    return {
        user_id: Times(zone, day, hour, away, paused, bool(out)) for user_id, zone, day, hour, away, paused, out in rows
    }


async def keep(
    session: AsyncSession,
    workspace_id: str,
    user_id: str,
    *,
    language: str | None,
    paused_until: date | None,
    opted_out: bool,
) -> None:
    """Remember what a member asked for, in place of what they asked before; their own time stays."""
    wish = {"language": language, "paused_until": paused_until, "opted_out": opted_out}
    await _keep(session, workspace_id, user_id, wish)


async def choose_time(
    session: AsyncSession, workspace_id: str, user_id: str, *, weekday: int | None, hour: int | None
) -> None:
    """Remember when a member wants to be asked, in place of what they chose before; 0 is Monday, None any time."""
    await _keep(session, workspace_id, user_id, {"weekday": weekday, "hour": hour})


async def _keep(session: AsyncSession, workspace_id: str, user_id: str, wish: dict[str, Any]) -> None:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Preference).values(workspace_id=workspace_id, user_id=user_id, **wish)
    await session.execute(statement.on_conflict_do_update(index_elements=["workspace_id", "user_id"], set_=wish))
