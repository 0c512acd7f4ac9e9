"""What the journal hides of a payload."""

import json

import pytest

from sandbox.forms import STATEFUL, entry_of
from sandbox.page.masking import MASK, abridged, masked
from sandbox.workspace import Json

OPTION = {"text": {"type": "plain_text", "text": "SECRET"}, "value": "SECRET"}
HELD = {"selected_option": OPTION, "selected_options": [OPTION], "files": [{"id": "F1"}]}


@pytest.mark.parametrize("kind", sorted(STATEFUL.keys() - {"file_input"}))
def test_what_any_input_holds_is_hidden(kind: str) -> None:
    name = STATEFUL[kind][0]
    entry = entry_of({"type": kind}, HELD.get(name, ["SECRET"] if name.endswith("s") else "SECRET"))
    payload = {"view": {"state": {"values": {"block": {"action": entry}}}}}

    shown = json.dumps(masked(payload), ensure_ascii=False)

    assert "SECRET" not in shown
    assert MASK in shown
    assert kind in shown


@pytest.mark.parametrize("kind", sorted(STATEFUL.keys() - {"file_input"}))
def test_what_an_app_puts_back_into_an_input_is_hidden(kind: str) -> None:
    initial = STATEFUL[kind][1]
    view = {"blocks": [{"type": "input", "element": {"type": kind, initial: "SECRET"}}]}

    assert "SECRET" not in json.dumps(masked(view))


def test_what_was_typed_into_a_search_is_hidden() -> None:
    assert masked({"type": "block_suggestion", "value": "SECRET"})["value"] == MASK


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "button", "value": "yes", "action_id": "go"},
        {"type": "plain_text_input", "value": None},
        {"event": {"type": "message", "text": "Hello"}},
    ],
)
def test_all_else_is_shown(payload: Json) -> None:
    assert masked(payload) == payload


def test_what_opens_something_is_cut_short() -> None:
    shown = abridged(
        {"token": "xoxb-0123456789-secret", "list": [{"response_url": "http://127.0.0.1:1/actions/secret"}]}
    )

    assert "secret" not in json.dumps(shown)
    assert shown["token"].startswith("xoxb-")
