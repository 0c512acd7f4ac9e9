"""The inputs of the owner's forms, each with what is chosen already, and how they are read back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.views import blocks
from handlers.views.malformed import Malformed, field_of

LONGEST_OPTION = 75
MOST_OPTIONS = 100
AFRESH = ".anew"
"""Ends the block id of an input that is to show what it is drawn with, and not what was filled in before."""
Options = Sequence[dict[str, Any]]


def entry(
    name: str,
    label: str,
    element: dict[str, Any],
    *,
    hint: str = "",
    optional: bool = False,
    action_id: str | None = None,
) -> blocks.Block:
    """An input; with an `action_id` each choice in it is told at once (dispatch_action)."""
    drawn: blocks.Block = {
        "type": "input",
        "block_id": name,
        "label": blocks.plain(label),
        "optional": optional,
        "element": {**element, "action_id": action_id or name},
    }
    if action_id is not None:
        drawn["dispatch_action"] = True
    if hint:
        drawn["hint"] = blocks.plain(hint)
    return drawn


def cut(text: str) -> str:
    """A text as an option may show it."""
    return text if len(text) <= LONGEST_OPTION else f"{text[: LONGEST_OPTION - 1].rstrip()}…"


def choice(options: Options, chosen: str | None, kind: str = "static_select") -> dict[str, Any]:
    """One of several options."""
    element: dict[str, Any] = {"type": kind, "options": list(options)}
    return element | _initial("initial_option", [option for option in options if option["value"] == chosen])


def choices(groups: Mapping[str, Options], chosen: Iterable[str]) -> dict[str, Any]:
    """Any of the options of several groups; Slack shows 100 groups of 100 options, and the rest is left out."""
    wanted = set(chosen)
    shown = {label: list(options)[:MOST_OPTIONS] for label, options in groups.items() if options}
    element: dict[str, Any] = {
        "type": "multi_static_select",
        "option_groups": [{"label": blocks.plain(cut(label)), "options": options} for label, options in shown.items()][
            :MOST_OPTIONS
        ],
    }
    ticked = [option for options in shown.values() for option in options if option["value"] in wanted]
    return element | ({"initial_options": ticked} if ticked else {})


def sought(options: Options, *, several: bool) -> dict[str, Any]:
    """Options that are looked for by typing; those given are chosen already."""
    if several:
        element: dict[str, Any] = {"type": "multi_external_select", "min_query_length": 0}
        return element | ({"initial_options": list(options)} if options else {})
    return {"type": "external_select", "min_query_length": 0} | _initial("initial_option", list(options))


def number(value: int, *, least: int, most: int) -> dict[str, Any]:
    """A whole number."""
    return {
        "type": "number_input",
        "is_decimal_allowed": False,
        "initial_value": str(value),
        "min_value": str(least),
        "max_value": str(most),
    }


def words_in(value: str, *, most: int, multiline: bool = False) -> dict[str, Any]:
    """A text that is typed."""
    element: dict[str, Any] = {"type": "plain_text_input", "max_length": most, "multiline": multiline}
    return element | ({"initial_value": value} if value else {})


def _initial(name: str, options: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: options[0]} if options else {}


def values_of(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The one element of each input of a form, by block id; one drawn afresh counts as itself. Raises Malformed."""
    values = field_of(field_of(view, "state", dict), "values", dict)
    found = {}
    for name, held in values.items():
        if not isinstance(held, dict) or len(held) != 1 or not isinstance(next(iter(held.values())), dict):
            raise Malformed(str(name))
        found[str(name).removesuffix(AFRESH)] = next(iter(held.values()))
    return found


def chosen(element: Mapping[str, Any]) -> str | None:
    """The value of the option that is chosen. Raises Malformed."""
    option = element.get("selected_option")
    if option is None:
        return None
    if not isinstance(option, dict):
        raise Malformed("selected_option")
    return field_of(option, "value", str)


def all_chosen(element: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of the options that are chosen. Raises Malformed."""
    options = element.get("selected_options") or []
    if not isinstance(options, list) or not all(isinstance(option, dict) for option in options):
        raise Malformed("selected_options")
    return tuple(field_of(option, "value", str) for option in options)


def typed(element: Mapping[str, Any]) -> str:
    """What was typed. Raises Malformed."""
    value = element.get("value") or ""
    if not isinstance(value, str):
        raise Malformed("value")
    return value.strip()


def whole_number(text: str, name: str) -> int:
    """A number that Slack sends as a text. Raises Malformed."""
    try:
        return int(text)
    except ValueError:
        raise Malformed(name) from None
