"""When everybody is written to about a round: the invitation and the reminders, each at their own time.

Nothing here knows of an answer: all follows from who is invited, where they live, what they chose, and their leave.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from people import deliveries
from people.deliveries import Owed
from people.models import Delivery
from people.preferences import Times, times_of
from people.roster import QUERY_IDS
from surveys import cadence, rounds, slots
from surveys.models import Round
from surveys.rounds import INVITATION, KINDS, REMINDERS
from surveys.slots import APART, Own


async def plan(session: AsyncSession, held: Round, invited: Iterable[str], *, reminders: int, now: datetime) -> None:
    """Owe everybody who is invited their invitation and up to so many reminders, each at their own time from now on.

    A round that is too short for a reminder where somebody lives has none for them. For whom no time is left, being on
    leave, a message is due at the end of the round, when it is deleted: should they be back before, it is planned anew.
    """
    times, end = await times_of(session, held.workspace_id), end_of(held)
    due: dict[str, list[tuple[str, datetime]]] = {kind: [] for kind in KINDS}
    for user_id in invited:
        own = own_of(times[user_id], end=end)
        before = there = None
        for kind in KINDS[: 1 + reminders]:
            there = _moment(held, kind, user_id, replace(own, after=None), there, now=now)
            if there is not None:
                before = _moment(held, kind, user_id, own, before, now=now) or end
                due[kind].append((user_id, before))
    for kind, each in due.items():
        await deliveries.plan(session, held.workspace_id, kind, held.id, each)


async def plan_anew(session: AsyncSession, workspace_id: str, user_ids: Sequence[str], *, now: datetime) -> None:
    """Their times or wishes changed: what they are still owed about the open round is due at another time from now on.

    What has left has left, and nothing new is owed: nobody is written to twice.
    """
    held = await rounds.open_round(session, workspace_id, now=now)
    for start in range(0, len(user_ids) if held else 0, QUERY_IDS):
        if held is not None:
            await _plan_anew(session, held, user_ids[start : start + QUERY_IDS], now=now)


async def _plan_anew(session: AsyncSession, held: Round, user_ids: Sequence[str], *, now: datetime) -> None:
    times, end = await times_of(session, held.workspace_id, user_ids), end_of(held)
    for (_, person), owed in (await _ledger(session, held.workspace_id, [held.id], user_ids)).items():
        own, before = own_of(times[person], end=end), None
        for kind in KINDS:
            row = owed.get(kind)
            if row is None:
                continue
            if row.state == "pending":
                before = _moment(held, kind, row.user_id, own, before, now=now) or end
                await session.execute(
                    update(Delivery).where(Delivery.id == row.id, Delivery.state == "pending").values(due_at=before)
                )
            else:
                before = row.claimed_at or row.due_at


async def held_back(session: AsyncSession, group: Sequence[Owed], *, now: datetime) -> dict[int, datetime]:
    """Those of some messages about rounds that may not leave now, by the ids of their deliveries, and until when.

    It is a quiet time there, somebody is on leave, paused or opted out, or had another message less than a day ago. To
    tell none of these from another, all are held back alike. At the end of its round a message is deleted.
    """
    asked = [owed for owed in group if owed.kind in KINDS]
    if not asked:
        return {}
    team, people = asked[0].workspace_id, sorted({owed.user_id for owed in asked})
    ends = await rounds.ends_of_open(session, {owed.subject for owed in asked}, now=now)
    times = await times_of(session, team, people)
    reminded = sorted({owed.user_id for owed in asked if owed.kind != INVITATION})
    ledger = await _ledger(session, team, list(ends), reminded) if reminded else {}
    until = {}
    for owed in asked:
        end = ends.get(owed.subject)
        if end is not None and owed.user_id in times:
            own = own_of(times[owed.user_id], end=end)
            at = _leaves_at(owed, own, end, ledger.get((owed.subject, owed.user_id), {}), now=now)
            if at != now:
                until[owed.id] = at
    return until


def _leaves_at(owed: Owed, own: Own, end: datetime, rows: dict[str, Delivery], *, now: datetime) -> datetime:
    earlier = [rows[kind] for kind in KINDS[: KINDS.index(owed.kind)] if kind in rows]
    before = [max(row.due_at, now) if row.state == "pending" else row.claimed_at or row.due_at for row in earlier]
    if before:
        own = replace(own, after=max([*(each + APART for each in before), *([own.after] if own.after else [])]))
    chance = slots.chance_of(owed.subject, owed.kind, owed.user_id)
    invited = owed.kind == INVITATION
    return slots.sendable_at(own, now, end, chance=chance, even_quiet=invited) or end


async def _ledger(
    session: AsyncSession, workspace_id: str, round_ids: Sequence[str], user_ids: Sequence[str]
) -> dict[tuple[str, str], dict[str, Delivery]]:
    """What these people are or were owed about rounds: by round and person, then by kind."""
    rows = await session.scalars(
        select(Delivery)
        .where(
            Delivery.workspace_id == workspace_id,
            Delivery.subject.in_(round_ids),
            Delivery.kind.in_(KINDS),
            Delivery.user_id.in_(user_ids),
        )
        .execution_options(populate_existing=True)
    )
    ledger: dict[tuple[str, str], dict[str, Delivery]] = defaultdict(dict)
    for row in rows:
        ledger[row.subject, row.user_id][row.kind] = row
    return ledger


def end_of(held: Round) -> datetime:
    """The instant at which a round takes no more answers."""
    return cadence.closes_at(held.closes_on, held.time_zone)


def own_of(times: Times, *, end: datetime) -> Own:
    """When somebody may be written to about a round; whoever opted out, not before its end."""
    keeping = [times.away_until] if times.away_until is not None else []
    if times.paused_until is not None:
        keeping.append(cadence.instant_of(times.paused_until, 0, times.time_zone))
    if times.opted_out:
        keeping.append(end)
    return Own(times.time_zone, times.weekday, times.hour, max(keeping, default=None))


def _moment(
    held: Round, kind: str, user_id: str, own: Own, before: datetime | None, *, now: datetime
) -> datetime | None:
    """When one person gets one message; `before` is when they get the one before it. None where there is no time."""
    chance, end = slots.chance_of(held.id, kind, user_id), end_of(held)
    if kind == INVITATION:
        return slots.moment_of(own, now, end, chance=chance)
    days = slots.reminding_days(own.zone, held.opens_on, held.closes_on)
    if not days or before is None:
        return None
    start = max(now, cadence.instant_of(days[REMINDERS.index(kind)], 0, own.zone), before + APART)
    return slots.moment_of(replace(own, weekday=None), start, end, chance=chance, even_quiet=False)
