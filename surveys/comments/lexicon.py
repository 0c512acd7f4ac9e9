"""Reads the words by which a comment may betray its writer, a YAML file a language, and makes patterns of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent / "lexicons" / "hints"
LANGUAGES: Final = ("en", "fr", "nl", "de")
PHRASES: Final = ("only_one", "position", "life", "moment", "before_a_name", "before_a_unit")

_GAP: Final = r"(?:[ -][^\s.!?;]+){0,3}"
_ORDINAL: Final = r"(?:st|nd|rd|th|er|e|\.)?"
_YEAR: Final = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns over folded text, each of all four languages: people write in another than the one they chose."""

    phrases: dict[str, re.Pattern[str]]
    around_a_unit: str
    first_person: re.Pattern[str]
    date: re.Pattern[str]
    given_names: frozenset[str]
    not_people: frozenset[str]
    german: frozenset[str]


def plainly(text: str) -> str:
    """Write every apostrophe in one way, and the one letter that folding would make two."""
    return re.sub("[\u2018\u2019\u02bc`]", "'", text).replace("ß", "ss")


def folded(text: str) -> str:
    """Give a text as patterns meet it."""
    return plainly(text).casefold()


@cache
def lexicon() -> Lexicon:
    """Read all files, once."""
    words = [_read(language) for language in LANGUAGES]
    names = _read("names")

    def of_all(section: str) -> list[str]:
        return [entry for language in words for entry in language[section]]

    return Lexicon(
        phrases={section: _any_of(map(pattern_of, of_all(section))) for section in PHRASES},
        around_a_unit=_alternatives(of_all("around_a_unit")),
        first_person=_any_of(map(pattern_of, of_all("first_person"))),
        date=_date(of_all("months")),
        given_names=frozenset(name for line in names["given"] for name in line),
        not_people=frozenset(name for line in names["not_people"] for name in line),
        german=frozenset(names["german"]),
    )


def pattern_of(entry: str) -> str:
    """Write an entry of the files as a pattern: "/" offers words, "*" any ending, "..." up to three words between."""
    pattern = ""
    for word in folded(entry).split():
        if word == "...":
            pattern += _GAP
        else:
            pattern += ("[ -]" if pattern else "") + _alternatives(word.split("/"))
    return pattern


def whole(pattern: str) -> re.Pattern[str]:
    """Let a pattern match whole words only."""
    return re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)")


def _alternatives(words: Iterable[str]) -> str:
    patterns = (re.escape(folded(word)).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True))
    return f"(?:{'|'.join(patterns)})"


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return whole("|".join(patterns))


def _date(months: Iterable[str]) -> re.Pattern[str]:
    """Match a day of a month, a month of a year, and both in figures; a year alone is no date."""
    month = rf"(?:{_alternatives(months)}\.?)"
    return _any_of(
        (
            rf"\d{{1,2}}{_ORDINAL} (?:of |de )?{month}",
            rf"{month} \d{{1,2}}(?!\d){_ORDINAL}",
            rf"{month},? (?:of |de )?{_YEAR}",
            rf"\d{{1,2}}[./-]\d{{1,2}}[./-](?:{_YEAR}|\d\d)",
            rf"{_YEAR}-\d\d-\d\d",
        )
    )


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
