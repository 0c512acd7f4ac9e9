"""Finds tables: whether some table that fits reaches what is asked, by tables already found or by integer programming.

Every answer "yes" is a table that was checked in whole numbers; every answer "no" is a proof of HiGHS that the best
one can do is nothing. Many questions are put into one programme: the largest number of them that one table satisfies
is zero exactly if none of them can be satisfied at all.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from surveys.auditor.system import FREE, Array, Choice, Contradiction, System

Flags = NDArray[np.bool_]
Given = Sequence[tuple[Array, float]]
"""Forms and the least that each must be."""

DEEP = 2
"""How many people the first table would like to have in each place: such a table answers most questions at once."""

ENOUGH = 3.0
"""A programme may stop at half of the best; whether anything can be reached at all is proved all the same."""

INFEASIBLE = 2


MORE_TABLES = 1
"""How often another table is looked for, with people where the ones before had fewer than `DEEP`."""


class Undecided(ArithmeticError):
    """The solver gave up, or its answer does not stand in whole numbers."""


class Search:
    """A system of rows, and the tables that were found to fit it so far. Raises `Contradiction` if there are none."""

    def __init__(self, system: System) -> None:
        """Find a first table, with people in as many places as it can, more of them elsewhere, and their neighbours."""
        self.system = system
        self._programme = _Programme(system)
        width = system.shape[0] * system.shape[1]
        self.points: Array = np.zeros((0, width))
        rooms = np.array(
            [-system.form(np.arange(system.shape[0]) == each, system.every) for each in range(system.shape[0])]
        )
        forms = np.vstack([np.eye(width), rooms])
        floors = np.concatenate([np.zeros(width), -system.sizes])
        heads = np.concatenate([np.repeat(system.sizes, system.shape[1]), system.sizes])
        wanted = floors + np.minimum(heads, DEEP)
        for _ in range(1 + MORE_TABLES):
            found = self._programme.most(forms, floors, DEEP, ())
            if found is None:
                raise Contradiction("no answers of any people fit what was published")
            self._keep(found)
            self._look_around(found)
            missing = (self.points @ forms.T).max(axis=0) < wanted
            if not missing.any() or missing.all():
                break
            forms, floors, wanted = forms[missing], floors[missing], wanted[missing]

    def reach(
        self, forms: Array, needs: Array, given: Given = (), groups: NDArray[np.intp] | None = None, enough: int = 1
    ) -> Flags:
        """For each form whether a table that keeps to `given` makes it at least as large as needed.

        The forms must be at least one less than needed in all tables that keep to `given`. With `groups`, what is left
        of a group is not decided, and reads False, once `enough` of it are reached.
        """
        told = self.points[self._keeping(given)] @ forms.T
        reached: Flags = np.asarray(np.any(told >= needs, axis=0), dtype=bool)
        of = np.arange(len(needs)) if groups is None else groups
        while True:
            counts = np.bincount(of[reached], minlength=int(of.max(initial=0)) + 1)
            open_ones = ~reached & (counts[of] < enough)
            if not open_ones.any():
                return reached
            found = self._programme.most(forms[open_ones], needs[open_ones] - 1, 1, given)
            if found is None:
                return reached
            self._keep(found)
            gained = forms @ found >= needs
            if not (gained & open_ones).any():
                return reached
            reached |= gained

    def possible(self, given: Given) -> bool:
        """Whether any table keeps to this."""
        if self._keeping(given).any():
            return True
        nothing = np.zeros((0, self.points.shape[1]))
        found = self._programme.most(nothing, np.zeros(0), 1, given)
        if found is not None:
            self._keep(found)
        return found is not None

    def spread(self, form: Array) -> bool:
        """Whether a form with whole coefficients has two values among the tables that fit."""
        known = self.points @ form
        first = float(known[0])
        return (
            bool(known.min() < known.max()) or self.possible([(form, first + 1)]) or self.possible([(-form, 1 - first)])
        )

    def largest(self, form: Array) -> float:
        """The largest value of a form with whole coefficients."""
        found = self._programme.best(form)
        self._keep(found)
        return float(found @ form)

    @cached_property
    def moved(self) -> Array:
        """Tables next to the first, where one person less answers in one cluster and one more, alike, in another."""
        clusters, kinds = self.system.shape
        first = self.points[0].reshape(clusters, kinds)
        found = []
        for kind in range(kinds):
            takes, gives = np.nonzero(~np.eye(clusters, dtype=bool) & (first[:, kind] > 0)[None, :])
            steps = np.zeros((len(takes), clusters, kinds))
            steps[np.arange(len(takes)), takes, kind] = 1
            steps[np.arange(len(takes)), gives, kind] = -1
            around = (first + steps).reshape(len(takes), clusters * kinds)
            found.append(around[self.system.fits(around)])
        return np.vstack(found)

    def _keeping(self, given: Given) -> Flags:
        kept: Flags = np.ones(len(self.points), dtype=bool)
        for form, least in given:
            kept &= self.points @ form >= least
        return kept

    def _keep(self, point: Array) -> None:
        self.points = np.vstack([self.points, point])

    def _look_around(self, point: Array) -> None:
        """Keep the neighbours that fit: one answer more or less, or one answer changed."""
        width = len(point)
        kinds = self.system.shape[1]
        steps = [np.eye(width), -np.eye(width)]
        for shift in range(1, kinds):
            places = np.arange(width)
            others = places // kinds * kinds + (places % kinds + shift) % kinds
            steps.append(np.eye(width)[others] - np.eye(width))
        around = point + np.vstack(steps)
        self.points = np.vstack([self.points, around[self.system.fits(around)]])


def refuted(system: System, alternatives: Sequence[Given]) -> bool:
    """Whether no table keeps to any of these; quicker than a search where nothing else is asked."""
    programme = _Programme(system)
    nothing = np.zeros((0, system.shape[0] * system.shape[1]))
    return all(programme.most(nothing, np.zeros(0), 1, given) is None for given in alternatives)


class _Programme:
    """The inequalities as HiGHS takes them: the numbers of people, then a switch for each piece of each choice."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._people = system.shape[0] * system.shape[1]
        switches = sum(len(choice.pieces) for choice in system.choices)
        blocks = [_widened(system.matrix, switches)]
        lows, highs = [system.bounds[0]], [system.bounds[1]]
        first = self._people
        for choice in system.choices:
            block, high = self._switched(choice, first, self._people + switches)
            blocks.append(block)
            lows.append(np.array([-FREE] * (len(high) - 1) + [1.0]))
            highs.append(high)
            first += len(choice.pieces)
        self._matrix, self._lows, self._highs = np.vstack(blocks), np.concatenate(lows), np.concatenate(highs)
        self._tops = np.concatenate([np.repeat(system.sizes, system.shape[1]), np.ones(switches)])

    def _switched(self, choice: Choice, first: int, width: int) -> tuple[Array, Array]:
        """A line of a piece binds where its switch is on, and one switch is."""
        heads = float(self._system.sizes @ (choice.answers.reshape(self._system.shape)[:, 0] > 0))
        block, highs = [], []
        for number, piece in enumerate(choice.pieces):
            for a, b, c in piece:
                slack = max(0.0, max(0, a, a + b) * heads - c)
                line = _widened((a * choice.answers + b * choice.counted)[None], width - self._people)[0]
                line[first + number] = slack
                block.append(line)
                highs.append(c + slack)
        one = np.zeros(width)
        one[first : first + len(choice.pieces)] = 1
        return np.array([*block, one]), np.array([*highs, 1.0])

    def most(self, forms: Array, floors: Array, cap: int, given: Given) -> Array | None:
        """A table that keeps to `given` and lifts the forms above their floors, each by `cap` at most; None if none."""
        width, extra = len(self._tops), len(forms)
        blocks, lows, highs = [_widened(self._matrix, extra)], [self._lows], [self._highs]
        if extra:
            blocks.append(np.hstack([_widened(forms, width - self._people), -np.eye(extra)]))
            lows.append(floors)
            highs.append(np.full(extra, FREE))
        for form, least in given:
            blocks.append(_widened(form[None], width - self._people + extra))
            lows.append(np.array([least]))
            highs.append(np.array([FREE]))
        return self._solved(
            np.concatenate([np.zeros(width), -np.ones(extra)]),
            np.concatenate([np.ones(width), np.zeros(extra)]),
            np.concatenate([self._tops, np.full(extra, float(cap))]),
            LinearConstraint(csc_array(np.vstack(blocks)), np.concatenate(lows), np.concatenate(highs)),
            ENOUGH,
        )

    def best(self, form: Array) -> Array:
        """A table where a form is largest."""
        width = len(self._tops)
        found = self._solved(
            np.concatenate([-form, np.zeros(width - self._people)]),
            np.ones(width),
            self._tops,
            LinearConstraint(csc_array(self._matrix), self._lows, self._highs),
            0.0,
        )
        if found is None:
            raise Undecided("a system that has a table was found to have none")
        return found

    def _solved(self, costs: Array, whole: Array, tops: Array, asked: LinearConstraint, gap: float) -> Array | None:
        outcome = milp(
            costs, integrality=whole, bounds=Bounds(0, tops), constraints=asked, options={"mip_rel_gap": gap}
        )
        if outcome.status == INFEASIBLE:
            return None
        if outcome.x is None:
            raise Undecided(str(outcome.message))
        point: Array = np.round(outcome.x[: self._people])
        if not self._system.fits(point[None])[0]:
            raise Undecided("the solver's table does not fit in whole numbers")
        return point


def _widened(forms: Array, columns: int) -> Array:
    return np.hstack([forms, np.zeros((len(forms), columns))])
