"""What a request says is read as `urllib.parse` reads it, only faster."""

import json
from urllib.parse import parse_qsl, quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import payloads
from handlers.views.malformed import Malformed

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("encode", [quote, quote_plus])
@given(text=TEXTS)
def test_the_json_of_an_interaction_is_what_was_sent(encode: type, text: str) -> None:
    told = json.dumps({"said": text, "plainly": "a=b+c%20&d_e"}, ensure_ascii=False)

    assert payloads.text_of(f"payload={encode(told)}".encode()) == told


@given(TEXTS)
def test_lines_and_signs_of_quoted_printable_mean_nothing(text: str) -> None:
    told = f"{{\r\n =\n= \t\n_=3D=\r\n {text} \n}}"

    assert payloads.text_of(f"payload={quote_plus(told)}".encode()) == told


@pytest.mark.parametrize("body", ["payload=%7B%7D&more=1", "command=%2Fpulse&payload=1", '{"payload=": 1}', "", "x"])
def test_any_other_body_stays_as_it_is(body: str) -> None:
    assert payloads.text_of(body.encode()) == body


def test_broken_letters_are_replaced_as_ever() -> None:
    body = "payload=%7B%22a%22%3A%22%FF%22%7D"

    assert payloads.text_of(body.encode()) == dict(parse_qsl(body))["payload"]


@pytest.mark.parametrize("text", ['{"type": "x", "a": "\\ud800"}', '{"type": "x", "a": "\\uDfff"}'])
def test_half_a_letter_is_found_where_the_json_is_at_hand(text: str) -> None:
    with pytest.raises(Malformed):
        payloads.check(json.loads(text), text)


def test_a_letter_beyond_the_first_plane_is_whole() -> None:
    text = '{"type": "x", "a": "\\ud83d\\ude00"}'

    payloads.check(json.loads(text), text)
