"""Comments cut into words, marks and emoji."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.comments.words import LONGEST, words_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It works, I think.", ["it", "works", ",", "i", "think", "."]),
        ("Don't know\u2026", ["don't", "know", "."]),
        ("I don\u2019t.", ["i", "don't", "."]),
        ("L'outil n'aide pas aujourd'hui", ["l'", "outil", "n'", "aide", "pas", "aujourd'hui"]),
        ("Qu'est-ce que c\u2019est\u202f?", ["qu'", "est-ce", "que", "c'", "est", "?"]),
        ("well-known e-mail", ["well-known", "e-mail"]),
        ("Top \U0001f44d\U0001f3fd!", ["top", "\U0001f44d", "."]),
        ("\u2764\ufe0f love :) :thumbsup: <3", ["\u2764", "love", ":)", ":thumbsup:", "<3"]),
        ("Note: fine (really)", ["note", ".", "fine", ",", "really", ","]),
        ("one\ntwo\tthree", ["one", ".", "two", "three"]),
        ("a\u0000b\u200bc \u202eright", ["abc", "right"]),
        ("\u0647\u0630\u0627 \u0645\u0641\u064a\u062f\u061f", ["\u0647\u0630\u0627", "\u0645\u0641\u064a\u062f", "?"]),
        ("cafe\u0301", ["caf\u00e9"]),
        ("", []),
        (" \n ", ["."]),
    ],
)
def test_a_comment_is_cut(text: str, tokens: list[str]) -> None:
    assert words_of(text).tokens == tokens


def test_what_is_very_long_is_read_up_to_a_length() -> None:
    assert len(words_of("so " * LONGEST).tokens) == LONGEST // 3 + 1


@given(text=st.text(max_size=200))
def test_any_run_of_tokens_can_be_said_as_it_was_written(text: str) -> None:
    words = words_of(text)

    for at in range(len(words.tokens)):
        assert words_of(words.spoken(at, at + 1)).tokens == [words.tokens[at]]
    if words.tokens:
        assert words_of(words.spoken(0, len(words.tokens))).tokens == words.tokens
