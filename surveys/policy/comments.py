"""Where comments may be shown (R11): from ten people, in a department or above it, in languages that others use, too.

A comment has a text, a language and perhaps themes; the person is gone, but each wrote one at most, so that to count
comments is to count people. Beside a comment stands neither an answer nor another comment of the same person.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from people.anonymity import K, threshold_of
from surveys.cells import COMPANY, Tree, groups_of
from surveys.policy.rounding import CLIP

AUTHORS: Final = 10
"""From how many people on comments are shown."""

STEP: Final = 10
"""Points in which a net score is told."""

SPEAKERS: Final = K
"""How many people of a department must use a language for its comments to be shown there."""


@dataclass(frozen=True, slots=True)
class Written:
    """A comment before its text is looked at: the finest cell of its author, and its language."""

    cell: str
    language: str


def may_be_kept(authors: int) -> bool:
    """Say whether so many comments may be kept at all."""
    return authors >= AUTHORS


def net_span(net: float, error: float, authors: int) -> tuple[int, int]:
    """The net score of so many comments as it is shown: from where to where it may be, in points and steps of STEP.

    It is clipped as counts are: to what it would be if CLIP of them sounded the opposite of all others. So nobody's
    comment is known to be glad, or sad, by all being so: unanimity prints as what is nearly that.
    """
    most = 100 * (authors - 2 * CLIP) / authors
    told = min(max(net, -most), most)
    low, high = STEP * floor((told - error) / STEP), STEP * ceil((told + error) / STEP)
    return max(low, -100), min(high, 100)


def places_of(tree: Tree, written: Sequence[Written], speakers: Mapping[tuple[str, str], int]) -> list[str] | None:
    """Give for each comment the cell that it is shown in: a department (next below the company) or the company.

    `speakers` counts the people of a department who use a language, by cell and language; those not named are none.
    Who comments outside such departments is shown among at least ten in the company, or among none: the department with
    the fewest comments joins them, and again. None: there are too few comments to show any.
    """
    if not may_be_kept(len(written)):
        return None
    wanted = [_department(tree, each, speakers) for each in written]
    numbers = Counter(wanted)
    shown = {cell for cell, number in numbers.items() if cell != COMPANY and may_be_kept(number)}
    while 0 < sum(number for cell, number in numbers.items() if cell not in shown) < AUTHORS:
        shown.remove(min(shown, key=lambda cell: (numbers[cell], cell)))
    return [cell if cell in shown else COMPANY for cell in wanted]


def _department(tree: Tree, comment: Written, speakers: Mapping[tuple[str, str], int]) -> str:
    groups = groups_of(tree, comment.cell)
    if len(groups) == 1 or speakers.get((groups[1].key, comment.language), 0) < SPEAKERS:
        return COMPANY
    return groups[1].key


def themes_of(themes: Sequence[Collection[str]], *, k: int = K) -> dict[str, int]:
    """Give how many people spoke of each theme, where at least k did; `themes` has those of each person's comment."""
    spoken = Counter(theme for of_one in themes for theme in set(of_one))
    return {theme: number for theme, number in sorted(spoken.items()) if number >= threshold_of(k)}
