"""Published tables as an attacker reads them: ours for any counts of one group, and what a naive product would show."""

import random
from collections.abc import Iterator
from functools import cache
from itertools import product

from people.anonymity import crowd_of, range_for, rate_band
from surveys.cells import COMPANY, Cell, Tree
from surveys.policy import WHOLE_FORM, Counts, Tally, release_of
from surveys.policy.tiers import Rounded, highest, told_of

ITEM = "usefulness"
K = 6
SECRET = b"the rounding key of the attacked"

Shown = frozenset[tuple[str, str, str, int, int]]
"""All that is shown: cell, item, statistic, and from where to where."""
Group = tuple[int, int, int]
"""How many answered favourably, neutrally and unfavourably."""


def tree_of(audience: int, *below: int) -> Tree:
    """A company of so many people, and departments of so many each."""
    cells = [Cell(COMPANY, None, ("Acme",), (), audience)]
    return Tree((*cells, *(Cell(str(n), COMPANY, (f"D{n}",), (n,), size) for n, size in enumerate(below, start=1))))


def ours(tree: Tree, counts: dict[str, Group]) -> Shown:
    """What the product shows, given true counts by finest cell."""
    tally = Tally(
        {cell: sum(group) for cell, group in counts.items()},
        {(cell, ITEM): Counts(*group) for cell, group in counts.items()},
    )
    prints = {cell.key: f"{cell.key} of {cell.audience}" for cell in tree.cells}
    released = release_of(tree, tally, k=K, key=SECRET, prints=prints)
    return frozenset((row.cell, row.item, row.statistic, row.lo, row.hi) for row in released)


def naive(tree: Tree, counts: dict[str, Group]) -> Shown:
    """What is usually shown: each group of five or more, with its number of answers and its exact share."""
    totals = dict(counts)
    totals[COMPANY] = tuple(map(sum, zip(*counts.values(), strict=True)))  # type: ignore[assignment]  # three of them
    shown: set[tuple[str, str, str, int, int]] = set()
    for cell in tree.cells:
        group = totals.get(cell.key, (0, 0, 0))
        if sum(group) >= 5:
            shown.add((cell.key, ITEM, "n", sum(group), sum(group)))
            shown.add((cell.key, ITEM, "favourable", group[0], group[0]))
    return frozenset(shown)


@cache
def of_one(audience: int, group: Group) -> Shown:
    """What ours shows of a company that is one group."""
    return ours(tree_of(audience), {COMPANY: group})


@cache
def readings(audience: int, group: Group) -> frozenset[Shown]:
    """All that ours may show of it, whatever the key: who reads a table knows the policy, and not the key."""
    n = sum(group)
    if n < K:
        return frozenset({of_one(audience, group)})
    low, high = crowd_of(n, audience)
    crowd = max(low, K), high
    told = [told_of(Rounded(*pair), crowd) for pair in product(*(_roundings(each, n, crowd) for each in group[::2]))]
    fixed = {(COMPANY, ITEM, "n", *range_for(n, audience)), (COMPANY, WHOLE_FORM, "rate", *rate_band(n, audience))}
    return frozenset(frozenset(fixed | {(COMPANY, ITEM, name, *span) for name, span in each.items()}) for each in told)


def _roundings(count: int, n: int, crowd: tuple[int, int]) -> set[int]:
    """What some key makes of a count."""
    kept = min(max(count, 2), n - 2)
    return {min(each, highest(crowd)) for each in (kept - kept % 3, kept + -kept % 3)}


@cache
def naive_of_one(audience: int, group: Group) -> Shown:
    """What the naive product shows of it."""
    return naive(tree_of(audience), {COMPANY: group})


def groups(n: int) -> Iterator[Group]:
    """All ways in which n people can answer."""
    for favourable in range(n + 1):
        for unfavourable in range(n - favourable + 1):
            yield favourable, n - favourable - unfavourable, unfavourable


def drawn(rng: random.Random, n: int) -> Group:
    """One way, each person for themselves."""
    said = [rng.random() for _ in range(n)]
    favourable, unfavourable = sum(each < 0.45 for each in said), sum(each > 0.6 for each in said)
    return favourable, n - favourable - unfavourable, unfavourable
