"""What is fitted for each tier: the numbers that its heads judge by, and how strict the ridge is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from surveys.comments import semantic
from surveys.comments.analyzer import Read, read
from surveys.comments.features import NAMES
from surveys.comments.heads import Head
from surveys.comments.vocabulary import THEMES
from surveys.comments.words import words_of
from tests.language.corpus import Labelled
from tests.language.fitting import Numbers, fitted
from tests.language.scores import THREE
from tests.language.validation import Positions

HEARD_RIDGE: Final = 60.0
EMBEDDED_RIDGE: Final = 800.0
ABOUT_RIDGE: Final = 1500.0
BALANCE: Final = 0.5
"""How far rare labels are made up for: 0 not at all, 1 until all labels weigh the same."""
TARGETS: Final = {
    "positive": (1.0, 0.0, 0.0),
    "neutral": (0.0, 1.0, 0.0),
    "negative": (0.0, 0.0, 1.0),
    "mixed": (0.2, 0.6, 0.2),
}


@dataclass(frozen=True, slots=True)
class Bench:
    """Labelled comments, read: what tier A heard in each, and all numbers of a tier, a row a comment."""

    comments: Sequence[Labelled]
    heard: Sequence[Read]
    numbers: Numbers
    names: tuple[str, ...]

    @property
    def ridges(self) -> Numbers:
        """The penalty of each number: an embedding has many numbers that say a little each."""
        return np.array([HEARD_RIDGE] * len(NAMES) + [EMBEDDED_RIDGE] * (len(self.names) - len(NAMES)))


def lexical_bench(comments: Sequence[Labelled]) -> Bench:
    """What tier A judges by."""
    heard = [read(words_of(each.text), each.language) for each in comments]
    return Bench(comments, heard, np.array([each.numbers for each in heard]), NAMES)


def semantic_bench(bench: Bench) -> Bench:
    """What tier B judges by: the same, and the embedding of each; semantic.NotInstalled without the extra."""
    tier = semantic.tier()
    embedded = np.array([tier.embedded(each) for each in bench.heard])
    names = (*bench.names, *(f"embedded {place}" for place in range(embedded.shape[1])))
    return Bench(bench.comments, bench.heard, np.hstack([bench.numbers, embedded]), names)


def sentiment_head(bench: Bench, train: Positions) -> Head:
    """Fit the head of sentiment on some of the comments."""
    comments = [bench.comments[i] for i in train]
    targets = np.array([TARGETS[each.label] for each in comments])
    return fitted(
        bench.numbers[train],
        targets,
        names=bench.names,
        labels=THREE,
        ridge=bench.ridges,
        weights=_weights_of(comments),
    )


def theme_heads(bench: Bench, train: Positions) -> Head:
    """Fit a yes or no for each theme, on some of the comments; a row of the head is the log odds of that theme."""
    fits = []
    for theme in THEMES:
        holds = np.array([theme in bench.comments[i].themes for i in train], dtype=float)
        targets = np.column_stack([holds, 1 - holds])
        fits.append(
            fitted(
                bench.numbers[train],
                targets,
                names=bench.names,
                labels=(theme, ""),
                ridge=np.where(bench.ridges == HEARD_RIDGE, HEARD_RIDGE, ABOUT_RIDGE),
                weights=1 + holds * (RARE - 1),
            )
        )
    rows = [tuple(yes - no for yes, no in zip(*fit.weights, strict=True)) for fit in fits]
    constants = [fit.constants[0] - fit.constants[1] for fit in fits]
    return Head(THEMES, bench.names, tuple(rows), tuple(constants))


RARE: Final = 2.0
"""A theme that holds counts for so many that do not: themes are rare."""


def _weights_of(comments: Sequence[Labelled]) -> Numbers:
    labels = np.array([each.sounds for each in comments])
    share = {label: max(1, (labels == label).sum()) / len(labels) for label in THREE}
    weights = np.array([(1 / (3 * share[label])) ** BALANCE for label in labels])
    return np.asarray(weights / weights.mean())


def judging(
    bench: Bench, fit: Callable[[Bench, Positions], Head], *, scores: bool = False
) -> Callable[[Positions], Callable[[Positions], Numbers]]:
    """For cross-validation: learn from some comments, and give the probabilities, or the scores, of others."""

    def learn(train: Positions) -> Callable[[Positions], Numbers]:
        head = fit(bench, train)

        def said(test: Positions) -> Numbers:
            rows = [list(map(float, bench.numbers[i])) for i in test]
            return np.array([head.scores(row) if scores else [*head.probabilities(row).values()] for row in rows])

        return said

    return learn
