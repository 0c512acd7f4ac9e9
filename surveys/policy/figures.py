"""What goes into the policy and what comes out: true counts of a closed round, and the numbers that may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

WHOLE_FORM: Final = "*"
"""In place of an item: what is said of the ballots, whichever items they left blank."""

Name = Literal[
    "n",
    "rate",
    "favourable",
    "unfavourable",
    "bar_1",
    "bar_2",
    "bar_3",
    "bar_4",
    "bar_5",
    "told_word",
    "told_for",
    "told_against",
    "told_1",
    "told_2",
    "told_3",
    "told_4",
    "told_5",
    "net",
]
"""What a number is, in at most 16 letters.

`n` and `rate` are ranges of people and of per cent. `favourable`, `unfavourable` and `bar_1` (strongly unfavourable) to
`bar_5` (strongly favourable) are the true shares, in per cent, that the reader cannot exclude; all but the first are
told with five bars only. What begins with `told_` is what is said, with lo = hi: a percentage, or for `told_word` 1
(mostly favourable), 0 (mixed) or -1 (mostly unfavourable). `net` is the range of the net score of comments, in points
from -100 to 100.
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people of one cell answered one item in each class, and how many of those strongly.

    Items without degrees, as yes or no, have None for the latter.
    """

    favourable: int
    neutral: int
    unfavourable: int
    very_favourable: int | None = None
    very_unfavourable: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no count can be."""
        strong = self.very_favourable or 0, self.very_unfavourable or 0
        if min(self.favourable, self.neutral, self.unfavourable, *strong) < 0:
            raise ValueError("a count is negative")
        if strong[0] > self.favourable or strong[1] > self.unfavourable:
            raise ValueError("more people are strongly for or against than are so at all")

    @property
    def n(self) -> int:
        """How many answered."""
        return self.favourable + self.neutral + self.unfavourable

    def __add__(self, other: "Counts") -> "Counts":
        """Count both together; degrees only where both have them."""
        return Counts(
            self.favourable + other.favourable,
            self.neutral + other.neutral,
            self.unfavourable + other.unfavourable,
            _sum(self.very_favourable, other.very_favourable),
            _sum(self.very_unfavourable, other.very_unfavourable),
        )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


@dataclass(frozen=True, slots=True)
class Tally:
    """The true counts of a closed round, by finest cell, each person in one cell only. Kept in memory, never stored.

    `ballots` by cell; `answers` by cell and item, without the ballots that left the item blank. `nominal` are the items
    whose classes and degrees mean nothing but places among the five bars: of them nothing is told in any other way.
    """

    ballots: Mapping[str, int]
    answers: Mapping[tuple[str, str], Counts]
    nominal: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Statistic:
    """One number as it is shown: between `lo` and `hi`, both included; see `Name` for its unit."""

    cell: str
    item: str
    statistic: Name
    lo: int
    hi: int
