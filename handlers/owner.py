"""The owner's office in Slack: who becomes it, pausing and stopping, the log, and the owner's part of the Home tab."""

from typing import Any

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers import home, screens
from handlers.desk import Desk
from handlers.office import Shown, Visit, owners_only, readers_too
from handlers.views import changes as log_views
from handlers.views import ids, offices
from handlers.views.malformed import field_of
from handlers.views.words import words_for
from people import changes, owners, roster
from people.preferences import settings_of
from surveys import own_items, steering

log = structlog.get_logger()


def register(app: AsyncApp) -> None:
    """Listen to the buttons of the office."""
    app.action(ids.BECOME_OWNER)(become_owner)
    app.action(ids.PAUSE_PULSE)(owners_only(pause))
    app.action(ids.RESUME_PULSE)(owners_only(resume))
    app.action(ids.STOP_ALL)(owners_only(stop_all))
    app.action(ids.SEND_AGAIN)(owners_only(send_again))
    app.action(ids.OPEN_LOG)(readers_too(open_log))
    app.action(ids.TURN_LOG)(readers_too(turn_log))


async def is_administrator(client: AsyncWebClient, user_id: str) -> bool:
    """Whether Slack says that somebody administers or owns the workspace; not, if it says nothing."""
    try:
        said = await client.users_info(user=user_id)
    except (SlackApiError, aiohttp.ClientError, TimeoutError):
        return False
    user = said.get("user") or {}
    return any(user.get(flag) is True for flag in ("is_admin", "is_owner"))


async def become_owner(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk) -> None:
    """Make an administrator the owner where there is none; asked of Slack anew, since a button may be old or forged."""
    await ack()
    administers = await is_administrator(client, user_id)
    async with desk.sessions.begin() as session:
        await roster.lock(session, desk.workspace_id)
        words = words_for((await settings_of(session, desk.workspace_id, user_id)).language)
        held = await owners.owners_of(session, desk.workspace_id)
        vacant = "owner" not in held.values()
        if vacant and administers:
            await owners.appoint(session, desk.workspace_id, user_id, "owner", by=user_id, now=desk.now)
    if not (vacant and administers):
        log.warning("deed of an owner refused", deed="become_owner", user=user_id)
    view = offices.welcome(words) if vacant and administers else offices.refusal(words, held)
    await screens.open_modal(client, field_of(body, "trigger_id", str), view)
    await home.publish(client, desk, user_id)


async def pause(visit: Visit) -> Shown:
    """Open no new rounds; one that is open goes on."""
    await steering.pause(visit.session, visit.desk.workspace_id, visit.user_id, now=visit.desk.now)
    return Shown(home=True)


async def resume(visit: Visit) -> Shown:
    """Open new rounds again, from the next time on."""
    await steering.resume(visit.session, visit.desk.workspace_id, visit.user_id, now=visit.desk.now)
    return Shown(home=True)


async def stop_all(visit: Visit) -> Shown:
    """Send nothing at all any more, from the next claim on."""
    await steering.stop_sending(visit.session, visit.desk.workspace_id, visit.user_id, now=visit.desk.now)
    return Shown(home=True)


async def send_again(visit: Visit) -> Shown:
    """Send again what is owed and still makes sense."""
    await steering.resume_sending(visit.session, visit.desk.workspace_id, visit.user_id, now=visit.desk.now)
    return Shown(home=True)


async def open_log(visit: Visit) -> Shown:
    """Show the newest page, over what is open or alone."""
    modal = visit.body.get("view", {}).get("type") == "modal"
    return Shown("push" if modal else "open", await log_page(visit, 0))


async def turn_log(visit: Visit) -> Shown:
    """Show another page."""
    return Shown("replace", await log_page(visit, log_views.read_page(visit.value)))


async def log_page(visit: Visit, number: int) -> dict[str, Any]:
    """A page of the log, in the reader's zone."""
    session, workspace_id = visit.session, visit.desk.workspace_id
    settings = await settings_of(session, workspace_id, visit.user_id)
    entries = await changes.newest(session, workspace_id, number=log_views.PAGE, offset=number * log_views.PAGE)
    total = await changes.count(session, workspace_id)
    known = await own_items.everything(session, workspace_id)
    return log_views.page(visit.words, entries, number=number, total=total, zone=settings.time_zone, known=known)
