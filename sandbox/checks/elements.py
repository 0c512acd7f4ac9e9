"""The limits of Slack's block elements, one row each, and the places where each may stand.

Source: docs.slack.dev, Block Kit, block elements.
"""

from typing import Any

from sandbox.checks.objects import (
    ACTION_ID,
    CONFIRM,
    DISPATCH,
    FILTER,
    OPTION_GROUPS,
    OPTIONS,
    OVERFLOW_OPTION,
    PICTURE_URL,
    PLACEHOLDER,
    PLAIN_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    STYLE,
    URL,
    initial_among_options,
    plain,
)
from sandbox.checks.rich_text import RICH_TEXT
from sandbox.checks.rules import Rule, Whole, boolean, by_type, exactly_one, listing, number, one_of, record, string

Keys = dict[str, Rule]
ASKS: Keys = {"action_id": ACTION_ID, "confirm": CONFIRM}
FOCUS: Keys = {"focus_on_load": boolean}
HINTS: Keys = {"placeholder": PLACEHOLDER}
PICKS: Keys = ASKS | FOCUS | HINTS
TYPES_IN: Keys = {"action_id": ACTION_ID, "dispatch_action_config": DISPATCH} | FOCUS | HINTS
SEVERAL: Keys = {"max_selected_items": number(1)}
ID = string(least=1)
DATE = string(form=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", like="a date such as 2026-03-09")
TIME = string(form=r"([01]\d|2[0-3]):[0-5]\d", like="a time such as 09:30")
DECIMAL = string(form=r"-?\d+(\.\d+)?", like="a number in a string, such as '4.5'")
URL_ENABLED: Keys = {"response_url_enabled": boolean}


def element(kind: str, required: Keys | None = None, optional: Keys | None = None, *also: Whole) -> tuple[str, Rule]:
    """Make a row of the table below."""
    return kind, record({"type": one_of(kind), **(required or {})}, optional, *also)


def select(kind: str, single: Keys, multiple: Keys, *also: Whole) -> list[tuple[str, Rule]]:
    """Make the rows of a menu and of its sister for several choices."""
    return [
        element(kind, None, PICKS | single, *also),
        element(f"multi_{kind}", None, PICKS | SEVERAL | multiple, *also),
    ]


def lengths_in_order(value: dict[str, Any], path: str) -> list[str]:
    """Ask that the shortest length is not above the longest."""
    if value.get("min_length", 0) > value.get("max_length", 3000):
        return [f"{path}.min_length: must not be above max_length"]
    return []


def numbers_in_order(value: dict[str, Any], path: str) -> list[str]:
    """Ask that a number input's bounds are in order and whole where decimals are not allowed."""
    given = {key: value[key] for key in ("min_value", "max_value", "initial_value") if key in value}
    faults = [
        f"{path}.{key}: must be whole, since decimals are not allowed"
        for key, each in given.items()
        if "." in each and not value["is_decimal_allowed"]
    ]
    if {"min_value", "max_value"} <= given.keys() and float(given["min_value"]) > float(given["max_value"]):
        faults.append(f"{path}.min_value: must not be above max_value")
    return faults


MENU: Keys = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
CONVERSATIONS: Keys = {"filter": FILTER, "default_to_current_conversation": boolean}
FROM_OUTSIDE: Keys = {"min_query_length": number(0)}
LABELLED: Keys = {"action_id": ACTION_ID, "style": STYLE, "accessibility_label": string(75, least=1)}
FEEDBACK = record(
    {"text": plain(75), "value": string(2000)},
    {"accessibility_label": string(75, least=1)},
)
TRIGGER = record(
    {"url": URL},
    {"customizable_input_parameters": listing(record({"name": string(least=1), "value": string()}))},
)

ELEMENTS: dict[str, Rule] = dict(
    [
        element("button", {"text": plain(75)}, LABELLED | {"confirm": CONFIRM, "value": string(2000), "url": URL}),
        element("workflow_button", {"text": plain(75), "workflow": record({"trigger": TRIGGER})}, LABELLED | ASKS),
        element(
            "feedback_buttons",
            {"positive_button": FEEDBACK, "negative_button": FEEDBACK},
            {"action_id": ACTION_ID},
        ),
        element(
            "icon_button",
            {"icon": one_of("trash"), "text": plain()},
            ASKS
            | {
                "accessibility_label": string(75, least=1),
                "value": string(2000),
                "visible_to_user_ids": listing(ID, most=10),
            },
        ),
        *select(
            "static_select",
            MENU | {"initial_option": PLAIN_OPTION},
            MENU | {"initial_options": listing(PLAIN_OPTION, least=1)},
            exactly_one("options", "option_groups"),
            initial_among_options,
        ),
        *select(
            "external_select",
            FROM_OUTSIDE | {"initial_option": PLAIN_OPTION},
            FROM_OUTSIDE | {"initial_options": listing(PLAIN_OPTION, least=1)},
        ),
        *select("users_select", {"initial_user": ID}, {"initial_users": listing(ID)}),
        *select(
            "conversations_select",
            CONVERSATIONS | URL_ENABLED | {"initial_conversation": ID},
            CONVERSATIONS | {"initial_conversations": listing(ID)},
        ),
        *select("channels_select", URL_ENABLED | {"initial_channel": ID}, {"initial_channels": listing(ID)}),
        element(
            "radio_buttons",
            {"options": listing(RICH_OPTION, least=1, most=10)},
            ASKS | FOCUS | {"initial_option": RICH_OPTION},
            initial_among_options,
        ),
        element(
            "checkboxes",
            {"options": listing(RICH_OPTION, least=1, most=10)},
            ASKS | FOCUS | {"initial_options": listing(RICH_OPTION, least=1)},
            initial_among_options,
        ),
        element("overflow", {"options": listing(OVERFLOW_OPTION, least=1, most=5)}, ASKS),
        element("datepicker", None, PICKS | {"initial_date": DATE}),
        element("timepicker", None, PICKS | {"initial_time": TIME, "timezone": string(least=1)}),
        element("datetimepicker", None, ASKS | FOCUS | {"initial_date_time": number(1_000_000_000, 9_999_999_999)}),
        element(
            "plain_text_input",
            None,
            TYPES_IN
            | {
                "initial_value": string(3000),
                "multiline": boolean,
                "min_length": number(0, 3000),
                "max_length": number(1, 3000),
            },
            lengths_in_order,
        ),
        element(
            "number_input",
            {"is_decimal_allowed": boolean},
            TYPES_IN | {"initial_value": DECIMAL, "min_value": DECIMAL, "max_value": DECIMAL},
            numbers_in_order,
        ),
        element("email_text_input", None, TYPES_IN | {"initial_value": string()}),
        element("url_text_input", None, TYPES_IN | {"initial_value": string()}),
        element(
            "rich_text_input",
            None,
            TYPES_IN | {"initial_value": RICH_TEXT, "min_lines": number(1), "max_lines": number(1)},
        ),
        element(
            "file_input",
            None,
            {"action_id": ACTION_ID, "filetypes": listing(string(least=1)), "max_files": number(1, 10)},
        ),
        element(
            "image",
            {"alt_text": string(2000)},
            {"image_url": PICTURE_URL, "slack_file": SLACK_FILE},
            exactly_one("image_url", "slack_file"),
        ),
    ]
)

_MENUS = {kind for kind in ELEMENTS if kind.endswith("_select")}
_PICKERS = _MENUS | {"radio_buttons", "checkboxes", "datepicker", "timepicker"}


def _place(names: set[str], noun: str) -> Rule:
    return by_type({name: ELEMENTS[name] for name in names}, noun)


ACCESSORY = _place(_PICKERS | {"button", "workflow_button", "overflow", "image"}, "an accessory of a section")
CONTEXT_ACTION = _place({"feedback_buttons", "icon_button"}, "an element of a context_actions block")
ACTION = _place(
    _PICKERS | {"button", "workflow_button", "overflow", "datetimepicker", "rich_text_input"},
    "an element of an actions block",
)
INPUT = _place(
    _PICKERS
    | {"datetimepicker", "plain_text_input", "number_input", "email_text_input", "url_text_input"}
    | {"rich_text_input", "file_input"},
    "an element of an input block",
)
