"""What is asked: the first pulse, and what the loader says of a file with a mistake."""

import json
import re
from pathlib import Path

import pytest

from surveys import instruments
from surveys.instruments import Item, loader

LANGUAGES = ("en", "fr", "nl", "de")

SOUND = """\
key: small
version: 3
comment: {en: More, fr: Encore, nl: Meer, de: Mehr}
scales:
  yes_no: {en: [No, Yes], fr: [Non, Oui], nl: [Nee, Ja], de: [Nein, Ja]}
items:
  - key: pushed
    construct: pressure
    source: Own item.
    type: yes_no
    direction: negative
    text: {en: I feel pushed, fr: On me presse, nl: Ik voel druk, de: Ich spüre Druck}
    label:
      en: Pushed
      fr: Pression
      nl: Druk
      de: Druck
"""


def read(folder: Path, text: str) -> dict[str, object]:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return loader.read(path)


def mistake_in(folder: Path, text: str) -> str:
    with pytest.raises(instruments.Invalid) as caught:
        read(folder, text)
    return str(caught.value)


def item(kind: instruments.Kind, direction: instruments.Direction = "positive") -> Item:
    return Item("x", "construct", "Own item.", kind, direction, texts={}, labels={}, scale={})


def test_the_first_pulse_asks_six_questions() -> None:
    pulse = instruments.load("first_pulse")

    assert [item.key for item in pulse.items] == [
        "voluntariness",
        "usefulness",
        "competence",
        "time_back",
        "trust",
        "overall",
    ]
    assert (pulse.key, pulse.version) == ("first_pulse", 1)
    assert instruments.available() == ["first_pulse"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_pulse_is_worded_in_each_language(language: str) -> None:
    pulse = instruments.load("first_pulse")

    asked = [item.text(language) for item in pulse.items] + [pulse.comment(language)]
    labels = [item.label(language) for item in pulse.items]

    assert len(set(asked)) == 7
    assert len(set(labels)) == 6
    assert max(map(len, labels)) <= 24


def test_no_wording_is_shared_by_two_languages() -> None:
    pulse = instruments.load("first_pulse")

    asked = [item.text(language) for item in pulse.items for language in LANGUAGES]

    assert len(set(asked)) == len(asked)


def test_each_item_names_the_source_of_its_construct() -> None:
    sources = [item.source for item in instruments.load("first_pulse").items]

    assert all(re.match(r"Own item; .+\.$", source) for source in sources)


def test_the_options_are_offered_lowest_first() -> None:
    pulse = instruments.load("first_pulse")

    agreement = pulse.item("trust").options("en")
    score = pulse.item("overall").options("de")

    assert [(option.value, option.label) for option in (agreement[0], agreement[-1])] == [
        (1, "Strongly disagree"),
        (5, "Strongly agree"),
    ]
    assert [option.value for option in score] == list(range(11))
    assert all(option.label.startswith(str(option.value)) for option in score)


def test_an_item_that_is_not_asked_is_not_found() -> None:
    with pytest.raises(KeyError):
        instruments.load("first_pulse").item("salary")


@pytest.mark.parametrize("key", ["second_pulse", "../loader", ""])
def test_an_instrument_that_there_is_not_is_refused_with_those_that_there_are(key: str) -> None:
    with pytest.raises(instruments.Unknown, match="there are first_pulse"):
        instruments.load(key)


def test_a_frozen_instrument_survives_its_journey_through_json() -> None:
    pulse = instruments.load("first_pulse")

    thawed = instruments.from_json(json.loads(json.dumps(instruments.to_json(pulse))))

    assert thawed == pulse
    assert hash(thawed) == hash(pulse)


@pytest.mark.parametrize(
    ("kind", "classes"),
    [
        ("agreement", {1: "u", 2: "u", 3: "n", 4: "f", 5: "f"}),
        ("score", {0: "u", 3: "u", 4: "n", 6: "n", 7: "f", 10: "f"}),
        ("yes_no", {0: "u", 1: "f"}),
    ],
)
def test_an_answer_counts_as_favourable_neutral_or_unfavourable(
    kind: instruments.Kind, classes: dict[int, str]
) -> None:
    found = {value: instruments.class_of(item(kind), value)[0] for value in classes}

    assert found == classes


@pytest.mark.parametrize("kind", ["agreement", "score", "yes_no"])
def test_a_question_where_agreeing_is_bad_news_counts_the_other_way_round(kind: instruments.Kind) -> None:
    turned = {"favourable": "unfavourable", "neutral": "neutral", "unfavourable": "favourable"}

    for value in item(kind).values:
        plain = instruments.class_of(item(kind), value)
        assert instruments.class_of(item(kind, "negative"), value) == turned[plain]


@pytest.mark.parametrize(
    ("kind", "bars"),
    [("agreement", [1, 2, 3, 4, 5]), ("score", [1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5]), ("yes_no", [None] * 2)],
)
def test_each_answer_has_its_place_among_five_bars(kind: instruments.Kind, bars: list[int | None]) -> None:
    plain, turned = item(kind), item(kind, "negative")

    assert [instruments.bar_of(plain, value) for value in plain.values] == bars
    assert [instruments.bar_of(turned, value) for value in turned.values] == bars[::-1]


@pytest.mark.parametrize(("kind", "value"), [("agreement", 0), ("agreement", 6), ("score", 11), ("yes_no", 2)])
def test_an_answer_that_is_not_offered_has_no_class(kind: instruments.Kind, value: int) -> None:
    with pytest.raises(ValueError, match=f"x has no answer {value}"):
        instruments.class_of(item(kind), value)
    with pytest.raises(ValueError, match=f"x has no answer {value}"):
        instruments.bar_of(item(kind), value)


def test_a_yes_without_quotation_marks_stays_a_word(tmp_path: Path) -> None:
    small = instruments.from_json(read(tmp_path, SOUND))

    assert [option.label for option in small.item("pushed").options("en")] == ["No", "Yes"]


@pytest.mark.parametrize(
    ("before", "after", "line", "remedy"),
    [
        ("      de: Druck\n", "", 14, 'label: "de" is missing; add it'),
        ("nl: Meer, ", "", 3, 'comment: "nl" is missing; add it'),
        ("      nl: Druk\n", "      nl: Druk\n      it: Spinta\n", 17, '"it" is not known; use one of en, fr, nl, de'),
        ("      nl: Druk\n", "      fr: Druk\n", 16, '"fr" stands here twice; remove one of them'),
        ("en: Pushed\n", f"en: {'x' * 25}\n", 14, "has 25 characters; shorten it to 24"),
        ("      fr: Pression\n", "      fr: ' '\n", 15, "write a text here"),
        ("      fr: Pression\n", "      fr: [Pression]\n", 15, "write a text here"),
        ("type: yes_no", "type: stars", 10, '"stars" is not known; use one of agreement, score, yes_no'),
        ("type: yes_no", "type: score", 5, '"yes_no" is not known; use one of score'),
        ("negative", "backwards", 11, '"backwards" is not known; use one of positive, negative'),
        ("version: 3", "version: 0", 2, '"0" is no version; write a whole number from 1'),
        ("key: small", "key: other", 1, '"other" differs from the name of the file; write small, or rename the file'),
        ("key: pushed", "key: Push ed", 7, '"Push ed" is no key; use small letters'),
        ("source: Own item.", "sauce: Own item.", 9, '"sauce" is not known; use one of key, construct'),
        ("[No, Yes]", "[No, Perhaps, Yes]", 5, "3 options for yes_no; write 2, lowest first"),
        ("[No, Yes]", f"[No, {'y' * 76}]", 5, "has 76 characters; shorten it to 75"),
        ("[No, Yes]", "No or yes", 5, "write a list here"),
        ("{en: More, fr: Encore, nl: Meer, de: Mehr}", "More", 3, "write fields here: en, fr, nl, de"),
        ("version: 3", "? [a, b]\n: 3", 2, "a field has a plain name"),
        ("version: 3", "version: [3", 3, "this is not YAML"),
        ("More", "Mo\x01re", 1, "the file is not readable text"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_remedy(
    tmp_path: Path, before: str, after: str, line: int, remedy: str
) -> None:
    assert before in SOUND
    text = SOUND.replace(before, after, 1)

    told = mistake_in(tmp_path, text)

    assert told.startswith(f"small.yaml, line {line}: ")
    assert remedy in told


def test_a_label_of_24_characters_is_accepted(tmp_path: Path) -> None:
    text = SOUND.replace("en: Pushed\n", f"en: {'x' * 24}\n")

    small = instruments.from_json(read(tmp_path, text))

    assert small.item("pushed").label("en") == "x" * 24


def test_two_items_do_not_share_a_key(tmp_path: Path) -> None:
    entry = SOUND[SOUND.index("  - key") :]

    told = mistake_in(tmp_path, SOUND + entry)

    assert told == (
        "small.yaml, line 18: the instrument, items, number 2, key: "
        '"pushed" is the key of an item above; give this item another'
    )


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert mistake_in(tmp_path, "# nothing yet\n") == (
        "small.yaml, line 1: the file is empty; write an instrument, or remove it"
    )
