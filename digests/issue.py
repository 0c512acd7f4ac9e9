"""What one manager is told of a round: the released results of their units, of what is above, and of before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from people.hierarchy import managed_units
from surveys import releases
from surveys.cells import Cell, Layout, groups_of
from surveys.instruments import Instrument, Item, same_answers
from surveys.policy.trends import Turnover, comparable
from surveys.releases import Published, Shown

LOOK_BACK = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One group: its cell, how many took part (per cent, as a range), what it said now and when last asked the same.

    `changed`: there is no time before, because people came or left.
    """

    cell: Cell
    rate: tuple[int, int] | None
    shown: dict[str, Shown]
    before: dict[str, Shown]
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The course of one figure in one group: a share per round as a range, None where none may be shown.

    `asked` says which rounds asked it.
    """

    item: str
    shares: tuple[tuple[int, int] | None, ...]
    asked: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """All that the message says: own groups first, then those above; the course is of the first one.

    `net`: how the comments sound together, in points. `texts`: how many wrote on an item, by item. `cut`: the course
    leaves out earlier rounds, because people of that group came or left.
    """

    round_id: str
    opens_on: date
    instrument: Instrument
    parts: tuple[Part, ...]
    hidden: tuple[Cell, ...]
    days: tuple[date, ...]
    course: tuple[Line, ...]
    comments: tuple[int, int] | None
    cut: bool = False
    texts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    net: tuple[int, int] | None = None


async def digest_for(session: AsyncSession, workspace_id: str, user_id: str, opens_on: date) -> Digest | None:
    """The digest of the round that opened on that day; None when nothing may be shown, or they manage nothing."""
    units = await managed_units(session, workspace_id, user_id)
    if not units:
        return None

    def readable(layout: Layout) -> set[str]:
        return {cell.key for cell in _cells_for(layout, units)}

    history = await releases.published(session, workspace_id, within=readable, latest=LOOK_BACK, until=opens_on)
    if not history or history[-1].opens_on != opens_on:
        return None
    return digest_of(history, units)


def digest_of(history: list[Published], units: Iterable[int]) -> Digest | None:
    """The digest of the last of these rounds, oldest first, for who manages these units. Pure."""
    latest = history[-1]
    cells = _cells_for(latest.layout, units)
    visible = [cell for cell in cells if latest.items.get(cell.key)]
    if not visible:
        return None
    return Digest(
        round_id=latest.round_id,
        opens_on=latest.opens_on,
        instrument=latest.instrument,
        parts=tuple(_part(history, cell) for cell in visible),
        hidden=tuple(cell for cell in cells if cell not in visible),
        days=tuple(published.opens_on for published in history),
        course=_course(history, visible[0]),
        comments=latest.comments,
        cut=_since(history, visible[0])[1],
        texts=latest.texts,
        net=latest.net,
    )


def _cells_for(layout: Layout, units: Iterable[int]) -> list[Cell]:
    """The cells a manager may read: those of their units in the order given, then what is above them, nearest first."""
    own = [layout.cell_for_unit[unit] for unit in units if unit in layout.cell_for_unit]
    chains = [groups_of(layout.tree, key)[::-1] for key in own]
    first = [chain[0] for chain in chains]
    above = sorted(
        {cell.key: (len(chain) - at, cell) for chain in chains for at, cell in enumerate(chain)}.values(), key=_depth
    )
    return list(dict.fromkeys([*first, *(cell for _, cell in above)]))


def _depth(placed: tuple[int, Cell]) -> tuple[int, str]:
    return -placed[0], placed[1].key


def _part(history: list[Published], cell: Cell) -> Part:
    latest = history[-1]
    reach, _ = _since(history, cell)
    earlier = history[-1 - reach : -1]
    told = [figure for figure in latest.instrument.figures if figure.key in latest.items[cell.key]]
    before = {figure.key: shown for figure in told if (shown := _last_shown(earlier, cell, figure))}
    changed = not reach and _since(history[-2:], cell)[1]
    return Part(cell, latest.rates.get(cell.key), latest.items[cell.key], before, changed)


def _last_shown(earlier: list[Published], cell: Cell, figure: Item) -> Shown | None:
    """What was told of a figure in the last of these rounds that asked it."""
    asking = [published for published in earlier if _asks(published, figure)]
    return asking[-1].items.get(cell.key, {}).get(figure.key) if asking else None


def _asks(published: Published, figure: Item) -> bool:
    """Whether a round asked this; an item that had other answers then is another one."""
    return any(each.key == figure.key and same_answers(each, figure) for each in published.instrument.figures)


def _since(history: list[Published], cell: Cell) -> tuple[int, bool]:
    """How many earlier rounds may stand beside the last (R9), and whether others may not because people changed."""
    steps = _steps(history, cell)
    reach = comparable(steps)
    return reach, reach < len(steps) and steps[reach] is not None


def _steps(history: list[Published], cell: Cell) -> list[Turnover | None]:
    """How the group changed from each round to the one before, latest first; None where that is not known."""
    return [
        after.turnover.get(cell.key) if after.before == before.round_id else None
        for before, after in zip(history[-2::-1], history[:0:-1], strict=True)
    ]


def _course(history: list[Published], cell: Cell) -> tuple[Line, ...]:
    drawn = len(history) - 1 - _since(history, cell)[0]
    return tuple(_line(history, cell, figure, drawn) for figure in history[-1].instrument.figures)


def _line(history: list[Published], cell: Cell, figure: Item, drawn: int) -> Line:
    """The course of a figure from the round of that number on."""
    asked = tuple(_asks(published, figure) for published in history)
    shown = [published.items.get(cell.key, {}).get(figure.key) for published in history]
    shares = tuple(
        found.share if found is not None and asked[number] and number >= drawn else None
        for number, found in enumerate(shown)
    )
    return Line(figure.key, shares, asked)
