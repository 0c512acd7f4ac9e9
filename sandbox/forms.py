"""The inputs of a view or message: which there are, what they hold, and how Slack writes a choice."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sandbox.workspace import Json

Value = str | int | float | Sequence[str] | Json | None

ONE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
MANY = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", ""),
}
STATEFUL = ONE | MANY
INTERACTIVE = STATEFUL.keys() | {"button", "overflow", "workflow_button", "feedback_buttons", "icon_button"}


class NotThere(LookupError):
    """What a person cannot press, fill or choose, because it is not on the screen; the message lists what is."""


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Each interactive element with the block that it stands in."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
        for element in inside:
            if isinstance(element, dict) and element.get("type") in INTERACTIVE:
                yield block, element


def entry_of(element: Json, chosen: object) -> Json:
    """How `state.values` writes that element holding `chosen`."""
    return {"type": element["type"], STATEFUL[element["type"]][0]: chosen}


def initial_of(element: Json) -> object:
    """What an element holds before anyone touches it."""
    initial = element.get(STATEFUL[element["type"]][1])
    return initial if initial is not None else ([] if element["type"] in MANY else None)


def state_of(blocks: Iterable[Json], kept: Json | None = None) -> Json:
    """`state.values` of those blocks; `kept` values stay where block, action and type are the same."""
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] not in STATEFUL:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        entry = (kept or {}).get(block_id, {}).get(action_id)
        if entry is None or entry["type"] != element["type"]:
            entry = entry_of(element, initial_of(element))
        values.setdefault(block_id, {})[action_id] = entry
    return values


def chosen_by(element: Json, value: Value) -> Any:  # noqa: ANN401 - text, an option, an id, or a list of them
    """What Slack would hold after a person gave `value`: options by their value or their label."""
    kind = element["type"]
    if kind in MANY:
        given = [value] if isinstance(value, str | int | float) else list(value or ())
        return [_option(element, str(each)) for each in given] if "options" in MANY[kind][0] else given
    if value is None:
        return None
    if ONE[kind][0] == "selected_option":
        return _option(element, str(value))
    return value if kind in {"datetimepicker", "rich_text_input"} else str(value)


def options_of(element: Json) -> list[Json]:
    """All options of a select, radio, checkbox or overflow element, those in groups too."""
    groups: list[Json] = element.get("option_groups") or []
    return list(element.get("options") or []) + [option for group in groups for option in group["options"]]


def option_named(element: Json, name: str) -> Json:
    """The option with that value or label, as Slack sends it back (without its initial state)."""
    for option in options_of(element):
        if name in {option.get("value"), option["text"]["text"]}:
            return option
    there = ", ".join(repr(option.get("value")) for option in options_of(element))
    raise NotThere(f"{element['action_id']} has no option {name!r}; it has {there}")


def element_named(blocks: Iterable[Json], action_id: str, value: Value = None) -> tuple[Json, Json] | None:
    """The element with that action id, and its block; of several buttons the one with that value."""
    found = [(block, element) for block, element in elements(blocks) if element["action_id"] == action_id]
    if len(found) > 1 and value is not None:
        return next((each for each in found if each[1].get("value") == value), found[0])
    return found[0] if found else None


def element_in(view: Json, action_id: str, value: Value = None) -> tuple[Json, Json]:
    """The element of a view with that action id, and its block."""
    found = element_named(view["blocks"], action_id, value)
    if found is None:
        there = ", ".join(sorted({element["action_id"] for _, element in elements(view["blocks"])}))
        raise NotThere(f"this {view['type']} has no {action_id!r}; there is {there or 'nothing to press'}")
    return found


def input_named(view: Json, key: str) -> tuple[Json, Json]:
    """The input of a modal by its action id, its block id, or `block_id/action_id`, and its block."""
    there = [(block, element) for block, element in elements(view["blocks"]) if element["type"] in STATEFUL]
    for block, element in there:
        if key in {element["action_id"], block["block_id"], f"{block['block_id']}/{element['action_id']}"}:
            return block, element
    names = {f"{block['block_id']}/{element['action_id']}" for block, element in there}
    raise NotThere(f"this modal has no input {key!r}; it has {', '.join(sorted(names)) or 'none'}")


def hold(values: Json, block: Json, element: Json, chosen: object) -> None:
    """Write into `state.values` what an element holds, if it is one that holds something."""
    if element["type"] in STATEFUL:
        values[block["block_id"]][element["action_id"]] = entry_of(element, chosen)


def _option(element: Json, name: str) -> Json:
    if element["type"].endswith("external_select") and not element.get("options"):
        return {"text": {"type": "plain_text", "text": name, "emoji": True}, "value": name}
    return option_named(element, name)
