"""Logistic heads: from numbers of a comment to the probabilities of its labels, with coefficients kept as JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import mul
from pathlib import Path
from typing import Final, TypedDict

FOLDER: Final = Path(__file__).parent / "heads"
VERSION: Final = "1"
"""Of the coefficients of all heads."""


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic regression: a row of weights and a constant for each label."""

    labels: tuple[str, ...]
    names: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]
    constants: tuple[float, ...]

    def scores(self, numbers: Sequence[float]) -> list[float]:
        """The log odds of each label, up to what they have in common."""
        return [
            constant + sum(map(mul, row, numbers)) for constant, row in zip(self.constants, self.weights, strict=True)
        ]

    def probabilities(self, numbers: Sequence[float]) -> dict[str, float]:
        """The probability of each label, given numbers in the order of `names`; they add up to 1."""
        scores = self.scores(numbers)
        highest = max(scores)
        odds = [exp(score - highest) for score in scores]
        total = sum(odds)
        return {label: each / total for label, each in zip(self.labels, odds, strict=True)}


class _Kept(TypedDict):
    labels: list[str]
    names: list[str]
    weights: list[list[float]]
    constants: list[float]


def to_json(head: Head) -> _Kept:
    """A head as it is kept."""
    return {
        "labels": list(head.labels),
        "names": list(head.names),
        "weights": [list(row) for row in head.weights],
        "constants": list(head.constants),
    }


def from_json(kept: _Kept) -> Head:
    """A head as `to_json` keeps it."""
    return Head(
        tuple(kept["labels"]),
        tuple(kept["names"]),
        tuple(tuple(row) for row in kept["weights"]),
        tuple(kept["constants"]),
    )


@cache
def head(name: str) -> Head:
    """A head of FOLDER, read once."""
    return from_json(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))
