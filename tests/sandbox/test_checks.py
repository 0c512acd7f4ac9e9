"""What the sandbox accepts and refuses of what an app sends, one payload at a time."""

import importlib.util
import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.checks import message_errors, method_errors, view_errors

Json = dict[str, Any]
Payload = tuple[str, Json]

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("GROUNDSWELL_SHARED", CHECKOUT.parent / "shared"))
SLACKVAL = SHARED / "slack-schema" / "slackval.py"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "a", text: str = "A", **more: object) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(number: int) -> list[Json]:
    return [option(str(index)) for index in range(number)]


def button(**more: object) -> Json:
    return {"type": "button", "text": plain("Open"), "action_id": "pulse:open", **more}


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "pulse.score", "options": options(3), **more}


def confirm(**more: object) -> Json:
    return {"title": plain("Sure?"), "text": mrkdwn("*Really?*"), "confirm": plain("Yes"), "deny": plain("No"), **more}


def section(text: str = "Hello", **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: Json, **more: object) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def entry(element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain("How are you?"), "element": element, **more}


def picture(**more: object) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart", **more}


def video(**more: object) -> Json:
    return {
        "type": "video",
        "video_url": "https://example.com/v",
        "thumbnail_url": "https://example.com/t.png",
        "alt_text": "A talk",
        "title": plain("A talk"),
        **more,
    }


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def rich_section(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(pieces)}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def table(*rows: list[Json], **more: object) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def post(*blocks: Json, **more: object) -> Payload:
    return "chat.postMessage", {"channel": "C1", "text": "Hello", "blocks": list(blocks), **more}


def modal(*blocks: Json, **more: object) -> Payload:
    view = {"type": "modal", "title": plain("Pulse"), "submit": plain("Send"), "blocks": list(blocks), **more}
    return "views.open", {"trigger_id": "1.2.3", "view": view}


def home(*blocks: Json, **more: object) -> Payload:
    return "views.publish", {"user_id": "U1", "view": {"type": "home", "blocks": list(blocks), **more}}


def call(method: str, **arguments: object) -> Payload:
    return method, arguments


def without(key: str, value: Json) -> Json:
    return {name: each for name, each in value.items() if name != key}


def element(kind: str, **more: object) -> Json:
    return {"type": kind, "action_id": "pulse.field", **more}


