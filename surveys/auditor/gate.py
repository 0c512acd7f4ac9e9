"""The gate of a release (R12): withholds whole groups until nothing can be derived from all that was ever published."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from surveys.auditor.blocks import Block, blocks_of, truth_of
from surveys.auditor.document import Document, Metric, Row
from surveys.auditor.export import Released, document_of, rows_of
from surveys.auditor.findings import Violation
from surveys.auditor.programme import Undecided
from surveys.auditor.reading import read
from surveys.auditor.search import Search
from surveys.auditor.system import Array, Contradiction, System
from surveys.auditor.turnover import Change, changes_at, compared
from surveys.auditor.wave import findings_in
from surveys.cells import groups_of
from surveys.instruments import Item, bar_of, class_of
from surveys.policy import WHOLE_FORM, Counts, Gate, Statistic, Tally

Options = Mapping[str, int]
WIDER = 3
"""With how many other blocks a block is looked at once more before something of it is withheld."""


def gate_for(candidate: Released, earlier: Sequence[Released], tally: Tally, *, coalition: int = 1) -> Gate:
    """Give the gate of a round that is about to be released; its `statistics` are those that the gate is asked about.

    `earlier` are the rounds that are audited together with it (R10), oldest first, as they were released; in all of
    them the same person has the same name. `tally` are the true counts: with them no table need be looked for, and a
    large round is looked at block by block (`surveys.auditor.blocks`).

    What the solver cannot decide is treated as derivable. Where earlier rounds alone tell something, nothing is
    withheld: that is told already.
    """
    return _Gate(candidate, earlier, tally, coalition).withheld


class _Gate:
    def __init__(self, candidate: Released, earlier: Sequence[Released], tally: Tally, coalition: int) -> None:
        self._candidate, self._earlier, self._tally, self._coalition = candidate, earlier, tally, coalition
        self._items = {metric.key: metric for metric in candidate.instrument.metrics}
        self._depths = {cell.key: len(groups_of(candidate.tree, cell.key)) for cell in candidate.tree.cells}
        self._audiences = {cell.key: cell.audience for cell in candidate.tree.cells}
        self._document: Document | None = None
        self._cells: dict[int, str] = {}
        self._clean: set[str] = set()

    def withheld(self, statistics: list[Statistic]) -> Collection[str]:
        """The cells that must be withheld of what would be shown; asked again, of what is left then."""
        if not statistics:
            return ()
        if self._document is None:
            self._document = self._read(statistics)
        shown = {statistic.cell for statistic in statistics}
        gone: set[str] = set()
        for metric in self._document.metrics.values():
            while (cell := self._first(metric, shown - gone)) is not None:
                gone.add(cell)
        return gone

    def _read(self, statistics: Sequence[Statistic]) -> Document:
        known = {*self._items, WHOLE_FORM}
        candidate = replace(self._candidate, statistics=statistics)
        earlier = [
            replace(each, statistics=[told for told in each.statistics if told.item in known]) for each in self._earlier
        ]
        document = read(document_of([*earlier, candidate], coalition=self._coalition))
        rows = rows_of(candidate.tree, statistics, candidate.instrument, k=candidate.k)
        first = len(document.rows) - len(rows)
        self._cells = {first + number: row["group"] for number, row in enumerate(rows)}
        return document

    def _first(self, metric: Metric, shown: Collection[str]) -> str | None:
        """A cell by which something of a metric can be derived, while these are shown."""
        document = self._document
        if document is None or not shown:
            return None
        rows = [row for row in document.told(self._candidate.wave, metric.name) if self._cells[row.index] in shown]
        if not rows:
            return None
        if metric.name not in self._clean:
            cell = self._first_within(metric, rows)
            if cell is not None:
                return cell
            # What is hidden leaves more tables, and by that nothing new within the round. Across rounds it may.
            self._clean.add(metric.name)
        before = [told for wave in document.waves[:-1] if (told := document.told(wave, metric.name))]
        return self._first_across(metric, [*before, rows]) if before else None

    def _first_within(self, metric: Metric, rows: Sequence[Row]) -> str | None:
        held = self._truth(metric)
        blocks = blocks_of(self._candidate.tree, frozenset(self._cells[row.index] for row in rows))
        for number, block in enumerate(blocks):
            found = self._judged(metric, rows, block, held)
            for other in (*blocks[number + 1 :], *blocks[:number])[:WIDER]:
                if found is None:
                    break
                block = block.joined(other)  # noqa: PLW2901 - the same block, seen with its neighbours
                found = self._judged(metric, rows, block, held)
            if found is not None:
                return found
        return None

    def _judged(self, metric: Metric, rows: Sequence[Row], block: Block, held: Mapping[str, Options]) -> str | None:
        """A cell by which something of the people of a block can be derived, all others being as they are."""
        people = {person for person, finest in self._candidate.cell_of.items() if finest in block.finest}
        if not people:
            return None
        inside, settled = [], {}
        for row in rows:
            cell = self._cells[row.index]
            if cell in block.cells:
                inside.append(row)
            elif cell in block.around:
                inside.append(replace(row, members=row.members & people))
                settled[row.index] = self._settled(cell, block, held)
        try:
            system = System(inside, metric, settled)
            search = Search(system, self._point(system, held))
            return self._cell_of(findings_in(search, self._candidate.k, self._coalition))
        except (Undecided, Contradiction):
            return self._finest(inside)

    def _first_across(self, metric: Metric, told: Sequence[Sequence[Row]]) -> str | None:
        for change in changes_at(told, self._candidate.k):
            try:
                cell = self._cell_of(compared(change, metric, self._candidate.k))
            except Undecided:
                cell = self._finest(self._ours(change))
            if cell is not None:
                return cell
        return None

    def _cell_of(self, findings: Iterable[Violation]) -> str | None:
        """Of the rows that give the first finding that is not told already, the finest of this round."""
        for found in findings:
            cells = [self._cells[index] for index in found.rows if index in self._cells]
            if cells:
                return max(cells, key=self._fineness)
        return None

    def _finest(self, rows: Sequence[Row]) -> str | None:
        return max((self._cells[row.index] for row in rows), key=self._fineness, default=None)

    def _fineness(self, cell: str) -> tuple[int, int, str]:
        return self._depths[cell], -self._audiences[cell], cell

    def _ours(self, change: Change) -> list[Row]:
        return [row for row in change.rows if row.index in self._cells]

    def _truth(self, metric: Metric) -> dict[str, Options]:
        """By finest cell how many people chose each option; of options that nothing tells apart the first for all."""
        if metric.name == WHOLE_FORM:
            return {cell: {metric.options[0]: number} for cell, number in self._tally.ballots.items()}
        item = self._items[metric.name]
        answers = {cell: counts for (cell, key), counts in self._tally.answers.items() if key == item.key}
        return {cell: dict(_by_option(item, counts)) for cell, counts in answers.items()}

    def _settled(self, cell: str, block: Block, held: Mapping[str, Options]) -> dict[str, int]:
        return truth_of(held, self._within(cell) - block.finest)

    def _within(self, cell: str) -> set[str]:
        """The cells below one, itself among them."""
        below: set[str] = {cell}
        for each in self._candidate.tree.cells:
            if each.parent in below:
                below.add(each.key)
        return below

    def _point(self, system: System, held: Mapping[str, Options]) -> Array:
        """The true table."""
        point = np.zeros(system.shape)
        for number, cluster in enumerate(system.clusters):
            cells = frozenset(self._candidate.cell_of[str(person)] for person in cluster)
            counts = truth_of(held, cells)
            point[number] = [sum(counts.get(option, 0) for option in kind) for kind in system.types]
        return point.ravel()


def _by_option(item: Item, counts: Counts) -> Iterator[tuple[str, int]]:
    if counts.very_favourable is None or counts.very_unfavourable is None:
        of = {"favourable": counts.favourable, "neutral": counts.neutral, "unfavourable": counts.unfavourable}
        firsts = {class_of(item, value): str(value) for value in reversed(item.values)}
        yield from ((firsts[name], count) for name, count in of.items() if name in firsts)
        return
    mild = counts.unfavourable - counts.very_unfavourable, counts.favourable - counts.very_favourable
    bars = (counts.very_unfavourable, mild[0], counts.neutral, mild[1], counts.very_favourable)
    named = {bar_of(item, value): str(value) for value in reversed(item.values)}
    yield from ((named[number], count) for number, count in enumerate(bars, 1) if number in named)
