"""When somebody is written to within a round: at their own time, else at some moment of their working hours. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from people.countries import is_holiday
from surveys import cadence

Hours = tuple[int, int]
WORKING: Final[Hours] = (9, 17)
LOUD: Final[Hours] = (8, 19)
"""Outside of these are the quiet hours; weekends and public holidays are quiet all day."""
WEEKEND: Final = 5
ENOUGH: Final = timedelta(hours=2)
"""A day of whose working hours less is left is passed over while a later one has more."""
APART: Final = timedelta(days=1)
"""What lies at least between two messages about one round to the same person."""


@dataclass(frozen=True, slots=True)
class Own:
    """When somebody may be written to: where they live, what they chose, and not before `after` (leave, a pause)."""

    zone: str
    weekday: int | None = None
    hour: int | None = None
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some hours of one local day, from one instant to another, which is not part of it."""

    day: date
    start: datetime
    end: datetime


def chance_of(round_id: str, kind: str, user_id: str) -> float:
    """A number of at least 0 and under 1 for each message, the same whenever it is asked for.

    It depends on a round's id, which is drawn by lot, and on what everybody in Slack can see: it tells nothing of
    anybody, and nothing of their answer.
    """
    drawn = hashlib.sha256(f"slot|{round_id}|{kind}|{user_id}".encode()).digest()
    return int.from_bytes(drawn[:6]) / (1 << 48)


def moment_of(own: Own, start: datetime, end: datetime, *, chance: float, even_quiet: bool = True) -> datetime | None:
    """The instant of somebody's message from `start` on and before `end`; None when no time is left.

    Their own weekday and hour if those come, else their hour on another day, else their weekday; without a choice, a
    moment in working hours of the first working day. A quiet time comes only where nothing else is left, and not then
    unless `even_quiet`.
    """
    start = max(start, own.after or start)
    if start >= end:
        return None
    wished = next(_wished(own, _left(own.zone, start, end, LOUD, resting=False)), None)
    if wished is not None:
        return wished
    for hours, resting in ((WORKING, False), (LOUD, False), (WORKING, True), (LOUD, True)):
        found = [] if resting and not even_quiet else _left(own.zone, start, end, hours, resting=resting)
        if found:
            return _drawn([each for each in found if each.day.weekday() == own.weekday] or found, chance)
    return start if even_quiet else None


def _wished(own: Own, loud: Sequence[Stretch]) -> Iterator[datetime]:
    """The times at the chosen hour, those of the chosen weekday first."""
    if own.hour is None:
        return
    for each in sorted(loud, key=lambda each: (own.weekday not in {None, each.day.weekday()}, each.day)):
        struck = cadence.instant_of(each.day, own.hour, own.zone)
        at = max(struck, each.start)
        if at < min(struck + timedelta(hours=1), each.end):
            yield at


def _drawn(days: Sequence[Stretch], chance: float) -> datetime:
    day = next((each for each in days if each.end - each.start >= ENOUGH), days[0])
    return day.start + timedelta(seconds=int(chance * (day.end - day.start).total_seconds()))


def sendable_at(own: Own, now: datetime, end: datetime, *, chance: float, even_quiet: bool = True) -> datetime | None:
    """When a message that is due may leave: now, or later if this is a quiet time; None if it may not any more."""
    if now < end and (own.after is None or own.after <= now):
        if not is_quiet(own.zone, now):
            return now
        for resting in (False, True) if even_quiet else (False,):
            left = _left(own.zone, now, end, LOUD, resting=resting)
            if left and left[0].start == now:
                return now
            if left:
                break
    return moment_of(own, now, end, chance=chance, even_quiet=even_quiet)


def reminding_days(zone: str, opens_on: date, closes_on: date) -> tuple[date, ...]:
    """The days of a round on which somebody there may be reminded: in its middle, and the last working one."""
    days = [opens_on + timedelta(days=number) for number in range((closes_on - opens_on).days + 1)]
    worked = [day for day in days if not is_resting(zone, day)]
    middle = opens_on + timedelta(days=len(days) // 2)
    halfway = next((day for day in worked if day >= middle), None)
    return () if halfway is None else (halfway, worked[-1])


def morning_after(after: datetime, zone: str, *, hour: int = 9) -> datetime:
    """The first working morning in the zone from that instant on, public holidays left out."""
    at = cadence.next_morning(after, zone, hour=hour)
    while is_resting(zone, at.astimezone(ZoneInfo(zone)).date()):
        at = cadence.next_morning(at + timedelta(hours=1), zone, hour=hour)
    return at


@lru_cache(maxsize=256)
def is_quiet(zone: str, at: datetime) -> bool:
    """Whether nobody there is written to at that instant if it can be helped."""
    day = _day_of(at, zone)
    loud = _whole(zone, day, LOUD)
    return is_resting(zone, day) or not loud.start <= at < loud.end


def is_resting(zone: str, day: date) -> bool:
    """Whether nobody there is written to on that day if it can be helped: a weekend or a public holiday."""
    return day.weekday() >= WEEKEND or is_holiday(zone, day)


def _left(zone: str, start: datetime, end: datetime, hours: Hours, *, resting: bool) -> list[Stretch]:
    """What is left of those hours between two instants, on working days, or on days of rest if so asked."""
    first, last = _day_of(start, zone), _day_of(end, zone)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    whole = (_whole(zone, day, hours) for day in days if resting or not is_resting(zone, day))
    cut = (Stretch(each.day, max(each.start, start), min(each.end, end)) for each in whole)
    return [each for each in cut if each.start < each.end]


def _day_of(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=4096)
def _whole(zone: str, day: date, hours: Hours) -> Stretch:
    start, end = (cadence.instant_of(day, hour, zone) for hour in hours)
    return Stretch(day, start.astimezone(UTC), end.astimezone(UTC))
