"""Writes what was released of rounds as the JSON of an audit, with each figure as a reader may read it, and no wider.

A reader knows the policy and not its key: that what is shown counts at least k answers, which numbers of answers print
the same range or rate, and which crowds are told in words, in rough percentages or in bars. The released shares are
already those that the reader cannot exclude (`surveys.policy.tiers`); what is said of them adds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, Literal

from people.anonymity import FINE, ROUGH, crowd_of, range_for, rate_band
from surveys.cells import Tree, groups_of
from surveys.instruments import Instrument, Item, bar_of, class_of, has_degrees
from surveys.policy import WHOLE_FORM, Name, Statistic

Spans = Mapping[Name, tuple[int, int]]

Kind = Literal["word", "percent", "percent throughout", "bars"]
"""How a share is told; without degrees in per cent, however many answered."""

BARS: Final[tuple[Name, ...]] = ("bar_1", "bar_2", "bar_3", "bar_4", "bar_5")
"""Strongly unfavourable first."""


@dataclass(frozen=True, slots=True)
class Released:
    """A round: its name, its groups and who was counted in each finest one, its questions, what was released."""

    wave: str
    tree: Tree
    cell_of: Mapping[str, str]
    instrument: Instrument
    k: int
    statistics: Sequence[Statistic]


@dataclass(slots=True)
class Groups:
    """The groups of several rounds by name. A name stays as long as the members do; then the wave stands behind it."""

    members: dict[str, list[str]] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)

    def add(self, released: Released) -> dict[str, str]:
        """Name each cell of a round, by its key."""
        members = _members(released)
        return {
            cell.key: self._name(" + ".join(cell.names), f"({released.wave}, {cell.key})", members[cell.key])
            for cell in released.tree.cells
        }

    def _name(self, plain: str, mark: str, people: list[str]) -> str:
        given = self._names.setdefault(plain, [])
        known = next((name for name in reversed(given) if self.members[name] == people), None)
        if known is not None:
            return known
        name = f"{plain} {mark}" if plain in self.members else plain
        given.append(name)
        self.members[name] = people
        return name


def document_of(rounds: Sequence[Released], *, coalition: int = 1) -> dict[str, Any]:
    """All that was released, as `surveys.auditor.reading.read` takes it; k is the lowest of the rounds.

    A question whose options changed between rounds is another metric before, named by the last round that had it so.
    """
    groups, items = Groups(), dict[str, Item]()
    published: list[dict[str, Any]] = []
    named = _named(rounds)
    for released in rounds:
        names, metrics = groups.add(released), named[released.wave]
        items |= {metrics[metric.key]: metric for metric in released.instrument.metrics}
        for row in rows_of(released.tree, released.statistics, released.instrument, k=released.k):
            metric = metrics.get(row["metric"], row["metric"])
            published.append({"wave": released.wave, **row, "group": names[row["group"]], "metric": metric})
    return {
        "k": min((released.k for released in rounds), default=1),
        "coalition": coalition,
        "scale": {WHOLE_FORM: ["answered"]} | {key: list(item.values) for key, item in items.items()},
        "classes": {key: _classes(item) for key, item in items.items()},
        "groups": groups.members,
        "published": published,
    }


def _named(rounds: Sequence[Released]) -> dict[str, dict[str, str]]:
    """What each metric is called, by wave and key: its key, or a name of its own while its options were others."""
    names: dict[tuple[str, tuple[int | None, ...]], str] = {}
    taken: set[str] = set()
    found: dict[str, dict[str, str]] = {}
    for released in reversed(rounds):
        of_wave = found.setdefault(released.wave, {})
        for metric in released.instrument.metrics:
            shape = metric.key, (*metric.values, *(bar_of(metric, value) for value in metric.values))
            if shape not in names:
                names[shape] = f"{metric.key} (until {released.wave})" if metric.key in taken else metric.key
                taken.add(metric.key)
            of_wave[metric.key] = names[shape]
    return found


def unnamed(rounds: Sequence[Released]) -> list[Released]:
    """The same rounds with their people numbered, so that a document that leaves the house holds no pseudonym."""
    numbers: dict[str, str] = {}
    for released in rounds:
        for person in sorted(released.cell_of, key=lambda person: (released.cell_of[person], person)):
            numbers.setdefault(person, f"p{len(numbers) + 1}")
    return [
        replace(released, cell_of={numbers[person]: cell for person, cell in released.cell_of.items()})
        for released in rounds
    ]


def _members(released: Released) -> dict[str, list[str]]:
    """The people of each cell, sorted."""
    chains = {cell.key: [group.key for group in groups_of(released.tree, cell.key)] for cell in released.tree.cells}
    members: dict[str, list[str]] = {key: [] for key in chains}
    for person, finest in sorted(released.cell_of.items()):
        for key in chains[finest]:
            members[key].append(person)
    return members


def rows_of(tree: Tree, statistics: Iterable[Statistic], instrument: Instrument, *, k: int) -> list[dict[str, Any]]:
    """What was released of a round as rows without a wave; the group is the key of the cell.

    The response rate is the n of a metric of its own, `surveys.policy.WHOLE_FORM`. The net score of comments is no row:
    it is read out of words, in one group, and is no count that anything could be added to or taken from.
    """
    audiences = {cell.key: cell.audience for cell in tree.cells}
    items = {metric.key: metric for metric in instrument.metrics}
    told: dict[tuple[str, str], dict[Name, tuple[int, int]]] = {}
    for shown in statistics:
        if shown.statistic == "net":
            continue
        told.setdefault((shown.cell, shown.item), {})[shown.statistic] = shown.lo, shown.hi
    rows: list[dict[str, Any]] = []
    for (cell, item), spans in told.items():
        kind = None if item == WHOLE_FORM else _kind_of(spans, items[item])
        counts = _counts(spans.get("n"), spans.get("rate"), kind, audiences[cell], k)
        row = {"group": cell, "metric": item, "n_range": [counts[0], counts[-1]]}
        shares = [] if item == WHOLE_FORM else _shares(spans, items[item])
        rows += [row | {"share_range": share} for share in shares] or [row]
    return rows


def _kind_of(spans: Spans, item: Item) -> Kind:
    if "told_word" in spans:
        return "word"
    if BARS[0] in spans:
        return "bars"
    return "percent" if has_degrees(item) else "percent throughout"


@lru_cache(maxsize=4096)
def _counts(
    n: tuple[int, int] | None, rate: tuple[int, int] | None, kind: Kind | None, audience: int, k: int
) -> list[int]:
    """The numbers of answers that print these figures, in order."""
    return [
        number
        for number in range(k, audience + 1)
        if (n is None or range_for(number, audience) == n)
        and (rate is None or rate_band(number, audience) == rate)
        and (kind is None or _is_told_so(kind, max(crowd_of(number, audience)[0], k)))
    ]


def _is_told_so(kind: Kind, least: int) -> bool:
    """Whether a crowd of at least so many answers is told in that way."""
    if kind == "word":
        return least < ROUGH
    if kind == "bars":
        return least >= FINE
    return least >= ROUGH and (least < FINE or kind == "percent throughout")


def _shares(spans: Spans, item: Item) -> list[dict[str, Any]]:
    """The shares that stay possible, each of its options."""
    classes = _classes(item)
    of: dict[Name, list[int]] = {"favourable": classes["favourable"], "unfavourable": classes["unfavourable"]}
    of |= {name: [value for value in item.values if bar_of(item, value) == bar] for bar, name in enumerate(BARS, 1)}
    return [
        {"of": options, "lo": spans[name][0], "hi": spans[name][1]}
        for name, options in of.items()
        if name in spans and options
    ]


def _classes(item: Item) -> dict[str, list[int]]:
    classes: dict[str, list[int]] = {}
    for value in item.values:
        classes.setdefault(class_of(item, value), []).append(value)
    return classes
