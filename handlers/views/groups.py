"""The names of reporting groups, as people know them."""

from handlers.views.words import Words
from surveys.cells import Cell


def name_of(words: Words, cell: Cell) -> str:
    """Platform; Platform + Data; Platform + others in Engineering. Plain text: escape it inside mrkdwn."""
    names = " + ".join(cell.names)
    if cell.others_in is None:
        return names
    return words("{names} + others in {unit}", names=names, unit=cell.others_in)
