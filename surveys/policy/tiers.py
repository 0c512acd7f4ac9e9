"""How finely a group is told of (R6): in a word, in rough percentages, or in five bars; never a mean.

All that is told of a group and an item follows from its `Rounded` counts and its crowd (the numbers of answers that
nothing tells apart, `people.anonymity.crowd_of`). The middle of the crowd stands for n in every share, and a count is
told no higher than the smallest number of answers of the crowd allows, so that no share gives away n. Under thirty
answers the unfavourable ones only decide the word: two rounded counts of a small group can fit a single n. Whoever knew
the policy and all that is told, and not the key, would be left exactly the ranges given here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Final, Literal

from people.anonymity import FINE, ROUGH
from surveys.policy.figures import Counts, Name
from surveys.policy.rounding import BASE, CLIP, Noise, behind

Span = tuple[int, int]
Word = Literal["mostly_favourable", "mixed", "mostly_unfavourable"]
WORDS: Final[dict[int, Word]] = {1: "mostly_favourable", 0: "mixed", -1: "mostly_unfavourable"}
MOSTLY: Final = Fraction(3, 5)
"""From which share of the crowd's middle on a class is said to be most of it, if it is also the larger one."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """The counts of an item in one group after rounding; those of strong answers only where five bars are told."""

    favourable: int
    unfavourable: int
    very_favourable: int | None = None
    very_unfavourable: int | None = None

    @property
    def in_bars(self) -> "Rounded":
        """The same for five bars; where there are no degrees, a whole class stands at its end.

        So two or three options of "one of" are told by one rounding each: a second of the same count would tell more.
        """
        if self.very_favourable is not None and self.very_unfavourable is not None:
            return self
        return Rounded(self.favourable, self.unfavourable, self.favourable, self.unfavourable)


@dataclass(frozen=True, slots=True)
class Bounds:
    """For one possible number of answers, the fewest and the most people in both classes."""

    n: int
    favourable: Span
    unfavourable: Span


