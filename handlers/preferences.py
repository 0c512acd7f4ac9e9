"""One's own settings in Slack: the form, and keeping what it says."""

from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers import home, screens
from handlers.desk import Desk
from handlers.views import ids
from handlers.views import settings as views
from handlers.views.malformed import field_of
from handlers.views.words import words_for
from people import preferences
from surveys import asking


def register(app: AsyncApp) -> None:
    """Listen to the button that opens the settings, and to the form."""
    app.action(ids.OPEN_SETTINGS)(open_settings)
    app.view(ids.SAVE_SETTINGS)(save_settings)


async def open_settings(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk) -> None:
    """Show what is in force for this person."""
    await ack()
    await show_settings(client, field_of(body, "trigger_id", str), desk, user_id)


async def show_settings(client: AsyncWebClient, trigger_id: str, desk: Desk, user_id: str) -> None:
    """Open the settings form."""
    async with desk.sessions.begin() as session:
        settings = (await preferences.settings_of(session, desk.workspace_id, user_id)).as_of(desk.now)
    view = views.settings_form(words_for(settings.language), settings)
    await screens.open_modal(client, trigger_id, view)


async def save_settings(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk) -> None:
    """Keep what was asked for, and draw the Home tab anew."""
    wishes = views.read_settings(view)
    async with desk.sessions.begin() as session:
        before = await preferences.settings_of(session, desk.workspace_id, user_id)
        today = desk.now.astimezone(ZoneInfo(before.time_zone)).date()
        past = wishes.paused_until is not None and wishes.paused_until <= today
        if not past:
            await preferences.keep(
                session,
                desk.workspace_id,
                user_id,
                language=wishes.language,
                paused_until=wishes.paused_until,
                opted_out=wishes.opted_out,
            )
            await preferences.choose_time(session, desk.workspace_id, user_id, weekday=wishes.weekday, hour=wishes.hour)
            if wishes.changes_times_of(before):
                await asking.plan_anew(session, desk.workspace_id, [user_id], now=desk.now)
    if past:
        await ack(response_action="errors", errors=views.settings_error(words_for(before.language)))
        return
    await ack()
    await home.publish(client, desk, user_id)
