"""Reads the lexicons of tone and of themes, two YAML files a language, and the one of emoji."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

from surveys.comments.phrases import Mistake, Phrases

FOLDER: Final = Path(__file__).parent / "lexicons"
LANGUAGES: Final = ("en", "fr", "nl", "de")
VERSION: Final = "1"
"""Of the lexicons: it goes up whenever an entry changes, and with it what a comment is tagged as."""

THEMES: Final = (
    "fear_replacement",
    "loss_autonomy_expertise",
    "change_fatigue_resistance",
    "no_personal_benefit",
    "surveillance_trust",
    "confidentiality_data",
    "technical_quality",
    "lack_time_training",
    "positive_quick_win",
)
STRENGTHS: Final = {"mild": 1, "clear": 2, "strong": 3}
SURENESS: Final = {"hint": 1, "sure": 2}
Turn = Literal[
    "neutral",
    "negations",
    "negations_after",
    "intensifiers",
    "softeners",
    "contrast",
    "concession",
    "hypothetical",
    "questions",
    "ironic",
]
Kind = Literal["tone", "theme"] | Turn
TURNING: Final[tuple[Turn, ...]] = get_args(Turn)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an entry stands for: a tone of that weight (-3 to 3), a theme (1 hints at it, 2 is sure), or a turn."""

    kind: Kind
    weight: int = 0
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a lexicon: its words as written, where it stands, and what it stands for."""

    words: str
    place: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases of one language, and what each number among them means; emoji are in each."""

    phrases: Phrases
    meanings: list[Meaning]


@cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of one of LANGUAGES, read once; Mistake, naming the file, for an entry that cannot be read."""
    phrases = Phrases()
    meanings: list[Meaning] = []
    for entry in entries(language):
        try:
            phrases.add(entry.words, len(meanings))
        except Mistake as mistake:
            raise Mistake(f"{entry.place}: {mistake}") from None
        meanings.append(entry.meaning)
    return Vocabulary(phrases, meanings)


def entries(language: str) -> list[Entry]:
    """All entries of a language, with those of emoji."""
    return [*_tones(f"tone/{language}"), *_themes(f"themes/{language}"), *_tones("tone/emoji")]


def function_words(language: str) -> frozenset[str]:
    """Frequent words of this language that the other three do not have."""
    return frozenset(_flat(_read(f"tone/{language}")["function"]))


def _tones(name: str) -> list[Entry]:
    written = _read(name)
    found = [
        Entry(words, f"{name}.yaml, {side}, {strength}", Meaning("tone", sign * STRENGTHS[strength]))
        for side, sign in (("positive", 1), ("negative", -1))
        for strength, listed in (written.get(side) or {}).items()
        for words in _flat(listed)
    ]
    return found + [
        Entry(words, f"{name}.yaml, {kind}", Meaning(kind))
        for kind in TURNING
        for words in _flat(written.get(kind) or [])
    ]


def _themes(name: str) -> list[Entry]:
    written = _read(name)
    return [
        Entry(words, f"{name}.yaml, {theme}, {sureness}", Meaning("theme", SURENESS[sureness], theme))
        for theme in THEMES
        for sureness, listed in written[theme].items()
        for words in _flat(listed)
    ]


def _flat(listed: Iterable[object]) -> Iterator[str]:
    """The entries of a list, whose lines may be lists of what belongs together; Mistake for what is no text to YAML."""
    for line in listed:
        for entry in line if isinstance(line, list) else [line]:
            if not isinstance(entry, str):
                raise Mistake(f"{entry!r} is no text: put it between quotation marks")
            yield entry


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
