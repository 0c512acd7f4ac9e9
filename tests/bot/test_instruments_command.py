"""`instruments` on the command line: what it lists, shows and refuses, and with which exit code it ends."""

from pathlib import Path

import pytest

from surveys import instruments
from tests.bot.test_cli import type_

SMALL = """\
key: small
version: 3
title: {en: Small, fr: Petit, nl: Klein, de: Kleines}
about: {en: A test, fr: Un essai, nl: Een proef, de: Ein Versuch}
items:
  - key: pushed
    construct: pressure
    source: Own item.
    type: yes_no
    direction: negative
    text: {en: I am pushed, fr: On me presse, nl: Ik voel druk, de: Ich spüre Druck}
    label: {en: Free, fr: Libre, nl: Vrij, de: Frei}
"""


def file_of(folder: Path, text: str = SMALL, name: str = "small.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def told_of(instrument: str, item: str, *options: str) -> list[str]:
    """What is said about one item, from its question on."""
    lines = type_("instruments", "show", instrument, *options).stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"    {item}: "))
    return lines[at - 1 : lines.index("", at)]


def test_every_instrument_is_listed_with_its_version_its_items_and_its_title() -> None:
    lines = type_("instruments", "list").stdout.splitlines()

    for key in instruments.available():
        instrument = instruments.load(key)
        words = f"version {instrument.version}, {len(instrument.items):>2} items  {instrument.title('en')}"
        assert any(line.startswith(f"{key} ") and line.endswith(words) for line in lines)


def test_the_list_names_the_items_of_the_core_below_their_instrument() -> None:
    lines = type_("instruments", "list").stdout.splitlines()

    at = next(number for number, line in enumerate(lines) if line.startswith("outcomes "))

    assert lines[at + 1] == "    core: satisfaction, quality"
    assert not lines[at + 2].startswith(" ")


def test_the_list_ends_with_how_many_there_are() -> None:
    *_, last = type_("instruments", "list").stdout.splitlines()

    every = instruments.library().values()
    assert last == (
        f"{len(instruments.available())} instruments, {len(every)} items; "
        f"{sum(item.core for item in every)} are the core of every pulse."
    )


def test_the_list_speaks_the_language_that_was_asked_for() -> None:
    assert "Erste Kurzumfrage" in type_("instruments", "list", "--lang", "de").stdout


def test_an_item_is_shown_as_it_is_asked_with_the_idea_behind_it() -> None:
    assert told_of("first_pulse", "trust") == [
        "I can say what I think about AI here without any risk.",
        "    trust: agreement, 1 to 5; in the core of every pulse",
        "      1: Strongly disagree",
        "      2: Disagree",
        "      3: Neither agree nor disagree",
        "      4: Agree",
        "      5: Strongly agree",
        "    label: Safe to speak openly",
        "    construct: trust",
        "    source: Own item; construct after psychological safety in teams (Edmondson 1999).",
        "    direction: positive",
        "    scoring: 4 and 5 favourable, 3 neutral, 1 and 2 unfavourable",
    ]


@pytest.mark.parametrize(
    ("instrument", "item", "scoring"),
    [
        ("motives", "job_worry", "1 and 2 favourable, 3 neutral, 4 and 5 unfavourable"),
        ("workload", "overload", "0 to 3 favourable, 4 to 6 neutral, 7 to 10 unfavourable"),
        ("this_week", "mood", "4 and 5 favourable, 3 neutral, 1 and 2 unfavourable"),
        ("support", "time_to_try", "yes favourable, no unfavourable"),
        ("outcomes", "mistakes_corrected", "no favourable, yes unfavourable"),
        ("time_back", "time_kept", "each option is counted on its own, and none is better than another"),
        ("support", "in_the_way", "each option is counted on its own, as chosen or not"),
        ("open_questions", "worth_it", "none; it is handled as a comment"),
    ],
)
def test_scoring_is_said_in_words(instrument: str, item: str, scoring: str) -> None:
    *_, last = told_of(instrument, item)

    assert last == f"    scoring: {scoring}"


def test_an_option_is_shown_behind_its_key() -> None:
    assert "      company: Het bedrijf: we kregen er werk bij" in told_of("time_back", "time_kept", "--lang", "nl")


