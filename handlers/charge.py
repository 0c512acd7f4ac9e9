"""`/pulse setup` and `/pulse log`: the set-up and its log for who is in charge, a kind word for everybody else."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers import owner, screens, setup
from handlers.desk import Desk
from handlers.office import Shown, Visit
from handlers.views import offices
from handlers.views.malformed import field_of
from handlers.views.words import Words, words_for
from people import owners
from people.owners import Role
from people.preferences import settings_of


async def answer(
    ack: AsyncAck, client: AsyncWebClient, command: dict[str, Any], asked: str, user_id: str, desk: Desk
) -> None:
    """Open what was asked for, or say who is in charge; an administrator is offered the office where it is vacant."""
    async with desk.sessions.begin() as session:
        words = words_for((await settings_of(session, desk.workspace_id, user_id)).language)
        held = await owners.owners_of(session, desk.workspace_id)
        shown = None
        if user_id in held:
            visit = Visit(session, desk, words, user_id, held[user_id], command)
            shown = await (setup.open_setup(visit) if asked == "setup" else owner.open_log(visit))
    if shown is not None:
        await ack()
        await _open(client, command, shown)
    else:
        await ack(**await _told(client, user_id, words, held))


async def _open(client: AsyncWebClient, command: dict[str, Any], shown: Shown) -> None:
    if shown.view is not None:
        await screens.open_modal(client, field_of(command, "trigger_id", str), shown.view)


async def _told(client: AsyncWebClient, user_id: str, words: Words, held: dict[str, Role]) -> dict[str, Any]:
    if "owner" in held.values():
        return offices.told(words, held)
    return offices.offered(words) if await owner.is_administrator(client, user_id) else offices.vacant(words)
