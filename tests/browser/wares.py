"""What the showroom has: its manifest, and every element, block and form that Slack lets an app draw."""

from typing import Any

from sandbox.workspace import Json

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


def menu(kind: str, words: str, **more: Any) -> Json:  # noqa: ANN401 - the fields of an element
    """An element outside of inputs, whose action id is its kind; `words` stand in it while it is empty."""
    return {"type": kind, "action_id": kind, "placeholder": plain(words), **more}


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
MENUS: list[Json] = [
    {
        "type": "actions",
        "block_id": "menus",
        "elements": [
            menu("channels_select", "A channel"),
            menu("conversations_select", "A conversation"),
            menu("multi_users_select", "People"),
            menu("multi_channels_select", "Channels"),
            menu("multi_conversations_select", "Conversations"),
            menu("multi_external_select", "Far places", min_query_length=1),
            {"type": "timepicker", "action_id": "hour", "placeholder": plain("An hour")},
            {"type": "datetimepicker", "action_id": "instant"},
        ],
    }
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
        asked("Channels", "multi_channels_select"),
        asked("Place", "conversations_select"),
        asked("Places", "multi_conversations_select"),
        asked("Far", "external_select", min_query_length=1),
        asked("Further off", "multi_external_select", min_query_length=1),
        asked("Words", "rich_text_input"),
        asked("Papers", "file_input"),
        asked("Told", "plain_text_input") | {"dispatch_action": True},
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
CHANGED: Json = {
    **FORM,
    "title": plain("Changed"),
    "blocks": [FORM["blocks"][0], asked("Another", "plain_text_input", multiline=True), *FORM["blocks"][2:]],
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
