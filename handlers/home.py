"""The Home tab in Slack: drawn when a person opens it, and again when their settings change."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from handlers import privacy, screens
from handlers.desk import Desk
from handlers.standing import standing_of
from handlers.views.home import home_view
from handlers.views.words import words_for
from people.models import Workspace
from people.preferences import settings_of
from surveys import pulses, releases, rounds
from surveys.cells import Layout


def register(app: AsyncApp) -> None:
    """Listen to people opening the Home tab."""
    app.event("app_home_opened")(open_home)


async def open_home(event: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk) -> None:
    """Draw the Home tab for who opened it; the Messages tab of the app sends the same event and needs nothing."""
    if event.get("tab") == "home":
        await publish(client, desk, user_id)


async def publish(client: AsyncWebClient, desk: Desk, user_id: str) -> None:
    """Publish a person's Home tab as of now."""
    async with desk.sessions.begin() as session:
        settings = (await settings_of(session, desk.workspace_id, user_id)).as_of(desk.now)
        held = await rounds.open_round(session, desk.workspace_id, now=desk.now)
        pulse = await pulses.pulse_of(session, desk.workspace_id)
        workspace = await session.get(Workspace, desk.workspace_id)
        held_to = privacy.in_force(session, k=held.k if held else desk.k)
        latest = await releases.published(session, desk.workspace_id, within=_whole_company, latest=1)
        words = words_for(settings.language)
        standing = await standing_of(session, desk, words, user_id)
    view = home_view(
        words,
        settings,
        held_to,
        schedule=pulses.schedule_of(pulse, workspace) if pulse and workspace and pulse.running else None,
        open_round=(held.id, held.closes_on) if held else None,
        latest=latest[-1] if latest else None,
        standing=standing,
    )
    await screens.publish_home(client, user_id, view)


def _whole_company(layout: Layout) -> tuple[str]:
    return (layout.tree.cells[0].key,)
