"""The recurring pulse of a workspace: scheduled, shown, stopped and started again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import available_timezones

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.hierarchy import units_of
from people.models import Member, Workspace
from surveys import cadence, instruments, own_items, rotation
from surveys.cadence import Rhythm
from surveys.instruments import Item
from surveys.models import Pulse
from surveys.rounds import REMINDERS

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKLY = Rhythm()
FIRST_DECK = tuple(item.key for item in instruments.load("first_pulse").items)


Reason = Literal[
    "open_days",
    "no_day",
    "too_many",
    "reminders",
    "zone",
    "per_round",
    "budget",
    "unknown_item",
    "short_deck",
    "no_unit",
]


class Impossible(ValueError):
    """A schedule that cannot be kept; the message says what to choose instead.

    `code` and `values` say the same to who speaks another language.
    """

    def __init__(self, code: Reason, message: str, **values: int | str) -> None:
        super().__init__(message)
        self.code: Reason = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Schedule:
    """When and what a workspace is asked: `per_round` questions of the deck in each round, at most `budget` in 30 days.

    No zone means that of most members, no audience everybody, and no `starts_on` from now on. `channel` is where
    results for all may be posted.
    """

    deck: tuple[str, ...] = FIRST_DECK
    per_round: int = 3
    budget: int = rotation.BUDGET
    rhythm: Rhythm = WEEKLY
    open_days: int = 4
    reminders: int = 1
    zone: str | None = None
    audience: tuple[int, ...] | None = None
    channel: str | None = None
    starts_on: date | None = None

    @property
    def rounds_until_return(self) -> int:
        """After how many rounds each question has come once more."""
        return rotation.rounds_until_return(len(self.deck), self.per_round)


async def schedule(session: AsyncSession, workspace_id: str, wanted: Schedule, *, now: datetime) -> Pulse:
    """Start the pulse of a workspace, or change its schedule from the next round on. Raises Impossible."""
    workspace = await session.get_one(Workspace, workspace_id)
    zone = wanted.zone or await usual_zone(session, workspace)
    check(wanted, now=now, known=await own_items.known(session, workspace_id))
    await _check_audience(session, workspace_id, wanted.audience)
    workspace.time_zone = zone
    pulse = await pulse_of(session, workspace_id)
    if pulse is None:
        pulse = Pulse(workspace_id=workspace_id)
        session.add(pulse)
    rhythm = wanted.rhythm
    pulse.deck, pulse.per_round, pulse.budget = list(wanted.deck), wanted.per_round, wanted.budget
    pulse.every, pulse.weekday, pulse.hour, pulse.cron = rhythm.every, rhythm.weekday, rhythm.hour, rhythm.cron
    pulse.open_days, pulse.channel, pulse.starts_on = wanted.open_days, wanted.channel, wanted.starts_on
    pulse.audience = None if wanted.audience is None else list(wanted.audience)
    pulse.reminders = wanted.reminders
    pulse.running = True
    pulse.next_open_at = openings(wanted, zone, 1, now=now)[0]
    await session.flush()
    return pulse


def openings(wanted: Schedule, zone: str, number: int, *, now: datetime) -> list[datetime]:
    """When the first rounds would open, were it started now."""
    start = now
    if wanted.starts_on is not None:
        start = max(now, cadence.instant_of(wanted.starts_on, 0, zone))
    opening = cadence.first_open_at(wanted.rhythm, zone, now=start)
    found = [opening]
    while len(found) < number:
        opening = cadence.next_open_at(wanted.rhythm, opening, zone, now=opening)
        found.append(opening)
    return found


async def resume(session: AsyncSession, workspace_id: str, *, now: datetime) -> bool:
    """Open rounds again, from the next time on. Returns whether there was a pulse that had been stopped."""
    pulse = await pulse_of(session, workspace_id)
    if pulse is None or pulse.running:
        return False
    workspace = await session.get_one(Workspace, workspace_id)
    pulse.running = True
    pulse.next_open_at = openings(schedule_of(pulse, workspace), workspace.time_zone, 1, now=now)[0]
    return True


def rhythm_of(pulse: Pulse) -> Rhythm:
    """How often a pulse that was scheduled asks."""
    return Rhythm(every=cadence.every_of(pulse.every), weekday=pulse.weekday, hour=pulse.hour, cron=pulse.cron)


def schedule_of(pulse: Pulse, workspace: Workspace) -> Schedule:
    """A pulse as it was scheduled."""
    return Schedule(
        deck=tuple(pulse.deck),
        per_round=pulse.per_round,
        budget=pulse.budget,
        rhythm=rhythm_of(pulse),
        open_days=pulse.open_days,
        reminders=pulse.reminders,
        zone=workspace.time_zone,
        audience=None if pulse.audience is None else tuple(pulse.audience),
        channel=pulse.channel,
        starts_on=pulse.starts_on,
    )


def check(wanted: Schedule, *, now: datetime, known: Mapping[str, Item] | None = None) -> None:
    """Raise Impossible for a schedule that cannot be kept from that day on; `known` are its questions, as of now."""
    check_questions(wanted, instruments.library() if known is None else known)
    check_times(wanted, now=now)


def check_times(wanted: Schedule, *, now: datetime) -> None:
    """Raise Impossible for times that cannot be kept, and for more questions in a month than the budget has."""
    gap = cadence.shortest_gap(wanted.rhythm, start=now.date())
    if gap < 2:
        raise Impossible(
            "no_day", f"a round that opens every {gap} days is open for no day at all, so let it open less often"
        )
    if not 1 <= wanted.open_days < gap:
        raise Impossible(
            "open_days",
            f"a round that opens every {gap} days is open for 1 to {gap - 1} days, not {wanted.open_days}",
            gap=gap,
            most=gap - 1,
        )
    asked = wanted.per_round * cadence.most_within(wanted.rhythm, rotation.MONTH.days, start=now.date())
    if asked > wanted.budget:
        raise Impossible(
            "too_many",
            f"that would be {asked} questions to each person in a month, and {wanted.budget} are the most: "
            "ask fewer in a round, or less often",
            asked=asked,
            budget=wanted.budget,
        )
    if not 0 <= wanted.reminders <= len(REMINDERS):
        most = len(REMINDERS)
        raise Impossible(
            "reminders", f"remind people 0, 1 or {most} times in a round, not {wanted.reminders}", most=most
        )
    if wanted.zone is not None and wanted.zone not in available_timezones():
        raise Impossible("zone", f"{wanted.zone} is no time zone: write it as Europe/Brussels", zone=wanted.zone)


def check_questions(wanted: Schedule, known: Mapping[str, Item]) -> None:
    """Raise Impossible for a deck that is no deck of these questions."""
    if not rotation.FEWEST <= wanted.per_round <= rotation.MOST:
        raise Impossible(
            "per_round",
            f"ask {rotation.FEWEST} to {rotation.MOST} questions in a round, not {wanted.per_round}: "
            "the others have their turn in the next rounds",
            fewest=rotation.FEWEST,
            most=rotation.MOST,
        )
    if not 1 <= wanted.budget <= rotation.BUDGET:
        raise Impossible(
            "budget",
            f"a month's budget is 1 to {rotation.BUDGET} questions to each person, not {wanted.budget}",
            most=rotation.BUDGET,
        )
    unknown = [key for key in wanted.deck if key not in known]
    if unknown:
        raise Impossible(
            "unknown_item",
            f"there is no question {unknown[0]}: `groundswell instruments list` names all",
            item=unknown[0],
        )
    if len(set(wanted.deck)) != len(wanted.deck) or len(wanted.deck) < wanted.per_round:
        raise Impossible(
            "short_deck",
            f"put at least {wanted.per_round} questions into the deck, each of them once",
            number=wanted.per_round,
        )


async def _check_audience(session: AsyncSession, workspace_id: str, audience: tuple[int, ...] | None) -> None:
    if audience is None:
        return
    known = {unit.id for unit in await units_of(session, workspace_id)}
    if not audience or not known.issuperset(audience):
        raise Impossible("no_unit", "choose units that are there, or nobody would be asked")


async def usual_zone(session: AsyncSession, workspace: Workspace) -> str:
    """The zone in which most members live; that of the workspace while there are none."""
    zone = await session.scalar(
        select(Member.time_zone)
        .where(Member.workspace_id == workspace.id, Member.active)
        .group_by(Member.time_zone)
        .order_by(func.count().desc(), Member.time_zone)
        .limit(1)
    )
    return zone or workspace.time_zone


async def stop(session: AsyncSession, workspace_id: str) -> bool:
    """Open no more rounds; one that is open goes on to its end. Returns whether there was a pulse to stop."""
    pulse = await pulse_of(session, workspace_id)
    if pulse is None or not pulse.running:
        return False
    pulse.running = False
    return True


async def pulse_of(session: AsyncSession, workspace_id: str) -> Pulse | None:
    """The pulse of a workspace, if one was ever scheduled."""
    return await session.scalar(select(Pulse).where(Pulse.workspace_id == workspace_id))
