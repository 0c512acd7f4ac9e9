"""The reporting policy: which numbers of a closed round are shown, and how coarsely. Nothing else may leave a tally.

Here: R1 (at least k respondents), R4 (no difference of shown groups leaves 1 to k-1 respondents), R5 (computed once,
from the final counts alone), R7 (never hidden because an answer is unanimous), R8 (ranges and steps), and of R6 the
clipping to [2, n-2] and the tiers; R2 and R3 are the frozen tree that comes in. With the next issue, here or beside:
the keyed random rounding to base 3 and the five bars of R6, and R9 to R12. Until then the percentages of a group of 10
to 29 can be led back to a count between 2 and n-2, though never to unanimity.

The tier of a share can be read from its width: `WORDS` for 6-9 respondents, p-5 to p+5 for 10-29 (p a multiple of 10),
p-2 to p+2 within 0 to 100 for 30 and more (p a multiple of 5); see `word_of` and `percent_of`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from people.anonymity import minimum_audience, range_for, rate_band, threshold_of
from surveys.cells import Tree

Word = Literal["mostly_favourable", "mixed", "mostly_unfavourable"]

WHOLE_FORM: Final = "*"
"""In place of an item: what is said of the ballots, whichever items they left blank."""

WORDS: Final[dict[Word, tuple[int, int]]] = {
    "mostly_favourable": (67, 100),
    "mixed": (0, 67),
    "mostly_unfavourable": (0, 33),
}
"""The share of favourable answers, in per cent, that each word leaves possible.