GOOD: dict[str, Payload] = {
    "a message of text": call("chat.postMessage", channel="C1", text="Hello"),
    "a message of blocks": call("chat.postMessage", channel="C1", blocks=[section()]),
    "a message of markdown": call("chat.postMessage", channel="C1", markdown_text="# Hello"),
    "a message of an attachment": call("chat.postMessage", channel="C1", attachments=[{"text": "Hi", "color": "#fff"}]),
    "an attachment with blocks": call("chat.postMessage", channel="C1", attachments=[{"blocks": [section()]}]),
    "a reply in a thread": call("chat.postMessage", channel="C1", text="Hello", thread_ts="1.2"),
    "a reply sent to the channel": call(
        "chat.postMessage", channel="C1", text="Hello", thread_ts="1.2", reply_broadcast=True
    ),
    "a message that unfurls nothing": call(
        "chat.postMessage", channel="C1", text="Hello", unfurl_links=False, unfurl_media=False
    ),
    "a message with metadata": call(
        "chat.postMessage", channel="C1", text="Hello", metadata={"event_type": "sent", "event_payload": {"id": 1}}
    ),
    "a call to which Bolt added the team": call("chat.postMessage", channel="C1", text="Hello", team_id="T1"),
    "fifty blocks": post(*[section()] * 50),
    "a section of 3000 characters": post(section("x" * 3000)),
    "a section of fields": post({"type": "section", "fields": [mrkdwn("x" * 2000)] * 10}),
    "a section of plain text": post({"type": "section", "text": plain("Hello") | {"emoji": True}}),
    "a section of verbatim mrkdwn": post({"type": "section", "text": mrkdwn("Hello") | {"verbatim": True}}),
    "a section that is expanded": post(section(expand=True)),
    "a section with a button": post(section(accessory=button())),
    "a section with a picture": post(section(accessory=picture())),
    "a section with a menu": post(section(accessory=select())),
    "a section with an overflow menu": post(section(accessory=element("overflow", options=options(5)))),
    "a section with radio buttons": post(section(accessory=element("radio_buttons", options=options(10)))),
    "a section with checkboxes": post(section(accessory=element("checkboxes", options=options(10)))),
    "a section with a date": post(section(accessory=element("datepicker", initial_date="2026-03-09"))),
    "a section with a time": post(section(accessory=element("timepicker", initial_time="09:30"))),
    "a header of 150 characters": post({"type": "header", "text": plain("x" * 150)}),
    "a divider": post({"type": "divider", "block_id": "line"}),
    "a context of ten elements": post(context(*[mrkdwn("Hi")] * 9, picture())),
    "a picture by address": post(picture(title=plain("Chart"))),
    "a picture by file id": post(without("image_url", picture(slack_file={"id": "F1"}))),
    "a picture by file address": post(without("image_url", picture(slack_file={"url": "https://files.slack.com/a"}))),
    "actions with 25 buttons": post(actions(*[button(action_id=f"pulse:{index}") for index in range(25)])),
    "a button with everything": post(
        actions(
            button(
                style="primary",
                value="x" * 2000,
                url="https://example.com",
                accessibility_label="Open the pulse",
                confirm=confirm(style="danger"),
            )
        )
    ),
    "a button of 75 characters": post(actions(button(text=plain("x" * 75)))),
    "a workflow button": post(
        actions(
            {
                "type": "workflow_button",
                "text": plain("Start"),
                "action_id": "start",
                "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1/abc"}},
            }
        )
    ),
    "a menu of 100 options": post(actions(select(options=options(100)))),
    "a menu with a choice made": post(actions(select(initial_option=option("1")))),
    "a menu of groups": post(
        actions(without("options", select(option_groups=[{"label": plain("All"), "options": options(2)}])))
    ),
    "a menu with descriptions": post(actions(select(options=[option(description=plain("The first"))]))),
    "a menu of users": post(actions(element("users_select", initial_user="U1", placeholder=plain("Who?")))),
    "a menu of conversations": post(actions(element("conversations_select", filter={"include": ["im", "public"]}))),
    "a menu of channels": post(actions(element("channels_select", initial_channel="C1"))),
    "a menu from outside": post(actions(element("external_select", min_query_length=2))),
    "menus of several choices": post(
        actions(
            element("multi_static_select", options=options(3), initial_options=[option("1")], max_selected_items=2),
            element("multi_users_select", initial_users=["U1"]) | {"action_id": "b"},
            element("multi_conversations_select", default_to_current_conversation=True) | {"action_id": "c"},
            element("multi_channels_select", initial_channels=["C1"]) | {"action_id": "d"},
            element("multi_external_select", initial_options=[option()]) | {"action_id": "e"},
        )
    ),
    "a date and time": post(actions(element("datetimepicker", initial_date_time=1_773_047_400))),
    "radio buttons of mrkdwn": post(actions(element("radio_buttons", options=[option() | {"text": mrkdwn("*A*")}]))),
    "an overflow menu with a link": post(actions(element("overflow", options=[option(url="https://example.com")]))),
    "rich text of every piece": post(
        rich(
            rich_section(
                {"type": "text", "text": "Hello ", "style": {"bold": True, "italic": False}},
                {"type": "link", "url": "https://example.com", "text": "here", "style": {"code": True}},
                {"type": "emoji", "name": "wave"},
                {"type": "user", "user_id": "U1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "team", "team_id": "T1"},
                {"type": "broadcast", "range": "here"},
                {"type": "color", "value": "#F405B3"},
                {"type": "date", "timestamp": 1_773_047_400, "format": "{date}", "fallback": "9 March"},
            )
        )
    ),
    "rich text of every part": post(
        rich(
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [rich_section()], "border": 0},
            {"type": "rich_text_list", "style": "ordered", "elements": [rich_section({"type": "text", "text": "1"})]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Said"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}], "border": 1},
        )
    ),
    "a video": post(video(description=plain("On tools"), author_name="Ann", title_url="https://example.com/v")),
    "a table": post(
        table(
            [raw("Unit"), raw("Score")],
            [rich(rich_section({"type": "text", "text": "Data"})), {"type": "raw_number", "value": 4.5, "text": "4.5"}],
            column_settings=[{"align": "left", "is_wrapped": True}, {"align": "right"}],
        )
    ),
    "a markdown block": post({"type": "markdown", "text": "x" * 12_000}),
    "a remote file": post({"type": "file", "source": "remote", "external_id": "abc"}),
    "an input in a message": post(entry(element("plain_text_input"))),
    "block ids that differ": post(section(block_id="a"), section(block_id="b")),
    "the same action id in two blocks": post(actions(button()), actions(button())),
    "a block id of 255 characters": post(section(block_id="x" * 255)),
    "an update of text": call("chat.update", channel="C1", ts="1.2", text="Bye"),
    "an update of blocks": call("chat.update", channel="C1", ts="1.2", text="Bye", blocks=[section()]),
    "an ephemeral message": call("chat.postEphemeral", channel="C1", user="U1", text="Psst"),
    "a deletion": call("chat.delete", channel="C1", ts="1.2"),
    "an empty modal": modal(),
    "a modal without submit": call(
        "views.open", trigger_id="1", view={"type": "modal", "title": plain("Hi"), "blocks": [section()]}
    ),
    "a modal with everything": modal(
        section(),
        close=plain("x" * 24),
        private_metadata="x" * 3000,
        callback_id="pulse",
        external_id="x" * 255,
        clear_on_close=True,
        notify_on_close=False,
    ),
    "a modal title of 24 characters": modal(title=plain("x" * 24)),
    "a hundred blocks": modal(*[section()] * 100),
    "an input of text": modal(
        entry(
            element(
                "plain_text_input",
                multiline=True,
                min_length=1,
                max_length=3000,
                initial_value="Hi",
                placeholder=plain("Your words"),
                dispatch_action_config={"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
            ),
            hint=plain("In your own words"),
            optional=True,
            dispatch_action=True,
        )
    ),
    "an input of a number": modal(
        entry(element("number_input", is_decimal_allowed=True, min_value="0", max_value="10.5", initial_value="3"))
    ),
    "an input of an e-mail address": modal(entry(element("email_text_input", initial_value="ann@acme.test"))),
    "an input of an address": modal(entry(element("url_text_input", focus_on_load=True))),
    "an input of rich text": modal(entry(element("rich_text_input", initial_value=rich(rich_section())))),
    "an input of files": modal(entry(element("file_input", filetypes=["png"], max_files=3))),
    "an input of radio buttons": modal(
        entry(element("radio_buttons", options=options(5), initial_option=option("2")), block_id="q1")
    ),
    "an input of checkboxes": modal(
        entry(element("checkboxes", options=options(5), initial_options=[option("2"), option("3")]))
    ),
    "inputs of menus": modal(
        entry(select(placeholder=plain("x" * 150))),
        entry(element("users_select")),
        entry(element("conversations_select", response_url_enabled=True)),
        entry(element("multi_channels_select")),
    ),
    "inputs of dates": modal(
        entry(element("datepicker")),
        entry(element("timepicker", timezone="Europe/Brussels")),
        entry(element("datetimepicker")),
    ),
    "a Home tab": home(section(), actions(button()), picture(), callback_id="home", private_metadata="{}"),
    "a Home tab with an input": home(entry(select(), dispatch_action=True)),
    "a Home tab with a table": home(table([raw("A")])),
    "a push": call("views.push", trigger_id="1", view=modal(section())[1]["view"]),
    "an update by id": call("views.update", view_id="V1", hash="1.a", view=modal(section())[1]["view"]),
    "an update by external id": call("views.update", external_id="mine", view=modal(section())[1]["view"]),
    "opened by a pointer": call("views.open", interactivity_pointer="1", view=modal()[1]["view"]),
    "who am I": call("auth.test"),
    "a test of a revocation": call("auth.revoke", test=True),
    "a socket": call("apps.connections.open"),
    "a list of users": call("users.list", cursor="abc", limit=200, include_locale=True),
    "a user": call("users.info", user="U1", include_locale=True),
    "user groups": call("usergroups.list", include_users=True),
    "the users of a group": call("usergroups.users.list", usergroup="S1"),
    "a direct message": call("conversations.open", users="U1"),
    "a direct message again": call("conversations.open", channel="D1", return_im=True),
    "a channel": call("conversations.info", channel="C1", include_num_members=True),
    "members": call("conversations.members", channel="C1", limit=1000),
    "channels": call("conversations.list", types="public_channel,im", exclude_archived=True),
    "a place for a file": call("files.getUploadURLExternal", filename="a.png", length=10),
    "a file shared": call(
        "files.completeUploadExternal", files=[{"id": "F1", "title": "A"}], channel_id="C1", initial_comment="See"
    ),
    "a file shared in a thread": call(
        "files.completeUploadExternal", files=[{"id": "F1"}], channel_id="C1", thread_ts="1.2"
    ),
    "a file": call("files.info", file="F1"),
}

BAD: dict[str, Payload] = {
    "no text at all": call("chat.postMessage", channel="C1"),
    "an empty text": call("chat.postMessage", channel="C1", text=""),
    "no channel": call("chat.postMessage", text="Hello"),
    "a channel that is a number": call("chat.postMessage", channel=1, text="Hello"),
    "a text that is a list": call("chat.postMessage", channel="C1", text=["Hello"]),
    "an argument that is not known": call("chat.postMessage", channel="C1", text="Hello", colour="red"),
    "a broadcast outside a thread": call("chat.postMessage", channel="C1", text="Hello", reply_broadcast=True),
    "markdown beside text": call("chat.postMessage", channel="C1", text="Hello", markdown_text="# Hello"),
    "attachments still in a string": call("chat.postMessage", channel="C1", text="Hello", attachments="[]"),
    "a parse that is not known": call("chat.postMessage", channel="C1", text="Hello", parse="some"),
    "metadata that is a string": call("chat.postMessage", channel="C1", text="Hello", metadata="{}"),
    "fifty-one blocks": post(*[section()] * 51),
    "a block that is not known": post({"type": "banner", "text": plain("Hi")}),
    "a block without a type": post({"text": plain("Hi")}),
    "a section of 3001 characters": post(section("x" * 3001)),
    "a section of nothing": post({"type": "section"}),
    "a section of an empty text": post(section("")),
    "a section of a bare string": post({"type": "section", "text": "Hello"}),
    "a section of html": post({"type": "section", "text": {"type": "html", "text": "Hi"}}),
    "a section with a key too many": post(section(colour="red")),
    "eleven fields": post({"type": "section", "fields": [mrkdwn("Hi")] * 11}),
    "a field of 2001 characters": post({"type": "section", "fields": [mrkdwn("x" * 2001)]}),
    "an input as an accessory": post(section(accessory=element("plain_text_input"))),
    "emoji in mrkdwn": post({"type": "section", "text": mrkdwn("Hi") | {"emoji": True}}),
    "verbatim in plain text": post({"type": "section", "text": plain("Hi") | {"verbatim": True}}),
    "a header of 151 characters": post({"type": "header", "text": plain("x" * 151)}),
    "a header of mrkdwn": post({"type": "header", "text": mrkdwn("Hi")}),
    "a header without text": post({"type": "header"}),
    "a divider with text": post({"type": "divider", "text": plain("Hi")}),
    "a context of eleven elements": post(context(*[mrkdwn("Hi")] * 11)),
    "a context with a button": post(context(button())),
    "a context without elements": post({"type": "context"}),
    "a picture without alt text": post(without("alt_text", picture())),
    "a picture of nothing": post(without("image_url", picture())),
    "a picture with alt text of 2001 characters": post(picture(alt_text="x" * 2001)),
    "a picture by address and by file": post(picture(slack_file={"id": "F1"})),
    "a picture with an empty file": post(without("image_url", picture(slack_file={}))),
    "26 buttons": post(actions(*[button(action_id=f"pulse:{index}") for index in range(26)])),
    "one action id twice in a block": post(actions(button(), button())),
    "a button of 76 characters": post(actions(button(text=plain("x" * 76)))),
    "a button of mrkdwn": post(actions(button(text=mrkdwn("Open")))),
    "a button without text": post(actions(without("text", button()))),
    "a button with a value of 2001 characters": post(actions(button(value="x" * 2001))),
    "a button with a value that is a number": post(actions(button(value=7))),
    "a button in a style that is not known": post(actions(button(style="default"))),
    "an action id of 256 characters": post(actions(button(action_id="x" * 256))),
    "a label for screen readers of 76 characters": post(actions(button(accessibility_label="x" * 76))),
    "a confirm dialog without text": post(actions(button(confirm=without("text", confirm())))),
    "a confirm title of 101 characters": post(actions(button(confirm=confirm(title=plain("x" * 101))))),
    "a confirm text of 301 characters": post(actions(button(confirm=confirm(text=plain("x" * 301))))),
    "a confirm button of 31 characters": post(actions(button(confirm=confirm(confirm=plain("x" * 31))))),
    "a text input among actions": post(actions(element("plain_text_input"))),
    "a workflow button without a workflow": post(actions({"type": "workflow_button", "text": plain("Start")})),
    "a menu without options": post(actions(without("options", select()))),
    "a menu of no options": post(actions(select(options=[]))),
    "a menu of 101 options": post(actions(select(options=options(101)))),
    "an option of 76 characters": post(actions(select(options=[option(text="x" * 76)]))),
    "an option of mrkdwn in a menu": post(actions(select(options=[option() | {"text": mrkdwn("A")}]))),
    "an option with a value that is a number": post(actions(select(options=[{"text": plain("A"), "value": 1}]))),
    "an option with a value of 151 characters": post(actions(select(options=[option("x" * 151)]))),
    "an option with a description of 76 characters": post(
        actions(select(options=[option(description=plain("x" * 76))]))
    ),
    "a group without a label": post(actions(without("options", select(option_groups=[{"options": options(1)}])))),
    "a placeholder of 151 characters": post(actions(select(placeholder=plain("x" * 151)))),
    "a placeholder that is a string": post(actions(select(placeholder="Choose"))),
    "eleven radio buttons": post(actions(element("radio_buttons", options=options(11)))),
    "eleven checkboxes": post(actions(element("checkboxes", options=options(11)))),
    "radio buttons without options": post(actions(element("radio_buttons"))),
    "six options in an overflow menu": post(actions(element("overflow", options=options(6)))),
    "an overflow menu with a placeholder": post(
        actions(element("overflow", options=options(2), placeholder=plain("More")))
    ),
    "a filter that is not known": post(actions(element("conversations_select", filter={"include": ["all"]}))),
    "a date and time in a string": post(actions(element("datetimepicker", initial_date_time="1773047400"))),
    "rich text of a part that is not known": post(rich({"type": "rich_text_title", "elements": []})),
    "rich text of a piece that is not known": post(rich(rich_section({"type": "image", "url": "x"}))),
    "a list of bare text": post(
        rich({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "Hi"}]})
    ),
    "a list in a style that is not known": post(rich({"type": "rich_text_list", "style": "dash", "elements": []})),
    "rich text in a style that is not known": post(
        rich(rich_section({"type": "text", "text": "Hi", "style": {"blink": True}}))
    ),
    "rich text with a link to nowhere": post(rich(rich_section({"type": "link", "text": "Hi"}))),
    "a video without a title": post(without("title", video())),
    "a video without a thumbnail": post(without("thumbnail_url", video())),
    "a table of 101 rows": post(table(*[[raw("A")]] * 101)),
    "a table of plain strings": post({"type": "table", "rows": [["A"]]}),
    "a column aligned nowhere": post(table([raw("A")], column_settings=[{"align": "top"}])),
    "a markdown block of 12001 characters": post({"type": "markdown", "text": "x" * 12_001}),
    "a file without an id": post({"type": "file", "source": "remote"}),
    "one block id twice": post(section(block_id="a"), section(block_id="a")),
    "a block id of 256 characters": post(section(block_id="x" * 256)),
    "an attachment of a colour that is a number": call(
        "chat.postMessage", channel="C1", attachments=[{"text": "Hi", "color": 1}]
    ),
    "an update of no message": call("chat.update", channel="C1", text="Bye"),
    "an update to nothing": call("chat.update", channel="C1", ts="1.2"),
    "an ephemeral message to nobody": call("chat.postEphemeral", channel="C1", text="Psst"),
    "a deletion of nothing": call("chat.delete", channel="C1"),
    "a modal without a title": call("views.open", trigger_id="1", view={"type": "modal", "blocks": []}),
    "a modal title of 25 characters": modal(title=plain("x" * 25)),
    "a submit of 25 characters": modal(submit=plain("x" * 25)),
    "a close of 25 characters": modal(close=plain("x" * 25)),
    "a title of mrkdwn": modal(title=mrkdwn("Hi")),
    "a callback id of 256 characters": modal(callback_id="x" * 256),
    "private metadata of 3001 characters": modal(private_metadata="x" * 3001),
    "a modal of 101 blocks": modal(*[section()] * 101),
    "a modal with a key too many": modal(state={"values": {}}),
    "an input without submit": call(
        "views.open",
        trigger_id="1",
        view={"type": "modal", "title": plain("Hi"), "blocks": [entry(element("plain_text_input"))]},
    ),
    "an input without a label": modal(without("label", entry(element("plain_text_input")))),
    "an input without an element": modal({"type": "input", "label": plain("Hi")}),
    "an input of a button": modal(entry(button())),
    "an input with a hint of mrkdwn": modal(entry(element("plain_text_input"), hint=mrkdwn("Hi"))),
    "an input that is optional in words": modal(entry(element("plain_text_input"), optional="yes")),
    "a number input that says nothing of decimals": modal(entry(element("number_input"))),
    "a number input bounded by numbers": modal(entry(element("number_input", is_decimal_allowed=False, min_value=1))),
    "a dispatch that is not known": modal(
        entry(element("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_blur"]}))
    ),
    "a table in a modal": modal(table([raw("A")])),
    "a markdown block in a modal": modal({"type": "markdown", "text": "Hi"}),
    "a remote file in a modal": modal({"type": "file", "source": "remote", "external_id": "abc"}),
    "a markdown block in a Home tab": home({"type": "markdown", "text": "Hi"}),
    "a Home tab with a title": home(title=plain("Hi")),
    "a Home tab with a submit": home(submit=plain("Send")),
    "a Home tab of 101 blocks": home(*[section()] * 101),
    "a Home tab of nobody": call("views.publish", view=home()[1]["view"]),
    "a view of a type that is not known": call("views.open", trigger_id="1", view={"type": "page", "blocks": []}),
    "a modal opened by nothing": call("views.open", view=modal()[1]["view"]),
    "a push of nothing": call("views.push", trigger_id="1"),
    "an update of no view": call("views.update", view=modal()[1]["view"]),
    "an update of two views": call("views.update", view_id="V1", external_id="mine", view=modal()[1]["view"]),
    "an info on nobody": call("users.info"),
    "an info on a list": call("users.info", user=["U1"]),
    "the users of no group": call("usergroups.users.list"),
    "a conversation with nobody": call("conversations.open"),
    "a conversation by two ways": call("conversations.open", users="U1", channel="D1"),
    "members of nothing": call("conversations.members"),
    "a limit in words": call("users.list", limit="many"),
    "an unknown argument": call("conversations.list", kind="im"),
    "a file without a length": call("files.getUploadURLExternal", filename="a.png"),
    "no file to share": call("files.completeUploadExternal", files=[], channel_id="C1"),
    "a file in a thread of no channel": call("files.completeUploadExternal", files=[{"id": "F1"}], thread_ts="1.2"),
    "a method that is not there": call("chat.shout", channel="C1"),
}

