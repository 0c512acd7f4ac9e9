"""When a pulse is due and when a round closes: local wall-clock times of a workspace, turned to instants. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant_of(day: date, hour: int, zone: str) -> datetime:
    """The instant of a local hour, in UTC. An hour skipped by DST is read an hour later; of two, the first."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def first_open_at(weekday: int, hour: int, zone: str, *, now: datetime) -> datetime:
    """The first instant from `now` on at which it is that weekday (0 is Monday) and hour in the zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    opening = instant_of(day, hour, zone)
    return opening if opening >= now else instant_of(day + timedelta(days=7), hour, zone)


def next_open_at(opened_on: date, hour: int, zone: str, *, now: datetime) -> datetime:
    """The same weekday and hour a week later; after a long stop, the first such week that is not past."""
    day = opened_on + timedelta(days=7)
    while instant_of(day, hour, zone) <= now:
        day += timedelta(days=7)
    return instant_of(day, hour, zone)


def closes_at(closes_on: date, zone: str) -> datetime:
    """A round closes when its last day is over in the workspace's zone."""
    return instant_of(closes_on + timedelta(days=1), 0, zone)


def next_morning(after: datetime, zone: str, *, hour: int = 9) -> datetime:
    """The first working morning (Monday to Friday) in the zone from that instant on."""
    day = after.astimezone(ZoneInfo(zone)).date()
    while instant_of(day, hour, zone) < after or day.weekday() >= 5:
        day += timedelta(days=1)
    return instant_of(day, hour, zone)
