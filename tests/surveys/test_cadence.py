"""When rounds open and close: wall-clock times of a zone, through clock changes, year ends and long stops."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.cadence import closes_at, first_open_at, instant_of, next_morning, next_open_at

PARIS = "Europe/Paris"
ZONES = (
    "UTC",
    PARIS,
    "America/New_York",
    "America/Santiago",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
MONDAY, FRIDAY = 0, 4

zones = st.sampled_from(ZONES)
weekdays = st.integers(0, 6)
hours = st.integers(0, 23)
days = st.dates(date(2024, 1, 1), date(2036, 12, 31))
instants = st.datetimes(datetime(2024, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        (date(2026, 3, 28), 9, utc(2026, 3, 28, 8)),
        (date(2026, 3, 29), 9, utc(2026, 3, 29, 7)),
        (date(2026, 3, 29), 2, utc(2026, 3, 29, 1)),  # two o'clock was skipped: it was three
        (date(2026, 10, 24), 9, utc(2026, 10, 24, 7)),
        (date(2026, 10, 25), 9, utc(2026, 10, 25, 8)),
        (date(2026, 10, 25), 2, utc(2026, 10, 25, 0)),  # two o'clock came twice: the first
    ],
)
def test_a_local_hour_through_both_clock_changes_of_paris(day: date, hour: int, instant: datetime) -> None:
    assert instant_of(day, hour, PARIS) == instant


def test_the_first_opening_is_this_week_if_its_hour_is_still_to_come() -> None:
    assert first_open_at(FRIDAY, 9, PARIS, now=utc(2026, 1, 5, 9)) == utc(2026, 1, 9, 8)


def test_the_first_opening_may_be_now() -> None:
    assert first_open_at(MONDAY, 10, PARIS, now=utc(2026, 1, 5, 9)) == utc(2026, 1, 5, 9)


def test_the_first_opening_is_next_week_once_the_hour_is_past() -> None:
    assert first_open_at(MONDAY, 9, PARIS, now=utc(2026, 1, 5, 8, 0, 1)) == utc(2026, 1, 12, 8)


@pytest.mark.parametrize(
    ("zone", "opening"),
    [
        ("Pacific/Kiritimati", utc(2026, 1, 11, 18)),  # Monday 8 o'clock, 14 hours ahead: still Sunday in UTC
        ("Pacific/Pago_Pago", utc(2026, 1, 12, 19)),  # 11 hours behind
    ],
)
def test_the_weekday_is_that_of_the_zone(zone: str, opening: datetime) -> None:
    assert first_open_at(MONDAY, 8, zone, now=utc(2026, 1, 6)) == opening


@pytest.mark.parametrize(
    ("opened_on", "then"),
    [
        (date(2026, 3, 23), utc(2026, 3, 30, 7)),  # the clock goes forward in between
        (date(2026, 10, 19), utc(2026, 10, 26, 8)),  # and back
        (date(2025, 12, 29), utc(2026, 1, 5, 8)),
        (date(2027, 12, 27), utc(2028, 1, 3, 8)),
    ],
)
def test_a_week_later_at_the_same_hour_of_the_clock(opened_on: date, then: datetime) -> None:
    opening = instant_of(opened_on, 9, PARIS)

    assert next_open_at(opened_on, 9, PARIS, now=opening) == then


def test_after_a_long_stop_the_weeks_that_are_past_are_left_out() -> None:
    assert next_open_at(date(2026, 1, 5), 9, PARIS, now=utc(2026, 3, 18, 12)) == utc(2026, 3, 23, 8)


def test_a_round_closes_when_its_last_day_is_over_in_the_zone() -> None:
    assert closes_at(date(2026, 1, 8), PARIS) == utc(2026, 1, 8, 23)
    assert closes_at(date(2026, 12, 31), "Pacific/Kiritimati") == utc(2026, 12, 31, 10)


def test_a_day_that_begins_at_one_o_clock_is_no_trouble() -> None:
    midnight_skipped = closes_at(date(2026, 9, 5), "America/Santiago")

    assert midnight_skipped.astimezone(ZoneInfo("America/Santiago")).hour == 1


@pytest.mark.parametrize(
    ("after", "morning"),
    [
        (utc(2026, 1, 8, 23, 1), utc(2026, 1, 9, 8)),  # Friday, just after midnight in Paris
        (utc(2026, 1, 9, 8), utc(2026, 1, 9, 8)),
        (utc(2026, 1, 9, 8, 0, 1), utc(2026, 1, 12, 8)),
        (utc(2026, 1, 9, 23, 30), utc(2026, 1, 12, 8)),  # Saturday in Paris, Friday in UTC
        (utc(2026, 3, 27, 12), utc(2026, 3, 30, 7)),  # over the weekend on which the clock goes forward
        (utc(2025, 12, 31, 9), utc(2026, 1, 1, 8)),
    ],
)
def test_the_next_working_morning(after: datetime, morning: datetime) -> None:
    assert next_morning(after, PARIS) == morning


def is_told_by_the_clock(day: date, hour: int, zone: str) -> bool:
    """Whether that hour exists on that day in that zone."""
    local = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).astimezone(ZoneInfo(zone)).hour == hour


@given(weekdays, hours, zones, instants)
def test_the_first_opening_is_that_weekday_and_hour_within_a_week(
    weekday: int, hour: int, zone: str, now: datetime
) -> None:
    local = first_open_at(weekday, hour, zone, now=now).astimezone(ZoneInfo(zone))

    assert local.weekday() == weekday
    assert local.hour == hour or not is_told_by_the_clock(local.date(), hour, zone)
    assert timedelta() <= local.astimezone(UTC) - now <= timedelta(days=7, hours=1)


@given(days, hours, zones, st.timedeltas(timedelta(), timedelta(days=400)))
def test_the_next_opening_is_to_come_and_whole_weeks_after_the_last(
    opened_on: date, hour: int, zone: str, stopped: timedelta
) -> None:
    now = instant_of(opened_on, hour, zone) + stopped

    opening = next_open_at(opened_on, hour, zone, now=now)

    weeks, rest = divmod((opening.astimezone(ZoneInfo(zone)).date() - opened_on).days, 7)
    assert (weeks >= 1, rest) == (True, 0)
    assert timedelta() < opening - now <= timedelta(days=7, hours=1)


@given(days, zones)
def test_the_whole_last_day_is_open_and_the_next_is_not(closes_on: date, zone: str) -> None:
    closing = closes_at(closes_on, zone)

    last = (closing - timedelta(minutes=1)).astimezone(ZoneInfo(zone))
    assert last.date() == closes_on
    assert closing.astimezone(ZoneInfo(zone)).date() == closes_on + timedelta(days=1)


@given(instants, zones)
def test_a_morning_is_of_a_working_day_at_nine_and_not_past(after: datetime, zone: str) -> None:
    morning = next_morning(after, zone)

    local = morning.astimezone(ZoneInfo(zone))
    assert (local.weekday() < 5, local.hour) == (True, 9)
    assert timedelta() <= morning - after <= timedelta(days=3, hours=1)
