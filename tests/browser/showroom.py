"""An app of another builder, with everything that Slack lets an app draw, in front of the sandbox by Socket Mode."""

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.apps import App
from sandbox.server import Sandbox
from sandbox.workspace import Channel, Json, User, Workspace

MANIFEST: Json = {
    "display_information": {"name": "Showroom"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Showroom"},
        "slash_commands": [
            {"command": "/show", "description": "Show a form", "usage_hint": "[form | text]"},
            {"command": "/count", "description": "Count to three"},
        ],
        "shortcuts": [
            {"name": "Open the form", "type": "global", "callback_id": "open", "description": "All inputs"},
            {"name": "Take a note", "type": "message", "callback_id": "note", "description": "Of a message"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read"),
                *("im:history", "im:read", "im:write", "reactions:read", "reactions:write", "users:read"),
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "app_mention", "message.channels", "message.im", "reaction_added"]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def plain(text: str) -> Json:
    """Plain text."""
    return {"type": "plain_text", "text": text}


def options(*names: str) -> list[Json]:
    """Options by their names; the values are the names in small letters."""
    return [{"text": plain(name), "value": name.lower()} for name in names]


def asked(block_id: str, kind: str, **more: Any) -> Json:  # noqa: ANN401 - the fields of an element
    """An input that may be left out."""
    element = {"type": kind, "action_id": "it", **more}
    return {"type": "input", "block_id": block_id, "optional": True, "label": plain(block_id), "element": element}


PLACES = ("Antwerp", "Arlon", "Bruges", "Namur")
COLOURS = options("Red", "Green", "Blue")
CONFIRM = {
    "title": plain("Sure?"),
    "text": {"type": "mrkdwn", "text": "It *cannot* be undone."},
    "confirm": plain("Do it"),
    "deny": plain("Leave it"),
    "style": "danger",
}
ELEMENTS: list[Json] = [
    {"type": "button", "action_id": "press", "text": plain("Press"), "value": "pressed", "style": "primary"},
    {"type": "button", "action_id": "risk", "text": plain("Risk it"), "style": "danger", "confirm": CONFIRM},
    {"type": "button", "action_id": "away", "text": plain("Read on"), "url": "https://example.com/"},
    {"type": "static_select", "action_id": "colour", "placeholder": plain("A colour"), "options": COLOURS},
    {"type": "overflow", "action_id": "more", "options": options("Later", "Never")},
    {"type": "datepicker", "action_id": "day", "initial_date": "2026-03-09"},
    {"type": "radio_buttons", "action_id": "size", "options": options("Small", "Large")},
    {"type": "checkboxes", "action_id": "extras", "options": options("Salt", "Pepper")},
    {"type": "users_select", "action_id": "person", "placeholder": plain("Somebody")},
    {"type": "multi_static_select", "action_id": "several", "placeholder": plain("Several"), "options": COLOURS},
    {"type": "external_select", "action_id": "far", "placeholder": plain("Far away"), "min_query_length": 1},
]
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Everything"),
    "submit": plain("Send it"),
    "close": plain("Leave"),
    "notify_on_close": True,
    "blocks": [
        {**asked("Name", "plain_text_input", min_length=2), "optional": False, "hint": plain("As you are called")},
        asked("Story", "plain_text_input", multiline=True),
        asked("Age", "number_input", is_decimal_allowed=False, min_value="1", max_value="120"),
        asked("Mail", "email_text_input"),
        asked("Link", "url_text_input"),
        asked("Colour", "static_select", options=COLOURS),
        asked("Colours", "multi_static_select", options=COLOURS),
        asked("Size", "radio_buttons", options=options("Small", "Large")),
        asked("Extras", "checkboxes", options=options("Salt", "Pepper")),
        asked("Day", "datepicker"),
        asked("Hour", "timepicker"),
        asked("Instant", "datetimepicker"),
        asked("Person", "users_select"),
        asked("People", "multi_users_select"),
        asked("Channel", "channels_select"),
        asked("Far", "external_select", min_query_length=1),
        asked("Words", "rich_text_input"),
        asked("Papers", "file_input"),
        {
            "type": "actions",
            "block_id": "steps",
            "elements": [
                {"type": "button", "action_id": "deeper", "text": plain("One more")},
                {"type": "button", "action_id": "anew", "text": plain("Change me")},
            ],
        },
    ],
}
ALL_BLOCKS: list[Json] = [
    {"type": "header", "text": plain("Everything at once")},
    {
        "type": "section",
        "text": {
            "type": "mrkdwn",
            "text": "*Bold*, _slanted_, ~gone~, `code` :tada: <https://example.com/|a link>\n> quoted",
        },
    },
    {"type": "section", "fields": [plain("Left"), plain("Right")], "accessory": ELEMENTS[0] | {"action_id": "side"}},
    {"type": "divider"},
    {"type": "context", "elements": [plain("Small print")]},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "text", "text": "First", "style": {"bold": True}}],
                    },
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "Second"}]},
                ],
            }
        ],
    },
    {"type": "actions", "block_id": "row", "elements": ELEMENTS[:5]},
    {"type": "actions", "block_id": "row2", "elements": ELEMENTS[5:]},
]


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
    told: list[tuple[str, Any]] = field(default_factory=list)

    def values(self, kind: str) -> list[Any]:
        """What it was told of that kind."""
        return [value for name, value in self.told if name == kind]


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
    handler = AsyncSocketModeHandler(listening(room), app.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield room
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


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
        blocks = [*ALL_BLOCKS, asked("Note", "plain_text_input") | {"dispatch_action": True}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async def hear(self, event: Json, say: AsyncSay) -> None:
        """Note what is said, and show everything to who asks for it."""
        self.room.told.append(("message", event.get("text")))
        if event.get("text") == "show":
            await say(text="Everything", blocks=ALL_BLOCKS)

    async def answer_call(self, event: Json, say: AsyncSay) -> None:
        """Answer in the thread of who calls the app."""
        await say(text="You called?", thread_ts=event["ts"])

    async def note_reaction(self, event: Json) -> None:
        """Note an emoji."""
        self.room.told.append(("reaction", event["reaction"]))

    async def act(self, ack: AsyncAck, body: Json, action: Json, client: AsyncWebClient) -> None:
        """Note what was pressed or chosen; two buttons of the form lead further."""
        await ack()
        self.room.told.append(("action", (action["action_id"], chosen_in(action))))
        if action["action_id"] == "deeper":
            deeper = {"type": "modal", "title": plain("Deeper"), "blocks": [ALL_BLOCKS[0]]}
            await client.views_push(trigger_id=body["trigger_id"], view=deeper)
        elif action["action_id"] == "anew":
            await client.views_update(view_id=body["view"]["id"], view={**FORM, "title": plain("Changed")})

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
        self.room.told.append(("form", values))
        await ack(
            response_action="update",
            view={"type": "modal", "title": plain("Thank you"), "blocks": [ALL_BLOCKS[0]]},
        )

    async def note_closing(self, ack: AsyncAck, body: Json) -> None:
        """Note that the form was left."""
        await ack()
        self.room.told.append(("closed", body["is_cleared"]))

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
