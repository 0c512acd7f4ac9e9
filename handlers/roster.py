"""The roster in Slack: its users and user groups read page by page, and kept current by its events."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.desk import Desk, Sessions
from handlers.leave import away_until
from handlers.views.malformed import Malformed, field_of
from people import roster, rosterplan
from people.listing import Group, Listing
from people.roster import Changes, Profile
from people.rosterplan import Plan
from surveys import asking

log = structlog.get_logger()
Pause = Callable[[float], Awaitable[None]]
Call = Callable[..., Awaitable[AsyncSlackResponse]]

PAGE: Final = 200
ATTEMPTS: Final = 10
SLACKBOT: Final = "USLACKBOT"
USER_ID: Final = re.compile(r"[A-Za-z0-9]{1,32}")
# Not `is_app_user`: Slack says that of people who have authorised the app, too.
NO_PERSON: Final = (
    "is_bot",
    "is_workflow_bot",
    "is_connector_bot",
    "is_restricted",
    "is_ultra_restricted",
    "is_stranger",
)


def register(app: AsyncApp) -> None:
    """Listen to people who join, leave, or change their language or time zone."""
    app.event("user_change")(change_user)
    app.event("team_join")(join_team)


async def change_user(event: dict[str, Any], desk: Desk) -> None:
    """Follow a change of one user; told twice, it changes nothing the second time."""
    await _follow(event, desk, "user_change")


async def join_team(event: dict[str, Any], desk: Desk) -> None:
    """Welcome a user to the roster; told twice, nobody is there twice."""
    await _follow(event, desk, "team_join")


async def _follow(event: Mapping[str, Any], desk: Desk, name: str) -> None:
    try:
        profile = profile_of(field_of(event, "user", dict), desk.workspace_id)
    except Malformed:  # Slack would only send it again, and the next refresh sees what it meant
        log.warning("user event ignored", event_type=name, workspace=desk.workspace_id)
        return
    async with desk.sessions.begin() as session:
        changes = await roster.apply_profiles(session, desk.workspace_id, [profile], complete=False, now=desk.now)
        await asking.plan_anew(session, desk.workspace_id, changes.moved, now=desk.now)


def profile_of(user: Mapping[str, Any], workspace_id: str) -> Profile:
    """What we need of Slack's dictionary of a user, and nothing else. Raises Malformed if its id is none."""
    user_id = field_of(user, "id", str)
    if not USER_ID.fullmatch(user_id):
        raise Malformed("id")
    details = user.get("profile")
    flagged = user_id == SLACKBOT or any(user.get(flag) is True for flag in NO_PERSON)
    return Profile(
        user_id=user_id,
        email=_text_in(details, "email"),
        language=_text_in(user, "locale"),
        time_zone=_text_in(user, "tz"),
        active=user.get("deleted") is not True,
        person=not flagged and _at_home(user, workspace_id),
        away_until=away_until(details) if isinstance(details, Mapping) else None,
    )


def _text_in(mapping: object, name: str) -> str | None:
    value = mapping.get(name) if isinstance(mapping, Mapping) else None
    return value if isinstance(value, str) and value else None


def _at_home(user: Mapping[str, Any], workspace_id: str) -> bool:
    """Whether the user is of this workspace: Slack Connect shows people of other companies, under their own team id."""
    enterprise = user.get("enterprise_user")
    teams = enterprise.get("teams") if isinstance(enterprise, Mapping) else None
    shared = isinstance(teams, list) and workspace_id in teams
    return shared or user.get("team_id") in (None, workspace_id)


async def profiles(client: AsyncWebClient, workspace_id: str, *, pause: Pause = asyncio.sleep) -> list[Profile]:
    """All users of the workspace, bots, guests and deactivated ones included and marked; each once."""
    pages = _pages(lambda **more: client.users_list(limit=PAGE, include_locale=True, **more), "members", pause)
    found = [profile_of(user, workspace_id) async for user in pages]
    return list({profile.user_id: profile for profile in found}.values())


async def groups(client: AsyncWebClient, *, pause: Pause = asyncio.sleep) -> list[Group]:
    """The user groups in use, with who is in them."""
    pages = _pages(lambda **more: client.usergroups_list(include_users=True, **more), "usergroups", pause)
    return [
        Group(field_of(group, "handle", str), field_of(group, "name", str), tuple(group.get("users") or ()))
        async for group in pages
        if not group.get("date_delete")
    ]


async def _pages(call: Call, field: str, pause: Pause) -> AsyncIterator[dict[str, Any]]:
    cursor: dict[str, str] = {}
    while True:
        response = await _patiently(call, cursor, pause)
        for each in response.get(field) or ():
            yield each
        following = (response.get("response_metadata") or {}).get("next_cursor")
        if not following:
            return
        cursor = {"cursor": following}


async def _patiently(call: Call, cursor: Mapping[str, str], pause: Pause) -> AsyncSlackResponse:
    """Call, and wait as long as Slack asks when it asks to; after ten refusals in a row the last one is raised."""
    for _ in range(ATTEMPTS - 1):
        try:
            return await call(**cursor)
        except SlackApiError as refusal:
            seconds = _wait_of(refusal)
            if seconds is None:
                raise
            await pause(seconds)
    return await call(**cursor)


def _wait_of(refusal: SlackApiError) -> float | None:
    """How many seconds Slack asks us to wait; None if it refused for another reason."""
    response = refusal.response
    if getattr(response, "status_code", 0) != 429:
        return None
    asked = str(response.headers.get("Retry-After", ""))
    return float(asked) if asked.isdigit() else 1.0


async def refresh(
    client: AsyncWebClient, sessions: Sessions, workspace_id: str, *, pause: Pause = asyncio.sleep, now: datetime
) -> Changes:
    """Bring the whole roster to what Slack lists now; who is no longer listed has left."""
    found = await profiles(client, workspace_id, pause=pause)
    if not any(profile.person for profile in found):
        log.warning("roster not refreshed: Slack listed nobody", workspace=workspace_id)
        return Changes((), (), ())
    async with sessions.begin() as session:
        changes = await roster.apply_profiles(session, workspace_id, found, complete=True, now=now)
        await asking.plan_anew(session, workspace_id, changes.moved, now=now)
        return changes


async def import_plan(
    client: AsyncWebClient, sessions: Sessions, workspace_id: str, rows: Listing, *, pause: Pause = asyncio.sleep
) -> Plan:
    """What importing these rows would change; writes nothing."""
    found = await profiles(client, workspace_id, pause=pause)
    async with sessions() as session:
        return rosterplan.plan(rows, found, await rosterplan.standing_of(session, workspace_id))


async def apply_plan(
    client: AsyncWebClient,
    sessions: Sessions,
    workspace_id: str,
    rows: Listing,
    *,
    pause: Pause = asyncio.sleep,
    now: datetime,
) -> Plan:
    """Plan anew, so that nothing stale is written, and apply it together with the roster itself.

    Returns what was done; a plan with problems was not, and then nothing at all was written.
    """
    found = await profiles(client, workspace_id, pause=pause)
    async with sessions.begin() as session:
        await roster.lock(session, workspace_id)
        plan = rosterplan.plan(rows, found, await rosterplan.standing_of(session, workspace_id))
        if not plan.problems:
            changes = await roster.apply_profiles(session, workspace_id, found, complete=True, now=now)
            await asking.plan_anew(session, workspace_id, changes.moved, now=now)
            await rosterplan.apply(session, workspace_id, plan)
    return plan