# Good here, refused by slackval, with the reason why we are right.
ONLY_SLACKVAL_REFUSES: dict[str, tuple[Payload, str]] = {
    "an option with a value of 150 characters": (
        post(actions(select(options=[option("x" * 150)]))),
        "Slack raised the limit of a value from 75 to 150; the types still say 75",
    ),
    "a file with a description by its old name": (
        call("files.getUploadURLExternal", filename="a.png", length=10, alt_txt="A chart"),
        "Slack documents alt_txt, and its Python SDK sends it; the types say alt_text",
    ),
    "a file shared in several channels": (
        call("files.completeUploadExternal", files=[{"id": "F1"}], channels="C1,C2"),
        "documented, and missing in the types",
    ),
    "a list that starts at three": (
        post(rich({"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [rich_section()]})),
        "documented, and missing in the types",
    ),
    "a mention that is highlighted": (
        post(rich(rich_section({"type": "user", "user_id": "U1", "style": {"highlight": True}}))),
        "documented, and missing in the types",
    ),
    "a flag and a number of a form": (
        call("users.list", limit="200", include_locale="true"),
        "a GET or a form carries strings; slackval takes the types of the JSON encoding",
    ),
    "a name and two icons": (
        call("chat.postMessage", channel="C1", text="Hi", icon_emoji=":wave:", icon_url="https://example.com/a.png"),
        "Slack takes both and shows the emoji; the types ask for one",
    ),
}

# Bad here, let through by slackval, with the rule that it does not know.
ONLY_WE_REFUSE: dict[str, tuple[Payload, str]] = {
    "a text of 40001 characters": (call("chat.postMessage", channel="C1", text="x" * 40_001), "msg_too_long"),
    "an empty button": (post(actions(button(text=plain("")))), "Slack refuses texts of no characters"),
    "an empty placeholder": (post(actions(select(placeholder=plain("")))), "Slack refuses texts of no characters"),
    "an empty cell": (post(table([raw("")])), "Slack refuses texts of no characters"),
    "an empty piece of rich text": (
        post(rich(rich_section({"type": "text", "text": ""}))),
        "Slack refuses texts of no characters",
    ),
    "actions of nothing": (post(actions()), "at least one element"),
    "a context of nothing": (post(context()), "at least one element"),
    "a section of no fields": (
        post(section(fields=[])),
        "at least one field; slackval only asks for text or fields",
    ),
    "a row of no cells": (post(table([])), "at least one cell"),
    "a row of 21 cells": (post(table([raw("A")] * 21)), "20 cells; slackval limits the rows and the settings"),
    "two tables": (post(table([raw("A")]), table([raw("B")])), "one table in a message"),
    "two long markdown blocks": (
        post({"type": "markdown", "text": "x" * 7000}, {"type": "markdown", "text": "y" * 7000}),
        "12,000 characters for all of them together",
    ),
    "a picture from no address": (post(picture(image_url="chart.png")), "an http or https address"),
    "an option without a value": (post(actions(select(options=[{"text": plain("A")}]))), "documented as required"),
    "an option with a link in a menu": (
        post(actions(select(options=[option(url="https://example.com")]))),
        "links are for overflow menus",
    ),
    "a choice that is not offered": (
        post(actions(select(initial_option=option("z")))),
        "it must equal one of the options",
    ),
    "checks that are not offered": (
        modal(entry(element("checkboxes", options=options(2), initial_options=[option("z")]))),
        "they must equal some of the options",
    ),
    "options and groups": (
        post(actions(select(option_groups=[{"label": plain("All"), "options": options(2)}]))),
        "one or the other",
    ),
    "a group label of 76 characters": (
        post(actions(without("options", select(option_groups=[{"label": plain("x" * 76), "options": options(1)}])))),
        "75 characters",
    ),
    "a date that is none": (post(actions(element("datepicker", initial_date="9 March"))), "YYYY-MM-DD"),
    "a time that is none": (post(actions(element("timepicker", initial_time="25:00"))), "HH:mm"),
    "a moment in milliseconds": (
        post(actions(element("datetimepicker", initial_date_time=1_773_047_400_000))),
        "ten digits, seconds",
    ),
    "a confirm dialog without buttons": (
        post(actions(button(confirm={"title": plain("Sure?"), "text": plain("Really?")}))),
        "documented as required",
    ),
    "a minimum above the maximum": (
        modal(entry(element("plain_text_input", min_length=10, max_length=5))),
        "the lengths must be in order",
    ),
    "a length above 3000": (modal(entry(element("plain_text_input", max_length=3001))), "3000 characters"),
    "a decimal where none is allowed": (
        modal(entry(element("number_input", is_decimal_allowed=False, initial_value="4.5"))),
        "whole numbers only",
    ),
    "bounds in the wrong order": (
        modal(entry(element("number_input", is_decimal_allowed=False, min_value="9", max_value="1"))),
        "the bounds must be in order",
    ),
    "a bound in words": (
        modal(entry(element("number_input", is_decimal_allowed=False, min_value="few"))),
        "a number in a string",
    ),
    "two elements in focus": (
        modal(
            entry(element("plain_text_input", focus_on_load=True)),
            entry(element("email_text_input", focus_on_load=True)),
        ),
        "one in a view",
    ),
    "a response address outside a modal": (
        home(actions(element("channels_select", response_url_enabled=True))),
        "inputs of a modal only",
    ),
    "an external id of 256 characters": (modal(external_id="x" * 256), "255 characters"),
    "a view of 250 kB": (modal(*[section("x" * 2900)] * 90), "250 kB"),
    "a modal without blocks": (
        call("views.open", trigger_id="1", view={"type": "modal", "title": plain("Hi")}),
        "required; slackval looks at an empty list in its place",
    ),
    "a Home tab opened as a modal": (
        call("views.open", trigger_id="1", view=home()[1]["view"]),
        "views.open takes modals",
    ),
    "a modal published": (call("views.publish", user_id="U1", view=modal()[1]["view"]), "views.publish takes Home"),
    "a limit of 1001": (call("users.list", limit=1001), "1000 at most"),
    "an empty file": (call("files.getUploadURLExternal", filename="a.png", length=0), "Slack takes no empty files"),
    "a description of 1001 characters": (
        call("files.getUploadURLExternal", filename="a.png", length=1, alt_text="x" * 1001),
        "1000 characters",
    ),
    "a video title of 201 characters": (post(video(title=plain("x" * 201))), "200 characters"),
}

ACCEPTED = {**GOOD, **{name: payload for name, (payload, _) in ONLY_SLACKVAL_REFUSES.items()}}
REFUSED = {**BAD, **{name: payload for name, (payload, _) in ONLY_WE_REFUSE.items()}}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_slack_allows_is_accepted(name: str) -> None:
    method, arguments = ACCEPTED[name]

    assert method_errors(method, arguments) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_slack_forbids_is_refused_in_a_sentence_with_a_path(name: str) -> None:
    method, arguments = REFUSED[name]

    faults = method_errors(method, arguments)

    assert faults
    assert all(": " in fault and "\n" not in fault for fault in faults)


@pytest.fixture(scope="module")
def slackval() -> Callable[[str, Json], list[str]]:
    if not SLACKVAL.is_file():
        pytest.skip("slackval is not beside this checkout")
    spec = importlib.util.spec_from_file_location("slackval", SLACKVAL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its schema files to the garbage collector
        spec.loader.exec_module(module)
    return cast("Callable[[str, Json], list[str]]", module.method_errors)


@pytest.mark.parametrize("name", GOOD)
def test_slackval_accepts_what_we_accept(name: str, slackval: Callable[[str, Json], list[str]]) -> None:
    assert slackval(*GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_slackval_refuses_what_we_refuse(name: str, slackval: Callable[[str, Json], list[str]]) -> None:
    assert slackval(*BAD[name])


@pytest.mark.parametrize("name", ONLY_SLACKVAL_REFUSES)
def test_what_slackval_alone_refuses_is_a_disagreement(name: str, slackval: Callable[[str, Json], list[str]]) -> None:
    payload, reason = ONLY_SLACKVAL_REFUSES[name]

    assert slackval(*payload), f"slackval agrees now, so this reason is out of date: {reason}"


@pytest.mark.parametrize("name", ONLY_WE_REFUSE)
def test_what_we_alone_refuse_is_a_disagreement(name: str, slackval: Callable[[str, Json], list[str]]) -> None:
    payload, reason = ONLY_WE_REFUSE[name]

    assert slackval(*payload) == [], f"slackval agrees now, so this reason is out of date: {reason}"


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (post(section("x" * 3001)), "blocks[0].text.text: has 3001 characters, 3000 are allowed"),
        (
            modal(section(), entry(select(options=options(101)))),
            "view.blocks[1].element.options: has 101 members, 100 are allowed",
        ),
        (modal(section(colour="red")), "view.blocks[0].colour: is not a known key here"),
        (home(title=plain("Hi")), "view.title: is not a known key here"),
        (post(actions(button(value=7))), "blocks[0].elements[0].value: must be a string, not a number"),
        (call("users.info"), "users.info.user: is required"),
        (modal(table([raw("A")])), "view.blocks[0]: a block of type 'table' cannot stand in a modal"),
        (call("chat.postMessage", channel="C1"), "no_text: a message needs text, blocks, attachments or markdown_text"),
    ],
)
def test_a_fault_is_named_with_the_path_to_it(payload: Payload, sentence: str) -> None:
    assert method_errors(*payload) == [sentence]


def test_every_fault_of_a_payload_is_listed() -> None:
    view = {"type": "modal", "title": plain("x" * 25), "blocks": [entry({"type": "nothing"}), {"type": "divider"}] * 51}

    faults = view_errors(view)

    assert "view.title.text: has 25 characters, 24 are allowed" in faults
    assert "view.blocks: has 102 members, 100 are allowed" in faults
    assert "view.submit: is required, since the modal has an input block" in faults
    assert "view.blocks[100].element.type: 'nothing' is not an element of an input block" in faults


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "blocks", "elements", "element", "text", "options", "accessory", "rows", "block_id"]
            ),
            inner | st.sampled_from(["modal", "home", "section", "actions", "input", "button", "table", "rich_text"]),
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(junk=JUNK)
def test_no_payload_however_malformed_breaks_the_checks(junk: Json) -> None:
    answers = [view_errors(junk), message_errors(junk), message_errors({"blocks": junk, "attachments": junk})]
    answers += [method_errors(method, {"view": junk, "files": junk}) for method in ("views.open", "chat.update")]
    answers.append(method_errors("files.completeUploadExternal", junk))

    assert all(isinstance(fault, str) for answer in answers for fault in answer)


@given(junk=st.dictionaries(st.text(max_size=8), JUNK, max_size=3))
def test_a_payload_is_left_as_it_was(junk: Json) -> None:
    view = {"type": "modal", "title": plain("Hi"), "blocks": [section(**junk)]}
    before = json.dumps(view)

    view_errors(view)

    assert json.dumps(view) == before
