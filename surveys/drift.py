"""Whether the reading of comments drifts: more of them are unsure, or in no known language, than in earlier rounds.

Rounds are compared that the same version of the tagger has read: another one may be surer or less sure by itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final, Literal

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from surveys.comments.analyzer import UNSURE
from surveys.comments.language import UNKNOWN
from surveys.models import Comment, Round

What = Literal["unsure", "unknown"]
BEFORE: Final = 4
"""With so many rounds before it, together, the last one is compared."""
FEWEST: Final = 20
"""Of fewer comments, in either, nothing is said."""
RISE: Final = 0.1
"""A share that has risen by less is no drift, however many comments there are."""
ERRORS: Final = 2.0
"""Nor is a rise of fewer standard errors of the difference."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What share of the comments of the round of that day cannot be read well, and of those before it; from 0 to 1."""

    what: What
    opens_on: date
    now: float
    before: float


@dataclass(frozen=True, slots=True)
class Read:
    """How many comments a round has, and how many of them are unsure, or in an unknown language."""

    opens_on: date
    tagged_by: str | None
    comments: int
    unsure: int
    unknown: int


async def drifts(session: AsyncSession) -> list[Drift]:
    """What has risen in the last round of each workspace; nothing is the usual case."""
    counted = await session.execute(
        select(
            Round.workspace_id,
            Round.opens_on,
            func.max(Comment.tagged_by),
            func.count(),
            func.sum(case((Comment.sentiment == UNSURE, 1), else_=0)),
            func.sum(case((Comment.language == UNKNOWN, 1), else_=0)),
        )
        .join(Round, Round.id == Comment.round_id)
        .group_by(Round.workspace_id, Round.id, Round.opens_on)
        .order_by(Round.opens_on)
    )
    rounds: dict[str, list[Read]] = defaultdict(list)
    for workspace_id, *row in counted:
        rounds[workspace_id].append(Read(*row))
    return [found for each in rounds.values() for found in risen(each)]


def risen(rounds: list[Read]) -> list[Drift]:
    """What has risen in the last of these rounds, oldest first, against up to BEFORE before it that were read alike."""
    if not rounds:
        return []
    *earlier, last = rounds
    earlier = [each for each in earlier if each.tagged_by == last.tagged_by][-BEFORE:]
    comments = sum(each.comments for each in earlier)
    shares: tuple[tuple[What, int, int], ...] = (
        ("unsure", last.unsure, sum(each.unsure for each in earlier)),
        ("unknown", last.unknown, sum(each.unknown for each in earlier)),
    )
    return [
        Drift(what, last.opens_on, now / last.comments, before / comments)
        for what, now, before in shares
        if _has_risen(now, last.comments, before, comments)
    ]


def _has_risen(now: int, of_now: int, before: int, of_before: int) -> bool:
    if min(of_now, of_before) < FEWEST:
        return False
    rise = now / of_now - before / of_before
    pooled = (now + before) / (of_now + of_before)
    error = sqrt(pooled * (1 - pooled) * (1 / of_now + 1 / of_before))
    return rise >= RISE and rise >= ERRORS * error
