"""Counting opened ballots, in memory: classes and degrees of answers by finest cell and metric."""

from collections import Counter
from collections.abc import Iterable

from surveys.ballots import Ballot
from surveys.cells import Tree
from surveys.instruments import Instrument, bar_of, class_of, has_degrees
from surveys.policy import Counts, Tally


def tally_of(instrument: Instrument, tree: Tree, ballots: Iterable[Ballot]) -> Tally:
    """The true counts. A ballot of a cell that the tree does not know, or a value not offered, is not counted."""
    known = {cell.key for cell in tree.cells}
    items = {metric.key: metric for metric in instrument.metrics}
    with_degrees = {key for key, item in items.items() if has_degrees(item)}
    cast: Counter[str] = Counter()
    classes: Counter[tuple[str, str, str]] = Counter()
    bars: Counter[tuple[str, str, int | None]] = Counter()
    for ballot in ballots:
        if ballot.cell not in known:
            continue
        cast[ballot.cell] += 1
        for key, value in ballot.values.items():
            if key in items and value in items[key].values:
                classes[ballot.cell, key, class_of(items[key], value)] += 1
                bars[ballot.cell, key, bar_of(items[key], value)] += 1
    pairs = {(cell, item) for cell, item, _ in classes}
    return Tally(
        ballots=dict(cast),
        answers={
            (cell, item): Counts(
                classes[cell, item, "favourable"],
                classes[cell, item, "neutral"],
                classes[cell, item, "unfavourable"],
                bars[cell, item, 5] if item in with_degrees else None,
                bars[cell, item, 1] if item in with_degrees else None,
            )
            for cell, item in pairs
        },
        nominal=frozenset(key for key, item in items.items() if item.nominal),
    )