def test_a_score_shows_each_number_once() -> None:
    answers = told_of("first_pulse", "overall")[2:13]

    assert answers[0].endswith("much worse")
    assert [line.split()[0] for line in answers] == [str(number) for number in range(11)]


def test_an_item_with_room_for_a_comment_says_so() -> None:
    assert "    with room for a comment on this item" in told_of("this_week", "mood")
    assert "    with room for a comment on this item" not in told_of("this_week", "eased")


def test_what_is_shown_ends_with_the_words_that_ask_for_a_comment() -> None:
    *_, last = type_("instruments", "show", "trust", "--lang", "fr").stdout.splitlines()

    assert last == f"At the end of the pulse: {instruments.load('trust').comment('fr')}"


def test_an_instrument_that_there_is_not_is_answered_with_those_that_there_are() -> None:
    typed = type_("instruments", "show", "hopes")

    assert typed.exit_code == 2
    assert 'no instrument is called "hopes"; there are depth_of_use, ' in typed.stderr


def test_a_language_that_there_is_not_is_refused() -> None:
    assert type_("instruments", "show", "trust", "--lang", "it").exit_code == 2


def test_the_library_is_well() -> None:
    typed = type_("instruments", "check")

    assert typed.exit_code == 0
    assert [line.split(":")[0] for line in typed.stdout.splitlines()] == [
        f"ok  {key}.yaml" for key in instruments.available()
    ]


def test_a_file_that_is_well_is_said_with_what_is_in_it(tmp_path: Path) -> None:
    typed = type_("instruments", "check", file_of(tmp_path))

    assert (typed.exit_code, typed.stdout) == (0, "ok  small.yaml: version 3, items: 1\n")


def test_a_mistake_is_said_with_file_line_and_remedy_and_ends_with_1(tmp_path: Path) -> None:
    typed = type_("instruments", "check", file_of(tmp_path, SMALL.replace("yes_no", "stars")))

    assert typed.exit_code == 1
    assert typed.stdout == (
        'NO  small.yaml, line 9: the instrument, items, number 1, type: "stars" is not known; '
        "use one of agreement, score, yes_no, faces, one_of, several_of, text\n"
    )


def test_a_mistake_in_one_file_does_not_hide_that_another_is_well(tmp_path: Path) -> None:
    wrong = file_of(tmp_path, "key: other\n", "other.yaml")

    typed = type_("instruments", "check", wrong, file_of(tmp_path))

    assert typed.exit_code == 1
    assert [line[:3] for line in typed.stdout.splitlines()] == ["NO ", "ok "]


def test_a_file_that_is_not_there_is_a_mistake_too(tmp_path: Path) -> None:
    typed = type_("instruments", "check", str(tmp_path / "none.yaml"))

    assert typed.exit_code == 1
    assert typed.stdout.startswith("NO  none.yaml, line 1: the file cannot be opened")


def test_an_item_that_the_library_has_already_is_refused_with_its_line(tmp_path: Path) -> None:
    typed = type_("instruments", "check", file_of(tmp_path, SMALL.replace("key: pushed", "key: trust")))

    assert typed.exit_code == 1
    assert typed.stdout == (
        'NO  small.yaml, line 6: "trust" is the key of an item of first_pulse.yaml; give this item another\n'
    )


def test_two_files_that_share_an_item_are_refused_at_the_second(tmp_path: Path) -> None:
    second = file_of(tmp_path, SMALL.replace("key: small", "key: twin"), "twin.yaml")

    typed = type_("instruments", "check", file_of(tmp_path), second)

    assert typed.exit_code == 1
    assert typed.stdout.splitlines()[1] == (
        'NO  twin.yaml, line 6: "pushed" is the key of an item of small.yaml; give this item another'
    )


def test_the_next_version_of_a_file_in_the_library_keeps_its_items(tmp_path: Path) -> None:
    (here,) = [path for path in instruments.files() if path.stem == "trust"]
    there = file_of(tmp_path, here.read_text(encoding="utf-8").replace("version: 1", "version: 2"), "trust.yaml")

    typed = type_("instruments", "check", there)

    assert (typed.exit_code, typed.stdout) == (0, "ok  trust.yaml: version 2, items: 6\n")
