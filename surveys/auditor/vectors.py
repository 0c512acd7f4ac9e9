"""Exact linear algebra on short whole vectors: a basis, and what is orthogonal to it."""

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

import numpy as np

from surveys.auditor.system import Array

Vector = dict[int, Fraction]
"""The places of a vector that are not 0."""


def rank(vectors: list[Array]) -> int:
    return int(np.linalg.matrix_rank(np.array(vectors))) if vectors else 0


def basis(vectors: Array, rank: int) -> list[Vector]:
    """Reduce to an echelon form: each vector's first place is in no other."""
    basis: dict[int, Vector] = {}
    for row in sorted(vectors.tolist(), key=lambda row: sum(map(abs, row))):
        if len(basis) == rank:
            break
        vector = {place: Fraction(int(value)) for place, value in enumerate(row) if value}
        for place, other in basis.items():
            if place in vector:
                _subtract(vector, other, vector[place])
        if vector:
            first = min(vector)
            vector = {place: value / vector[first] for place, value in vector.items()}
            for other in basis.values():
                if first in other:
                    _subtract(other, vector, other[first])
            basis[first] = vector
    return [basis[place] for place in sorted(basis)]


def _subtract(vector: Vector, other: Vector, times: Fraction) -> None:
    for place, value in other.items():
        left = vector.get(place, Fraction(0)) - times * value
        if left:
            vector[place] = left
        else:
            vector.pop(place, None)


def orthogonal(basis: list[Vector], width: int) -> Iterator[Array]:
    """Whole vectors that span all that is orthogonal to an echelon basis."""
    pivots = {min(vector): vector for vector in basis}
    for place in range(width):
        if place not in pivots:
            vector = {place: Fraction(1)} | {pivot: -other[place] for pivot, other in pivots.items() if place in other}
            scale = lcm(*(value.denominator for value in vector.values()))
            whole = np.zeros(width)
            for at, value in vector.items():
                whole[at] = int(value * scale)
            yield whole
