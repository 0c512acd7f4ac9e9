"""The lexicons, by their checker; and the checker, by mistakes that a colleague might make."""

import pytest

from surveys.comments import checking, vocabulary
from surveys.comments.checking import complaints_about
from surveys.comments.phrases import Mistake
from surveys.comments.vocabulary import LANGUAGES, Entry, Kind, Meaning, function_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_with_a_lexicon(language: str) -> None:
    assert complaints_about(language) == []


def test_no_frequent_word_is_of_two_languages() -> None:
    words = [word for language in LANGUAGES for word in function_words(language)]

    assert len(words) == len(set(words))
    assert all(len(function_words(language)) >= 40 for language in LANGUAGES)


def told_of(monkeypatch: pytest.MonkeyPatch, **sections: list[str]) -> list[tuple[str, str]]:
    """What the checker says of such a lexicon: the words, and the problem."""
    tones = {"praise": Meaning("tone", 2), "blame": Meaning("tone", -2), "loud": Meaning("tone", 3)}
    kinds: tuple[Kind, ...] = ("negations", "neutral")
    meanings = tones | {kind: Meaning(kind) for kind in kinds} | {"about": Meaning("theme", 2, "technical_quality")}
    listed = [Entry(words, name, meanings[name]) for name, section in sections.items() for words in section]
    monkeypatch.setattr(checking, "entries", lambda _: listed)
    monkeypatch.setattr(checking, "function_words", lambda language: frozenset({f"only {language}"}))
    return [(complaint.words, complaint.problem) for complaint in complaints_about("en")]


def test_a_lexicon_without_mistakes_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    told = told_of(
        monkeypatch,
        praise=["good", "works well", "save* time", "quick/fast"],
        blame=["bad", "not good", "works badly", "slow ... answers"],
        negations=["not", "no"],
        about=["bad", "slow", "fast"],
    )

    assert told == []


@pytest.mark.parametrize(
    ("sections", "words", "problem"),
    [
        ({"praise": ["good"], "blame": ["good"]}, "good", "stands in praise as well: take out one of the two"),
        ({"praise": ["a/b"], "loud": ["b/c"]}, "b", "stands in praise as well: take out one of the two"),
        ({"praise": ["good", "good"]}, "good", 'is found by "good": take it out'),
        ({"praise": ["help*", "helpful/helps"]}, "helpful/helps", 'is found by "help*": take it out'),
        ({"praise": ["help*", "helpf*"]}, "helpf*", 'is found by "help*": take it out'),
        ({"about": ["data ... leak", "data leak"]}, "data leak", 'is found by "data ... leak": take it out'),
        (
            {"praise": ["good", "not good"], "negations": ["not"]},
            "not good",
            'negates "good", which stands on the same side in praise: one of the two is mistaken',
        ),
        ({"praise": ["Good"]}, "Good", 'is not one word as comments are cut: in lower case, "l\'" apart'),
        ({"praise": ["go*"]}, "go*", "is too short for a stem: write at least 3 letters"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, sections: dict[str, list[str]], words: str, problem: str
) -> None:
    assert any(each == words and problem in said for each, said in told_of(monkeypatch, **sections))


def test_a_frequent_word_of_two_languages_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "entries", lambda _: [])
    monkeypatch.setattr(checking, "function_words", lambda _: frozenset({"de"}))

    assert {(complaint.words, complaint.problem) for complaint in complaints_about("nl")} == {
        ("de", f"is one of {other} as well: take it out") for other in ("en", "fr", "de")
    }


def test_an_entry_that_yaml_takes_for_something_else_is_refused() -> None:
    with pytest.raises(Mistake, match="None is no text: put it between quotation marks"):
        list(vocabulary._flat([["a", None]]))
