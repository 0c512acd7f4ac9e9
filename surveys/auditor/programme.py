"""A system of rows as an integer programme: one question, put to HiGHS, with an answer that holds in whole numbers."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from surveys.auditor.system import FREE, Array, Choice, System

Given = Sequence[tuple[Array, float]]
"""Forms and the least that each must be."""

ENOUGH = 3.0
"""A programme may stop at half of the best; whether anything can be reached at all is proved all the same."""

INFEASIBLE, LIMIT_REACHED = 2, 1
SECONDS = 60.0
"""For one programme; one of 60 groups takes some hundredths of a second."""


class Undecided(ArithmeticError):
    """The solver gave up, or its answer does not stand in whole numbers."""


class Programme:
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
            costs,
            integrality=whole,
            bounds=Bounds(0, tops),
            constraints=asked,
            options={"mip_rel_gap": gap, "time_limit": SECONDS},
        )
        if outcome.status == INFEASIBLE:
            return None
        if outcome.x is None or outcome.status == LIMIT_REACHED:
            raise Undecided(str(outcome.message))
        point: Array = np.round(outcome.x[: self._people])
        if not self._system.fits(point[None])[0]:
            raise Undecided("the solver's table does not fit in whole numbers")
        return point


def _widened(forms: Array, columns: int) -> Array:
    return np.hstack([forms, np.zeros((len(forms), columns))])
