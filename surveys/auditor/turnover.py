"""L5: what a reader derives who compares two waves, and takes it that who was there both times did not change.

Within the model of `surveys.auditor.document` waves do not bind each other: who answers anew may answer anything, so
nothing certain follows from two waves together that does not follow from one. Yet when a group of eleven grows by one
person, a reader subtracts, and assumes that ten people answered, or kept silent, as they had. The assumption may be
wrong, and still the conclusion is drawn; so it is audited, and kept apart from what is certain without it.

Compared are a) two groups that differ by 1 to k-1 people, with all that was told of each: each group with those of the
nearest earlier wave where a group that differs by fewer than k people was shown, unless that very group was among them,
since the assumption loses its credit with time; b) all groups of a wave and of the next one, if people came or went
between them; of more than `WIDE` groups, those that count somebody who came or went, and those within the smallest of
these. In each comparison a person has one answer for both waves. If no table fits, the assumption is refuted, and
nothing is concluded. Otherwise these are findings, of those who came or went alone: a class of answer, a participation,
a total of fewer than k people (as in L3, L3p and L2), unless one of the waves alone tells it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.auditor.certainties import Certainties
from surveys.auditor.document import Document, Metric, Person, Row
from surveys.auditor.findings import Violation
from surveys.auditor.search import Search
from surveys.auditor.system import Contradiction, System
from surveys.auditor.totals import smallest
from surveys.auditor.wave import told_classes, told_participation, told_total

Group = frozenset[Person]
WIDE = 150
"""Groups of a wave that are compared as a whole, and at most some seconds of work."""


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of two waves to be compared, and who is in those of one wave only."""

    rows: tuple[Row, ...]
    people: Group


def compared(change: Change, metric: Metric, k: int) -> Iterator[Violation]:
    """What is certain of who came or went, if nobody else changed."""
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
    for group, rows in now.items():
        near, there = next(((near, there) for there in reversed(before) if (near := _near(group, there, k))), ([], {}))
        yield from (Change((*there[other], *rows), other ^ group) for other in near if group not in near)
    if before and (changed := _everybody(before[-1]) ^ _everybody(now)):
        both = [_concerned(groups, changed) for groups in (before[-1], now)]
        yield Change(tuple(row for groups in both for rows in groups for row in rows), changed)


def _near(group: Group, there: Mapping[Group, object], k: int) -> list[Group]:
    """The groups that differ from this one by fewer than k people; that one alone, if it is among them."""
    if group in there:
        return [group]
    return [other for other in there if abs(len(other) - len(group)) < k and len(other ^ group) < k]


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
