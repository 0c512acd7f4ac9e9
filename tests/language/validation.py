"""Cross-validation that does not cheat: nobody is in two folds, and a translation is never judged by its original."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.language.corpus import Labelled
from tests.language.fitting import Numbers

FOLDS: Final = 10
SEED: Final = 11
TRANSLATED: Final = "AnthropicInterviewer_translated"
Positions = NDArray[np.intp]
Fit = Callable[[Positions], Callable[[Positions], Numbers]]


@dataclass(frozen=True, slots=True)
class Fold:
    """Which comments are learnt from, and which are judged, as positions."""

    train: Positions
    test: Positions


def folds_of(comments: Sequence[Labelled], tested: Callable[[Labelled], bool]) -> Iterator[Fold]:
    """Ten folds by author of the comments that are tested; all others are learnt from, but for translations.

    Whoever tests translations learns from no comment of the source that they are translations of, but German ones.
    """
    lots = np.random.default_rng(SEED)
    authors = sorted({comment.author for comment in comments if tested(comment)})
    fold_of = {
        author: int(place) % FOLDS for author, place in zip(authors, lots.permutation(len(authors)), strict=True)
    }
    for fold in range(FOLDS):
        test = [i for i, each in enumerate(comments) if tested(each) and fold_of[each.author] == fold]
        translated = any(comments[i].source == TRANSLATED for i in test)
        train = [
            i
            for i, each in enumerate(comments)
            if fold_of.get(each.author) != fold and _may_teach(each, translated=translated)
        ]
        if test:
            yield Fold(np.array(train), np.array(test))


def _may_teach(comment: Labelled, *, translated: bool) -> bool:
    if translated:
        return not comment.source.startswith("AnthropicInterviewer")
    return comment.source != TRANSLATED


def out_of_fold(comments: Sequence[Labelled], tested: Callable[[Labelled], bool], fit: Fit, width: int) -> Numbers:
    """What each tested comment gets from a head that has seen neither it nor its author; NaN for the others."""
    said = np.full((len(comments), width), np.nan)
    for fold in folds_of(comments, tested):
        said[fold.test] = fit(fold.train)(fold.test)
    return said
