"""What the library of instruments promises to the people who are asked, in each of the four languages."""

import re
from collections import Counter

import pytest

from surveys import instruments
from surveys.instruments import LANGUAGES, Item, Kind

EVERY = tuple(instruments.library().values())
KINDS: tuple[Kind, ...] = ("agreement", "score", "yes_no", "faces", "one_of", "several_of", "text")


def said_of(item: Item, language: str) -> list[str]:
    own = [option.label for option in item.options(language)] if item.option_keys else []
    return [item.text(language), item.label(language), *own]


def test_there_are_ten_instruments_and_45_items_at_least() -> None:
    assert len(instruments.available()) >= 10
    assert len(EVERY) >= 45


@pytest.mark.parametrize("kind", KINDS)
def test_each_type_of_item_is_asked_somewhere(kind: Kind) -> None:
    assert any(item.type == kind for item in EVERY)


def test_the_core_has_choice_competence_time_trust_satisfaction_quality_and_the_whole() -> None:
    assert {item.key for item in EVERY if item.core} == {
        "voluntariness",
        "competence",
        "time_back",
        "trust",
        "overall",
        "satisfaction",
        "quality",
    }


def test_each_of_the_five_motives_is_asked_once_in_each_direction() -> None:
    asked = Counter((item.construct, item.direction) for item in instruments.load("motives").items)

    assert len({construct for construct, _ in asked}) == 5
    assert set(asked.values()) == {1}
    assert len(asked) == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_and_no_question_stands_for_two_items(language: str) -> None:
    labels = Counter(item.label(language) for item in EVERY)
    texts = Counter(item.text(language) for item in EVERY)

    assert [text for text, times in (labels + texts).items() if times > 1] == []


def test_no_question_is_left_in_the_words_of_another_language() -> None:
    for item in EVERY:
        assert len({item.text(language) for language in LANGUAGES}) == 4


def test_french_has_its_narrow_space_before_a_mark() -> None:
    for item in EVERY:
        for text in said_of(item, "fr"):
            assert re.search(r"[^\u202f][?!;:]", text) is None


def test_whoever_ticks_may_say_that_nothing_applies_without_saying_why() -> None:
    several = [item for item in EVERY if item.type == "several_of"]

    assert several
    for item in several:
        assert item.option_keys[-1] == "none"
        assert item.options("en")[-1].label == "None of these, or I cannot say"


def test_whoever_chooses_one_may_say_that_they_cannot_say() -> None:
    chosen = [item for item in EVERY if item.type == "one_of"]

    assert chosen
    assert all(item.options("en")[-1].label.endswith("or I cannot say") for item in chosen)


def test_no_item_asks_a_person_whether_they_use_ai_tools() -> None:
    asked = [(item.key, text) for item in EVERY for text in said_of(item, "en")]

    assert [each for each in asked if re.search(r"\b(?:you|I) (?:\w+ )?(?:use|used|avoid|refuse)\b", each[1])] == []


def test_at_most_one_item_in_five_has_room_for_a_comment() -> None:
    assert 0 < sum(item.commented for item in EVERY) <= len(EVERY) / 5


def test_a_third_of_what_is_scored_is_worded_the_other_way_round() -> None:
    scored = Counter(item.direction for item in EVERY if item.direction)

    assert scored["negative"] >= scored.total() / 3


def test_each_source_says_that_the_item_is_our_own_and_names_the_year_of_an_idea() -> None:
    for item in EVERY:
        assert re.fullmatch(
            r"Own item(?:; construct after .+ \(.+ (?:19|20)\d\d\)|; a single overall .+)?\.", item.source
        )


def test_no_licensed_scale_is_named() -> None:
    for item in EVERY:
        told = " ".join([item.construct, item.source, *said_of(item, "en")])
        assert re.search(r"\b(?:TRI|ADKAR|UWES|NPS|net promoter|technology readiness)\b", told, re.IGNORECASE) is None
