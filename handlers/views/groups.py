"""The names of reporting groups, as people know them."""

from collections.abc import Iterable
from functools import reduce

from handlers.views.words import Words
from surveys.cells import Cell

LONGEST = 60


def name_of(words: Words, cell: Cell) -> str:
    """Platform; Platform + Data; Platform + others in Engineering. Plain text: escape it inside mrkdwn.

    A unit may have 150 characters, and a cell eight units: long names are cut, so that no name crowds out the rest.
    """
    names = " + ".join(_short(name) for name in cell.names)
    if cell.others_in is None:
        return names
    return words("{names} + others in {unit}", names=names, unit=_short(cell.others_in))


def listed(words: Words, things: Iterable[str]) -> str:
    """Several things in a row; French puts a space before the semicolon."""
    return reduce(lambda row, thing: words("{row}; {thing}", row=row, thing=thing), things)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
