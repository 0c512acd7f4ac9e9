"""L5: what a reader derives who compares two waves, and takes it that who was there both times did not change.

Within the model of `surveys.auditor.document` waves do not bind each other: who answers anew may answer anything, so
nothing certain follows from two waves together that does not follow from one. Yet when a group of eleven grows by one
person, a reader subtracts, and assumes that ten people answered, or kept silent, as they had. The assumption may be
wrong, and still the conclusion is drawn; so it is audited, and kept apart from what is certain without it.

Compared are a) two groups that differ by 1 to k-1 people, with all that was told of each: each group with those of the
nearest earlier wave where a group that differs by fewer than k people was shown, unless that very group was among them;
b) all that was told of such groups in the last `QUARTER` waves at once, so that what changes slowly adds up; the
assumption loses its credit with time, and a wave that refutes it ends it; c) all groups of a wave and of the next one,
if people came or went between them; of more than `WIDE` groups, those that count somebody who came or went, and those
within the smallest of these. In each comparison a person has one answer for all waves. If no table fits, the assumption
is refuted, and nothing is concluded. Otherwise these are findings, of those who came or went alone: a class of answer,
a participation, a total of fewer than k people (as in L3, L3p and L2), unless one of the waves alone tells it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from surveys.auditor.certainties import Certainties
from surveys.auditor.document import Document, Metric, Person, Row
from surveys.auditor.findings import Violation
from surveys.auditor.search import Search
from surveys.auditor.system import Contradiction, System
from surveys.auditor.totals import smallest
from surveys.auditor.wave import told_classes, told_participation, told_total

Group = frozenset[Person]
QUARTER = 13
"""Waves that are taken together; of weekly ones, as many as there are in the 90 days of R10."""
WIDE = 150
"""Groups of a wave that are compared as a whole, and at most some seconds of work."""


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of several waves to be compared, and who is not in all of their groups."""

    rows: tuple[Row, ...]
    people: Group


def compared(change: Change, metric: Metric, k: int) -> Iterator[Violation]:
    """What is certain of who came or went, if nobody else changed."""
    if _refuted(change.rows):
        return
    try:
        search = Search(System(change.rows, metric))
    except Contradiction:
        return
    meant = np.array([change.people.issuperset(cluster) for cluster in search.system.clusters])
    total = smallest(search, k, among=meant)
    if total is not None:
        yield told_total("L5", search.system, total, k)
    asked = Certainties(search)
    yield from told_classes("L5", asked, meant)
    yield from told_participation("L5", asked, meant)


def changes_of(document: Document, metric: Metric) -> Iterator[Change]:
    """What is compared, in the order of the later wave."""
    told = [rows for wave in document.waves if (rows := document.told(wave, metric.name))]
    for number in range(1, len(told)):
        yield from changes_at(told[: number + 1], document.k)


def changes_at(told: Sequence[Sequence[Row]], k: int) -> Iterator[Change]:
    """What is compared when the last of these waves is published; `told` are the rows of each."""
    *before, now = [_by_group(rows) for rows in told]
    past = _Past(before, k)
    for group, rows in now.items():
        near = past.near(group)
        yield from past.pairs(group, rows, near)
        yield from past.quarter(group, rows, near)
    if before and (changed := _everybody(before[-1]) ^ _everybody(now)):
        both = [_concerned(groups, changed) for groups in (before[-1], now)]
        yield Change(tuple(row for groups in both for rows in groups for row in rows), changed)


class _Past:
    """The groups of earlier waves, and which of them are almost a given one."""

    def __init__(self, waves: Sequence[Mapping[Group, tuple[Row, ...]]], k: int) -> None:
        self._waves, self._k = waves, k
        self._of: dict[Person, list[Group]] = {}
        for group in dict.fromkeys(group for groups in waves for group in groups):
            for person in group:
                self._of.setdefault(person, []).append(group)

    def pairs(self, group: Group, rows: tuple[Row, ...], near: set[Group]) -> Iterator[Change]:
        """With the nearest wave in which a group was shown that differs by fewer than k people, if by any."""
        for there in reversed(self._waves):
            found = [other for other in there if other in near]
            if found:
                yield from (Change((*there[other], *rows), other ^ group) for other in found if group not in found)
                return

    def quarter(self, group: Group, rows: tuple[Row, ...], near: set[Group]) -> Iterator[Change]:
        """With all such groups of the last waves at once, if there are several of them, and not all are this one."""
        found = [(other, there[other]) for there in self._waves[-QUARTER:] for other in there if other in near]
        groups = [other for other, _ in found]
        if len(found) > 1 and set(groups) != {group}:
            together = tuple(row for _, told in found for row in told)
            yield Change((*together, *rows), group.union(*groups) - group.intersection(*groups))

    def near(self, group: Group) -> set[Group]:
        """The groups that differ from this one by fewer than k people, itself among them.

        Each of them has one of any k people of this group; one of fewer people than that may be near a group of others.
        """
        some = list(group)[: self._k] if len(group) >= self._k else list(self._of)
        candidates = {other for person in some for other in self._of.get(person, ())}
        alike = (other for other in candidates if abs(len(other) - len(group)) < self._k)
        return {other for other in alike if len(other ^ group) < self._k}


def _refuted(rows: Sequence[Row]) -> bool:
    """Whether the numbers of answers alone say that somebody who is in all of these groups has changed."""
    always = rows[0].members.intersection(*(row.members for row in rows))
    least, most = {frozenset[str](): 0}, {frozenset[str](): len(always)}
    for row in rows:
        others = len(row.members - always)
        for options, low, high in _told(row):
            least[options] = max(least.get(options, 0), low - others)
            most[options] = min(most.get(options, len(always)), high)
    return any(least[options] > most[options] for options in least)


def _told(row: Row) -> Iterator[tuple[frozenset[str], int, int]]:
    """How many answered, at least and at most, and how many of them chose each set of options that is told of."""
    low, high = row.bounds
    yield frozenset(), low, high
    yield from (
        (share.of, ceil(share.lo * low / 100), floor(share.hi * high / 100)) for share in row.shares if not share.cap
    )


def _concerned(groups: Mapping[Group, tuple[Row, ...]], changed: Group) -> list[tuple[Row, ...]]:
    """The rows of all groups, or of many groups those by which something may follow for these people."""
    if len(groups) <= WIDE:
        return list(groups.values())
    touched = [group for group in groups if not group.isdisjoint(changed)]
    smallest = {
        min((group for group in touched if person in group), key=len) for person in _everybody(touched) & changed
    }
    return [rows for group, rows in groups.items() if group in touched or any(group < around for around in smallest)]


def _by_group(rows: Iterable[Row]) -> dict[Group, tuple[Row, ...]]:
    """What was told of each group in one wave."""
    groups: dict[Group, tuple[Row, ...]] = {}
    for row in rows:
        groups[row.members] = (*groups.get(row.members, ()), row)
    return groups


def _everybody(groups: Iterable[Group]) -> Group:
    return frozenset().union(*groups)
