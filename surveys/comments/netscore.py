"""How a group of comments sounds together, with how far that may be off, and which groups may be told apart.

A group's net score is the share of its positive comments less that of its negative ones, in points from -100 to 100, as
the tagger expects it: the mean of the polarities. It describes these comments, not those who wrote none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import fsum, sqrt
from typing import Final

from surveys.comments.analyzer import NEGATIVE, NEUTRAL, POSITIVE
from surveys.comments.tagging import Tag

FEWEST: Final = 10
"""Of fewer comments there is no score: one misread comment would move it by as much as groups may differ."""
ALIKE: Final = 10.0
"""Points: groups that are no farther apart are not ranked, however many comments they have."""
LEANING: Final = 5.0
"""Points by which a tagger may be off for all comments of a group alike, say of one trade: more of them do not help."""
ERRORS: Final = 1.96
"""Standard errors on each side that hold 95 of 100 true scores."""


@dataclass(frozen=True, slots=True)
class NetScore:
    """The net score of so many comments, and how many points the true one may be away from it, 95 times of 100."""

    comments: int
    net: float
    error: float


def net_score(tags: Sequence[Tag]) -> NetScore | None:
    """The score of a group, the same in whatever order they come; None for fewer than FEWEST comments."""
    number = len(tags)
    if number < FEWEST:
        return None
    net = fsum(tag.polarity for tag in tags) / number
    misread = sqrt(fsum(_variance(tag) for tag in tags)) / number
    return NetScore(number, 100 * net, sqrt((100 * ERRORS * misread) ** 2 + LEANING**2))


def ranked(scores: Mapping[str, NetScore]) -> list[list[str]]:
    """The groups from the best score to the worst, those together that may not be told apart.

    Each group of one rank is farther than ALIKE from each of the next, and farther than both errors together allow.
    """
    order = sorted(scores, key=lambda name: (-scores[name].net, name))
    ranks: list[list[str]] = []
    for place, name in enumerate(order):
        pairs = product(order[:place], order[place:])
        if place and not all(_apart(scores[above], scores[below]) for above, below in pairs):
            ranks[-1].append(name)
        else:
            ranks.append([name])
    return ranks


def _apart(above: NetScore, below: NetScore) -> bool:
    """Whether two scores differ by more than may be a mistake."""
    return above.net - below.net > max(ALIKE, sqrt(above.error**2 + below.error**2))


def _variance(tag: Tag) -> float:
    """Of what a comment counts (1, 0 or -1), given the probabilities of its labels.

    Of an unsure one the best label is not told: then as much as there may be.
    """
    toned = {
        POSITIVE: 2 * tag.probability - tag.polarity,
        NEGATIVE: 2 * tag.probability + tag.polarity,
        NEUTRAL: 1 - tag.probability,
    }.get(tag.label, 1.0)
    return max(0.0, toned - tag.polarity**2)
