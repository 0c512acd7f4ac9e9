"""The slash command: `/pulse` and its words answer, settings, privacy, help; of owners, setup and log."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers import charge, preferences, privacy, pulse
from handlers.desk import Desk
from handlers.views import commands as views
from handlers.views.malformed import field_of
from handlers.views.words import words_for
from people.preferences import settings_of
from surveys import rounds


def register(app: AsyncApp) -> None:
    """Listen to `/pulse`."""
    app.command("/pulse")(run_command)


async def run_command(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk) -> None:
    """Open what was asked for, or answer in a message that only this person sees."""
    asked = views.read_command(command)
    trigger_id = field_of(command, "trigger_id", str)
    async with desk.sessions.begin() as session:
        words = words_for((await settings_of(session, desk.workspace_id, user_id)).language)
        held = await rounds.open_round(session, desk.workspace_id, now=desk.now)
        held_to = privacy.in_force(session, desk)
    if asked in {"setup", "log"}:
        await charge.answer(ack, client, command, asked, user_id, desk)
    elif asked == "settings":
        await ack()
        await preferences.show_settings(client, trigger_id, desk, user_id)
    elif asked == "answer" and held is not None:
        await ack()
        await pulse.show_form(client, trigger_id, desk, held.id, user_id)
    else:
        await ack(**views.reply(words, asked, held_to))
