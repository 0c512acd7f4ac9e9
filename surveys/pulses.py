"""The recurring pulse of a workspace: scheduled, shown, stopped and started again."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Member, Workspace
from surveys import cadence, instruments, rotation
from surveys.cadence import Rhythm
from surveys.models import Pulse
from surveys.rounds import REMINDERS

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKLY = Rhythm()
FIRST_DECK = tuple(item.key for item in instruments.load("first_pulse").items)


class Impossible(ValueError):
    """A schedule that cannot be kept; the message says what to choose instead."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When and what a workspace is asked: `per_round` questions of the deck in each round, at most `budget` in 30 days.

    No zone means that of most members.
    """

    deck: tuple[str, ...] = FIRST_DECK
    per_round: int = 3
    budget: int = rotation.BUDGET
    rhythm: Rhythm = WEEKLY
    open_days: int = 4
    reminders: int = 1
    zone: str | None = None

    @property
    def rounds_until_return(self) -> int:
        """After how many rounds each question has come once more."""
        return rotation.rounds_until_return(len(self.deck), self.per_round)


async def schedule(session: AsyncSession, workspace_id: str, wanted: Schedule, *, now: datetime) -> Pulse:
    """Start the pulse of a workspace, or change its schedule from the next round on. Raises Impossible."""
    check(wanted, now=now)
    workspace = await session.get_one(Workspace, workspace_id)
    workspace.time_zone = wanted.zone or await _usual_zone(session, workspace)
    pulse = await pulse_of(session, workspace_id)
    if pulse is None:
        pulse = Pulse(workspace_id=workspace_id)
        session.add(pulse)
    rhythm = wanted.rhythm
    pulse.deck, pulse.per_round, pulse.budget = list(wanted.deck), wanted.per_round, wanted.budget
    pulse.every, pulse.weekday, pulse.hour, pulse.cron = rhythm.every, rhythm.weekday, rhythm.hour, rhythm.cron
    pulse.open_days, pulse.reminders = wanted.open_days, wanted.reminders
    pulse.running = True
    pulse.next_open_at = cadence.first_open_at(rhythm, workspace.time_zone, now=now)
    return pulse


def rhythm_of(pulse: Pulse) -> Rhythm:
    """How often a pulse that was scheduled asks."""
    return Rhythm(every=cadence.every_of(pulse.every), weekday=pulse.weekday, hour=pulse.hour, cron=pulse.cron)


def check(wanted: Schedule, *, now: datetime) -> None:
    """Raise Impossible for a schedule that cannot be kept from that day on."""
    _check_questions(wanted)
    gap = cadence.shortest_gap(wanted.rhythm, start=now.date())
    if not 1 <= wanted.open_days < gap:
        days = f"1 to {gap - 1} days" if gap > 1 else "no day at all, so let it open less often"
        raise Impossible(f"a round that opens every {gap} days is open for {days}, not {wanted.open_days}")
    asked = wanted.per_round * cadence.most_within(wanted.rhythm, rotation.MONTH.days, start=now.date())
    if asked > wanted.budget:
        raise Impossible(
            f"that would be {asked} questions to each person in a month, and {wanted.budget} are the most: "
            "ask fewer in a round, or less often"
        )
    if not 0 <= wanted.reminders <= len(REMINDERS):
        raise Impossible(f"remind people 0, 1 or {len(REMINDERS)} times in a round, not {wanted.reminders}")
    if wanted.zone is not None and wanted.zone not in available_timezones():
        raise Impossible(f"{wanted.zone} is no time zone: write it as Europe/Brussels")


def _check_questions(wanted: Schedule) -> None:
    if not rotation.FEWEST <= wanted.per_round <= rotation.MOST:
        raise Impossible(
            f"ask {rotation.FEWEST} to {rotation.MOST} questions in a round, not {wanted.per_round}: "
            "the others have their turn in the next rounds"
        )
    if not 1 <= wanted.budget <= rotation.BUDGET:
        raise Impossible(f"a month's budget is 1 to {rotation.BUDGET} questions to each person, not {wanted.budget}")
    known = instruments.library()
    unknown = [key for key in wanted.deck if key not in known]
    if unknown:
        raise Impossible(f"there is no question {unknown[0]}: `groundswell instruments list` names all")
    if len(set(wanted.deck)) != len(wanted.deck) or len(wanted.deck) < wanted.per_round:
        raise Impossible(f"put at least {wanted.per_round} questions into the deck, each of them once")


async def _usual_zone(session: AsyncSession, workspace: Workspace) -> str:
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
