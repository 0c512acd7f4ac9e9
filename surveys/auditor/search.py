"""Finds tables: whether some table that fits reaches what is asked, by tables already found or by integer programming.

Every answer "yes" is a table that was checked in whole numbers; every answer "no" is a proof of HiGHS that the best
one can do is nothing. Many questions are put into one programme: the largest number of them that one table satisfies
is zero exactly if none of them can be satisfied at all.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from surveys.auditor.programme import Given, Programme
from surveys.auditor.system import Array, Contradiction, System

Flags = NDArray[np.bool_]
DEEP = 2
"""How many people the first table would like to have in each place: such a table answers most questions at once."""

MORE_TABLES = 1
"""How often another table is looked for, with people where the ones before had fewer than `DEEP`."""


SMALL = 4
"""With so few clusters, looking further around is quicker than asking the solver."""


class Search:
    """A system of rows, and the tables that were found to fit it so far. Raises `Contradiction` if there are none."""

    def __init__(self, system: System, known: Array | None = None) -> None:
        """Find a first table, with people in as many places as it can, more of them elsewhere, and their neighbours.

        A table that is `known` to fit will do in place of these.
        """
        self.system = system
        self._programme = Programme(system)
        width = system.shape[0] * system.shape[1]
        self.points: Array = np.zeros((0, width))
        if known is not None and system.fits(known[None])[0]:
            self._keep(known)
            self._look_around(known)
            return
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
            self._look_around(found)
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
            self._look_around(found)
        return found is not None

    def spread(self, form: Array) -> bool:
        """Whether a form with whole coefficients has two values among the tables that fit."""
        first = float(self.points[0] @ form)
        for tables in (self.points, self.moved):
            if (tables @ form != first).any():
                return True
        return self.possible([(form, first + 1)]) or self.possible([(-form, 1 - first)])

    def largest(self, form: Array) -> float:
        """The largest value of a form with whole coefficients."""
        found = self._programme.best(form)
        self._keep(found)
        return float(found @ form)

    @cached_property
    def answering(self) -> Array:
        """For each cluster the form that says how many of it answered."""
        clusters = range(self.system.shape[0])
        return np.array([self.system.form(self.system.only(each), self.system.every) for each in clusters])

    @cached_property
    def may_answer(self) -> Flags:
        """In which clusters somebody may have answered: the others add to no total."""
        return self.reach(self.answering, np.ones(self.system.shape[0]))

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
        """Keep the neighbours that fit, one answer more, less or changed; in a small system also their neighbours."""
        around = self._beside(point[None])
        if self.system.shape[0] <= SMALL:
            around = np.unique(np.vstack([around, self._beside(around)]), axis=0)
        self.points = np.vstack([self.points, around])

    def _beside(self, points: Array) -> Array:
        around = (points[:, None, :] + self._steps).reshape(-1, points.shape[1])
        fitting: Array = around[self.system.fits(around)]
        return fitting

    @cached_property
    def _steps(self) -> Array:
        clusters, kinds = self.system.shape
        places = np.arange(clusters * kinds)
        one = np.eye(clusters * kinds)
        others = [places // kinds * kinds + (places % kinds + shift) % kinds for shift in range(1, kinds)]
        return np.vstack([one, -one, *(one[other] - one for other in others)])


def refuted(system: System, alternatives: Sequence[Given]) -> bool:
    """Whether no table keeps to any of these; quicker than a search where nothing else is asked."""
    programme = Programme(system)
    nothing = np.zeros((0, system.shape[0] * system.shape[1]))
    return all(programme.most(nothing, np.zeros(0), 1, given) is None for given in alternatives)
