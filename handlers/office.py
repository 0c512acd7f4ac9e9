"""The door to what only owners may do: who asks is looked up, and others are refused kindly."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import aiohttp
import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import home, screens
from handlers.desk import Desk
from handlers.views import offices
from handlers.views.blocks import View
from handlers.views.malformed import Malformed, field_of
from handlers.views.words import Words, words_for
from people import owners
from people.owners import Role
from people.preferences import settings_of

log = structlog.get_logger()

Way = Literal["open", "push", "replace", "close", "stay"]


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody in office does something: in which transaction, in which language, and what Slack says of it."""

    session: AsyncSession
    desk: Desk
    words: Words
    user_id: str
    role: Role
    body: dict[str, Any]

    @property
    def view(self) -> dict[str, Any]:
        """The modal in which it was done. Raises Malformed."""
        return field_of(self.body, "view", dict)

    @property
    def value(self) -> str:
        """What the pressed button carries, or the chosen option. Raises Malformed."""
        actions = field_of(self.body, "actions", list)
        if not actions or not isinstance(actions[0], dict):
            raise Malformed("actions")
        if isinstance(actions[0].get("selected_option"), dict):
            return field_of(actions[0]["selected_option"], "value", str)
        return field_of(actions[0], "value", str)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown in answer, once all is committed: a view and where; or errors beside the fields of a form.

    `below` takes the place of the modal under the one that closes, and `root` that of the lowest. `post` is a message
    to the person alone, and `otherwise` what is shown instead if Slack does not take it.
    """

    way: Way = "stay"
    view: View | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    below: View | None = None
    root: View | None = None
    home: bool = False
    post: Mapping[str, Any] | None = None
    otherwise: View | None = None


Deed = Callable[[Visit], Awaitable[Shown]]
Listener = Callable[[AsyncAck, dict[str, Any], AsyncWebClient, str, Desk], Awaitable[None]]


def owners_only(do: Deed) -> Listener:
    """A listener that lets owners do it."""
    return _guarded(do, ("owner",))


def readers_too(do: Deed) -> Listener:
    """A listener that lets the representative of the employees do it, too."""
    return _guarded(do, owners.ROLES)


def _guarded(do: Deed, roles: tuple[Role, ...]) -> Listener:
    async def listen(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, desk: Desk) -> None:
        sent = body.get("type") == "view_submission"
        if not sent:
            await ack()
        async with desk.sessions.begin() as session:
            words = words_for((await settings_of(session, desk.workspace_id, user_id)).language)
            held = await owners.owners_of(session, desk.workspace_id)
            role = held.get(user_id)
            if role in roles:
                shown = await do(Visit(session, desk, words, user_id, role, body))
            else:
                log.warning("deed of an owner refused", deed=do.__name__, user=user_id)
                shown = Shown(_way_of(body), offices.refusal(words, held))
        if sent:
            await ack(**_said(shown))
        await _show(client, body, shown)
        if shown.home:
            await home.publish(client, desk, user_id)

    return listen


def _way_of(body: Mapping[str, Any]) -> Way:
    """Where a refusal is shown: in the modal in which it was pressed, or in one of its own."""
    view = body.get("view")
    return "replace" if isinstance(view, dict) and view.get("type") == "modal" else "open"


def _said(shown: Shown) -> dict[str, Any]:
    """What Slack is answered when a form is sent."""
    if shown.errors:
        return {"response_action": "errors", "errors": dict(shown.errors)}
    if shown.view is not None:
        return {"response_action": "push" if shown.way == "push" else "update", "view": shown.view}
    return {}


async def _show(client: AsyncWebClient, body: Mapping[str, Any], shown: Shown) -> None:
    view = shown.view
    if shown.post is not None:
        user_id = field_of(field_of(body, "user", dict), "id", str)
        view = view if await posted(client, user_id, shown.post) else shown.otherwise
    if body.get("type") != "view_submission" and view is not None:
        await show(client, body, shown.way, view)
    await _show_below(client, body.get("view") or {}, shown)


async def _show_below(client: AsyncWebClient, here: Mapping[str, Any], shown: Shown) -> None:
    """Draw anew what lies under the modal in which something was done."""
    previous, root = here.get("previous_view_id"), here.get("root_view_id")
    if shown.below is not None and previous:
        await screens.replace_modal(client, previous, shown.below)
    drawn = {here.get("id"), previous if shown.below is not None else None}
    if shown.root is not None and root and root not in drawn:
        await screens.replace_modal(client, root, shown.root)


async def show(client: AsyncWebClient, body: Mapping[str, Any], way: Way, view: View) -> None:
    """Show a view in answer to something pressed."""
    if way == "replace":
        await screens.replace_modal(client, field_of(field_of(body, "view", dict), "id", str), view)
        return
    trigger_id = field_of(body, "trigger_id", str)
    if way == "push":
        await screens.push_modal(client, trigger_id, view)
    else:
        await screens.open_modal(client, trigger_id, view)


async def posted(client: AsyncWebClient, user_id: str, message: Mapping[str, Any]) -> bool:
    """Send a message to a person at once; whether Slack took it."""
    try:
        await client.chat_postMessage(channel=user_id, **message)
    except SlackApiError as refusal:
        log.warning("trial not sent", code=refusal.response.get("error"))
        return False
    except (aiohttp.ClientError, TimeoutError):
        log.warning("trial not sent", code="no_answer")
        return False
    return True
