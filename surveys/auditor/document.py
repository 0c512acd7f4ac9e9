"""What a reader holds: who was invited to which group in which round, and everything that was published of it.

The reader's knowledge, which all checks of this package share:

- They know k, the scales, and the members of every published group, that is who was invited and counted there. They
  do not know who answered.
- Of a person, one wave and one metric, the truth is one option of the scale, or no answer. Without other knowledge any
  combination of these is possible: blanks are free, and metrics and waves do not bind each other (but see
  `surveys.auditor.turnover` for a reader who assumes that people did not change).
- They take each published row at its word: an exact figure is exact, a rounded or clipped one stands for every true
  value that gives it. A value halfway between two roundings may have gone either way, since conventions differ.
- From "suppressed" they learn nothing: a group is hidden for reasons of size or for its neighbours' sake, and the
  words are the same.

A *table* is an assignment of answers to people. What holds in every table that fits all rows is certain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Person = str | int
Wave = str | int


@dataclass(frozen=True, slots=True)
class Metric:
    """One question: its options in order, their numbers (None where an option is a word), and its classes.

    Options that are in no class form one more of their own, without a name.
    """

    name: str
    options: tuple[str, ...]
    values: tuple[Fraction, ...] | None
    classes: Mapping[str, frozenset[str]]

    def class_of(self, option: str) -> str | None:
        """Name the class of an option."""
        return next((name for name, options in self.classes.items() if option in options), None)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those who answered chose one of these options: `lo` to `hi` per cent, both ends included.

    With a `cap` the count was first moved to between `cap` and n - `cap`; where fewer than twice `cap` answered, such a
    share says only that somebody answered. `told` is the share as a person reads it.
    """

    of: frozenset[str]
    lo: Fraction
    hi: Fraction
    cap: int
    told: str

    @property
    def rounded(self) -> bool:
        """Whether it leaves more than one value possible."""
        return self.cap > 0 or self.lo < self.hi


@dataclass(frozen=True, slots=True)
class Mean:
    """The average of the options' numbers among those who answered: `lo` to `hi`, both ends included."""

    lo: Fraction
    hi: Fraction
    told: str


@dataclass(frozen=True, slots=True)
class Row:
    """What was published of one group: `n` as (lowest, highest), `counts` of every option, and so on; None if not.

    `index` is its place in the document, `label` the group as a person names it.
    """

    index: int
    wave: Wave
    metric: str
    label: str
    members: frozenset[Person]
    n: tuple[int, int] | None = None
    total: Fraction | None = None
    mean: Mean | None = None
    counts: Mapping[str, int] | None = None
    shares: tuple[Share, ...] = ()

    @property
    def bounds(self) -> tuple[int, int]:
        """How many can have answered, by this row's n and head-count alone."""
        return self.n or (0, len(self.members))

    @property
    def tells(self) -> bool:
        """Whether anything is told of it."""
        told = (self.n, self.total, self.mean, self.counts)
        return bool(self.shares) or any(each is not None for each in told)

    @property
    def text(self) -> str:
        """The row in a line: "Sales (n 5-7, mostly favourable)"."""
        parts = [] if self.n is None else [f"n {_span(*self.n)}"]
        parts += [] if self.total is None else [f"sum {number_text(self.total)}"]
        parts += [] if self.mean is None else [f"mean {self.mean.told}"]
        parts += [share.told for share in self.shares]
        if self.counts is not None:
            parts.append(", ".join(f"{option}: {count}" for option, count in self.counts.items()))
        return f"{self.label} ({'; '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Document:
    """All that was ever published, with what is needed to judge it; `coalition` is how many insiders may pool."""

    k: int
    coalition: int
    metrics: Mapping[str, Metric]
    rows: tuple[Row, ...]

    @property
    def waves(self) -> tuple[Wave, ...]:
        """The waves, in the order in which they first appear."""
        return tuple(dict.fromkeys(row.wave for row in self.rows))

    def told(self, wave: Wave, metric: str) -> tuple[Row, ...]:
        """The rows of one wave and metric that tell something."""
        return tuple(row for row in self.rows if row.wave == wave and row.metric == metric and row.tells)


def number_text(number: Fraction | int) -> str:
    """A number as one writes it: whole where it is, else with decimals."""
    return str(number) if Fraction(number).denominator == 1 else f"{float(number):g}"


def _span(lo: int, hi: int) -> str:
    return str(lo) if lo == hi else f"{lo}-{hi}"