"Mixed" reaches down to 0: where most are neutral, few are favourable and yet few unfavourable.
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people of one cell answered one item in each class."""

    favourable: int
    neutral: int
    unfavourable: int

    def __post_init__(self) -> None:
        """Refuse what no count can be."""
        if min(self.favourable, self.neutral, self.unfavourable) < 0:
            raise ValueError("a count is negative")

    @property
    def n(self) -> int:
        """How many answered."""
        return self.favourable + self.neutral + self.unfavourable


@dataclass(frozen=True, slots=True)
class Tally:
    """The true counts of a closed round, by finest cell, each person in one cell only. Kept in memory, never stored.

    `ballots` by cell; `answers` by cell and item, without the ballots that left the item blank.
    """

    ballots: Mapping[str, int]
    answers: Mapping[tuple[str, str], Counts]


@dataclass(frozen=True, slots=True)
class Statistic:
    """One number as it is shown: between `lo` and `hi`, in people for "n", else in per cent."""

    cell: str
    item: str
    statistic: Literal["n", "favourable", "unfavourable", "rate"]
    lo: int
    hi: int


def release_of(tree: Tree, tally: Tally, *, k: int) -> list[Statistic]:
    """Give all that may be shown of a round, in a fixed order; what is missing is hidden or was never there.

    Raises `people.anonymity.TooFew` for a `k` under 6, and KeyError for a cell that the tree does not know.
    """
    chains = _chains(tree)
    ballots = _totals(chains, tally.ballots)
    audiences = {cell.key: cell.audience for cell in tree.cells}
    released = [
        Statistic(key, WHOLE_FORM, "rate", *rate_band(ballots[key], audiences[key]))
        for key in published(tree, ballots, k=k)
    ]
    for item in {item for _, item in tally.answers}:
        answers = {cell: counts for (cell, of_item), counts in tally.answers.items() if of_item == item}
        favourable = _totals(chains, {cell: counts.favourable for cell, counts in answers.items()})
        unfavourable = _totals(chains, {cell: counts.unfavourable for cell, counts in answers.items()})
        respondents = _totals(chains, {cell: counts.n for cell, counts in answers.items()})
        for key in published(tree, respondents, k=k):
            n = respondents[key]
            released.append(Statistic(key, item, "n", *range_for(n, audiences[key])))
            released += _shares(key, item, favourable[key], unfavourable[key], n)
    return sorted(released, key=lambda shown: (shown.item, len(chains[shown.cell]), shown.cell, shown.statistic))


def _chains(tree: Tree) -> dict[str, tuple[str, ...]]:
    """Give for each cell all that it is counted in, from the company down to itself."""
    chains: dict[str, tuple[str, ...]] = {}
    for cell in tree.cells:
        chains[cell.key] = (cell.key,) if cell.parent is None else (*chains[cell.parent], cell.key)
    return chains


def _totals(chains: Mapping[str, tuple[str, ...]], finest: Mapping[str, int]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for key, count in finest.items():
        for group in chains[key]:
            totals[group] += count
    return totals


def published(tree: Tree, respondents: Mapping[str, int], *, k: int) -> frozenset[str]:
    """Give the cells whose numbers may be shown, from how many in all answered in each (R1, R4).

    Works from the company down. A cell less the shown cells next below it must leave 0 or at least k respondents; else
    the smallest of these is hidden, and again. What a cell hides below itself never changes what is left of a shown
    cell above, so one pass is the fixpoint, and every sum and difference of shown cells is made of such leavings. The
    other way round would be as safe, and hide cells for the sake of one that is hidden in its turn.
    """
    threshold, audience = threshold_of(k), minimum_audience(k)
    shown = {cell.key for cell in tree.cells if respondents.get(cell.key, 0) >= threshold and cell.audience >= audience}
    below: dict[str, list[str]] = {cell.key: [] for cell in tree.cells}
    for cell in tree.cells:
        if cell.parent is not None:
            below[cell.parent].append(cell.key)
    for cell in tree.cells:
        if cell.key in shown:
            shown -= _complements(cell.key, shown, below, respondents, threshold)
    return frozenset(shown)


def _complements(
    key: str, shown: set[str], below: Mapping[str, list[str]], respondents: Mapping[str, int], k: int
) -> set[str]:
    hidden: set[str] = set()
    while True:
        nearest = _nearest_shown(key, shown - hidden, below)
        left = respondents[key] - sum(respondents[lower] for lower in nearest)
        if left == 0 or left >= k:
            return hidden
        hidden.add(min(nearest, key=lambda lower: (respondents[lower], lower)))


def _nearest_shown(key: str, shown: set[str], below: Mapping[str, list[str]]) -> list[str]:
    """Give the shown cells below one that have no shown cell in between."""
    nearest: list[str] = []
    waiting = list(below[key])
    while waiting:
        lower = waiting.pop()
        if lower in shown:
            nearest.append(lower)
        else:
            waiting.extend(below[lower])
    return nearest


def _shares(cell: str, item: str, favourable: int, unfavourable: int, n: int) -> list[Statistic]:
    """Tell both shares from the same clipped counts, in the words or the steps that n respondents allow (R6)."""
    favourable, unfavourable = _clipped(favourable, n), _clipped(unfavourable, n)
    if n < 10:
        return [Statistic(cell, item, "favourable", *WORDS[_word_for(favourable, unfavourable, n)])]
    return [
        Statistic(cell, item, "favourable", *_about(favourable, n)),
        Statistic(cell, item, "unfavourable", *_about(unfavourable, n)),
    ]


def _clipped(count: int, n: int) -> int:
    return min(max(count, 2), n - 2)


def _word_for(favourable: int, unfavourable: int, n: int) -> Word:
    if 3 * favourable >= 2 * n:
        return "mostly_favourable"
    return "mostly_unfavourable" if 3 * unfavourable >= 2 * n else "mixed"


def _about(count: int, n: int) -> tuple[int, int]:
    """Round half to even, so that two shares that make up the whole still do."""
    if n < 30:
        percent = 10 * round(Fraction(10 * count, n))
        return percent - 5, percent + 5
    percent = 5 * round(Fraction(20 * count, n))
    return max(0, percent - 2), min(100, percent + 2)


def word_of(lo: int, hi: int) -> Word | None:
    """Give the word that a favourable share was released as, or None if it was released as a percentage."""
    return next((word for word, span in WORDS.items() if span == (lo, hi)), None)


def percent_of(lo: int, hi: int) -> int | None:
    """Give the percentage that a share was rounded to, or None if it was released as a word."""
    return None if word_of(lo, hi) else 5 * round(Fraction(lo + hi, 10))
