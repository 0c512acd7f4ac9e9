"""How a comment sounds by a lexicon: a small one, so that each rule is seen by itself."""

import pytest

from surveys.comments.phrases import Phrases
from surveys.comments.tone import (
    AFTER_A_CONTRAST,
    BEFORE_A_CONTRAST,
    CONCEDED,
    IRONY,
    NEGATED_BLAME,
    NEGATED_PRAISE,
    SOFTENED,
    STRENGTHENED,
    Heard,
    listen,
)
from surveys.comments.vocabulary import Kind, Meaning, Vocabulary
from surveys.comments.words import words_of

TONES = {"good": 2, "great": 3, "ok": 1, "bad": -2, "waste of time": -3, "time saver": 2}
TURNS: dict[str, Kind] = {
    "not": "negations",
    "nicht": "negations_after",
    "very": "intensifiers",
    "a bit": "softeners",
    "but": "contrast",
    "although": "concession",
    "would": "hypothetical",
    "can we": "questions",
    "oh great": "ironic",
    "good morning": "neutral",
}
THEMES = {"jobs": ("fear_replacement", 2), "time": ("lack_time_training", 1), "hours": ("lack_time_training", 1)}
FASTER = ("positive_quick_win", 2)


def heard(text: str) -> Heard:
    """What is heard by that small lexicon."""
    phrases = Phrases()
    meanings = [
        *(Meaning("tone", weight) for weight in TONES.values()),
        *(Meaning(kind) for kind in TURNS.values()),
        *(Meaning("theme", weight, theme) for theme, weight in (*THEMES.values(), FASTER)),
    ]
    for number, words in enumerate((*TONES, *TURNS, *THEMES, "faster")):
        phrases.add(words, number)
    return listen(words_of(text).tokens, Vocabulary(phrases, meanings))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It is good.", [2]),
        ("Good and bad", [2, -2]),
        ("A waste of time", [-3]),
        ("Very good", [2 * STRENGTHENED]),
        ("A bit bad", [-2 * SOFTENED]),
        ("Not good", [2 * NEGATED_PRAISE]),
        ("Not at all that good", [2 * NEGATED_PRAISE]),
        ("Not a thing of which one says good", [2]),
        ("Not bad", [-2 * NEGATED_BLAME]),
        ("Not good or ok", [2 * NEGATED_PRAISE, NEGATED_PRAISE]),
        ("Not, good", [2]),
        ("Not. Good", [2]),
        ("Gut: good nicht", [2 * NEGATED_PRAISE]),
        ("good, nicht", [2]),
        ("Good, but bad", [2 * BEFORE_A_CONTRAST, -2 * AFTER_A_CONTRAST]),
        ("Not bad. But good", [-2 * NEGATED_BLAME * BEFORE_A_CONTRAST, 2 * AFTER_A_CONTRAST]),
        ("Good although bad", [2, -2 * CONCEDED]),
        ("Although bad, good", [-2 * CONCEDED, 2]),
        ("Good morning", []),
        ("Oh great, good", [IRONY, 2]),
        ("Good, oh great", [0, IRONY]),
    ],
)
def test_a_tone_counts_as_it_stands_there(text: str, values: list[float]) -> None:
    assert [hit.value for hit in heard(text).hits] == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "imagined"),
    [
        ("It would be good", [True]),
        ("Good. It would be bad", [False, True]),
        ("Can we have a good one", [True]),
        ("Is it good?", [True]),
        ("Good! Is it bad?", [False, True]),
    ],
)
def test_what_is_wished_or_asked_is_not_said(text: str, imagined: list[bool]) -> None:
    assert [hit.imagined for hit in heard(text).hits] == imagined


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Our jobs", ["fear_replacement"]),
        ("No time", []),
        ("No time, no hours", ["lack_time_training"]),
        ("No time, no time", []),
        ("faster", ["positive_quick_win"]),
        ("not faster", []),
        ("jobs faster", ["fear_replacement", "positive_quick_win"]),
    ],
)
def test_a_theme_needs_one_sure_phrase_or_two_hints(text: str, themes: list[str]) -> None:
    assert list(heard(text).themes) == themes


def test_the_place_of_a_theme_is_that_of_the_phrase_that_says_so() -> None:
    words = words_of("I fear for our jobs, honestly.")

    at, end = heard(words.text).themes["fear_replacement"]

    assert words.spoken(at, end) == "jobs"
