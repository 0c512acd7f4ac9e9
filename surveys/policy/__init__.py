"""The reporting policy G: which numbers of a closed round are shown, and how coarsely. Nothing else may leave a tally.

R1, R2, R4, R7  suppression   who may be shown: enough answers, enough people, no few left over
R5, R12         here          computed once, from the final counts alone; a gate may withhold whole units
R6, R9          rounding      the keyed rounding: the same people and the same count print the same
R6              tiers         words, rough percentages, five bars, and the ranges that stay possible
R8              people.anonymity   ranges of n and of the response rate
R9              trends        whether two rounds asked the same people, or at least six others
R10             audiences     which rounds must be audited together
R11             comments      from how many people, and where
R3, R14 are the frozen tree, prints and k that come in. R13 (differential privacy) is left out: with groups of six to
thirty its noise would leave nothing to read, or its budget would be spent in a few weeks.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from people.anonymity import FINE, crowd_of, range_for, rate_band
from surveys.cells import Tree
from surveys.policy.figures import WHOLE_FORM, Counts, Name, Statistic, Tally
from surveys.policy.rounding import Noise
from surveys.policy.suppression import published
from surveys.policy.tiers import WORDS, Word, rounded_of, told_of

__all__ = ["WHOLE_FORM", "WORDS", "Counts", "Gate", "Name", "Statistic", "Tally", "Word", "published", "release_of"]

Gate = Callable[[list[Statistic]], Collection[str]]
"""R12: given all that would be shown, the keys of the cells that must be withheld as a whole; none when all is well."""


def release_of(
    tree: Tree, tally: Tally, *, k: int, key: bytes, prints: Mapping[str, str], gate: Gate | None = None
) -> list[Statistic]:
    """Give all that may be shown of a round, in a fixed order; what is missing is hidden or was never there.

    `key` is the long-lived rounding key; `prints` has, for each cell, what stands for its members (R9). The gate is
    asked again until it withholds nothing more. To withhold a cell is always safe: what it leaves over joins what is
    left of the cell above, and both are 0 or at least k.

    Raises `people.anonymity.TooFew` for a `k` under 6, and KeyError for a cell that the tree or the prints do not know.
    """
    released = [*_rates(tree, tally, k), *_items(tree, tally, k, key, prints)]
    depths = {key: len(chain) for key, chain in _chains(tree).items()}
    released.sort(key=lambda shown: (shown.item, depths[shown.cell], shown.cell, shown.statistic))
    while gate is not None:
        withheld = frozenset(gate(released))
        left = [shown for shown in released if shown.cell not in withheld]
        if len(left) == len(released):
            break
        released = left
    return released


def _rates(tree: Tree, tally: Tally, k: int) -> list[Statistic]:
    ballots: Counter[str] = Counter()
    chains = _chains(tree)
    for finest, number in tally.ballots.items():
        for group in chains[finest]:
            ballots[group] += number
    audiences = {cell.key: cell.audience for cell in tree.cells}
    return [
        Statistic(cell, WHOLE_FORM, "rate", *rate_band(ballots[cell], audiences[cell]))
        for cell in published(tree, ballots, k=k)
    ]


def _items(tree: Tree, tally: Tally, k: int, key: bytes, prints: Mapping[str, str]) -> list[Statistic]:
    chains = _chains(tree)
    totals: dict[str, dict[str, Counts]] = {}
    for (finest, item), counts in tally.answers.items():
        of_item = totals.setdefault(item, {})
        for group in chains[finest]:
            of_item[group] = of_item[group] + counts if group in of_item else counts
    audiences = {cell.key: cell.audience for cell in tree.cells}
    released: list[Statistic] = []
    for item, answers in totals.items():
        for cell in published(tree, {group: counts.n for group, counts in answers.items()}, k=k):
            noise = Noise(key, item, prints[cell])
            low, high = crowd_of(answers[cell].n, audiences[cell])
            crowd = max(low, k), high
            if item not in tally.nominal:
                told = told_of(rounded_of(answers[cell], noise, crowd=crowd), crowd)
            elif crowd[0] >= FINE:
                told = told_of(rounded_of(answers[cell], noise, crowd=crowd).in_bars, crowd)
            else:
                continue
            spans: dict[Name, tuple[int, int]] = {"n": range_for(answers[cell].n, audiences[cell]), **told}
            released += [Statistic(cell, item, name, *span) for name, span in spans.items()]
    return released


def _chains(tree: Tree) -> dict[str, tuple[str, ...]]:
    """Give for each cell all that it is counted in, from the company down to itself."""
    chains: dict[str, tuple[str, ...]] = {}
    for cell in tree.cells:
        chains[cell.key] = (cell.key,) if cell.parent is None else (*chains[cell.parent], cell.key)
    return chains
