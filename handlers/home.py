"""The Home tab in Slack: drawn when a person opens it, and again when their settings change."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import privacy, screens
from handlers.desk import Desk
from handlers.standing import standing_of
from handlers.views.home import home_view
from handlers.views.words import words_for
from people.hierarchy import units_of
from people.models import Member, Workspace
from people.preferences import settings_of
from surveys import pulses, recipients, releases, rounds
from surveys.cells import Layout
from surveys.releases import Published


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
        held_to = privacy.in_force(session, desk, k=held.k if held else None)
        latest = await _latest_of(session, desk.workspace_id, user_id)
        words = words_for(settings.language)
        standing = await standing_of(session, desk, words, user_id)
    view = home_view(
        words,
        settings,
        held_to,
        schedule=pulses.schedule_of(pulse, workspace) if pulse and workspace and pulse.running else None,
        open_round=(held.id, held.closes_on) if held else None,
        latest=latest,
        standing=standing,
    )
    await screens.publish_home(client, user_id, view)


async def _latest_of(session: AsyncSession, workspace_id: str, user_id: str) -> Published | None:
    """The last results of all who were asked; for others than them nothing, if that was not the whole company."""
    found = await releases.published(session, workspace_id, within=_all_together, latest=1)
    if not found or not found[-1].layout.audience:
        return found[-1] if found else None
    member = await session.get(Member, (workspace_id, user_id))
    asked = recipients.asked_units(await units_of(session, workspace_id), found[-1].layout.audience)
    return found[-1] if member is not None and (asked is None or member.unit_id in asked) else None


def _all_together(layout: Layout) -> tuple[str]:
    return (layout.tree.cells[0].key,)
