"""L2: the totals of small groups that can be derived.

L2: the smallest set of people, made of groups of identical membership, of which one of these is certain:
(a) how many of them answered, a number from 1 to k-1; (b) a sum, or how many chose some options, while they are fewer
than k people, of whom some may have answered; (c) for a published group or people of identical membership, that
somebody and fewer than k of them answered, if not how many.
One set is named per wave and metric, a smallest. It is found in two steps. First all linear combinations of the
groups' totals that never vary among the tables (by differences of tables, and a proof for each combination that no
difference was found of). Then, by integer programming, the smallest 0/1 vector among these combinations.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from surveys.auditor import vectors
from surveys.auditor.document import Row
from surveys.auditor.programme import INFEASIBLE, LIMIT_REACHED, SECONDS, Undecided
from surveys.auditor.search import Search
from surveys.auditor.system import Array, System

Members = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that is added up over people: how much an answer of each type counts, in units of 1 / `unit`.

    `counted` are the options that count one each, None if it is the sum of the answers.
    """

    name: str
    weights: Array
    counted: frozenset[str] | None
    unit: int = 1


@dataclass(frozen=True, slots=True)
class Total:
    """Some clusters and what is certain of their total, from `lo` to `hi`."""

    quantity: Quantity
    clusters: Members
    lo: Fraction
    hi: Fraction


def answers_of(system: System) -> Quantity:
    """How many answered."""
    return Quantity("number of answers", system.every, frozenset(system.metric.options))


def quantities_of(system: System) -> list[Quantity]:
    """All that is added up in a system: answers, the sum if one is told of, the classes, and the options told of."""
    metric = system.metric
    found = {answers_of(system).weights.tobytes(): answers_of(system)}
    sets = [*metric.classes.items()]
    sets += [
        (", ".join(o for o in metric.options if o in share.of), share.of) for row in system.rows for share in row.shares
    ]
    if any(row.counts is not None for row in system.rows):
        sets += [(option, frozenset([option])) for option in metric.options]
    for name, options in sets:
        weights = system.chosen(options)
        found.setdefault(weights.tobytes(), Quantity(f"number of answers {name}", weights, options))
    if system.summed:
        found.setdefault(b"sum", Quantity("sum of the answers", system.worth, None, system.unit))
    return [quantity for quantity in found.values() if quantity.weights.any()]


def smallest(search: Search, k: int, among: Members | None = None) -> Total | None:
    """The smallest set of clusters whose total is told (L2), of all or of those `among` which are meant."""
    system = search.system
    meant = np.ones(system.shape[0], dtype=bool) if among is None else among
    found = [total for quantity in quantities_of(system) if (total := _exact(search, quantity, k, meant)) is not None]
    found += _few(search, k, meant)
    return min(found, key=lambda total: total.clusters @ system.sizes, default=None)


def _exact(search: Search, quantity: Quantity, k: int, meant: Members) -> Total | None:
    system = search.system
    counting = bool((quantity.weights == 1).all())
    candidates = meant & (_may_be_fewer(search, k) if counting else (system.sizes < k) & search.may_answer)
    if k < 2 or not candidates.any():
        return None
    places = np.flatnonzero(candidates)
    varying = _variations(search, quantity, places)
    if len(varying) == len(places):
        return None
    counted = search.points[0].reshape(system.shape)
    weights = counted.sum(axis=1) if counting else system.sizes
    found = _smallest(varying, weights[places], system.sizes[places], k)
    if found is None:
        return None
    chosen = np.zeros(system.shape[0], dtype=bool)
    chosen[places[found]] = True
    value = Fraction(round(float(chosen @ counted @ quantity.weights)), quantity.unit)
    return Total(quantity, chosen, value, value)


def _may_be_fewer(search: Search, k: int) -> Members:
    """Which clusters are not seen with k answers, so that they may be part of fewer than k."""
    most: Array = np.max(search.points @ search.answering.T, axis=0)
    return most < k


def _smallest(varying: list[vectors.Vector], weights: Array, sizes: Array, k: int) -> Members | None:
    """The 0/1 vector of least size on which no variation falls, with a weight from 1 to k-1."""
    matrix = np.zeros((len(varying) + 1, len(sizes)))
    for number, vector in enumerate(varying):
        scale = lcm(*(value.denominator for value in vector.values()))
        for place, value in vector.items():
            matrix[number, place] = int(value * scale)
    matrix[-1] = weights
    low, high = np.zeros(len(matrix)), np.zeros(len(matrix))
    low[-1], high[-1] = 1, k - 1
    outcome = milp(
        sizes,
        integrality=np.ones(len(sizes)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, low, high),
        options={"time_limit": SECONDS},
    )
    if outcome.status == INFEASIBLE:
        return None
    if outcome.x is None or outcome.status == LIMIT_REACHED:
        raise Undecided(str(outcome.message))
    chosen: Members = np.round(outcome.x).astype(bool)
    return chosen


def _variations(search: Search, quantity: Quantity, places: NDArray[np.intp]) -> list[vectors.Vector]:
    """A basis of the differences between tables, of the quantity's totals of the clusters at these places."""
    system, width = search.system, len(places)
    outside = np.ones(system.shape[0], dtype=bool)
    outside[places] = False
    exact = [system.within(row) for row in system.rows if _is_exact(row, quantity, system)]
    settled = [inside[places].astype(float) for inside in exact if not (inside & outside).any()]
    around = search.points[:0]
    while True:
        totals = np.vstack([search.points, around]).reshape(-1, *system.shape)[:, places] @ quantity.weights
        differences = np.unique(totals - totals[0], axis=0)
        rank = int(np.linalg.matrix_rank(differences))
        basis = vectors.basis(differences, rank)
        if rank + vectors.rank(settled) >= width:
            return basis
        if not len(around):
            around = search.moved
            if len(around):
                continue
        if not _vary_more(search, quantity, places, basis, settled):
            return basis


def _vary_more(
    search: Search, quantity: Quantity, places: NDArray[np.intp], basis: list[vectors.Vector], settled: list[Array]
) -> bool:
    """Look for a table that differs in a way not seen yet; what is proved not to vary is added to what is settled."""
    for vector in vectors.orthogonal(basis, len(places)):
        if vectors.rank([*settled, vector]) == vectors.rank(settled):
            continue
        factors = np.zeros(search.system.shape[0])
        factors[places] = vector
        if search.spread(search.system.form(factors, quantity.weights)):
            return True
        settled.append(vector)
    return False


def _is_exact(row: Row, quantity: Quantity, system: System) -> bool:
    if bool((quantity.weights == 1).all()) and row.n is not None and row.n[0] == row.n[1]:
        return True
    if row.counts is not None:
        return True
    return row.total is not None and np.array_equal(quantity.weights, system.worth)


def _few(search: Search, k: int, meant: Members) -> list[Total]:
    """Published groups, and clusters, in which somebody and fewer than k people are certain to have answered."""
    system = search.system
    groups = [*np.eye(system.shape[0], dtype=bool), *(system.within(row) for row in system.rows)]
    found = []
    for group in groups:
        if (group & ~meant).any():
            continue
        form = system.form(group, system.every)
        known = search.points @ form
        if known.min() >= 1 and known.max() < k and -search.largest(-form) >= 1 and search.largest(form) < k:
            lo, hi = Fraction(int(-search.largest(-form))), Fraction(int(search.largest(form)))
            found.append(Total(answers_of(system), group, lo, hi))
    return found