def highest(crowd: Span) -> int:
    """Give the highest rounded count that any number of answers in the crowd can have; more is told as that."""
    return -(-(crowd[0] - CLIP) // BASE) * BASE


def rounded_of(counts: Counts, noise: Noise, *, crowd: Span) -> Rounded:
    """Round each class on its own; strong answers only where they are told, and never more than their class."""
    n, top = counts.n, highest(crowd)
    favourable = min(top, noise.rounded(counts.favourable, n, "favourable"))
    unfavourable = min(top, noise.rounded(counts.unfavourable, n, "unfavourable"))
    if crowd[0] < FINE or counts.very_favourable is None or counts.very_unfavourable is None:
        return Rounded(favourable, unfavourable)
    return Rounded(
        favourable,
        unfavourable,
        min(favourable, noise.rounded(counts.very_favourable, n, "very_favourable")),
        min(unfavourable, noise.rounded(counts.very_unfavourable, n, "very_unfavourable")),
    )


def told_of(rounded: Rounded, crowd: Span) -> dict[Name, Span]:
    """Give all that is told of these counts: the shares that remain possible, and what is said of them."""
    if crowd[0] < ROUGH:
        word = _word_of(rounded, crowd)
        return {"favourable": _shares_of(word, crowd), "told_word": (word, word)}
    if rounded.very_favourable is not None and rounded.very_unfavourable is not None:
        return _bars(rounded, rounded.very_unfavourable, rounded.very_favourable, crowd)
    percent = _percent(rounded.favourable, crowd)
    shares = _hull((n, _left(rounded.favourable, n, crowd)) for n in range(crowd[0], crowd[1] + 1))
    return {"favourable": shares, "told_for": (percent, percent)}


def bounds_of(rounded: Rounded, crowd: Span) -> Iterator[Bounds]:
    """Give, for each number of answers that both counts allow, how many may be in each class."""
    for n in range(crowd[0], crowd[1] + 1):
        favourable, unfavourable = _left(rounded.favourable, n, crowd), _left(rounded.unfavourable, n, crowd)
        if favourable[0] + unfavourable[0] <= n:
            yield Bounds(
                n,
                (favourable[0], min(favourable[1], n - unfavourable[0])),
                (unfavourable[0], min(unfavourable[1], n - favourable[0])),
            )


def _left(shown: int, n: int, crowd: Span) -> Span:
    """Who may stand behind a count that is told of the crowd, among n answers."""
    low, high = behind(shown, n) or (shown, n)
    return low, n if shown == highest(crowd) else high


@cache
def _shares_of(word: int, crowd: Span) -> Span:
    """The shares of favourable answers that a word leaves possible."""
    told = range(0, highest(crowd) + 1, BASE)
    pairs = (Rounded(*pair) for pair in product(told, repeat=2))
    return _hull(
        (each.n, each.favourable) for pair in pairs if _word_of(pair, crowd) == word for each in bounds_of(pair, crowd)
    )


def _hull(shares: Iterable[tuple[int, Span]]) -> Span:
    """In whole per cent, rounded outwards, the range of all these counts among n."""
    spans = [(100 * low // n, -(-100 * high // n)) for n, (low, high) in shares]
    return min(low for low, _ in spans), max(high for _, high in spans)


def _percent(count: int | Fraction, crowd: Span) -> int:
    """In steps of five from thirty answers on, else of ten; half to even."""
    step = 5 if crowd[0] >= FINE else 10
    return min(100, step * round(Fraction(200 * count, sum(crowd) * step)))


def _word_of(rounded: Rounded, crowd: Span) -> int:
    most = max(rounded.favourable, rounded.unfavourable)
    if rounded.favourable == rounded.unfavourable or Fraction(2 * most, sum(crowd)) < MOSTLY:
        return 0
    return 1 if rounded.favourable == most else -1


def _bars(rounded: Rounded, strongly_against: int, strongly_for: int, crowd: Span) -> dict[Name, Span]:
    """Five shares, strongly against first: mild is a class less the strong ones, neutral what both classes leave."""
    possible = list(bounds_of(rounded, crowd))
    numbers = [each.n for each in possible]
    against = [_degrees(each.n, rounded.unfavourable, strongly_against, each.unfavourable) for each in possible]
    favour = [_degrees(each.n, rounded.favourable, strongly_for, each.favourable) for each in possible]
    neutral = max(Fraction(0), Fraction(sum(crowd), 2) - rounded.favourable - rounded.unfavourable)
    told: dict[Name, int | Fraction] = {
        "told_for": rounded.favourable,
        "told_against": rounded.unfavourable,
        "told_1": strongly_against,
        "told_2": rounded.unfavourable - strongly_against,
        "told_3": neutral,
        "told_4": rounded.favourable - strongly_for,
        "told_5": strongly_for,
    }
    return {
        "favourable": _hull((each.n, each.favourable) for each in possible),
        "unfavourable": _hull((each.n, each.unfavourable) for each in possible),
        "bar_1": _hull(zip(numbers, (strong for strong, _ in against), strict=True)),
        "bar_2": _hull(zip(numbers, (mild for _, mild in against), strict=True)),
        "bar_3": _hull((each.n, _rest(rounded, each.n, crowd)) for each in possible),
        "bar_4": _hull(zip(numbers, (mild for _, mild in favour), strict=True)),
        "bar_5": _hull(zip(numbers, (strong for strong, _ in favour), strict=True)),
        **{name: (percent, percent) for name, count in told.items() for percent in [_percent(count, crowd)]},
    }


def _rest(rounded: Rounded, n: int, crowd: Span) -> Span:
    """Who may be in neither class."""
    favourable, unfavourable = _left(rounded.favourable, n, crowd), _left(rounded.unfavourable, n, crowd)
    return max(0, n - favourable[1] - unfavourable[1]), n - favourable[0] - unfavourable[0]


def _degrees(n: int, whole: int, strong: int, within: Span) -> tuple[Span, Span]:
    """How many of a class were strong, and how many mild. Where the strong ones fill the class, they may be more."""
    found = behind(strong, n) or (0, n)
    low, high = found[0], within[1] if strong == whole else min(found[1], within[1])
    return (low, high), (max(0, within[0] - high), within[1] - low)
