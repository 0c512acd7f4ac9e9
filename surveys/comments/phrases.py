"""Finds the phrases of a lexicon in the words of a comment: whole words, stems, alternatives, and gaps."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from surveys.comments.words import COMMA, MARKS, words_of

_ENDS: Final = MARKS - {COMMA}
GAP: Final = 4  # words, at most, that `...` stands for
SHORTEST_STEM: Final = 3


class Mistake(ValueError):
    """An entry that cannot be read; the message says why."""


@dataclass(slots=True)
class _Node:
    """What may follow here, by whole word and by the beginning of a word, and what ends here."""

    words: dict[str, "_Node"] = field(default_factory=dict)
    stems: dict[str, "_Node"] = field(default_factory=dict)
    gap: "_Node | None" = None
    ends: list[int] = field(default_factory=list)

    def next(self, word: str) -> Iterator["_Node"]:
        """Where this word leads to."""
        if word in self.words:
            yield self.words[word]
        if self.stems:
            for length in range(SHORTEST_STEM, len(word) + 1):
                if word[:length] in self.stems:
                    yield self.stems[word[:length]]


def parsed(entry: str) -> list[list[str]]:
    """The words of an entry, each as its alternatives; `...` is a gap, and `*` ends a stem. Mistake for a bad one."""
    steps = [[word] if word == "..." or _is_one(word) else word.split("/") for word in entry.split()]
    if not steps or steps[0] == ["..."] or steps[-1] == ["..."]:
        raise Mistake(f'"{entry}" begins or ends with a gap, or is empty')
    for word in (word for step in steps if step != ["..."] for word in step):
        stem = word.removesuffix("*")
        if word.endswith("*") and len(stem) < SHORTEST_STEM:
            raise Mistake(f'"{word}" in "{entry}" is too short for a stem: write at least {SHORTEST_STEM} letters')
        if not _is_one(stem):
            raise Mistake(
                f"""\"{word}\" in \"{entry}\" is not one word as comments are cut: in lower case, "l'" apart"""
            )
    return steps


def _is_one(word: str) -> bool:
    elided = word.endswith("'")
    tokens = words_of(f"{word}a" if elided else word).tokens
    return (tokens[:1] if elided else tokens) == [word] and word not in MARKS


class Phrases:
    """Many phrases, each with a number, found together in one pass over the words."""

    def __init__(self) -> None:
        """Start without phrases."""
        self._root = _Node()

    def add(self, entry: str, number: int) -> None:
        """Let an entry be found as this number; Mistake for one that cannot be read."""
        places = [self._root]
        for step in parsed(entry):
            places = [place for each in places for place in _after(each, step)]
        for place in places:
            place.ends.append(number)

    def starting_at(self, tokens: list[str], start: int) -> list[tuple[int, list[int]]]:
        """The phrases that begin with this token: the token after each, and the numbers of the entries."""
        found: list[tuple[int, list[int]]] = []
        for place in self._root.next(tokens[start]):
            _walk(place, tokens, start + 1, found)
        return found


def _after(place: _Node, step: list[str]) -> list[_Node]:
    if step == ["..."]:
        place.gap = place.gap or _Node()
        return [place.gap]
    reached = []
    for word in step:
        branches, key = (place.stems, word[:-1]) if word.endswith("*") else (place.words, word)
        reached.append(branches.setdefault(key, _Node()))
    return reached


def _walk(place: _Node, tokens: list[str], at: int, found: list[tuple[int, list[int]]]) -> None:
    """Collect what ends at this place or after it."""
    if place.ends:
        found.append((at, place.ends))
    while at < len(tokens) and tokens[at] == COMMA:
        at += 1
    if at == len(tokens) or tokens[at] in _ENDS:
        return
    for further in place.next(tokens[at]):
        _walk(further, tokens, at + 1, found)
    if place.gap is not None:
        _leap(place.gap, tokens, at, found)


def _leap(place: _Node, tokens: list[str], at: int, found: list[tuple[int, list[int]]]) -> None:
    """Go on after none to GAP words, as soon as that leads somewhere."""
    for leapt in range(GAP + 1):
        if at + leapt == len(tokens) or tokens[at + leapt] in _ENDS:
            return
        for further in place.next(tokens[at + leapt]):
            _walk(further, tokens, at + leapt + 1, found)
