"""An app of another builder, with everything that Slack lets an app draw, in front of the sandbox by Socket Mode."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.apps import App
from sandbox.server import Sandbox
from sandbox.workspace import Channel, Json, User, Workspace
from tests.browser.wares import ALL_BLOCKS, CHANGED, FORM, MANIFEST, MENUS, PLACES, asked, options, plain


@dataclass
class Showroom:
    """The app, and what it was told, in the order in which it came."""

    sandbox: Sandbox
    team: Workspace
    ann: User
    bob: User
    general: Channel
    app: App
    client: AsyncWebClient
    handler: AsyncSocketModeHandler = field(init=False)
    told: list[tuple[str, Any]] = field(default_factory=list)
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def values(self, kind: str) -> list[Any]:
        """What it was told of that kind."""
        return [value for name, value in self.told if name == kind]

    def note(self, kind: str, value: Any) -> None:  # noqa: ANN401 - whatever it was told
        """Keep what it was told, and wake who waits for it."""
        self.told.append((kind, value))
        self.bell.set()

    async def hears(self, kind: str, value: Any) -> None:  # noqa: ANN401 - whatever it was told
        """Wait until it was told that; TimeoutError after five seconds names what it was told instead."""
        try:
            async with asyncio.timeout(5):
                while value not in self.values(kind):
                    self.bell.clear()
                    await self.bell.wait()
        except TimeoutError:
            raise TimeoutError(f"the app was told {self.values(kind)}, not {value!r}") from None

    def address(self, person: User, path: str = "", **more: str) -> str:
        """A page as that person would open it: `/home/A1` and the like, or else the channel where everybody is."""
        where = path or f"/c/{self.general.id}"
        return f"{self.sandbox.url}/w/{self.team.id}{where}?{urlencode({'as': person.id, **more})}"

    async def falls_silent(self) -> None:
        """Let the app hang up, so that it hears of nothing any more."""
        await self.handler.close_async()  # type: ignore[no-untyped-call]


@contextlib.asynccontextmanager
async def opened(sandbox: Sandbox) -> AsyncIterator[Showroom]:
    """The app at work in a workspace with two people."""
    team = sandbox.add_workspace("Acme")
    ann = team.add_user(
        "ann", real_name="Ann Example", email="ann@acme.test", locale="en-GB", tz="Europe/Paris", is_admin=True
    )
    bob = team.add_user("bob", real_name="Bob Other", email="bob@acme.test", locale="en-GB", tz="Europe/Brussels")
    app = sandbox.add_app("Showroom", MANIFEST)
    seat = sandbox.install(app, team)
    general = team.add_channel("general", [ann.id, bob.id, seat.bot_user_id], topic="Everyone")
    team.add_channel("random", [bob.id, seat.bot_user_id])
    client = AsyncWebClient(token=seat.bot_token, base_url=sandbox.api_url)
    room = Showroom(sandbox, team, ann, bob, general, app, client)
    room.handler = AsyncSocketModeHandler(listening(room), app.app_token)
    await room.handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield room
    finally:
        await room.falls_silent()


def listening(room: Showroom) -> AsyncApp:
    """The app with its listeners: each notes what it is told, and answers as tutorials do."""
    app, ears = AsyncApp(client=room.client, request_verification_enabled=False), Listeners(room)
    everything = re.compile(".*")
    app.event("app_home_opened")(ears.draw_home)
    app.event("message")(ears.hear)
    app.event("app_mention")(ears.answer_call)
    app.event("reaction_added")(ears.note_reaction)
    app.action(everything)(ears.act)
    app.options(everything)(ears.offer)
    app.view("form")(ears.take_form)
    app.view_closed("form")(ears.note_closing)
    app.shortcut("open")(ears.open_form)
    app.shortcut("note")(ears.take_note)
    app.command("/show")(ears.show)
    return app


@dataclass(frozen=True, slots=True)
class Listeners:
    """What the app does with all that it is told."""

    room: Showroom

    async def draw_home(self, event: Json, client: AsyncWebClient) -> None:
        """Publish everything that may stand in a Home tab."""
        blocks = [*ALL_BLOCKS, *MENUS, asked("Note", "plain_text_input") | {"dispatch_action": True}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async def hear(self, event: Json, say: AsyncSay) -> None:
        """Note what is said, and show everything to who asks for it."""
        self.room.note("message", event.get("text"))
        if event.get("text") == "show":
            await say(text="Everything", blocks=ALL_BLOCKS)
        elif event.get("text") == "menus":
            await say(text="Menus", blocks=MENUS)

    async def answer_call(self, event: Json, say: AsyncSay) -> None:
        """Answer in the thread of who calls the app."""
        await say(text="You called?", thread_ts=event["ts"])

    async def note_reaction(self, event: Json) -> None:
        """Note an emoji."""
        self.room.note("reaction", event["reaction"])

    async def act(self, ack: AsyncAck, body: Json, action: Json, client: AsyncWebClient) -> None:
        """Note what was pressed or chosen; two buttons of the form lead further."""
        await ack()
        self.room.note("action", (action["action_id"], chosen_in(action)))
        if action["action_id"] == "deeper":
            deeper = {"type": "modal", "title": plain("Deeper"), "blocks": [ALL_BLOCKS[0]]}
            await client.views_push(trigger_id=body["trigger_id"], view=deeper)
        elif action["action_id"] == "anew":
            await client.views_update(view_id=body["view"]["id"], view=CHANGED)

    async def offer(self, ack: AsyncAck, payload: Json) -> None:
        """Offer the places whose name has in it what was typed."""
        found = [place for place in PLACES if payload["value"].lower() in place.lower()]
        await ack(options=options(*found))

    async def take_form(self, ack: AsyncAck, view: Json) -> None:
        """Refuse nobody's form, and thank for every other."""
        values = {block_id: next(iter(entry.values())) for block_id, entry in view["state"]["values"].items()}
        if values["Name"]["value"] == "Nobody":
            await ack(response_action="errors", errors={"Name": "Somebody, please"})
            return
        self.room.note("form", values)
        await ack(
            response_action="update",
            view={"type": "modal", "title": plain("Thank you"), "blocks": [ALL_BLOCKS[0]]},
        )

    async def note_closing(self, ack: AsyncAck, body: Json) -> None:
        """Note that the form was left."""
        await ack()
        self.room.note("closed", body["is_cleared"])

    async def open_form(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        """Open the form."""
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def take_note(self, ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        """Say which message was chosen."""
        await ack()
        await respond(f"Noted: {body['message']['text']}")

    async def show(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        """Answer with words, or with the form."""
        if body["text"] == "text":
            await ack("Here you are")
            return
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)


def chosen_in(action: Json) -> Any:  # noqa: ANN401 - text, an id, or a list of values
    """What was chosen in an element, in short."""
    held = next((action[key] for key in action if key.startswith("selected_") or key == "value"), None)
    if isinstance(held, list):
        return [each["value"] if isinstance(each, dict) else each for each in held]
    return held["value"] if isinstance(held, dict) else held
