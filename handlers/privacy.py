"""What becomes of an answer, in Slack: the text of a round over its form, and all that is in force at one's request."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import screens
from handlers.desk import Desk
from handlers.views import ids, privacy
from handlers.views.malformed import field_of
from handlers.views.privacy import InForce
from handlers.views.pulse import read_round
from handlers.views.words import words_for
from people.preferences import settings_of
from surveys import consent
from surveys.models import Round


def register(app: AsyncApp) -> None:
    """Listen to the buttons of the form and of the Home tab."""
    app.action(ids.EXPLAIN)(explain_answer)
    app.action(ids.OPEN_PRIVACY)(open_privacy)


def in_force(session: AsyncSession, desk: Desk, *, k: int | None = None) -> InForce:
    """The configuration in force; `k` of an open round, which is not touched by a new one."""
    database = session.get_bind().dialect.name
    return InForce(k=k or desk.k, database=database, consent=consent.current(), tier=desk.tier)


async def explain_answer(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk) -> None:
    """Lay the text that the round was opened with over the form, which keeps what is filled in."""
    await ack()
    async with desk.sessions.begin() as session:
        words = words_for((await settings_of(session, desk.workspace_id, user_id)).language)
        held = await session.get(Round, read_round(body))
    known = held is not None and held.workspace_id == desk.workspace_id
    version, k = (held.consent_version, held.k) if held is not None and known else (consent.current().version, desk.k)
    view = privacy.consent_modal(words, consent.of(version), k=k)
    await screens.push_modal(client, field_of(body, "trigger_id", str), view)


async def open_privacy(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk) -> None:
    """Show all that is in force."""
    await ack()
    async with desk.sessions.begin() as session:
        words = words_for((await settings_of(session, desk.workspace_id, user_id)).language)
        view = privacy.account_modal(words, in_force(session, desk))
    await screens.open_modal(client, field_of(body, "trigger_id", str), view)
