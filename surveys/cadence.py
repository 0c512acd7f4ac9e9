"""When a pulse is due and when a round closes: local wall-clock times of a workspace, turned to instants. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

Every = Literal["weekly", "fortnightly", "monthly", "cron"]
EVERY: Final[tuple[Every, ...]] = get_args(Every)
LOOKED_AT: Final = 120
"""So many openings are looked at to know how near to each other they come: two years of weeks, ten of months."""


class NoRhythm(ValueError):
    """No round would ever open like that; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a round opens, by the clock of the workspace; weekday 0 is Monday.

    Fortnightly counts from the first opening; monthly is the first such weekday of a month. For `cron`, its five fields
    take the place of weekday and hour (7 and 0 are Sunday).
    """

    every: Every = "weekly"
    weekday: int = 0
    hour: int = 9
    cron: str = ""

    def __post_init__(self) -> None:
        """Refuse what has no next opening."""
        every_of(self.every)
        if not (0 <= self.weekday <= 6 and 0 <= self.hour <= 23):
            raise NoRhythm("choose a weekday from 0 (Monday) to 6 and an hour from 0 to 23")
        if self.every == "cron" and not _has_a_next_time(self.cron):
            raise NoRhythm(
                f'"{self.cron}" is no cron expression with a next time: write five fields, as in 0 9 1,15 * *'
            )

    def first(self, start: datetime) -> Iterator[datetime]:
        """Give the times from a local one on (without a zone) at which the very first round may open."""
        if self.every == "cron":
            return CronSim(self.cron, start - timedelta(minutes=1))
        day, at = _on_weekday(start.date(), self.weekday), time(self.hour)
        days = _monthly(start.date(), self.weekday) if self.every == "monthly" else _apart(day, timedelta(weeks=1))
        return (opening for each in days if (opening := datetime.combine(each, at)) >= start)

    def after(self, opening: datetime) -> Iterator[datetime]:
        """Give the openings that follow one, in local time without a zone."""
        if self.every == "cron":
            return CronSim(self.cron, opening)
        day, at = opening.date(), time(self.hour)
        weeks = timedelta(weeks=2 if self.every == "fortnightly" else 1)
        days = _monthly(day, self.weekday) if self.every == "monthly" else _apart(day, weeks)
        return (datetime.combine(each, at) for each in days if each > day)


def every_of(name: str) -> Every:
    """The rhythm of that name. Raises NoRhythm."""
    for every in EVERY:
        if every == name:
            return every
    raise NoRhythm(f"{name} is no rhythm: choose from {', '.join(EVERY)}")


def _has_a_next_time(cron: str) -> bool:
    # Local times without a zone: what a change of clocks skips or repeats is decided in one place, `instant_of`.
    try:
        return len(cron.split()) == 5 and next(CronSim(cron, datetime(2000, 1, 1)), None) is not None  # noqa: DTZ001 - as above
    except CronSimError:
        return False


def _on_weekday(day: date, weekday: int) -> date:
    """The first day from this one on that is such a weekday."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _apart(day: date, step: timedelta) -> Iterator[date]:
    while True:
        yield day
        day += step


def _monthly(day: date, weekday: int) -> Iterator[date]:
    month = day.replace(day=1)
    while True:
        yield _on_weekday(month, weekday)
        month = (month + timedelta(days=31)).replace(day=1)


def shortest_gap(rhythm: Rhythm, *, start: date) -> int:
    """The fewest days from one opening to the next, among those that follow a day."""
    return min((later.date() - earlier.date()).days for earlier, later in pairwise(_days_of(rhythm, start)))


def most_within(rhythm: Rhythm, days: int, *, start: date) -> int:
    """The most openings in that many days on end, among those that follow a day."""
    openings = [opening.date() for opening in _days_of(rhythm, start)]
    return max(
        sum(1 for later in openings[number:] if (later - opening).days < days)
        for number, opening in enumerate(openings)
    )


def _days_of(rhythm: Rhythm, start: date) -> list[datetime]:
    first = next(rhythm.first(datetime.combine(start, time())))
    return [first, *islice(rhythm.after(first), LOOKED_AT)]


def instant_of(day: date, hour: int, zone: str) -> datetime:
    """The instant of a local hour, in UTC. An hour skipped by DST is read an hour later; of two, the first."""
    return _instant_of(datetime.combine(day, time(hour)), zone)


def _instant_of(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def first_open_at(rhythm: Rhythm, zone: str, *, now: datetime) -> datetime:
    """The first opening from `now` on."""
    # A day back, since of an hour that comes twice the first is taken, and it may be past.
    start = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(days=1)
    return next(at for opening in rhythm.first(start) if (at := _instant_of(opening, zone)) >= now)


def next_open_at(rhythm: Rhythm, opened_at: datetime, zone: str, *, now: datetime) -> datetime:
    """The opening after that one by the clock of the zone; after a long stop, the first that is not past."""
    opened = opened_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if rhythm.every != "cron":  # an hour that the clocks skipped was read an hour later
        opened = datetime.combine(opened.date(), time(rhythm.hour))
    return next(at for opening in rhythm.after(opened) if (at := _instant_of(opening, zone)) > now)


def closes_at(closes_on: date, zone: str) -> datetime:
    """A round closes when its last day is over in the workspace's zone."""
    return instant_of(closes_on + timedelta(days=1), 0, zone)


def next_morning(after: datetime, zone: str, *, hour: int = 9) -> datetime:
    """The first working morning (Monday to Friday) in the zone from that instant on."""
    day = after.astimezone(ZoneInfo(zone)).date()
    while instant_of(day, hour, zone) < after or day.weekday() >= 5:
        day += timedelta(days=1)
    return instant_of(day, hour, zone)
