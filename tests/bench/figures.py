"""What a section measures and how much of it: sizes of a full run and of a smoke run, and the figures that come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured; `rounds` is how often baseline and product take turns."""

    rounds: int
    members: int
    at_once: int
    one_by_one: int
    invited: int
    closing: tuple[int, int]
    managers: int
    told: int
    history: int
    comments: int
    starts: int
    messages: int
    held: tuple[int, int]
    """Users, and messages to them."""
    audited: tuple[int, int, int]
    delivered: int
    """Messages of a long run; a tenth of them at a pace."""


FULL = Scale(
    rounds=3,
    members=2_000,
    at_once=200,
    one_by_one=40,
    invited=5_000,
    closing=(2_000, 10_000),
    managers=100,
    told=40,
    history=12,
    comments=400,
    starts=3,
    messages=6_000,
    held=(100_000, 1_000_000),
    audited=(400, 60, 52),
    delivered=100_000,
)
QUICK = Scale(
    rounds=1,
    members=60,
    at_once=60,
    one_by_one=10,
    invited=60,
    closing=(50, 100),
    managers=4,
    told=2,
    history=3,
    comments=20,
    starts=1,
    messages=100,
    held=(20, 100),
    audited=(60, 12, 3),
    delivered=1_000,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `met` is None where there is no bar for it."""

    what: str
    product: str
    baseline: str
    figure: str
    bar: str = ""
    met: bool | None = None


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(median(values))


def percentile(values: Sequence[float], of_hundred: int) -> float:
    """That percentile; of a single value, itself."""
    return float(quantiles(values, n=100, method="inclusive")[of_hundred - 1]) if len(values) > 1 else values[0]
