"""L4: a share or a mean that was published rounded, of a group that may hold fewer than 30 answers, leaves exactly one
count or sum possible, though the row does not publish that count or sum itself.
"""

from collections.abc import Iterator
from fractions import Fraction

from surveys.auditor.document import Row
from surveys.auditor.regions import span_of
from surveys.auditor.search import Search
from surveys.auditor.system import System
from surveys.auditor.totals import Quantity, Total

UNDER = 30
"""Nothing exact is told of fewer answers (R6)."""


def decoded(search: Search) -> Iterator[tuple[Row, Total]]:
    """The rounded shares and means that leave one count possible (L4), with that count."""
    for row in search.system.rows:
        if row.index in search.system.settled:
            continue  # it counts people who are not here, who are many
        for quantity in rounded_in(search.system, row):
            if is_decoded(search, row, quantity):
                inside = search.system.within(row)
                count = search.points[0] @ search.system.form(inside, quantity.weights)
                value = Fraction(int(count), quantity.unit)
                yield row, Total(quantity, inside, value, value)


def rounded_in(system: System, row: Row) -> list[Quantity]:
    """What a row tells rounded, and not exactly beside."""
    if row.counts is not None:
        return []
    shares = [
        Quantity(f'number of answers behind "{share.told}"', system.chosen(share.of), share.of)
        for share in row.shares
        if share.rounded
    ]
    summed = row.mean is not None and row.total is None
    return shares + ([Quantity("sum of the answers", system.worth, None, system.unit)] if summed else [])


def is_decoded(search: Search, row: Row, quantity: Quantity) -> bool:
    """Whether one value is left of what a row tells rounded, of a group that may hold few answers."""
    system, inside = search.system, search.system.within(row)
    if not _alone(row, quantity) and search.spread(system.form(inside, quantity.weights)):
        return False
    answers = system.form(inside, system.every)
    return bool((search.points @ answers).min() < UNDER) or -search.largest(-answers) < UNDER


def _alone(row: Row, quantity: Quantity) -> bool:
    """Whether a share leaves one count for all numbers of answers that its own row allows."""
    lowest, highest = row.bounds
    for share in row.shares:
        if share.of == quantity.counted:
            spans = {span for n in range(max(1, lowest), highest + 1) if (span := span_of(share, n)) is not None}
            if len({end for span in spans for end in span}) == 1:
                return True
    return False
