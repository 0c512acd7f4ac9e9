"""Which rounds must be audited together (R10): a question asked twice within 90 days, of almost the same people.

An audience is all units of the organisation, as `surveys.cells` lays them out: no call takes a list of people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from surveys.policy.trends import Turnover

TOGETHER: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Asked:
    """A round: the keys of its questions, and how its audience compares with the round before's (None: unknown)."""

    round_id: str
    opens_on: date
    items: frozenset[str]
    turnover: Turnover | None


def audited_with_last(rounds: Sequence[Asked]) -> list[str]:
    """Give the earlier rounds that must be audited together with the last; `rounds` are all there were, oldest first.

    Left out are those with other questions only, those opened more than 90 days before, and those whose audience is
    known to be the same or to differ by at least six people. What is not known is audited.
    """
    last = rounds[-1]
    found, steps = [], [asked.turnover for asked in rounds[:0:-1]]
    for back, asked in enumerate(reversed(rounds[:-1]), start=1):
        near = last.opens_on - asked.opens_on <= TOGETHER
        if near and asked.items & last.items and not _apart_or_same(steps[:back]):
            found.append(asked.round_id)
    return found[::-1]


def _apart_or_same(steps: Sequence[Turnover | None]) -> bool:
    """Say whether the audiences at both ends of these steps are surely the same, or differ by six people or more."""
    return all(step in {"same", "many"} for step in steps) and list(steps).count("many") <= 1
