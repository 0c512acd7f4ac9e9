"""How finely a group is told of (R6): in a word, in rough percentages, or in five bars; never a mean.

All that is told of a group and an item follows from its `Rounded` counts and its crowd (the numbers of answers that
nothing tells apart, `people.anonymity.crowd_of`). The middle of the crowd stands for n in every share, so that no share
gives away n. Whoever worked back both, knowing the policy and not the key, would be left exactly the ranges given here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from people.anonymity import FINE, ROUGH
from surveys.policy.figures import Counts, Name
from surveys.policy.rounding import Noise, behind

Span = tuple[int, int]
Word = Literal["mostly_favourable", "mixed", "mostly_unfavourable"]
WORDS: Final[dict[int, Word]] = {1: "mostly_favourable", 0: "mixed", -1: "mostly_unfavourable"}
MOSTLY: Final = Fraction(3, 5)
"""From which share of the crowd's middle on a class is said to be most of it, if it is also the larger one."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """The counts of an item in one group after rounding; the last three only for five bars."""

    favourable: int
    unfavourable: int
    very_favourable: int | None = None
    neutral: int | None = None
    very_unfavourable: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """For one possible number of answers, the fewest and the most people in each class."""

    n: int
    favourable: Span
    neutral: Span
    unfavourable: Span


def rounded_of(counts: Counts, noise: Noise, *, crowd: Span) -> Rounded:
    """Round each class on its own; what is not told of a crowd of this size is not rounded either."""
    n = counts.n
    favourable = noise.rounded(counts.favourable, n, "favourable")
    unfavourable = noise.rounded(counts.unfavourable, n, "unfavourable")
    if crowd[0] < FINE or counts.very_favourable is None or counts.very_unfavourable is None:
        return Rounded(favourable, unfavourable)
    return Rounded(
        favourable,
        unfavourable,
        min(favourable, noise.rounded(counts.very_favourable, n, "very_favourable")),
        noise.rounded(counts.neutral, n, "neutral"),
        min(unfavourable, noise.rounded(counts.very_unfavourable, n, "very_unfavourable")),
    )


def told_of(rounded: Rounded, crowd: Span) -> dict[Name, Span]:
    """Give all that is told of these counts: the shares that remain possible, and what is said of them."""
    possible = list(bounds_of(rounded, crowd))
    told: dict[Name, Span] = {
        "favourable": _hull((each.n, each.favourable) for each in possible),
        "unfavourable": _hull((each.n, each.unfavourable) for each in possible),
    }
    if crowd[0] < ROUGH:
        return told | {"told_word": _exactly(_word_of(rounded, crowd))}
    step = 5 if crowd[0] >= FINE else 10
    told["told_for"] = _exactly(_percent(rounded.favourable, crowd, step))
    told["told_against"] = _exactly(_percent(rounded.unfavourable, crowd, step))
    return told | _bars(rounded, possible, crowd, step)


def bounds_of(rounded: Rounded, crowd: Span) -> Iterator[Bounds]:
    """Give, for each number of answers that these counts allow, what each class may have been; they add up to n."""
    for n in range(crowd[0], crowd[1] + 1):
        spans = [behind(rounded.favourable, n), (0, n), behind(rounded.unfavourable, n)]
        if rounded.neutral is not None:
            spans[1] = behind(rounded.neutral, n)
        known = [span for span in spans if span is not None]
        fewest, most = sum(low for low, _ in known), sum(high for _, high in known)
        if len(known) == len(spans) and fewest <= n <= most:
            kept = [(max(low, n - most + high), min(high, n - fewest + low)) for low, high in known]
            yield Bounds(n, *kept)


def _hull(shares: Iterator[tuple[int, Span]]) -> Span:
    """In whole per cent, rounded outwards, the range of all these counts among n."""
    spans = [(100 * low // n, -(-100 * high // n)) for n, (low, high) in shares]
    return min(low for low, _ in spans), max(high for _, high in spans)


def _exactly(value: int) -> Span:
    return value, value


def _percent(count: int, crowd: Span, step: int) -> int:
    """Round half to even, so that two shares that make up the whole still do."""
    return min(100, step * round(Fraction(200 * count, sum(crowd) * step)))


def _word_of(rounded: Rounded, crowd: Span) -> int:
    most = max(rounded.favourable, rounded.unfavourable)
    if rounded.favourable == rounded.unfavourable or Fraction(2 * most, sum(crowd)) < MOSTLY:
        return 0
    return 1 if rounded.favourable == most else -1


def _bars(rounded: Rounded, possible: list[Bounds], crowd: Span, step: int) -> dict[Name, Span]:
    """Five shares from strongly against to strongly for; a mild one is its class less the strong one."""
    strongly_for, neutral, strongly_against = rounded.very_favourable, rounded.neutral, rounded.very_unfavourable
    if strongly_for is None or neutral is None or strongly_against is None:
        return {}
    against = [_degrees(each.n, rounded.unfavourable, strongly_against, each.unfavourable) for each in possible]
    favour = [_degrees(each.n, rounded.favourable, strongly_for, each.favourable) for each in possible]
    numbers = [each.n for each in possible]
    return {
        "bar_1": _hull(zip(numbers, (strong for strong, _ in against), strict=True)),
        "bar_2": _hull(zip(numbers, (mild for _, mild in against), strict=True)),
        "bar_3": _hull((each.n, each.neutral) for each in possible),
        "bar_4": _hull(zip(numbers, (mild for _, mild in favour), strict=True)),
        "bar_5": _hull(zip(numbers, (strong for strong, _ in favour), strict=True)),
        "told_1": _exactly(_percent(strongly_against, crowd, step)),
        "told_2": _exactly(_percent(rounded.unfavourable - strongly_against, crowd, step)),
        "told_3": _exactly(_percent(neutral, crowd, step)),
        "told_4": _exactly(_percent(rounded.favourable - strongly_for, crowd, step)),
        "told_5": _exactly(_percent(strongly_for, crowd, step)),
    }


def _degrees(n: int, whole: int, strong: int, within: Span) -> tuple[Span, Span]:
    """How many of a class were strong, and how many mild. Where the strong ones fill the class, they may be more."""
    found = behind(strong, n) or (0, n)
    low, high = found[0], within[1] if strong == whole else min(found[1], within[1])
    low = min(low, high)
    return (low, high), (max(0, within[0] - high), within[1] - low)
