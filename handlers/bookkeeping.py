"""What a sender writes down between two looks: what became of messages, what it teaches the pace, what is claimed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.outcomes import RATE_LIMITED, Outcome
from people import deliveries, pace
from people.deliveries import Owed
from people.pace import Pace

LOOK = timedelta(seconds=3)
"""The longest rest of a sender: what another process owes, stops or leaves behind is seen after that."""
OURS = frozenset({"nothing_to_say", "not_drawn"})
"""Failures that say nothing of Slack."""


@dataclass(frozen=True, slots=True)
class Landed:
    """A claimed message of which we know what became."""

    owed: Owed
    claimed_at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Turn:
    """What a sender has taken on, and when it makes sense to look again."""

    claimed: Sequence[Owed]
    again_at: datetime


@dataclass(frozen=True, slots=True)
class Books:
    """Whose messages of which workspace; `per_minute` 0 is no pace, else where an unknown one begins."""

    workspace_id: str
    worker: str
    per_minute: float

    async def turn(self, session: AsyncSession, landed: Sequence[Landed], limit: int, *, now: datetime) -> Turn:
        """Write down what has landed and claim at most `limit` more: commit before any of them leaves."""
        await write_down(session, self.worker, landed)
        before = await pace.of(session, self.workspace_id, per_minute=self.per_minute, now=now)
        after = learned(before, landed, now=now)
        room = after.room(limit, now=now)
        claimed: list[Owed] = []
        if room:
            claimed = await deliveries.claim_due(session, self.workspace_id, self.worker, limit=room, now=now)
        after = after.taken(len(claimed), now=now)
        await pace.keep(session, self.workspace_id, before, after)
        again_at = after.opens_at(now=now)
        if len(claimed) < room:
            due_at = await deliveries.next_due_at(session, self.workspace_id)
            # What is due and was not claimed is held by others, or the workspace is stopped.
            again_at = max(again_at, due_at if due_at is not None and due_at > now else now + LOOK)
        return Turn(claimed, again_at)


async def write_down(session: AsyncSession, worker: str, landed: Sequence[Landed]) -> None:
    """What became of messages, one statement for each outcome."""
    alike: dict[Outcome, list[int]] = defaultdict(list)
    for each in landed:
        alike[each.outcome].append(each.owed.id)
    for outcome, ids in alike.items():
        if outcome.again_at is not None:
            await deliveries.postpone(session, worker, ids, until=outcome.again_at, code=outcome.code or "")
        else:
            await deliveries.settle(session, worker, ids, outcome.state, code=outcome.code)


def learned(before: Pace, landed: Sequence[Landed], *, now: datetime) -> Pace:
    """The pace after what Slack said to these messages."""
    arrived = sum(each.outcome.state == "sent" for each in landed)
    after = before.arrived(arrived) if arrived else before
    missed = [each.outcome.code or "" for each in landed if each.outcome.state in {"failed", "unknown"}]
    missed = [code for code in missed if code not in OURS]
    if missed and not arrived:
        after = after.struck(len(missed), missed[-1], now=now)
    for each in landed:
        outcome = each.outcome
        if outcome.halts:
            after = after.halt(outcome.code or "", now=now)
        elif outcome.holds and outcome.again_at is not None:
            slower = outcome.code == RATE_LIMITED
            until = outcome.again_at
            after = after.refused(each.claimed_at, until, now=now) if slower else after.held(until)
    return after
