"""Phrases found in the words of a comment."""

import pytest

from surveys.comments.phrases import GAP, Mistake, Phrases
from surveys.comments.words import words_of


def found(entry: str, text: str) -> list[str]:
    """What an entry matches in a text."""
    phrases, words = Phrases(), words_of(text)
    phrases.add(entry, 0)
    starts = range(len(words.tokens))
    return [words.spoken(at, end) for at in starts for end, _ in phrases.starting_at(words.tokens, at)]


@pytest.mark.parametrize(
    ("entry", "text", "matches"),
    [
        ("useful", "Useful, unusefully useful", ["Useful", "useful"]),
        ("sav* time", "It saves time, and saved  time", ["saves time", "saved  time"]),
        ("sav*", "sav saving", ["sav", "saving"]),
        ("no/little time", "no time; little time; much time", ["no time", "little time"]),
        ("not ... reliable", "not reliable. Not at all that reliable", ["not reliable", "Not at all that reliable"]),
        ("fear ... job", "fear for my job", ["fear for my job"]),
        ("fear ... job", "fear job", ["fear job"]),
        ("fear ... job", "fear for all that is my job", []),
        ("fear ... job", "fear. My job", []),
        ("fear ... job", "fear, my job", ["fear, my job"]),
        ("l' outil aide", "L\u2019outil aide", ["L'outil aide"]),
        ("\U0001f44d", "ok \U0001f44d\U0001f3fd", ["\U0001f44d"]),
    ],
)
def test_an_entry_matches_whole_words_stems_alternatives_and_gaps(entry: str, text: str, matches: list[str]) -> None:
    assert found(entry, text) == matches


def test_a_gap_holds_a_number_of_words() -> None:
    assert found("a ... z", "a " + "b " * GAP + "z")
    assert not found("a ... z", "a " + "b " * (GAP + 1) + "z")


def test_all_that_begin_at_a_word_are_found_with_their_numbers() -> None:
    phrases = Phrases()
    for number, entry in enumerate(("time", "time sav*", "tim*", "time")):
        phrases.add(entry, number)

    ends = phrases.starting_at(words_of("time saver").tokens, 0)

    assert sorted((end, number) for end, numbers in ends for number in numbers) == [(1, 0), (1, 2), (1, 3), (2, 1)]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("", "begins or ends with a gap, or is empty"),
        ("... time", "begins or ends with a gap"),
        ("time ...", "begins or ends with a gap"),
        ("no*", '"no*" in "no*" is too short for a stem: write at least 3 letters'),
        ("Time", '"Time" in "Time" is not one word as comments are cut'),
        ("l'outil", '"l\'outil" in "l\'outil" is not one word as comments are cut'),
        ("time.", '"time." in "time." is not one word'),
        ("time/", '"" in "time/" is not one word'),
    ],
)
def test_an_entry_that_would_never_match_is_refused(entry: str, told: str) -> None:
    with pytest.raises(Mistake) as caught:
        Phrases().add(entry, 0)

    assert told in str(caught.value)
