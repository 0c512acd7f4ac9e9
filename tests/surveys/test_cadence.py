"""When rounds open and close: wall-clock times of a zone, through clock changes, year ends and long stops."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.cadence import (
    NoRhythm,
    Rhythm,
    closes_at,
    first_open_at,
    instant_of,
    most_within,
    next_morning,
    next_open_at,
    shortest_gap,
)

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
FRIDAY = 4

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
    assert first_open_at(Rhythm(weekday=FRIDAY), PARIS, now=utc(2026, 1, 5, 9)) == utc(2026, 1, 9, 8)


def test_the_first_opening_may_be_now() -> None:
    assert first_open_at(Rhythm(hour=10), PARIS, now=utc(2026, 1, 5, 9)) == utc(2026, 1, 5, 9)


def test_the_first_opening_is_next_week_once_the_hour_is_past() -> None:
    assert first_open_at(Rhythm(), PARIS, now=utc(2026, 1, 5, 8, 0, 1)) == utc(2026, 1, 12, 8)


@pytest.mark.parametrize(
    ("zone", "opening"),
    [
        ("Pacific/Kiritimati", utc(2026, 1, 11, 18)),  # Monday 8 o'clock, 14 hours ahead: still Sunday in UTC
        ("Pacific/Pago_Pago", utc(2026, 1, 12, 19)),  # 11 hours behind
    ],
)
def test_the_weekday_is_that_of_the_zone(zone: str, opening: datetime) -> None:
    assert first_open_at(Rhythm(hour=8), zone, now=utc(2026, 1, 6)) == opening


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

    assert next_open_at(Rhythm(), opening, PARIS, now=opening) == then


def test_after_a_long_stop_the_weeks_that_are_past_are_left_out() -> None:
    assert next_open_at(Rhythm(), utc(2026, 1, 5, 8), PARIS, now=utc(2026, 3, 18, 12)) == utc(2026, 3, 23, 8)


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


def of_the_month(day: date) -> int:
    """Which one of its weekday a day is in its month: 1 for the first Monday."""
    return (day.day - 1) // 7 + 1


@pytest.mark.parametrize(
    ("rhythm", "then"),
    [
        (Rhythm("fortnightly"), [(1, 5), (1, 19), (2, 2)]),
        (Rhythm("monthly", weekday=3), [(2, 5), (3, 5), (4, 2)]),  # Thursday, January 1st, is past
        (Rhythm("cron", cron="30 14 1,15 * *"), [(1, 15), (2, 1), (2, 15)]),
        (Rhythm("cron", cron="0 9 L * *"), [(1, 31), (2, 28), (3, 31)]),
        (Rhythm("cron", cron="0 9 * * 1#1"), [(1, 5), (2, 2), (3, 2)]),
        (Rhythm("cron", cron="0 9 29 2 *"), [(2, 29)]),
    ],
)
def test_other_rhythms_than_each_week(rhythm: Rhythm, then: list[tuple[int, int]]) -> None:
    opening = first_open_at(rhythm, "UTC", now=utc(2026, 1, 5, 9))
    openings = [opening]
    while len(openings) < len(then):
        openings.append(next_open_at(rhythm, openings[-1], "UTC", now=openings[-1]))

    assert [(at.month, at.day) for at in openings] == then


def test_a_leap_day_comes_every_fourth_year() -> None:
    rhythm = Rhythm("cron", cron="0 9 29 2 *")

    assert next_open_at(rhythm, utc(2024, 2, 29, 9), "UTC", now=utc(2024, 2, 29, 9)) == utc(2028, 2, 29, 9)


def test_fortnights_are_counted_over_a_year_of_53_weeks() -> None:
    opening = utc(2026, 12, 21, 9)

    assert next_open_at(Rhythm("fortnightly"), opening, "UTC", now=opening) == utc(2027, 1, 4, 9)


def test_a_fortnight_that_was_missed_leaves_the_fortnights_as_they_were() -> None:
    assert next_open_at(Rhythm("fortnightly"), utc(2026, 1, 5, 9), "UTC", now=utc(2026, 1, 20)) == utc(2026, 2, 2, 9)


def test_an_hour_of_cron_that_the_clocks_skip_is_read_an_hour_later_and_one_that_comes_twice_opens_once() -> None:
    daily = Rhythm("cron", cron="30 2 * * *")

    skipped = next_open_at(daily, utc(2026, 3, 28, 1, 30), PARIS, now=utc(2026, 3, 28, 1, 30))
    after = next_open_at(daily, skipped, PARIS, now=skipped)
    doubled = next_open_at(daily, utc(2026, 10, 24, 0, 30), PARIS, now=utc(2026, 10, 24, 0, 30))
    the_next = next_open_at(daily, doubled, PARIS, now=doubled)

    assert (skipped, after) == (utc(2026, 3, 29, 1, 30), utc(2026, 3, 30, 0, 30))
    assert (doubled, the_next) == (utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30))


@pytest.mark.parametrize("cron", ["", "0 9 * *", "0 9 30 2 *", "61 * * * *", "0 0 9 * * 1", "each Monday"])
def test_what_is_no_cron_expression_is_refused_with_an_example(cron: str) -> None:
    with pytest.raises(NoRhythm, match="write five fields"):
        Rhythm("cron", cron=cron)


@pytest.mark.parametrize(("weekday", "hour"), [(7, 9), (-1, 9), (0, 24), (0, -1)])
def test_a_day_or_hour_that_does_not_exist_is_refused(weekday: int, hour: int) -> None:
    with pytest.raises(NoRhythm, match=r"0 \(Monday\) to 6"):
        Rhythm(weekday=weekday, hour=hour)


@pytest.mark.parametrize(
    ("rhythm", "gap", "a_month"),
    [
        (Rhythm(), 7, 5),
        (Rhythm("fortnightly"), 14, 3),
        (Rhythm("monthly"), 28, 2),
        (Rhythm("cron", cron="0 9 1,15 * *"), 14, 3),
        (Rhythm("cron", cron="0 9 * * *"), 1, 30),
        (Rhythm("cron", cron="0 9,15 * * 1"), 0, 10),
    ],
)
def test_how_near_to_each_other_rounds_come(rhythm: Rhythm, gap: int, a_month: int) -> None:
    start = date(2026, 1, 5)

    assert (shortest_gap(rhythm, start=start), most_within(rhythm, 30, start=start)) == (gap, a_month)


rhythms = st.one_of(
    st.builds(Rhythm, st.sampled_from(["weekly", "fortnightly", "monthly"]), weekdays, hours),
    st.sampled_from(["0 9 1,15 * *", "30 2 * * 0", "15 3 * * 1-5", "0 0 L * *", "59 23 31 * *"]).map(
        lambda cron: Rhythm("cron", cron=cron)
    ),
)


@given(rhythms, zones, instants)
def test_the_first_opening_is_the_first_such_time_to_come(rhythm: Rhythm, zone: str, now: datetime) -> None:
    opening = first_open_at(rhythm, zone, now=now)

    local = opening.astimezone(ZoneInfo(zone))
    assert opening >= now
    if rhythm.every != "cron":
        assert (local.weekday(), opening - now <= timedelta(days=37)) == (rhythm.weekday, True)
        assert local.hour == rhythm.hour or not is_told_by_the_clock(local.date(), rhythm.hour, zone)
    if rhythm.every == "monthly":
        assert of_the_month(local.date()) == 1


@given(rhythms, zones, instants, st.timedeltas(timedelta(), timedelta(days=400)))
def test_the_next_opening_is_to_come_and_none_before_it_was_left_out(
    rhythm: Rhythm, zone: str, now: datetime, stopped: timedelta
) -> None:
    opened = first_open_at(rhythm, zone, now=now)

    opening = next_open_at(rhythm, opened, zone, now=opened + stopped)

    assert opening > opened + stopped
    one_by_one = next_open_at(rhythm, opened, zone, now=opened)
    while one_by_one <= opened + stopped:
        one_by_one = next_open_at(rhythm, one_by_one, zone, now=one_by_one)
    assert opening == one_by_one


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
