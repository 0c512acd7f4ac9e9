"""Which cells may be shown (R1, R2, R4): enough answers in enough people, and no few left over by subtraction.

It looks at how many answered, never at what (R7): a group is not hidden for being of one mind.
"""

from collections.abc import Mapping

from people.anonymity import minimum_audience, threshold_of
from surveys.cells import Tree


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
    nearest = _nearest_shown(key, shown, below)
    while True:
        left = respondents[key] - sum(respondents[lower] for lower in nearest)
        if left == 0 or left >= k:
            return hidden
        smallest = min(nearest, key=lambda lower: (respondents[lower], lower))
        hidden.add(smallest)
        nearest.remove(smallest)
        nearest += _nearest_shown(smallest, shown, below)


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
