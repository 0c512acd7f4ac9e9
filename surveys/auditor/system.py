"""All tables that fit some published rows, as whole points of a system of inequalities over groups of people.

People who are in the same rows are interchangeable, and so are options that every row and class treats alike. A point
says how many people of each such group of people (a *cluster*) chose an option of each such group of options (a
*type*); who of a cluster is left did not answer. A person of a cluster can have given an answer of a type exactly if
in some point that number is at least one. Points are arrays of floats that hold whole numbers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.auditor.document import Metric, Person, Row
from surveys.auditor.regions import Line, pieces_of

Array = NDArray[np.float64]
Settled = Mapping[int, Mapping[str, int]]
"""By the index of a row, how many of its people who are not in the system chose each option."""
FREE: Final = np.inf


class Contradiction(ValueError):
    """No table at all fits the rows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A share that must lie in one of several pieces: the forms of answers and counted, and the pieces."""

    answers: Array
    counted: Array
    pieces: tuple[tuple[Line, ...], ...]


class System:
    """The points that fit `rows`, all of one metric. A person in several waves has one answer in all of them."""

    def __init__(self, rows: Sequence[Row], metric: Metric, settled: Settled | None = None) -> None:
        """Group people and options, and write down what each row asks. Raises `Contradiction` where a row cannot be.

        Where it is `settled` what some people of a row answered, the row's members are the others, and its figures are
        those of all; such a row tells n and shares only.
        """
        self.rows = tuple(rows)
        self.metric = metric
        self.settled = settled or {}
        self.clusters = _clusters(rows)
        self.sizes = np.array([len(cluster) for cluster in self.clusters], dtype=float)
        self.types = _types(rows, metric)
        self.classes: tuple[str | None, ...] = tuple(dict.fromkeys(metric.class_of(kind[0]) for kind in self.types))
        self.shape = (len(self.clusters), len(self.types))
        self.choices: list[Choice] = []
        self._asked: dict[bytes, tuple[Array, float, float]] = {}
        for number in range(len(self.clusters)):
            self._ask(self.form(self.only(number), self.every), 0, self.sizes[number])
        for row in rows:
            self._ask_row(row)
        if any(low > high for _, low, high in self._asked.values()):
            raise Contradiction("two rows of one group contradict each other")

    @property
    def every(self) -> Array:
        """The weights of types by which each answer counts once."""
        return np.ones(len(self.types))

    def chosen(self, options: frozenset[str]) -> Array:
        """The weights of types by which the answers of these options are counted."""
        return np.array([float(kind[0] in options) for kind in self.types])

    def tells_apart(self, options: frozenset[str]) -> bool:
        """Whether these options are whole types."""
        return all(options.issuperset(kind) or options.isdisjoint(kind) for kind in self.types)

    @property
    def summed(self) -> bool:
        """Whether a sum or a mean is told."""
        return any(row.total is not None or row.mean is not None for row in self.rows)

    @cached_property
    def values(self) -> tuple[Fraction, ...]:
        """The number of each type; only where the options are numbers."""
        of = dict(zip(self.metric.options, self.metric.values or (), strict=False))
        return tuple(of[kind[0]] for kind in self.types)

    @cached_property
    def unit(self) -> int:
        """By what values are multiplied to be whole."""
        return lcm(*(value.denominator for value in self.values))

    @property
    def worth(self) -> Array:
        """The weights of types by which values are added up, times `unit`."""
        return np.array([float(value * self.unit) for value in self.values])

    def within(self, row: Row) -> NDArray[np.bool_]:
        """Which clusters a row counts."""
        return np.array([cluster[0] in row.members for cluster in self.clusters], dtype=bool)

    def of(self, people: Collection[Person]) -> NDArray[np.bool_] | None:
        """The clusters that these people make up; None if they are not told apart from others, or not there."""
        wanted = set(people)
        inside = np.array([not wanted.isdisjoint(cluster) for cluster in self.clusters], dtype=bool)
        return inside if self.sizes @ inside == len(wanted) else None

    def place_of(self, person: Person) -> int | None:
        """The cluster of a person; None if they are in no row."""
        return next((number for number, cluster in enumerate(self.clusters) if person in cluster), None)

    def only(self, cluster: int) -> NDArray[np.bool_]:
        """This cluster alone."""
        return np.array([number == cluster for number in range(len(self.clusters))], dtype=bool)

    def form(self, clusters: NDArray[np.generic], weights: Array) -> Array:
        """The linear form that adds up the weights of the answers of some clusters."""
        return np.outer(clusters.astype(float), weights).ravel()

    def slots(self, points: Array) -> Array:
        """By point, cluster and type, then "no answer" as the last type, how many people are there."""
        counts = points.reshape(len(points), *self.shape)
        return np.concatenate([counts, (self.sizes - counts.sum(axis=2))[:, :, None]], axis=2)

    @cached_property
    def matrix(self) -> Array:
        """The inequalities that hold in any case, a form each."""
        return np.array([form for form, _, _ in self._asked.values()])

    @cached_property
    def bounds(self) -> tuple[Array, Array]:
        """The lower and upper bounds of the forms of `matrix`."""
        asked = self._asked.values()
        return np.array([low for _, low, _ in asked]), np.array([high for _, _, high in asked])

    def fits(self, points: Array) -> NDArray[np.bool_]:
        """Whether each point is a table that fits; computed in whole numbers, without tolerance."""
        told = points @ self.matrix.T
        low, high = self.bounds
        good = np.all((points >= 0), axis=1) & np.all((told >= low) & (told <= high), axis=1)
        for choice in self.choices:
            answers, counted = points @ choice.answers, points @ choice.counted
            held = [np.all([a * answers + b * counted <= c for a, b, c in piece], axis=0) for piece in choice.pieces]
            good &= np.any(held, axis=0)
        return np.asarray(good, dtype=bool)

    def _ask(self, form: Array, low: float, high: float) -> None:
        """Keep a form within bounds; of a form that is asked for twice, within both."""
        _, lowest, highest = self._asked.get(form.tobytes(), (form, -FREE, FREE))
        self._asked[form.tobytes()] = form, max(low, lowest), min(high, highest)

    def _ask_row(self, row: Row) -> None:
        inside = self.within(row)
        answers = self.form(inside, self.every)
        settled = self.settled.get(row.index, {})
        away, (low, high) = sum(settled.values()), row.bounds
        self._ask(answers, low - away, high - away)
        for option, count in (row.counts or {}).items():
            self._ask(self.form(inside, self.chosen(frozenset([option]))), count, count)
        for share in row.shares:
            of_away = sum(settled.get(option, 0) for option in share.of)
            pieces = tuple(
                tuple((a, b, c - a * away - b * of_away) for a, b, c in piece)
                for piece in pieces_of(share, *row.bounds)
            )
            self._ask_share(answers, self.form(inside, self.chosen(share.of)), pieces)
        if row.total is not None:
            total = row.total * self.unit
            if total.denominator != 1:
                raise Contradiction(f"no answers add up to the sum of {row.text}")
            self._ask(self.form(inside, self.worth), int(total), int(total))
        if row.mean is not None:
            self._ask(answers, 1, FREE)
            for end, sign in ((row.mean.lo * self.unit, 1), (row.mean.hi * self.unit, -1)):
                scale = end.denominator
                self._ask(sign * (scale * self.form(inside, self.worth) - end.numerator * answers), 0, FREE)

    def _ask_share(self, answers: Array, counted: Array, pieces: tuple[tuple[Line, ...], ...]) -> None:
        if len(pieces) == 1:
            for a, b, c in pieces[0]:
                factor = gcd(a, b)
                self._ask((a * answers + b * counted) / factor, -FREE, c // factor)
        elif pieces:
            self.choices.append(Choice(answers, counted, pieces))
        else:
            raise Contradiction("no number of answers gives a share that was published")


def _clusters(rows: Sequence[Row]) -> tuple[tuple[Person, ...], ...]:
    """The people of identical membership, each group sorted by name, the groups by their first."""
    seen: dict[Person, list[int]] = {}
    for number, row in enumerate(rows):
        for person in row.members:
            seen.setdefault(person, []).append(number)
    alike: dict[tuple[int, ...], list[Person]] = {}
    for person in sorted(seen, key=lambda person: (str(person), isinstance(person, str))):
        alike.setdefault(tuple(seen[person]), []).append(person)
    return tuple(tuple(cluster) for cluster in alike.values())


def _types(rows: Sequence[Row], metric: Metric) -> tuple[tuple[str, ...], ...]:
    """The options that no row and no class tells apart."""
    valued = any(row.total is not None or row.mean is not None for row in rows)
    counted = any(row.counts is not None for row in rows)
    sets = {share.of for row in rows for share in row.shares}
    alike: dict[tuple[object, ...], list[str]] = {}
    for number, option in enumerate(metric.options):
        key = (
            metric.class_of(option),
            metric.values[number] if valued and metric.values is not None else None,
            option if counted else None,
            *(option in options for options in sets),
        )
        alike.setdefault(key, []).append(option)
    return tuple(tuple(kind) for kind in alike.values())
