"""What the tests of views share: languages, groups with the longest names, and payloads bent out of shape."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from handlers.views.privacy import InForce
from handlers.views.words import LANGUAGES, Words, words_for
from surveys import consent
from surveys.cells import COMPANY, Cell
from surveys.instruments import Item, load
from tests.mixture import MIXTURE, worded

ALL_WORDS = [words_for(language) for language in LANGUAGES]
PULSE = load("first_pulse")
LONGEST_NAME = ("R&D <North> " * 13)[:150]

GROUPS = (
    Cell(COMPANY, None, ("Acme",), (), 40),
    Cell("1", COMPANY, ("Engineering",), (1,), 20),
    Cell("2+3", "1", ("Data", "Platform"), (2, 3), 10, "Engineering"),
)
LONG_GROUPS = (
    Cell(COMPANY, None, (LONGEST_NAME,), (), 4000),
    *(Cell(f"{depth}", COMPANY, (LONGEST_NAME,), (depth,), 4000 - depth) for depth in range(1, 6)),
    Cell("6+7+8+9+10+11+12+13", "5", (LONGEST_NAME,) * 8, tuple(range(6, 14)), 8, LONGEST_NAME),
)

MANY = 40


def widest(item: Item, number: int) -> Item:
    """The same item with the longest words that an instrument may have."""
    wide = {
        language: tuple(f"&{'w' * 70}{place:04}" for place in range(len(words)))
        for language, words in item.scale.items()
    }
    return replace(item, key=f"{'k' * 37}{number:03}", texts=worded("q" * 147), labels=worded("<" * 21), scale=wide)


WIDEST = replace(
    MIXTURE,
    items=tuple(widest(replace(MIXTURE.items[number % 7], commented=number % 7 < 2), number) for number in range(MANY)),
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
json_objects = st.dictionaries(st.text(), json_values, max_size=4)


def language_of(words: Words) -> str:
    return words.language


@st.composite
def bent(draw: st.DrawFn, payload: dict[str, Any]) -> dict[str, Any]:
    """A payload in which one thing, at any depth, is missing or something else."""
    changed = copy.deepcopy(payload)
    parent, key = draw(st.sampled_from(list(_places(changed))))
    if draw(st.booleans()):
        del parent[key]
    else:
        parent[key] = draw(json_values)
    return changed


def _places(node: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - JSON of any shape
    keys = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from _places(node[key])


def in_force(k: int = 6, database: str = "sqlite", tier: str = "a") -> InForce:
    """A configuration."""
    return InForce(k, database, consent.current(), tier)
