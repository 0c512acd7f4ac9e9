"""`tag` on the command line: one comment a line in, one JSON object a line out."""

import json
from collections.abc import Iterator

import pytest

from bot import tag
from surveys.comments import semantic


def test_each_line_gives_one_object_with_the_agreed_fields() -> None:
    given = ["A wonderful tool.\n", "\n", 'Useless: "no"\r\n', "We use it on Mondays."]

    lines = list(tag.run(given, language="en", tier="a"))
    objects = [json.loads(line) for line in lines]

    assert [found["label"] for found in objects] == ["positive", "neutral", "negative", "neutral"]
    assert all(
        list(found) == ["language", "label", "polarity", "probability", "themes", "version"] for found in objects
    )
    assert not any("\n" in line for line in lines)


def test_a_theme_comes_with_the_words_that_say_so() -> None:
    (line,) = tag.run(["I am afraid that it will Replace my job."], language="en", tier="a")

    assert {"theme": "fear_replacement", "evidence": "Replace my"} in json.loads(line)["themes"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Prima, we gebruiken het elke dag.", "nl"),
        ("Das hilft mir sehr bei meiner Arbeit.", "de"),
        ("Ça marche bien avec Copilot.", "fr"),
        ("It works well for me.", "en"),
        ("42", "und"),
    ],
)
def test_a_language_that_was_not_told_is_found_out(text: str, language: str) -> None:
    (line,) = tag.run([text], language="auto", tier="a")

    assert json.loads(line)["language"] == language


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_a_language_that_was_told_is_reported(language: str) -> None:
    (line,) = tag.run(["Prima."], language=language, tier="a")

    assert json.loads(line)["language"] == language


@pytest.mark.parametrize(
    ("language", "tier", "told"),
    [
        ("auto", "c", 'there is no tier "c": use one of a, b'),
        ("it", "a", 'there is no language "it": use one of auto, en, fr, nl, de'),
        ("auto", "b", 'tier b needs the extra "semantic": install it with `make semantic`, or use tier a'),
    ],
)
def test_what_is_not_offered_is_refused_before_a_line_is_read(
    monkeypatch: pytest.MonkeyPatch, language: str, tier: str, told: str
) -> None:
    monkeypatch.setattr(semantic, "find_spec", lambda _: None)
    unread = iter(["A comment."])

    with pytest.raises(tag.Unavailable) as caught:
        tag.run(unread, language=language, tier=tier)

    assert str(caught.value) == told
    assert list(unread) == ["A comment."]


@pytest.mark.skipif(not semantic.installed(), reason="the extra is not installed (make semantic)")
def test_tier_b_gives_the_same_fields() -> None:
    (line,) = tag.run(["Sie spart mir jede Woche Stunden."], language="auto", tier="b")
    found = json.loads(line)

    assert (found["language"], found["label"], found["version"][:2]) == ("de", "positive", "b-")


def test_lines_are_tagged_as_they_come() -> None:
    read: list[str] = []

    def comments() -> Iterator[str]:
        for text in ("first", "second"):
            read.append(text)
            yield text

    next(tag.run(comments(), language="auto", tier="a"))

    assert read == ["first"]


def test_the_net_score_of_each_group_comes_with_its_error_and_its_rank() -> None:
    given = [f"{group}\t{text} {turn}.\n" for turn in range(12) for group, text in GROUPS.items()]

    objects = [json.loads(line) for line in tag.run_groups([*given, "South\t\n"], language="auto", tier="a")]

    assert [(found["group"], found["comments"], found["rank"]) for found in objects] == [
        ("East", 12, 1),
        ("North", 12, 1),
        ("South", 12, 2),
    ]
    assert objects[0]["net"] > 50 > -50 > objects[2]["net"]
    assert all(found["error"] > 5 for found in objects)
    assert {found["version"] for found in objects} == {"a-1.1"}


GROUPS = {"North": "It saves me hours", "East": "Das hilft mir sehr bei der Arbeit", "South": "Useless, wrong again"}


def test_lines_without_a_group_are_one_and_of_too_few_nothing_is_said() -> None:
    (line,) = tag.run_groups(["It helps.\n", "\n", "  \n", "No."], language="en", tier="a")

    assert json.loads(line) == {
        "group": "",
        "comments": 2,
        "net": None,
        "error": None,
        "rank": None,
        "version": "a-1.1",
    }


def test_of_nothing_there_is_no_group() -> None:
    assert list(tag.run_groups([], language="en", tier="a")) == []


def test_groups_are_refused_before_a_line_is_read_too() -> None:
    with pytest.raises(tag.Unavailable):
        tag.run_groups(iter(["A comment."]), language="it", tier="a")
