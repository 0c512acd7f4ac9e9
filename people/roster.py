"""Who is in a workspace: profiles become members, and members the audience of a day. No name or e-mail is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Member, Preference, Workspace

LANGUAGES = ("en", "fr", "nl", "de")
QUERY_IDS = 500
HERE = datetime(1970, 1, 1, tzinfo=UTC)
"""Of somebody who is not away, in a profile that says so."""
OPEN_END = datetime(9999, 1, 1, tzinfo=UTC)
"""Of somebody who is away and has not said until when."""
GRACE = timedelta(days=7)
"""Who joined a shorter time before a round opens is left in peace."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a user, held in memory only.

    `language` (a locale) and `time_zone` stand as Slack gives them, None where it is silent. `active` is False for
    deactivated accounts, `person` for bots, guests, workflow users and people of other workspaces. `away_until` is HERE
    for who is not away, and None where Slack says nothing of it.
    """

    user_id: str
    email: str | None = field(repr=False)
    language: str | None
    time_zone: str | None
    active: bool
    person: bool
    away_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Who came, who left, whose language or times are others now, and of these last whose zone or leave: sorted ids."""

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


def language_of(locale: str | None, default: str) -> str:
    """The product's language for a locale ("fr-CA" reads French); the default for a locale that it does not speak."""
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else default


def zone_of(name: str | None, default: str) -> str:
    """The IANA time zone, or the default where there is none of that name."""
    return name if name is not None and name in _zones() else default


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


async def lock(session: AsyncSession, workspace_id: str) -> Workspace:
    """The workspace, held until the transaction ends: what changes its people and units comes one after another."""
    return await session.get_one(Workspace, workspace_id, with_for_update={"key_share": True})


async def apply_profiles(
    session: AsyncSession, workspace_id: str, profiles: Iterable[Profile], *, complete: bool, now: datetime
) -> Changes:
    """Bring the members to what the profiles say; if these are the `complete` list, all others have left.

    Who comes after the first complete list joined today.
    """
    workspace = await lock(session, workspace_id)
    told = {profile.user_id: profile for profile in profiles}
    members = await _members_of(session, workspace_id, None if complete else list(told))
    outcomes: dict[str, list[str]] = {"joined": [], "left": [], "changed": [], "same": []}
    moved = []
    for user_id in sorted({*told, *members}):
        member, profile = members.get(user_id), told.get(user_id)
        if profile is not None and profile.active and profile.person:
            if member is None:
                member = _newcomer(workspace, user_id, now)
                session.add(member)
            before = (member.time_zone, member.away_until)
            outcome = _follow(member, profile, workspace)
            outcomes[outcome].append(user_id)
            if outcome == "changed" and before != (member.time_zone, member.away_until):
                moved.append(user_id)
        elif member is not None and member.active:
            member.active = False
            outcomes["left"].append(user_id)
    workspace.listed = workspace.listed or complete
    await session.flush()
    return Changes(tuple(outcomes["joined"]), tuple(outcomes["left"]), tuple(outcomes["changed"]), tuple(moved))


async def _members_of(session: AsyncSession, workspace_id: str, among: list[str] | None) -> dict[str, Member]:
    wanted = select(Member).where(Member.workspace_id == workspace_id)
    if among is None:
        return {member.user_id: member for member in await session.scalars(wanted)}
    members: dict[str, Member] = {}
    for start in range(0, len(among), QUERY_IDS):
        some = wanted.where(Member.user_id.in_(among[start : start + QUERY_IDS]))
        members.update({member.user_id: member for member in await session.scalars(some)})
    return members


def _newcomer(workspace: Workspace, user_id: str, now: datetime) -> Member:
    return Member(
        workspace_id=workspace.id,
        user_id=user_id,
        language=workspace.language,
        time_zone=workspace.time_zone,
        active=False,
        joined_on=now.astimezone(ZoneInfo(workspace.time_zone)).date() if workspace.listed else None,
    )


def _follow(member: Member, profile: Profile, workspace: Workspace) -> str:
    before = (member.language, member.time_zone, member.away_until)
    if profile.language:  # Slack's events leave the locale out at times: what is known stays
        member.language = language_of(profile.language, workspace.language)
    if profile.time_zone:
        member.time_zone = zone_of(profile.time_zone, workspace.time_zone)
    if profile.away_until is not None:
        member.away_until = None if profile.away_until == HERE else profile.away_until
    if not member.active:
        member.active = True
        return "joined"
    return "same" if before == (member.language, member.time_zone, member.away_until) else "changed"


async def audience_of(session: AsyncSession, workspace_id: str, on: date) -> list[Member]:
    """Whom a round of that day may invite: active, not opted out, not paused, and there for a week.

    A pause ends on the day that it names. Who is away is invited: they are written to when they are back.
    """
    asked = (Preference.workspace_id == Member.workspace_id) & (Preference.user_id == Member.user_id)
    wanted = (
        select(Member)
        .outerjoin(Preference, asked)
        .where(
            Member.workspace_id == workspace_id,
            Member.active,
            or_(Preference.user_id.is_(None), ~Preference.opted_out),
            or_(Preference.paused_until.is_(None), Preference.paused_until <= on),
            or_(Member.joined_on.is_(None), Member.joined_on <= on - GRACE),
        )
        .order_by(Member.user_id)
    )
    return list(await session.scalars(wanted))
