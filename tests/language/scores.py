"""How good labels are: the figures of the bars, with the intervals that a thousand resamples of the comments give."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.comments.netscore import net_score
from surveys.comments.tagging import Tag

Labels = NDArray[np.str_]
THREE: Final = ("positive", "neutral", "negative")
RESAMPLES: Final = 1000
GROUP: Final = 30
SEED: Final = 7
Score = Callable[[Labels, Labels], float]


def macro_f1(true: Labels, said: Labels) -> float:
    """The mean over the three labels of F1; "unsure" is none of them, and so is missed."""
    return float(np.mean([_f1(true == label, said == label) for label in THREE]))


def flips(true: Labels, said: Labels) -> float:
    """Of the comments that are positive or negative, the share that was taken for the opposite."""
    toned = true != "neutral"
    opposite = ((true == "positive") & (said == "negative")) | ((true == "negative") & (said == "positive"))
    return float(opposite.sum() / max(1, toned.sum()))


def negative_recall(true: Labels, said: Labels) -> float:
    """Of the negative comments, the share that was found."""
    return float(((true == "negative") & (said == "negative")).sum() / max(1, (true == "negative").sum()))


def negative_precision(true: Labels, said: Labels) -> float:
    """Of those that were said to be negative, the share that is."""
    return float(((true == "negative") & (said == "negative")).sum() / max(1, (said == "negative").sum()))


def bias(true: Labels, said: Labels) -> float:
    """Points by which the net score of labels is above the true one."""
    return net(said) - net(true)


def net(labels: Labels) -> float:
    """The share of positive less that of negative comments, in points."""
    return 100 * float((labels == "positive").mean() - (labels == "negative").mean())


def error_of_groups(true: Labels, polarity: NDArray[np.float64]) -> float:
    """Points, in the mean, between the true net score of GROUP comments and the one told, over drawn groups."""
    lots = np.random.default_rng(SEED)
    drawn = lots.integers(0, len(true), size=(2000, GROUP))
    values = (true == "positive").astype(float) - (true == "negative").astype(float)
    return 100 * float(np.abs(values[drawn].mean(axis=1) - polarity[drawn].mean(axis=1)).mean())


def within_error(true: Labels, tags: Sequence[Tag]) -> float:
    """Of drawn groups of GROUP comments, the share whose true net score is within the error that is told of it."""
    lots = np.random.default_rng(SEED)
    values = (true == "positive").astype(float) - (true == "negative").astype(float)
    found = []
    for drawn in lots.integers(0, len(true), size=(RESAMPLES, GROUP)):
        told = net_score([tags[each] for each in drawn])
        found.append(told is not None and abs(100 * values[drawn].mean() - told.net) <= told.error)
    return float(np.mean(found))


def calibration_error(true: Labels, said: Labels, probability: NDArray[np.float64]) -> float:
    """Points between how probable a label was said to be and how often it was right, over ten bins, by their size."""
    bins = np.minimum((probability * 10).astype(int), 9)
    parts = [
        (bins == each).mean() * abs((true == said)[bins == each].mean() - probability[bins == each].mean())
        for each in np.unique(bins)
    ]
    return 100 * float(sum(parts))


def interval(score: Score, true: Labels, said: Labels) -> tuple[float, float]:
    """The 95 % interval of a score."""
    lots = np.random.default_rng(SEED)
    drawn = lots.integers(0, len(true), size=(RESAMPLES, len(true)))
    low, high = np.percentile([score(true[each], said[each]) for each in drawn], [2.5, 97.5])
    return float(low), float(high)


def micro_f1(true: Sequence[frozenset[str]], said: Sequence[frozenset[str]]) -> float:
    """F1 over all pairs of a comment and a theme."""
    right = sum(len(a & b) for a, b in zip(true, said, strict=True))
    return 2 * right / max(1, sum(map(len, true)) + sum(map(len, said)))


def _f1(true: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    return float(2 * (true & said).sum() / max(1, true.sum() + said.sum()))
