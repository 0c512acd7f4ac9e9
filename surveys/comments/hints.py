"""Says by what kinds of things a comment may tell who wrote it, before it is sealed; it never says by which words."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from surveys.comments.lexicon import folded, lexicon, plainly, whole
from surveys.comments.sanitising import pointers_in, visible

Kind = Literal["person", "unit", "address", "phone", "link", "only_one", "position", "life", "date"]
KINDS: Final[tuple[Kind, ...]] = (
    "person",
    "unit",
    "address",
    "phone",
    "link",
    "only_one",
    "position",
    "life",
    "date",
)

LONGEST: Final = 1000  # characters that are looked at: the form takes half as many
SHORTEST_NAME: Final = 3

_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SENTENCE: Final = re.compile(r"(?<=[^\d][.!?;…])\s+")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:…]\s)[\W_]*$")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def hints_in(comment: str, *, units: Iterable[str] = (), own_names: Iterable[str] = ()) -> tuple[Kind, ...]:
    """Give the kinds of things that may betray the writer, in the order of `KINDS`; none is the usual case.

    `units` are the names of the units of the company, `own_names` what Slack calls the writer. A hint is a question to
    the writer, no judgement: it may be mistaken both ways.
    """
    seen = plainly(" ".join(visible(comment[:LONGEST]).split()))
    plain = folded(seen)
    pointers, phrases = pointers_in(seen), lexicon().phrases
    found: dict[Kind, bool] = {
        "person": "mention" in pointers or _names_somebody(seen, plain, own_names),
        "unit": any(_names_unit(seen, plain, unit) for unit in units),
        "address": "address" in pointers,
        "phone": "phone" in pointers,
        "link": "link" in pointers,
        "only_one": bool(phrases["only_one"].search(plain)),
        "position": bool(phrases["position"].search(plain)),
        "life": bool(phrases["life"].search(plain)),
        "date": _tells_a_moment(seen),
    }
    return tuple(kind for kind in KINDS if found[kind])


def _tells_a_moment(seen: str) -> bool:
    """Whether a sentence in the first person has a date in it, or says since when one is here."""
    known = lexicon()
    return any(
        known.phrases["moment"].search(sentence)
        or (known.date.search(sentence) and known.first_person.search(sentence))
        for sentence in map(folded, _SENTENCE.split(seen))
    )


def _names_somebody(seen: str, plain: str, own_names: Iterable[str]) -> bool:
    words = list(_words_of(seen))
    return (
        any(word.text in lexicon().given_names for word in words)
        or _names_the_writer(words, plain, own_names)
        or _follows_a_title(seen, plain)
        or _has_two_names(seen, words)
    )


def _names_the_writer(words: Iterable[_Word], plain: str, own_names: Iterable[str]) -> bool:
    """Whether the whole of what Slack calls the writer stands there, or a part of it with a capital."""
    capitals = {folded(word.text) for word in words if _is_name_like(word.text)}
    return any(
        (len(name) >= SHORTEST_NAME and " " + name + " " in f" {plain} ")
        or any(len(part) >= SHORTEST_NAME and part in capitals for part in re.findall(r"[^\W\d_]+", name))
        for name in map(folded, own_names)
    )


def _follows_a_title(seen: str, plain: str) -> bool:
    """Whether a word with a capital follows "my manager", "Mrs" and the like."""
    if len(plain) != len(seen):  # a letter that folds into two: places no longer agree
        return False
    following = (seen[found.end() :] for found in lexicon().phrases["before_a_name"].finditer(plain))
    words = (_WORD.match(rest.lstrip(" ,")) for rest in following)
    return any(word is not None and _may_be_a_name(word.group()) for word in words)


def _has_two_names(seen: str, words: Iterable[_Word]) -> bool:
    """Whether two words with capitals stand side by side inside of a sentence, as a first and a last name do."""
    words = list(words)
    if len({folded(word.text) for word in words} & lexicon().german) > 1:
        return False
    return any(
        _may_be_a_name(first.text)
        and _may_be_a_name(second.text)
        and seen[first.end : second.start] == " "
        and not _SENTENCE_START.search(seen[: first.start])
        for first, second in pairwise(words)
    )


def _names_unit(seen: str, plain: str, unit: str) -> bool:
    """Whether a unit is named: by several words in any case, by one where it is clear that it is the name of a unit."""
    name = folded(unit)
    if not name.strip() or name not in plain:
        return False
    if len(name.split()) > 1:
        return bool(whole(re.escape(name)).search(plain))
    return _stands_where_units_do(plain, re.escape(name)) or _is_written_as_a_name(seen, plainly(unit))


def _stands_where_units_do(plain: str, name: str) -> bool:
    """Whether "team" or its like stands beside it, or "I work in" before it."""
    around, before = lexicon().around_a_unit, lexicon().phrases["before_a_unit"].pattern
    beside = whole(rf"{around}[ -]{name}|{name}[ -]{around}")
    after = re.compile(rf"{before}(?: [^\s.!?;]{{1,4}})? {name}(?!\w)")
    return bool(beside.search(plain) or after.search(plain))


def _is_written_as_a_name(seen: str, unit: str) -> bool:
    """Whether it stands there in its own capitals, and not only because a sentence begins with it."""
    found = re.finditer(rf"(?<!\w){re.escape(unit)}(?!\w|'[A-Z])", seen) if unit[0].isupper() else ()
    return any(unit.isupper() or not _SENTENCE_START.search(seen[: each.start()]) for each in found)


def _words_of(text: str) -> Iterator[_Word]:
    return (_Word(found.group(), found.start(), found.end()) for found in _WORD.finditer(text))


def _may_be_a_name(word: str) -> bool:
    return _is_name_like(word) and not _is_known(word, lexicon().not_people)


def _is_known(word: str, known: Collection[str]) -> bool:
    return word in known or word.partition("'")[0] in known


def _is_name_like(word: str) -> bool:
    """Whether it is written as names are: a capital, and small letters."""
    return len(word) > 1 and word[0].isupper() and word[1:2].islower()
