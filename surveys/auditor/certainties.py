"""L3, L3c and L3p: what is certain of single persons, in every table that fits.

L3: whoever of these people answered chose this class, since no table lets one of them choose another. Whether they
answered may be open: a reader who learns that they did (they say so, they are seen at it) learns their class as well.
A metric with a single class tells nothing by it, and is not judged.

L3p: each of these people answered, or each did not.

L3c: the class of a colleague is certain to `coalition` insiders who put together their own answers, for some answers
that they may have given (or not given). It suffices to try the full number of insiders: fewer know less. People whose
class is certain to everybody are left to L3.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations_with_replacement, islice

import numpy as np
from numpy.typing import NDArray

from surveys.auditor.search import Flags, Search
from surveys.auditor.system import Array

Slot = tuple[int, int]
"""A cluster and a type; the type after the last is "no answer"."""

Insiders = Counter[Slot]

AT_ONCE = 1024
"""How many coalitions are looked up together."""


class Certainties:
    """The questions about single persons, asked of one search."""

    def __init__(self, search: Search) -> None:
        """Lay out a form for each cluster and class."""
        self._search = search
        self.system = system = search.system
        clusters, kinds = system.shape
        self._class_of = np.array([system.classes.index(system.metric.class_of(kind[0])) for kind in system.types])
        self.several = len(system.classes) > 1
        self._forms: Array = np.zeros((clusters * len(system.classes), clusters * kinds))
        for cluster in range(clusters):
            for number in range(len(system.classes)):
                weights = (self._class_of == number).astype(float)
                self._forms[cluster * len(system.classes) + number] = system.form(system.only(cluster), weights)
        self._groups: NDArray[np.intp] = np.repeat(np.arange(clusters), len(system.classes))

    def classes(self) -> list[int | None]:
        """For each cluster its class if that is certain (L3), as a place in the system's classes."""
        return self._single(self._reached(Counter()))

    def participation(self) -> list[bool | None]:
        """For each cluster whether its people took part, if that is certain (L3p)."""
        clusters = self.system.shape[0]
        answers = self._search.answering
        reached = self._search.reach(
            np.vstack([answers, -answers]), np.concatenate([np.ones(clusters), 1 - self.system.sizes])
        )
        return [
            None if took and missed else bool(took)
            for took, missed in zip(reached[:clusters], reached[clusters:], strict=True)
        ]

    def told_by(self, coalition: int) -> Iterator[tuple[Insiders, int, int]]:
        """Insiders, the cluster of a colleague whose class is certain to them, and the class; the first of each."""
        alone = self.classes()
        found: set[tuple[int, int]] = set()
        size = min(coalition, int(self.system.sizes.sum()) - 1)
        for insiders in self._knowing(size) if size > 0 else ():
            if not self._search.possible(self._given(insiders)):
                continue
            for cluster, known in enumerate(self._single(self._reached(insiders))):
                if known is not None and alone[cluster] is None and (cluster, known) not in found:
                    found.add((cluster, known))
                    yield insiders, cluster, known

    def _knowing(self, size: int) -> Iterator[Insiders]:
        """The insiders that the tables found so far do not show to be too few, or not to be there."""
        coalitions = self._coalitions(size)
        while some := list(islice(coalitions, AT_ONCE)):
            slots = self._search.system.slots(self._search.points)
            told = self._search.points @ self._forms.T
            keeping = np.array([_keeping(slots, insiders) for insiders in some], dtype=np.float32)
            reached = keeping @ (told >= 1).astype(np.float32) > 0
            for number, insiders in enumerate(some):
                for place, need in self._needs(insiders).items():
                    reached[number, place] = bool((told[keeping[number] > 0, place] >= need).any())
            classes = reached.reshape(len(some), self.system.shape[0], -1).sum(axis=2)
            yield from (insiders for number, insiders in enumerate(some) if (classes[number] < 2).any())

    def _needs(self, insiders: Insiders) -> dict[int, int]:
        """How many must be of a cluster and class, by the place of its form, for one of them to be no insider."""
        needs: dict[int, int] = {}
        for (cluster, kind), number in insiders.items():
            if kind < self.system.shape[1]:
                place = cluster * len(self.system.classes) + int(self._class_of[kind])
                needs[place] = needs.get(place, 1) + number
        return needs

    def _coalitions(self, size: int) -> Iterator[Insiders]:
        clusters, kinds = self.system.shape
        slots = [(cluster, kind) for cluster in range(clusters) for kind in range(kinds + 1)]
        for chosen in combinations_with_replacement(slots, size):
            insiders = Counter(chosen)
            heads = Counter(cluster for cluster, _ in chosen)
            if all(self.system.sizes[cluster] >= number for cluster, number in heads.items()):
                yield insiders

    def _given(self, insiders: Insiders) -> list[tuple[Array, float]]:
        system, kinds = self.system, self.system.shape[1]
        given = []
        for (cluster, kind), number in insiders.items():
            if kind < kinds:
                weights = (np.arange(kinds) == kind).astype(float)
                given.append((system.form(system.only(cluster), weights), float(number)))
            else:
                everybody = system.form(system.only(cluster), system.every)
                given.append((-everybody, float(number - self.system.sizes[cluster])))
        return given

    def _reached(self, insiders: Insiders) -> Flags:
        """Which classes a person who is none of the insiders can have chosen; two of a cluster are enough to know."""
        needs = np.ones(len(self._forms))
        for place, need in self._needs(insiders).items():
            needs[place] = need
        groups = self._groups
        return self._search.reach(self._forms, needs, self._given(insiders), groups, enough=2)

    def _single(self, reached: Flags) -> list[int | None]:
        by_cluster = reached.reshape(self.system.shape[0], -1)
        return [int(np.argmax(each)) if self.several and each.sum() == 1 else None for each in by_cluster]


def _keeping(slots: Array, insiders: Insiders) -> Flags:
    """In which tables these people are there."""
    kept: Flags = np.ones(len(slots), dtype=bool)
    for (cluster, kind), number in insiders.items():
        kept &= slots[:, cluster, kind] >= number
    return kept
