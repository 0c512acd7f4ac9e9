"""How fast a workspace may be sent to: one row for all its workers, learnt from what Slack takes and refuses."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Base, Pacing

MINUTE = timedelta(minutes=1)
SLOWEST, FASTEST = 6.0, 6_000.0
"""Slack says `several hundred a minute` for a workspace and no number; in the field 229 and 525 have been told."""
CATCH_UP = timedelta(seconds=2)
"""Who is late by less takes what has come due meanwhile; after a longer rest there is no burst."""
FAST, SLOW = 0.1, 0.001
"""The part by which the pace grows in a minute of sending: far below the last refusal, and near it."""
NEAR = 0.96
"""Near: from this part of the pace that was refused last."""
CUTS = (0.97, 0.94, 0.7)
"""What is left of the pace after the first refusal, after a second soon after it, and after each more."""
SOON = timedelta(minutes=2)
STRIKES = 25
"""So many messages in a row that fail, and none that arrives, are a fault of the whole workspace."""
PROBE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Pace:
    """A pace in messages a minute, when the next may leave (GCRA's theoretical arrival time), and what stands against.

    `per_minute` 0 is no pace at all; holds and halts count all the same. Pure: each change is a new value.
    """

    per_minute: float
    next_at: datetime
    ceiling: float | None = None
    held_until: datetime | None = None
    lowered_at: datetime | None = None
    cuts: int = 0
    strikes: int = 0
    halted: str | None = None
    halted_at: datetime | None = None
    probe_at: datetime | None = None

    def room(self, limit: int, *, now: datetime) -> int:
        """How many of `limit` may leave now; while halted one, to try, when it is time for that."""
        opens_at = self.opens_at(now=now)
        if opens_at > now:
            return 0
        if self.halted is not None:
            return min(1, limit)
        if not self.per_minute:
            return limit
        return min(limit, (now - self._from(now)) // self._interval + 1)

    def opens_at(self, *, now: datetime) -> datetime:
        """When the next may leave; not after `now` when it may already."""
        waits = [self.held_until, self.probe_at if self.halted is not None else None]
        if self.per_minute:
            waits.append(self._from(now))
        return max((each for each in waits if each is not None), default=now)

    def taken(self, number: int, *, now: datetime) -> Self:
        """So many have been claimed, to leave now."""
        if not number:
            return self
        pace = replace(self, probe_at=now + PROBE) if self.halted is not None else self
        return replace(pace, next_at=self._from(now) + number * self._interval) if self.per_minute else pace

    def arrived(self, number: int) -> Self:
        """So many have been taken by Slack: nothing stands against sending, and the pace may grow a little."""
        freed = self
        if self.strikes or self.halted is not None:
            freed = replace(self, strikes=0, halted=None, halted_at=None, probe_at=None)
        if not self.per_minute:
            return freed
        # By messages and not by time, so that a rest teaches nothing.
        gain = (SLOW if self._near else FAST) / self.per_minute
        return replace(freed, per_minute=min(FASTEST, self.per_minute * (1 + gain) ** number))

    def refused(self, claimed_at: datetime, until: datetime, *, now: datetime) -> Self:
        """Slack said too fast: all wait; the pace falls once for all that left before it last fell."""
        held = self.held(until)
        if not self.per_minute or (self.lowered_at is not None and claimed_at <= self.lowered_at):
            return held
        again = self.lowered_at is not None and now - self.lowered_at < SOON
        cuts = self.cuts + 1 if again else 1
        # A minute of a growing pace is on the average slower than its end.
        ceiling = self.per_minute if self._near else self.per_minute * (1 - FAST / 2)
        per_minute = max(SLOWEST, ceiling * CUTS[min(cuts, len(CUTS)) - 1])
        return replace(held, per_minute=per_minute, ceiling=ceiling, lowered_at=now, cuts=cuts)

    def held(self, until: datetime) -> Self:
        """Nothing leaves before that instant, and then one after another, without catching up."""
        return replace(self, held_until=max(until, self.held_until or until), next_at=max(until, self.next_at))

    def struck(self, number: int, code: str, *, now: datetime) -> Self:
        """So many in a row have failed; after STRIKES without one that arrived, sending halts for that reason."""
        strikes = self.strikes + number
        pace = replace(self, strikes=strikes)
        return pace.halt(code, now=now) if strikes >= STRIKES else pace

    def halt(self, code: str, *, now: datetime) -> Self:
        """Nothing leaves but one message each quarter of an hour, until one arrives."""
        since = self.halted_at if self.halted == code else now
        return replace(self, halted=code, halted_at=since, probe_at=now + PROBE)

    @property
    def _interval(self) -> timedelta:
        return MINUTE / self.per_minute

    @property
    def _near(self) -> bool:
        return self.ceiling is not None and self.per_minute >= NEAR * self.ceiling

    def _from(self, now: datetime) -> datetime:
        return self.next_at if self.next_at > now - CATCH_UP else now


FIELDS = tuple(field for field in Pace.__dataclass_fields__)
TABLE = Base.metadata.tables["paces"]
READ = select(*(TABLE.c[field] for field in FIELDS)).where(TABLE.c.workspace_id == bindparam("team"))
HOLD = READ.with_for_update()


async def of(session: AsyncSession, workspace_id: str, *, per_minute: float, now: datetime) -> Pace:
    """The pace of a workspace, held by this transaction until its end; `per_minute` is where an unknown one begins.

    With 0 nothing is held: what is kept of it then are halts and waits alone, and workers need not queue for it.
    """
    wanted, team = HOLD if per_minute else READ, {"team": workspace_id}
    row = (await session.execute(wanted, team)).one_or_none()
    if row is None:
        await _begin(session, workspace_id, Pace(per_minute, now))
        row = (await session.execute(wanted, team)).one()
    pace = Pace(*row)
    if bool(pace.per_minute) != bool(per_minute):
        pace = replace(pace, per_minute=per_minute, ceiling=None)
    return pace


async def standing(session: AsyncSession, workspace_id: str) -> Pace | None:
    """The pace as it stands, to be shown; None where nothing was ever sent."""
    row = (await session.execute(READ, {"team": workspace_id})).one_or_none()
    return Pace(*row) if row else None


async def keep(session: AsyncSession, workspace_id: str, before: Pace, after: Pace) -> None:
    """Write down what has changed."""
    if after == before:
        return
    changed = {field: getattr(after, field) for field in FIELDS if getattr(after, field) != getattr(before, field)}
    await session.execute(update(Pacing).where(Pacing.workspace_id == workspace_id).values(changed))


async def try_now(session: AsyncSession, workspace_id: str, *, now: datetime) -> None:
    """Let a halted workspace be tried at once, as when a process starts with a new token."""
    await session.execute(
        update(Pacing).where(Pacing.workspace_id == workspace_id, Pacing.halted.is_not(None)).values(probe_at=now)
    )


async def _begin(session: AsyncSession, workspace_id: str, pace: Pace) -> None:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(Pacing).values(workspace_id=workspace_id, **asdict(pace))
    await session.execute(row.on_conflict_do_nothing())
