"""What a share leaves possible: for each number of answers, from how many to how many of them were counted in it.

A capped share is no convex set of pairs (answers, counted). It is cut into the fewest runs of consecutive numbers of
answers within each of which straight lines hold exactly the whole pairs that are possible: its pieces.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor

from surveys.auditor.document import Share

Line = tuple[int, int, int]
"""(a, b, c): a x answers + b x counted <= c."""

Spans = Sequence[tuple[int, int]]
Point = tuple[int, int]


@lru_cache(maxsize=4096)
def pieces_of(share: Share, lowest: int, highest: int) -> tuple[tuple[Line, ...], ...]:
    """Cut what a share leaves possible where `lowest` to `highest` people answered. Empty if nothing is."""
    lowest = max(1, lowest)
    if not share.cap:
        return (_plain(share, lowest, highest),)
    spans = {n: span for n in range(lowest, highest + 1) if (span := span_of(share, n)) is not None}
    if list(spans) == list(range(lowest, highest + 1)) and not any(_clipped(share, n, spans[n]) for n in spans):
        return (_plain(share, lowest, highest),)
    pieces: list[tuple[Line, ...]] = []
    for start, end in _runs(sorted(spans)):
        first = start
        while first <= end:
            last = _longest(spans, first, end)
            pieces.append(_lines({n: spans[n] for n in range(first, last + 1)}))
            first = last + 1
    return tuple(pieces)


def span_of(share: Share, n: int) -> tuple[int, int] | None:
    """From how many to how many of n (at least 1) were truly counted, both included; None if no number fits."""
    if n < 2 * share.cap:
        return 0, n
    least = max(share.cap, ceil(share.lo * n / 100))
    most = min(n - share.cap, floor(share.hi * n / 100))
    if least > most:
        return None
    return (0 if least == share.cap else least), (n if most == n - share.cap else most)


def _clipped(share: Share, n: int, span: tuple[int, int]) -> bool:
    """Whether more is possible than the share says by itself."""
    return span != (ceil(share.lo * n / 100), floor(share.hi * n / 100))


def _plain(share: Share, lowest: int, highest: int) -> tuple[Line, ...]:
    over, under = share.lo / 100, share.hi / 100
    return (
        (over.numerator, -over.denominator, 0),
        (-under.numerator, under.denominator, 0),
        (-1, 0, -lowest),
        (1, 0, highest),
    )


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def _longest(spans: dict[int, tuple[int, int]], first: int, end: int) -> int:
    """Find the last number up to which straight lines are exact; a part of such a run is one too."""
    low, high = first, end
    while low < high:
        middle = (low + high + 1) // 2
        if _exact({n: spans[n] for n in range(first, middle + 1)}):
            low = middle
        else:
            high = middle - 1
    return low


def _exact(spans: dict[int, tuple[int, int]]) -> bool:
    return all(
        spans[n][end] == height for end in (0, 1) for edge in _edges(spans, end) for n, height in _along(edge, end)
    )


def _along(edge: tuple[Point, Point], end: int) -> Iterator[Point]:
    """The last whole height on this side of an edge, above each number of answers."""
    (x0, y0), (x1, y1) = edge
    run, rise = max(1, x1 - x0), y1 - y0
    for n in range(x0, x1 + 1):
        above = (n - x0) * rise
        yield n, y0 + (above // run if end else -(-above // run))


def _edges(spans: dict[int, tuple[int, int]], end: int) -> list[tuple[Point, Point]]:
    """The hull above (end 1) or below (end 0) of one end of each span."""
    sign = 1 if end else -1
    hull: list[Point] = []
    for n, span in spans.items():
        point = (n, span[end])
        while len(hull) > 1 and sign * _turn(hull[-2], hull[-1], point) >= 0:
            hull.pop()
        hull.append(point)
    return list(pairwise(hull)) or [(hull[0], hull[0])]


def _turn(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _lines(spans: dict[int, tuple[int, int]]) -> tuple[Line, ...]:
    numbers = list(spans)
    lines: list[Line] = [(-1, 0, -numbers[0]), (1, 0, numbers[-1])]
    for sign, end in ((1, 1), (-1, 0)):
        for (x0, y0), (x1, y1) in _edges(spans, end):
            run, rise = (x1 - x0, y1 - y0) if x1 > x0 else (1, 0)
            lines.append((-sign * rise, sign * run, sign * (y0 * run - rise * x0)))
    return tuple(lines)
