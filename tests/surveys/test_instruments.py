"""What is asked: items of seven types, the first pulse, and what the loader says of a file with a mistake."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from surveys import instruments
from surveys.instruments import Item, loader

LANGUAGES = ("en", "fr", "nl", "de")

SOUND = """\
key: small
version: 3
title: {en: Small, fr: Petit, nl: Klein, de: Klein}
about: {en: A test, fr: Un essai, nl: Een proef, de: Ein Versuch}
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

CHOICES = """\
key: small
version: 3
title: {en: Small, fr: Petit, nl: Klein, de: Klein}
about: {en: A test, fr: Un essai, nl: Een proef, de: Ein Versuch}
items:
  - key: who
    construct: voice
    source: Own item.
    type: one_of
    comment: true
    text: {en: Who decides, fr: Qui décide, nl: Wie beslist, de: Wer entscheidet}
    label: {en: Decides, fr: Décide, nl: Beslist, de: Entscheidet}
    options:
      - {key: team, label: {en: Team, fr: Équipe, nl: Team, de: Team}}
      - {key: boss, label: {en: Boss, fr: Chef, nl: Baas, de: Leitung}}
  - key: mood
    construct: mood
    source: Own item.
    type: faces
    direction: positive
    core: true
    text: {en: How is it, fr: Ça va, nl: Hoe gaat het, de: Wie läuft es}
    label: {en: Mood, fr: Humeur, nl: Stemming, de: Stimmung}
  - key: wish
    construct: wishes
    source: Own item.
    type: text
    text: {en: A wish, fr: Un souhait, nl: Een wens, de: Ein Wunsch}
    label: {en: Wish, fr: Souhait, nl: Wens, de: Wunsch}
"""


def check(folder: Path, text: str) -> instruments.Instrument:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return instruments.check(path)


def mistake_in(folder: Path, text: str) -> str:
    with pytest.raises(instruments.Invalid) as caught:
        check(folder, text)
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
        ("faces", {1: "u", 2: "u", 3: "n", 4: "f", 5: "f"}),
        ("score", {0: "u", 3: "u", 4: "n", 6: "n", 7: "f", 10: "f"}),
        ("yes_no", {0: "u", 1: "f"}),
    ],
)
def test_an_answer_counts_as_favourable_neutral_or_unfavourable(
    kind: instruments.Kind, classes: dict[int, str]
) -> None:
    found = {value: instruments.class_of(item(kind), value)[0] for value in classes}

    assert found == classes


@pytest.mark.parametrize("kind", ["agreement", "score", "yes_no", "faces"])
def test_a_question_where_agreeing_is_bad_news_counts_the_other_way_round(kind: instruments.Kind) -> None:
    turned = {"favourable": "unfavourable", "neutral": "neutral", "unfavourable": "favourable"}

    for value in item(kind).values:
        plain = instruments.class_of(item(kind), value)
        assert instruments.class_of(item(kind, "negative"), value) == turned[plain]


