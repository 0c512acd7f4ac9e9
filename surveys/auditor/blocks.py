"""Cuts the shown groups of a large round into blocks that are audited one by one, all else being as it truly is.

A company of thousands has hundreds of groups, and one programme over all of them takes too long. Whoever holds the
true counts can do with less: a table in which only the people of one block differ from the truth is a table of the
whole. So what is open in a block is open; what is certain in a block may still be open in the whole, and then too much
is withheld, never too little. A set of people whose total is certain has a part in some block whose total is certain.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from surveys.cells import Tree

CELLS: Final = 12
"""Shown groups in a block, at most: the work for a block grows faster than its size."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some shown groups, those around them, and the finest cells whose people are in this block."""

    cells: tuple[str, ...]
    around: tuple[str, ...]
    finest: frozenset[str]

    def joined(self, other: "Block") -> "Block":
        """Both as one."""
        around = dict.fromkeys((*self.around, *other.around))
        cells = (*self.cells, *other.cells)
        return Block(cells, tuple(key for key in around if key not in cells), self.finest | other.finest)


def blocks_of(tree: Tree, shown: frozenset[str], most: int = CELLS) -> list[Block]:
    """Cut the shown cells of a tree; each person who is in one of them is in one block."""
    return _Cutting(tree, shown, most).blocks()


class _Cutting:
    def __init__(self, tree: Tree, shown: frozenset[str], most: int) -> None:
        self._most = most
        self._chains: dict[str, tuple[str, ...]] = {}
        self._direct: dict[str, list[str]] = {}
        children: dict[str | None, list[str]] = {None: []}
        for cell in tree.cells:
            above = () if cell.parent is None else self._chains[cell.parent]
            self._chains[cell.key] = (*above, cell.key) if cell.key in shown else above
            if self._chains[cell.key]:
                self._direct.setdefault(self._chains[cell.key][-1], []).append(cell.key)
            if cell.key in shown:
                children.setdefault(above[-1] if above else None, []).append(cell.key)
        self._children: Mapping[str | None, list[str]] = children

    def blocks(self) -> list[Block]:
        return list(self._cut(None))

    def _cut(self, cell: str | None) -> Iterator[Block]:
        """The blocks below a cell that is too large for one, or of all."""
        if cell is not None:
            yield Block((), self._chains[cell], frozenset(self._direct[cell]))
        together: Block | None = None
        for child in self._children.get(cell, ()):
            cells = self._below(child)
            if len(cells) > self._most:
                yield from self._cut(child)
                continue
            finest = frozenset(each for key in cells for each in self._direct[key])
            block = Block(cells, self._chains[child][:-1], finest)
            if together is not None and len(together.cells) + len(cells) > self._most:
                yield together
                together = None
            together = block if together is None else together.joined(block)
        if together is not None:
            yield together

    def _below(self, cell: str) -> tuple[str, ...]:
        return (cell, *(key for child in self._children.get(cell, ()) for key in self._below(child)))


def truth_of(held: Mapping[str, Mapping[str, int]], finest: Iterable[str]) -> dict[str, int]:
    """How many people of some finest cells chose each option."""
    counts: dict[str, int] = {}
    for key in finest:
        for option, count in held.get(key, {}).items():
            counts[option] = counts.get(option, 0) + count
    return counts
