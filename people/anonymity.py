"""The numbers that keep a person hidden among others: how few may be counted, and how coarsely a count is told.

Rules R1 (threshold), R2 (smallest audience), R8 (ranges) and the tiers of R6. Pure functions of integers.
"""

from itertools import groupby
from typing import Final

K: Final = 6
"""Every number counts a person with at least five others (R1)."""

MINIMUM_AUDIENCE: Final = 8
"""The fewest people that a reported group may hold (R2), for the usual threshold."""

FIRST_RANGES: Final = ((5, 7), (8, 11), (12, 16), (17, 24))

POSSIBLE_COUNTS: Final = 3
"""What is told of how many answered must fit at least this many counts.

With one, "everybody answered" would be certain; with two, it would be to somebody who knows that they did not.
"""


ROUGH: Final = 10
"""From how many answers on shares are told in rough percentages (R6); before, in a word."""

FINE: Final = 30
"""From how many answers on shares are told as five bars."""


class TooFew(ValueError):
    """A threshold below `K`, or a count too small to be told at all."""


def threshold_of(k: int) -> int:
    """Give `k` back: it may be raised above `K`, and never lowered."""
    if k < K:
        raise TooFew(f"k is {k}: a number must count at least {K} people")
    return k


def minimum_audience(k: int = K) -> int:
    """Give the fewest people that a reported group may hold: always two more than must answer."""
    return max(MINIMUM_AUDIENCE, threshold_of(k) + 2)


def band_of(n: int) -> tuple[int, int]:
    """Give the range, both ends included, that stands for a count of `n`.

    5-7, 8-11, 12-16, 17-24, and from there each range starts at 1.4 times the start of the one before, rounded:
    25-34, 35-48, 49-68, 69-96, 97-135, 136-189, 190-265, 266-371, and so on without end.
    """
    if n < FIRST_RANGES[0][0]:
        raise TooFew(f"{n} is below the first range")
    for low, high in FIRST_RANGES:
        if n <= high:
            return low, high
    low = FIRST_RANGES[-1][1] + 1
    while n >= _next_start(low):
        low = _next_start(low)
    return low, _next_start(low) - 1


def _next_start(start: int) -> int:
    return (7 * start + 2) // 5


def range_for(n: int, audience: int) -> tuple[int, int]:
    """Give the range that is shown for `n` of `audience` people: `band_of`, never beyond the audience.

    A head-count must exceed the lower end of its range (R8), or the range says that all answered. Rather than hiding a
    group because all its members took part, its last range is joined to the one below: of 8 or 9 people, "5-8" or
    "5-9". The ranges follow from the head-count alone, which is public, so that their shape tells nothing.
    """
    if n > audience:
        raise ValueError(f"{n} respondents of {audience} people")
    low, high = band_of(n)
    last = band_of(audience)[0]
    if audience - last + 1 >= POSSIBLE_COUNTS or last == FIRST_RANGES[0][0]:
        return low, min(high, audience)
    before = band_of(last - 1)[0]
    return (before, audience) if low in {before, last} else (low, high)


def crowd_of(n: int, audience: int) -> tuple[int, int]:
    """Give the numbers of answers that nothing tells apart from `n`: whatever is told of a share is the same for all.

    The range of `n` is cut at 10 and at 30, where the way of telling changes, unless that would leave a single count,
    or fewer than three with the whole group among them: a percentage would tell that all ten of ten answered. So in a
    group of ten or eleven all is told in words. Each part is cut into pieces of about a twentieth, of three counts or
    more.
    """
    low, high = range_for(n, audience)
    for cut in (ROUGH, FINE):
        fewest_above = POSSIBLE_COUNTS if high == audience else 2
        if low + 2 <= cut <= high + 1 - fewest_above:
            low, high = (low, cut - 1) if n < cut else (cut, high)
    size = high - low + 1
    pieces = max(1, size // max(POSSIBLE_COUNTS, low // 20))
    piece = ((n - low + 1) * pieces - 1) // size
    return low + piece * size // pieces, low + (piece + 1) * size // pieces - 1


def rate_band(n: int, audience: int) -> tuple[int, int]:
    """Give the response rate in per cent as (low, high), both multiples of ten; 100 belongs to the last step.

    Read beside the range of `n`, a step of ten must not betray a smaller range: where fewer than three counts would fit
    both, neighbouring steps are joined. So groups under 40 people mostly read steps of twenty or thirty, and all above
    300 or so read steps of ten.
    """
    low, high = range_for(n, audience)
    steps: list[list[int]] = []
    for _, counts in groupby(range(low, high + 1), key=lambda count: _step_of(count, audience)):
        if steps and len(steps[-1]) < POSSIBLE_COUNTS:
            steps[-1].extend(counts)
        else:
            steps.append(list(counts))
    if len(steps) > 1 and len(steps[-1]) < POSSIBLE_COUNTS:
        last = steps.pop()
        steps[-1].extend(last)
    fitting = next(counts for counts in steps if counts[0] <= n <= counts[-1])
    return 10 * _step_of(fitting[0], audience), 10 * _step_of(fitting[-1], audience) + 10


def _step_of(count: int, audience: int) -> int:
    return min(9, 10 * count // audience)
