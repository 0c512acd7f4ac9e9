"""What Slack's own client holds back, and how choices are written."""

from datetime import UTC, datetime

import pytest

from sandbox.entry import complaints
from sandbox.forms import NotThere, chosen_by, entry_of, state_of
from sandbox.ids import Ids
from sandbox.views import stored_blocks
from sandbox.workspace import Json
from tests.sandbox.drawing import modal, options, plain, question, section, text_input


def filled(element: Json, value: object, *, optional: bool = False) -> Json:
    """A modal with one input that holds a value."""
    blocks = stored_blocks([question("q", {"action_id": "a", **element}, optional=optional)], Ids())
    state = {"q": {"a": entry_of(element, value)}}
    return {**modal(), "blocks": blocks, "state": {"values": state}}


NUMBER = {"type": "number_input", "is_decimal_allowed": False, "min_value": "0", "max_value": "10"}


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        ({"type": "plain_text_input"}, "", "required"),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "at most 3"),
        ({"type": "plain_text_input"}, "x" * 3001, "at most 3000"),
        (NUMBER, "many", "enter a number"),
        (NUMBER, "1.5", "whole number"),
        (NUMBER, "-1", "least number is 0"),
        (NUMBER, "11", "greatest number is 10"),
        ({"type": "email_text_input"}, "ann", "valid email"),
        ({"type": "url_text_input"}, "acme", "valid URL"),
        ({"type": "checkboxes", "options": options("a")}, [], "required"),
        ({"type": "static_select", "options": options("a")}, None, "required"),
    ],
)
def test_a_faulty_entry_is_held_back(element: Json, value: object, complaint: str) -> None:
    assert complaint in complaints(filled(element, value))["q"]


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "plain_text_input", "min_length": 2, "max_length": 4}, "abc"),
        (NUMBER, "10"),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5"),
        ({"type": "email_text_input"}, "ann@acme.test"),
        ({"type": "url_text_input"}, "https://acme.test/x"),
        ({"type": "datepicker"}, "2025-01-06"),
    ],
)
def test_a_sound_entry_passes(element: Json, value: object) -> None:
    assert complaints(filled(element, value)) == {}


def test_an_optional_input_may_stay_empty() -> None:
    assert complaints(filled({"type": "plain_text_input", "min_length": 3}, None, optional=True)) == {}


def test_choices_are_found_by_value_by_label_and_in_groups() -> None:
    group = {"label": plain("Group"), "options": options("c")}
    select = {"type": "multi_static_select", "action_id": "s", "option_groups": [group]}
    radio = {"type": "radio_buttons", "action_id": "r", "options": options("a", "b")}

    assert chosen_by(radio, "b") == options("b")[0]
    assert chosen_by(radio, "A") == options("a")[0]
    assert chosen_by(radio, None) is None
    assert chosen_by(select, "c") == options("c")
    assert chosen_by(select, None) == []
    with pytest.raises(NotThere, match="it has 'a', 'b'"):
        chosen_by(radio, "z")


def test_choices_of_other_kinds_are_kept_as_given() -> None:
    instant = int(datetime(2025, 1, 6, tzinfo=UTC).timestamp())

    assert chosen_by({"type": "datetimepicker", "action_id": "d"}, instant) == instant
    assert chosen_by({"type": "number_input", "action_id": "n"}, 4) == "4"
    assert chosen_by({"type": "multi_users_select", "action_id": "u"}, ["U1"]) == ["U1"]
    outside = chosen_by({"type": "external_select", "action_id": "e"}, "paris")
    assert outside["value"] == "paris"


def test_a_state_keeps_what_was_typed_where_the_input_is_still_there() -> None:
    before = state_of(stored_blocks([question("word", text_input("text"))], Ids()))
    before["word"]["text"]["value"] = "typed"
    number = question("word", {"type": "number_input", "action_id": "text", "is_decimal_allowed": True})

    same = state_of([section("new"), question("word", text_input("text"))], before)
    other = state_of([number], before)

    assert same["word"]["text"]["value"] == "typed"
    assert other["word"]["text"] == {"type": "number_input", "value": None}