@pytest.mark.parametrize(
    ("kind", "bars"),
    [
        ("agreement", [1, 2, 3, 4, 5]),
        ("faces", [1, 2, 3, 4, 5]),
        ("score", [1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5]),
        ("yes_no", [None] * 2),
    ],
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
    small = check(tmp_path, SOUND)

    assert [option.label for option in small.item("pushed").options("en")] == ["No", "Yes"]


@pytest.mark.parametrize(
    ("before", "after", "line", "remedy"),
    [
        ("      de: Druck\n", "", 16, 'label: "de" is missing; add it'),
        ("nl: Meer, ", "", 5, 'comment: "nl" is missing; add it'),
        ("      nl: Druk\n", "      nl: Druk\n      it: Spinta\n", 19, '"it" is not known; use one of en, fr, nl, de'),
        ("      nl: Druk\n", "      fr: Druk\n", 18, '"fr" stands here twice; remove one of them'),
        ("en: Pushed\n", f"en: {'x' * 25}\n", 16, "has 25 characters; shorten it to 24"),
        ("      fr: Pression\n", "      fr: ' '\n", 17, "write a text here"),
        ("      fr: Pression\n", "      fr: [Pression]\n", 17, "write a text here"),
        (
            "type: yes_no",
            "type: stars",
            12,
            '"stars" is not known; use one of agreement, score, yes_no, faces, one_of, several_of, text',
        ),
        ("type: yes_no", "type: score", 7, '"yes_no" is not known; use one of score'),
        ("negative", "backwards", 13, '"backwards" is not known; use one of positive, negative'),
        ("version: 3", "version: 0", 2, '"0" is no version; write a whole number from 1'),
        ("key: small", "key: other", 1, '"other" differs from the name of the file; write small, or rename the file'),
        ("key: pushed", "key: Push ed", 9, '"Push ed" is no key; use small letters'),
        ("source: Own item.", "sauce: Own item.", 11, '"sauce" is not known; use one of key, construct'),
        ("[No, Yes]", "[No, Perhaps, Yes]", 7, "3 options for yes_no; write 2, lowest first"),
        ("[No, Yes]", f"[No, {'y' * 76}]", 7, "has 76 characters; shorten it to 75"),
        ("[No, Yes]", "No or yes", 7, "write a list here"),
        ("{en: More, fr: Encore, nl: Meer, de: Mehr}", "More", 5, "write fields here: en, fr, nl, de"),
        ("version: 3", "? [a, b]\n: 3", 2, "a field has a plain name"),
        ("version: 3", "version: [3", 3, "this is not YAML"),
        ("More", "Mo\x01re", 1, "the file is not readable text"),
        ("    direction: negative\n", "", 9, '"direction" is missing; add it'),
        ("title: {en: Small", "title: {en: " + "s" * 61, 3, "has 61 characters; shorten it to 60"),
        ("en: I feel pushed", "en: " + "s" * 151, 14, "has 151 characters; shorten it to 150"),
        ("type: yes_no\n", "type: text\n", 13, '"direction" is not known; use one of key, construct'),
        ("type: yes_no\n", "type: yes_no\n    core: maybe\n", 13, '"maybe" is not known; use one of true, false'),
        ("key: pushed", f"key: {'k' * 41}", 9, "has 41 characters; shorten it to 40"),
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

    small = check(tmp_path, text)

    assert small.item("pushed").label("en") == "x" * 24


def test_two_items_do_not_share_a_key(tmp_path: Path) -> None:
    entry = SOUND[SOUND.index("  - key") :]

    told = mistake_in(tmp_path, SOUND + entry)

    assert told == (
        "small.yaml, line 20: the instrument, items, number 2, key: "
        '"pushed" is the key of an item above; give this item another'
    )


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert mistake_in(tmp_path, "# nothing yet\n") == (
        "small.yaml, line 1: the file is empty; write the instrument, or remove it"
    )


@pytest.mark.parametrize(
    ("before", "after", "line", "remedy"),
    [
        ("    type: one_of\n", "    type: one_of\n    direction: positive\n", 10, '"direction" is not known'),
        ("type: one_of", "type: agreement", 13, '"options" is not known; use one of key, construct'),
        (
            "      - {key: boss, label: {en: Boss, fr: Chef, nl: Baas, de: Leitung}}\n",
            "",
            14,
            "1 options; write 2 to 5",
        ),
        ("key: boss", "key: team", 15, '"team" is the key of an option above'),
        ("en: Boss", "en: Team", 15, '"Team" is an option above; word this one otherwise'),
        (", de: Leitung", "", 15, '"de" is missing; add it'),
        ("en: Boss", f"en: {'x' * 76}", 15, "has 76 characters; shorten it to 75"),
        ("key: boss", f"key: {'k' * 24}", 15, "has 24 characters; shorten it to 23"),
        ("    type: text\n", "    type: text\n    comment: true\n", 28, '"comment" is not known'),
        ("    type: text\n", "    type: several_of\n", 24, '"options" is missing; add it'),
        ("key: wish", "key: who", 24, '"who" is the key of an item above'),
    ],
)
def test_a_mistake_in_a_choice_or_a_text_is_told_as_well(
    tmp_path: Path, before: str, after: str, line: int, remedy: str
) -> None:
    assert before in CHOICES

    told = mistake_in(tmp_path, CHOICES.replace(before, after, 1))

    assert told.startswith(f"small.yaml, line {line}: ")
    assert remedy in told


def test_what_an_instrument_leaves_out_is_taken_from_the_common_words(tmp_path: Path) -> None:
    small, pulse = check(tmp_path, CHOICES), instruments.load("first_pulse")

    assert small.comment("fr") == pulse.comment("fr")
    assert [option.value for option in small.item("mood").options("en")] == [1, 2, 3, 4, 5]
    assert small.item("mood").options("en")[-1].label == ":smile: Very good"


def test_an_item_knows_whether_it_is_of_the_core_and_whether_it_asks_for_a_comment(tmp_path: Path) -> None:
    small = check(tmp_path, CHOICES)

    assert [(item.core, item.commented, item.direction, item.version) for item in small.items] == [
        (False, True, None, 3),
        (True, False, "positive", 3),
        (False, False, None, 3),
    ]


def test_every_type_of_item_survives_its_journey_through_json(tmp_path: Path) -> None:
    several = CHOICES.replace("type: one_of", "type: several_of")
    for small in (check(tmp_path, CHOICES), check(tmp_path, several)):
        assert instruments.from_json(json.loads(json.dumps(instruments.to_json(small)))) == small


def test_a_round_that_was_frozen_with_its_scales_at_the_top_is_still_read() -> None:
    now = instruments.to_json(instruments.load("first_pulse"))
    scales = {item["type"]: item["scale"] for item in now["items"]}
    kept = ("key", "construct", "source", "type", "direction", "text", "label")
    then = {
        "key": now["key"],
        "version": now["version"],
        "comment": now["comment"],
        "scales": scales,
        "items": [{name: item[name] for name in kept} for item in now["items"]],
    }

    assert instruments.from_json(then).items == instruments.load("first_pulse").items


@pytest.mark.parametrize(("options", "bars"), [(2, [1, 5]), (3, [1, 3, 5]), (4, [1, 2, 4, 5]), (5, [1, 2, 3, 4, 5])])
def test_the_options_of_one_of_borrow_the_five_bars(options: int, bars: list[int]) -> None:
    sides = {1: "unfavourable", 2: "unfavourable", 3: "neutral", 4: "favourable", 5: "favourable"}
    who = replace(item("one_of"), direction=None, option_keys=tuple("abcde"[:options]))

    assert [instruments.bar_of(who, value) for value in who.values] == bars
    assert [instruments.class_of(who, value) for value in who.values] == [sides[bar] for bar in bars]


def test_each_option_of_several_of_is_a_yes_or_no_of_its_own(tmp_path: Path) -> None:
    small = check(tmp_path, CHOICES.replace("type: one_of", "type: several_of"))

    metrics = small.item("who").metrics

    assert [(each.key, each.type, each.label("nl")) for each in metrics] == [
        ("who.team", "yes_no", "Team"),
        ("who.boss", "yes_no", "Baas"),
    ]
    assert [instruments.class_of(metrics[0], value) for value in metrics[0].values] == ["unfavourable", "favourable"]
    assert [metric.key for metric in small.metrics] == ["who.team", "who.boss", "mood"]


@pytest.mark.parametrize("kind", ["several_of", "text"])
def test_an_item_that_is_counted_by_its_options_or_not_at_all_has_no_classes(kind: instruments.Kind) -> None:
    with pytest.raises(ValueError, match="x has no answer 0"):
        instruments.class_of(replace(item(kind), option_keys=("a", "b")), 0)


def test_an_item_that_lacks_a_language_falls_back_and_says_so(tmp_path: Path) -> None:
    who = check(tmp_path, CHOICES).item("who")
    partly = replace(who, texts={"nl": "Wie", "de": "Wer"}, scale={"de": ("Team", "Leitung")})

    assert [partly.speaks(language) for language in LANGUAGES] == [False, False, False, True]
    assert [who.speaks(language) for language in LANGUAGES] == [True] * 4
    assert (partly.text("fr"), partly.text("de")) == ("Wie", "Wer")
    assert [option.label for option in partly.options("en")] == ["Team", "Leitung"]


def test_the_library_has_every_item_of_every_instrument_by_its_key() -> None:
    found = instruments.library()

    assert list(found) == [item.key for key in instruments.available() for item in instruments.load(key).items]
    assert found["trust"] == instruments.load("first_pulse").item("trust")


def test_two_instruments_do_not_share_the_key_of_an_item(tmp_path: Path) -> None:
    paths = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for path in paths:
        path.write_text(SOUND.replace("key: small", f"key: {path.stem}"), encoding="utf-8")

    with pytest.raises(instruments.Invalid) as caught:
        instruments.library_of(paths)

    assert str(caught.value) == ('two.yaml, line 9: "pushed" is the key of an item of one.yaml; give this item another')


def test_a_round_asks_what_was_composed_with_the_common_words_for_a_comment() -> None:
    items = list(instruments.library().values())[1::-1]

    asked = instruments.composed(items)

    assert (asked.key, asked.items) == ("pulse", tuple(items))
    assert asked.comment("de") == instruments.load("first_pulse").comment("de")
    assert asked.title("en") == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("comment: {en: a, fr: b, nl: c, de: d}\n", 'scales.yaml, line 1: the scales: "scales" is missing; add it'),
        ("", "scales.yaml, line 1: the file is empty; write the scales, or remove it"),
    ],
)
def test_a_mistake_in_the_common_scales_is_told_as_well(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "scales.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(instruments.Invalid) as caught:
        loader.read_common(path)

    assert str(caught.value) == told


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(instruments.Invalid, match=r"small\.yaml, line 1: the file cannot be opened"):
        instruments.check(tmp_path / "small.yaml")
