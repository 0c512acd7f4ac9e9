"""Cells: the groups that a round reports on, made once at launch by merging what is too small (R2).

Pure: units and members in, a frozen tree out. The tree holds no person; who is counted where stands beside it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from people.anonymity import K, minimum_audience

COMPANY: Final = "company"
"""The key of the cell that counts everybody."""


class TooSmall(Exception):
    """The whole company has fewer people than may be reported on: no round can be held."""


class NotATree(ValueError):
    """A unit hangs in a circle or under a unit that is not there, stands twice, or a member is in an unknown one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the organisation, and the unit above it."""

    unit_id: int
    parent_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A group that may be reported on: `names` and `unit_ids` are the units that it stands for, in the same order.

    `others_in` names the unit whose other people (its head, teams too small to stand alone) are counted here too:
    names ("Platform",) and others_in "Engineering" read "Platform + others in Engineering".
    """

    key: str
    parent: str | None
    names: tuple[str, ...]
    unit_ids: tuple[int, ...]
    audience: int
    others_in: str | None = None

    @property
    def rest(self) -> bool:
        """Say whether people from outside the named units are counted here."""
        return self.others_in is not None


@dataclass(frozen=True, slots=True)
class Tree:
    """The cells of a round, each after its parent; the first is the company. Anything else is `NotATree`."""

    cells: tuple[Cell, ...]

    def __post_init__(self) -> None:
        """Refuse cells that are out of order, so that a tree read back from a database is as good as a new one."""
        seen: set[str | None] = {None}
        for cell in self.cells:
            if cell.parent not in seen or cell.key in seen or (cell.parent is None) != (len(seen) == 1):
                raise NotATree(f"cell {cell.key} does not come once, and after its parent")
            seen.add(cell.key)


@dataclass(frozen=True, slots=True)
class Layout:
    """A tree, the finest cell of each person, and for each unit the cell that its manager may read.

    The latter is the smallest cell that counts everybody of the unit: its own, the one it was merged into, or for a
    unit without people the one above. `audience` are the units at the top of those that are asked; none: everybody is.
    """

    tree: Tree
    cell_of: dict[str, str]
    cell_for_unit: dict[int, str]
    audience: tuple[int, ...] = ()


def layout_of(places: Collection[Place], members: Mapping[str, int | None], *, company: str, k: int = K) -> Layout:
    """Merge until each cell has enough people and no 1 to 7 of a cell are outside the cells below it.

    A member without a unit belongs to the company only. A single top unit is the company; several, or none, stand
    under a company of the given name. Raises `TooSmall` and `NotATree`.
    """
    minimum = minimum_audience(k)
    if len(members) < minimum:
        raise TooSmall(f"{len(members)} people, and the smallest group has {minimum}")
    return _Merging(_Chart(places, members, company), minimum).layout()


def groups_of(tree: Tree, key: str) -> list[Cell]:
    """Give the cells that a person of this finest cell is counted in, from the company down."""
    by_key = {cell.key: cell for cell in tree.cells}
    groups = [by_key[key]]
    while groups[-1].parent is not None:
        groups.append(by_key[groups[-1].parent])
    return groups[::-1]


class _Chart:
    """The organisation chart: who is directly in each unit, and how many in all below it."""

    def __init__(self, places: Collection[Place], members: Mapping[str, int | None], company: str) -> None:
        units: dict[int | None, Place] = {place.unit_id: place for place in places}
        self._children: dict[int | None, list[Place]] = {}
        for place in sorted(places, key=lambda place: place.unit_id):
            self._children.setdefault(place.parent_id, []).append(place)
        tops = self._children.get(None, [])
        self.top: int | None = tops[0].unit_id if len(tops) == 1 else None
        self.company = tops[0].name if len(tops) == 1 else company
        self._direct: dict[int | None, list[str]] = {}
        for user_id, unit_id in sorted(members.items()):
            if unit_id is not None and unit_id not in units:
                raise NotATree(f"unit {unit_id} has a member and is not in the chart")
            self._direct.setdefault(self.top if unit_id is None else unit_id, []).append(user_id)
        reached = [unit_id for top in tops for unit_id in self.units_below(top.unit_id)]
        if not len(reached) == len(units) == len(places):
            raise NotATree("the units do not form a tree")
        self._sizes: dict[int | None, int] = {}
        for unit_id in reversed(reached):
            below = sum(self._sizes[child.unit_id] for child in self.children(unit_id))
            self._sizes[unit_id] = len(self.direct(unit_id)) + below

    def children(self, unit_id: int | None) -> Sequence[Place]:
        return self._children.get(unit_id, ())

    def direct(self, unit_id: int | None) -> Sequence[str]:
        return self._direct.get(unit_id, ())

    def size(self, places: Collection[Place]) -> int:
        return sum(self._sizes[place.unit_id] for place in places)

    def units_below(self, unit_id: int) -> Iterator[int]:
        waiting = [unit_id]
        while waiting:
            reached = waiting.pop()
            yield reached
            waiting.extend(child.unit_id for child in reversed(self.children(reached)))


