"""Who is in a workspace: profiles become members, and members the audience of a day. No name or e-mail is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Member, Preference, Workspace

LANGUAGES = ("en", "fr", "nl", "de")
QUERY_IDS = 500


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a user, held in memory only.

    `language` (a locale) and `time_zone` stand as Slack gives them, None where it is silent. `active` is False for
    deactivated accounts, `person` for bots, guests, workflow users and people of other workspaces.
    """

    user_id: str
    email: str | None = field(repr=False)
    language: str | None
    time_zone: str | None
    active: bool
    person: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """Who came, who left, and whose language or time zone is another now: sorted user ids."""

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


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
    session: AsyncSession, workspace_id: str, profiles: Iterable[Profile], *, complete: bool
) -> Changes:
    """Bring the members to what the profiles say; if these are the `complete` list, all others have left."""
    workspace = await lock(session, workspace_id)
    told = {profile.user_id: profile for profile in profiles}
    members = await _members_of(session, workspace_id, None if complete else list(told))
    outcomes: dict[str, list[str]] = {"joined": [], "left": [], "changed": [], "same": []}
    for user_id in sorted({*told, *members}):
        member, profile = members.get(user_id), told.get(user_id)
        if profile is not None and profile.active and profile.person:
            if member is None:
                member = _newcomer(workspace, user_id)
                session.add(member)
            outcomes[_follow(member, profile, workspace)].append(user_id)
        elif member is not None and member.active:
            member.active = False
            outcomes["left"].append(user_id)
    await session.flush()
    return Changes(tuple(outcomes["joined"]), tuple(outcomes["left"]), tuple(outcomes["changed"]))


async def _members_of(session: AsyncSession, workspace_id: str, among: list[str] | None) -> dict[str, Member]:
    wanted = select(Member).where(Member.workspace_id == workspace_id)
    if among is None:
        return {member.user_id: member for member in await session.scalars(wanted)}
    members: dict[str, Member] = {}
    for start in range(0, len(among), QUERY_IDS):
        some = wanted.where(Member.user_id.in_(among[start : start + QUERY_IDS]))
        members.update({member.user_id: member for member in await session.scalars(some)})
    return members


def _newcomer(workspace: Workspace, user_id: str) -> Member:
    return Member(
        workspace_id=workspace.id,
        user_id=user_id,
        language=workspace.language,
        time_zone=workspace.time_zone,
        active=False,
    )


def _follow(member: Member, profile: Profile, workspace: Workspace) -> str:
    before = (member.language, member.time_zone)
    if profile.language:  # Slack's events leave the locale out at times: what is known stays
        member.language = language_of(profile.language, workspace.language)
    if profile.time_zone:
        member.time_zone = zone_of(profile.time_zone, workspace.time_zone)
    if not member.active:
        member.active = True
        return "joined"
    return "same" if before == (member.language, member.time_zone) else "changed"


async def audience_of(session: AsyncSession, workspace_id: str, on: date) -> list[Member]:
    """Whom a round of that day may invite: active, not opted out, not paused; a pause ends on the day that it names."""
    asked = (Preference.workspace_id == Member.workspace_id) & (Preference.user_id == Member.user_id)
    wanted = (
        select(Member)
        .outerjoin(Preference, asked)
        .where(
            Member.workspace_id == workspace_id,
            Member.active,
            or_(Preference.user_id.is_(None), ~Preference.opted_out),
            or_(Preference.paused_until.is_(None), Preference.paused_until <= on),
        )
        .order_by(Member.user_id)
    )
    return list(await session.scalars(wanted))
