"""Fits logistic heads: multinomial regression with a ridge, by L-BFGS, which comes to the same for the same data."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

from surveys.comments.heads import Head

Numbers = NDArray[np.float64]
STEPS: Final = 500


def fitted(
    numbers: Numbers,
    targets: Numbers,
    *,
    names: Sequence[str],
    labels: Sequence[str],
    ridge: float | Numbers,
    weights: Numbers | None = None,
) -> Head:
    """The head that makes `targets` (a row a comment, a column a label, adding up to 1) most likely.

    `ridge` is the penalty on the squared weights of numbers brought to unit variance, for all or for each column;
    constants go free.
    """
    mean, spread = numbers.mean(axis=0), numbers.std(axis=0)
    spread[spread == 0] = 1.0
    scaled = (numbers - mean) / spread
    weight = np.ones(len(numbers)) if weights is None else weights
    shape = (targets.shape[1], scaled.shape[1] + 1)
    penalty = np.append(np.broadcast_to(ridge, scaled.shape[1]), 0.0)
    design = np.column_stack([scaled, np.ones(len(scaled))])

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        rows = flat.reshape(shape)
        scores = design @ rows.T
        missed = -(weight[:, None] * targets * log_softmax(scores, axis=1)).sum()
        slope = (weight[:, None] * (softmax(scores, axis=1) * targets.sum(axis=1, keepdims=True) - targets)).T @ design
        return float(missed + (penalty * rows**2).sum() / 2), (slope + penalty * rows).ravel()

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    rows = found.x.reshape(shape)
    plain = rows[:, :-1] / spread
    constants = rows[:, -1] - plain @ mean
    return Head(
        tuple(labels),
        tuple(names),
        tuple(tuple(float(f"{each:.5g}") for each in row) for row in plain),
        tuple(float(f"{each:.5g}") for each in constants),
    )
