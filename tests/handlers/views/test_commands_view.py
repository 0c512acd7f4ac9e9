"""The words of `/pulse` in four languages, and what it says."""

from contextlib import suppress
from typing import Any, get_args

import pytest
from hypothesis import given

from handlers.views.commands import WORDS, Asked, read_command, reply
from handlers.views.malformed import Malformed
from handlers.views.words import Words
from sandbox.checks import message_errors
from tests.handlers.views.shapes import ALL_WORDS, bent, in_force, json_objects, language_of

EVERYTHING: tuple[Asked, ...] = get_args(Asked)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("", "answer"),
        ("  ", "answer"),
        ("Help", "help"),
        (" RÉGLAGES ", "settings"),
        ("Datenschutz", "privacy"),
        ("instellingen", "settings"),
        ("make me a sandwich", "unknown"),
    ],
)
def test_words_are_understood_in_each_language_and_case(said: str, asked: Asked) -> None:
    assert read_command({"text": said}) == asked


def test_a_command_without_words_asks_for_the_form() -> None:
    assert read_command({"command": "/pulse"}) == "answer"


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
@pytest.mark.parametrize("asked", EVERYTHING)
def test_each_reply_is_a_message_that_slack_takes(words: Words, asked: Asked) -> None:
    said = reply(words, asked, in_force())

    assert message_errors({key: value for key, value in said.items() if key != "response_type"}) == []
    assert said["response_type"] == "ephemeral"


@pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)
def test_the_help_names_every_word_and_each_is_understood(words: Words) -> None:
    text = reply(words, "help", in_force())["text"]

    named = [part.removeprefix("/pulse").strip() for part in text.split("`")[1::2]]
    assert [WORDS.get(name) for name in named] == ["answer", "settings", "privacy", "setup", "log", "help"]


def test_the_threshold_in_force_is_told() -> None:
    assert "9" in reply(ALL_WORDS[0], "privacy", in_force(9))["text"]


@given(bent({"command": "/pulse", "text": "help"}) | json_objects)
def test_a_command_of_another_shape_is_understood_or_refused(command: dict[str, Any]) -> None:
    with suppress(Malformed):
        assert read_command(command) in EVERYTHING