@dataclass(frozen=True, slots=True)
class _Strays:
    """People, and their units, that have no cell of their own and are counted with a neighbour."""

    people: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    others_in: str | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A cell to be, still without the strays that it takes in: one large unit, or several small ones."""

    places: tuple[Place, ...]
    size: int

    @property
    def unit_ids(self) -> tuple[int, ...]:
        return tuple(sorted(place.unit_id for place in self.places))


class _Merging:
    """Works from the company down, so that strays sink until they stand in a finest cell."""

    def __init__(self, chart: _Chart, minimum: int) -> None:
        self._chart = chart
        self._minimum = minimum
        self._cells: list[Cell] = []
        self._cell_of: dict[str, str] = {}
        self._cell_for_unit: dict[int, str] = {}
        self._waiting: list[tuple[_Draft, str, _Strays]] = []

    def layout(self) -> Layout:
        chart = self._chart
        tops = chart.children(None)
        audience = chart.size(tops) + (len(chart.direct(None)) if chart.top is None else 0)
        unit_ids = () if chart.top is None else (chart.top,)
        self._cells.append(Cell(COMPANY, None, (chart.company,), unit_ids, audience))
        self._divide(self._cells[0], chart.top, _Strays())
        while self._waiting:
            self._settle(*self._waiting.pop())
        return Layout(Tree(tuple(self._cells)), self._cell_of, self._cell_for_unit)

    def _settle(self, draft: _Draft, parent: str, strays: _Strays) -> None:
        """Make the cell of a draft, and divide it if it is a unit large enough for that."""
        key = "+".join(map(str, draft.unit_ids))
        places = sorted(draft.places, key=lambda place: (place.name, place.unit_id))
        names, unit_ids = tuple(place.name for place in places), tuple(place.unit_id for place in places)
        cell = Cell(key, parent, names, unit_ids, draft.size + len(strays.people), strays.others_in)
        self._cells.append(cell)
        if len(places) == 1:
            self._divide(cell, unit_ids[0], strays)
        else:
            self._count(key, self._joined(places, strays))

    def _divide(self, cell: Cell, unit_id: int | None, strays: _Strays) -> None:
        """Find the cells below a unit; who is in none of them stays, or joins the smallest if too few would stay."""
        sized = [(self._chart.size([place]), place) for place in self._chart.children(unit_id)]
        combined, left_over = self._combined([place for size, place in sized if 0 < size < self._minimum])
        drafts = [_Draft((place,), size) for size, place in sized if size >= self._minimum] + combined
        staying = self._joined(left_over, strays, self._chart.direct(unit_id))
        empty = [place for size, place in sized if not size]
        self._count(cell.key, self._joined(empty, _Strays(units=() if unit_id is None else (unit_id,))))
        joining = min(drafts, key=lambda draft: (draft.size, draft.unit_ids), default=None)
        if joining is None or not 0 < len(staying.people) < self._minimum:
            self._count(cell.key, staying)
            joining = None
        sunk = _Strays(staying.people, staying.units, strays.others_in or " + ".join(cell.names))
        for draft in sorted(drafts, key=lambda draft: draft.unit_ids, reverse=True):
            self._waiting.append((draft, cell.key, sunk if draft is joining else _Strays()))

    def _combined(self, small: Sequence[Place]) -> tuple[list[_Draft], list[Place]]:
        """Put small siblings together, smallest first, until each group is large enough; give what is left over."""
        drafts: list[_Draft] = []
        group: list[Place] = []
        for place in sorted(small, key=lambda place: (self._chart.size([place]), place.unit_id)):
            group.append(place)
            if self._chart.size(group) >= self._minimum:
                drafts.append(_Draft(tuple(group), self._chart.size(group)))
                group = []
        return drafts, group

    def _joined(self, places: Sequence[Place], strays: _Strays, direct: Sequence[str] = ()) -> _Strays:
        units = tuple(unit_id for place in places for unit_id in self._chart.units_below(place.unit_id))
        people = tuple(user_id for unit_id in units for user_id in self._chart.direct(unit_id))
        return _Strays((*strays.people, *direct, *people), (*strays.units, *units), strays.others_in)

    def _count(self, key: str, group: _Strays) -> None:
        self._cell_of.update(dict.fromkeys(group.people, key))
        self._cell_for_unit.update(dict.fromkeys(group.units, key))
