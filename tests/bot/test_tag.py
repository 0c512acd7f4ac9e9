"""`tag` on the command line: one comment a line in, one JSON object a line out."""

import json
from collections.abc import Iterator

import pytest

from bot import tag


def test_each_line_gives_one_object_with_the_agreed_fields() -> None:
    given = ["A wonderful tool.\n", "\n", 'Schrecklich: "nein"\r\n', "terrible"]

    lines = list(tag.run(given, language="en", tier="a"))
    objects = [json.loads(line) for line in lines]

    assert [found["label"] for found in objects] == ["positive", "neutral", "neutral", "negative"]
    assert all(
        list(found) == ["language", "label", "polarity", "probability", "themes", "version"] for found in objects
    )
    assert not any("\n" in line for line in lines)


def test_a_language_that_was_not_told_is_reported_as_undetermined() -> None:
    (line,) = tag.run(["Prima."], language="auto", tier="a")

    assert json.loads(line)["language"] == "und"


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_a_language_that_was_told_is_reported(language: str) -> None:
    (line,) = tag.run(["Prima."], language=language, tier="a")

    assert json.loads(line)["language"] == language


@pytest.mark.parametrize(
    ("language", "tier", "told"),
    [
        ("auto", "b", "tier b is not part of this version: it comes later, as an optional extra; use tier a"),
        ("auto", "c", 'there is no tier "c": use a'),
        ("it", "a", 'there is no language "it": use one of auto, en, fr, nl, de'),
    ],
)
def test_what_is_not_offered_is_refused_before_a_line_is_read(language: str, tier: str, told: str) -> None:
    unread = iter(["A comment."])

    with pytest.raises(tag.Unavailable) as caught:
        tag.run(unread, language=language, tier=tier)

    assert str(caught.value) == told
    assert list(unread) == ["A comment."]


def test_lines_are_tagged_as_they_come() -> None:
    read: list[str] = []

    def comments() -> Iterator[str]:
        for text in ("first", "second"):
            read.append(text)
            yield text

    next(tag.run(comments(), language="en", tier="a"))

    assert read == ["first"]
