"""L5: what a reader derives who compares two waves, and takes it that who was there both times did not change.

Within the model of `surveys.auditor.document` waves do not bind each other: who answers anew may answer anything, so
nothing certain follows from two waves together that does not follow from one. Yet when a group of eleven grows by one
person, a reader subtracts, and assumes that ten people answered, or kept silent, as they had. The assumption may be
wrong, and still the conclusion is drawn; so it is audited, and kept apart from what is certain without it.

Compared are a) two groups that differ by 1 to k-1 people, with all that was told of each: each group with those of the
nearest earlier wave where a group that differs by fewer than k people was shown, unless that very group was among them,
since the assumption loses its credit with time; b) all rows of a wave and of the next one, if people came or went
between them. In each comparison a person has one answer for both waves. If no table fits, the assumption is refuted,
and nothing is concluded. Otherwise these are findings, of those who came or went alone: a class of answer, a
participation, a total of fewer than k people (as in L3, L3p and L2), unless one of the waves alone tells it.
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
    told = [_by_group(rows) for wave in document.waves if (rows := document.told(wave, metric.name))]
    near = _near([group for groups in told for group in groups], document.k)
    last: dict[Group, int] = {}
    for number, groups in enumerate(told):
        for group, rows in groups.items():
            earlier = max((last[other] for other in near[group] if other in last), default=-1)
            if earlier >= 0 and last.get(group) != earlier:
                yield from (
                    Change((*before, *rows), other ^ group)
                    for other, before in told[earlier].items()
                    if other in near[group]
                )
        if number and (changed := _everybody(told[number - 1]) ^ _everybody(groups)):
            yield Change((*_all(told[number - 1]), *_all(groups)), changed)
        last.update(dict.fromkeys(groups, number))


def _by_group(rows: Iterable[Row]) -> dict[Group, tuple[Row, ...]]:
    """What was told of each group in one wave."""
    groups: dict[Group, tuple[Row, ...]] = {}
    for row in rows:
        groups[row.members] = (*groups.get(row.members, ()), row)
    return groups


def _near(groups: Sequence[Group], k: int) -> dict[Group, set[Group]]:
    """For each group those that differ from it by fewer than k people, itself among them."""
    distinct = list(dict.fromkeys(groups))
    places = {person: number for number, person in enumerate(set().union(*distinct))}
    masks = [sum(1 << places[person] for person in group) for group in distinct]
    return {
        group: {other for other, there in zip(distinct, masks, strict=True) if (here ^ there).bit_count() < k}
        for group, here in zip(distinct, masks, strict=True)
    }


def _everybody(groups: Iterable[Group]) -> Group:
    return frozenset().union(*groups)


def _all(groups: Mapping[Group, tuple[Row, ...]]) -> list[Row]:
    return [row for rows in groups.values() for row in rows]
