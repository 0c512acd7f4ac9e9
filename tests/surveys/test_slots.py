"""Everyone's own time: chosen, else in working hours, never in quiet hours while another time is left."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.countries import is_holiday
from surveys import cadence
from surveys.slots import Own, chance_of, moment_of, morning_after, reminding_days, sendable_at

BRUSSELS, PARIS, AMSTERDAM = "Europe/Brussels", "Europe/Paris", "Europe/Amsterdam"
FAR = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu", "Etc/GMT+12")
ZONES = st.sampled_from([*sorted(zone for zone in available_timezones() if "/" in zone), *FAR, BRUSSELS, PARIS])
CHANCES = st.floats(0, 1, exclude_max=True)
HALF = timedelta(minutes=30)
OPENINGS = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minute: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


@st.composite
def owns(draw: st.DrawFn) -> Own:
    """Draw where somebody lives and what they chose."""
    return Own(
        draw(ZONES),
        draw(st.none() | st.integers(0, 6)),
        draw(st.none() | st.integers(8, 18)),
    )


@st.composite
def spans(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """Draw when a round opens, to the minute, and when it closes by the clock of another zone."""
    opens = draw(OPENINGS)
    zone = draw(ZONES)
    day = opens.astimezone(ZoneInfo(zone)).date()
    return opens, cadence.closes_at(day + timedelta(days=draw(st.integers(0, 12))), zone)


def local(at: datetime | None, zone: str) -> datetime:
    assert at is not None
    return at.astimezone(ZoneInfo(zone))


def is_quiet(at: datetime, zone: str) -> bool:
    """Whether that is a quiet time there, told from the local clock alone."""
    there = local(at, zone)
    return not 8 <= there.hour < 19 or there.weekday() >= 5 or is_holiday(zone, there.date())


@given(owns(), spans(), CHANCES)
def test_the_moment_lies_within_the_round(own: Own, span: tuple[datetime, datetime], chance: float) -> None:
    at = moment_of(own, *span, chance=chance)

    assert at is not None
    assert span[0] <= at < span[1]


@given(owns(), spans(), CHANCES)
def test_a_quiet_time_is_used_only_when_the_round_has_no_other(
    own: Own, span: tuple[datetime, datetime], chance: float
) -> None:
    start, end = span
    at = moment_of(own, start, end, chance=chance)

    assert at is not None
    if is_quiet(at, own.zone):
        halves = int((end - start).total_seconds() // 1800)
        asked = [start + each * HALF for each in range(halves + 1) if start + each * HALF < end]
        assert [each for each in asked if not (is_quiet(each, own.zone) or clocks_change(each, own.zone))] == []


def clocks_change(at: datetime, zone: str) -> bool:
    """Whether the clock there is set within some hours of that instant, so that it shows a time twice."""
    return len({local(at + hours * HALF, zone).utcoffset() for hours in (-24, 0, 24)}) > 1


@given(owns(), spans(), CHANCES)
def test_a_moment_that_was_planned_may_be_used_when_it_comes(
    own: Own, span: tuple[datetime, datetime], chance: float
) -> None:
    at = moment_of(own, *span, chance=chance)

    assert at is not None
    assert sendable_at(own, at, span[1], chance=chance) == at


@given(owns(), spans(), CHANCES)
def test_what_is_due_at_a_bad_time_leaves_later_and_only_then(
    own: Own, span: tuple[datetime, datetime], chance: float
) -> None:
    at = sendable_at(own, *span, chance=chance)

    assert at is not None
    assert span[0] <= at < span[1]
    assert sendable_at(own, at, span[1], chance=chance) == at


@given(owns(), spans(), CHANCES, st.integers(0, 14 * 24))
def test_nobody_is_written_to_before_they_are_back(
    own: Own, span: tuple[datetime, datetime], chance: float, hours: int
) -> None:
    back = span[0] + timedelta(hours=hours)
    at = moment_of(Own(own.zone, own.weekday, own.hour, back), *span, chance=chance)

    assert (at is None) == (back >= span[1])
    assert at is None or at >= back


@given(spans(), ZONES, CHANCES)
def test_without_a_quiet_time_allowed_there_is_a_loud_one_or_none(
    span: tuple[datetime, datetime], zone: str, chance: float
) -> None:
    at = moment_of(Own(zone), *span, chance=chance, even_quiet=False)

    assert at is None or not is_quiet(at, zone)


@settings(max_examples=30)
@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), ZONES, CHANCES)
def test_a_week_has_working_hours_everywhere(day: date, zone: str, chance: float) -> None:
    start = cadence.instant_of(day, 9, BRUSSELS)
    at = local(moment_of(Own(zone), start, start + timedelta(days=7), chance=chance), zone)

    assert 9 <= at.hour < 17 or is_holiday(zone, at.date())


def at(day: int, hour: int, minute: int = 0, *, month: int = 1, year: int = 2026) -> datetime:
    """An instant by the clock of Brussels."""
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(BRUSSELS)).astimezone(UTC)


MONDAY, END = at(5, 9), at(9, 0)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (Own(BRUSSELS, 1, 14), at(6, 14)),
        (Own(BRUSSELS, None, 14), at(5, 14)),
        (Own(BRUSSELS, 4, 14), at(5, 14)),  # the round is over on Friday: the hour is kept
        (Own(BRUSSELS, 0, 9), MONDAY),
        (Own(BRUSSELS, 0, 8), at(6, 8)),  # eight has passed on Monday
        (Own(BRUSSELS, 2), at(7, 13)),
        (Own(BRUSSELS, 6), at(5, 13)),
        (Own(BRUSSELS), at(5, 13)),
        (Own("Asia/Kolkata", 1, 10), datetime(2026, 1, 6, 4, 30, tzinfo=UTC)),
    ],
)
def test_a_round_of_four_days(own: Own, expected: datetime) -> None:
    assert moment_of(own, MONDAY, END, chance=0.5) == expected


def test_who_chose_the_hour_in_which_the_round_opens_is_asked_at_once() -> None:
    assert moment_of(Own(BRUSSELS, 0, 9), at(5, 9, 40), END, chance=0.5) == at(5, 9, 40)


def test_the_end_of_a_day_is_passed_over_for_a_whole_one() -> None:
    assert moment_of(Own(BRUSSELS), at(5, 16), END, chance=0) == at(6, 9)


def test_the_last_hour_of_a_round_is_better_than_none() -> None:
    assert moment_of(Own(BRUSSELS), at(8, 16), END, chance=0.5) == at(8, 16, 30)
    assert moment_of(Own(BRUSSELS), at(8, 18), END, chance=0.5) == at(8, 18, 30)
    assert moment_of(Own(BRUSSELS), at(8, 23), END, chance=0.5) == at(8, 23)


def test_nobody_is_asked_when_the_round_is_over() -> None:
    assert moment_of(Own(BRUSSELS), END, END, chance=0) is None
    assert sendable_at(Own(BRUSSELS), END, END, chance=0) is None


@pytest.mark.parametrize(
    ("month", "day", "resting"),
    [(7, 14, {PARIS}), (11, 11, {PARIS, BRUSSELS}), (4, 27, {AMSTERDAM}), (7, 21, {BRUSSELS})],
)
def test_a_public_holiday_is_of_one_country(month: int, day: int, resting: set[str]) -> None:
    start = datetime(2026, month, day, 6, tzinfo=UTC)
    asked = {
        zone: local(moment_of(Own(zone, start.weekday(), 10), start, start + timedelta(days=3), chance=0), zone).day
        for zone in (PARIS, BRUSSELS, AMSTERDAM)
    }

    assert {zone for zone, on in asked.items() if on != day} == resting


def test_a_round_that_is_a_holiday_from_end_to_end_asks_in_its_working_hours() -> None:
    christmas = at(25, 9, month=12)

    assert moment_of(Own(BRUSSELS), christmas, at(26, 0, month=12), chance=0.5) == at(25, 13, month=12)


@pytest.mark.parametrize(("month", "day"), [(3, 30), (10, 26)])
def test_the_monday_after_a_change_of_clocks_has_its_own_hours(month: int, day: int) -> None:
    """In 2026 the clocks of Brussels change in the nights to 29 March and to 25 October."""
    friday, week = at(day - 3 if month == 10 else 27, 19, month=month), timedelta(days=5)

    asked = local(moment_of(Own(BRUSSELS, 0, 9), friday, friday + week, chance=0), BRUSSELS)

    assert (asked.day, asked.hour) == (day, 9)


def test_a_leap_day_is_a_day_like_any_other() -> None:
    start = at(28, 12, month=2, year=2028)

    assert moment_of(Own(BRUSSELS, 1, 10), start, start + timedelta(days=3), chance=0) == at(29, 10, month=2, year=2028)


def test_what_is_due_in_the_evening_leaves_the_next_morning() -> None:
    assert sendable_at(Own(BRUSSELS), at(5, 19), END, chance=0) == at(6, 9)
    assert sendable_at(Own(BRUSSELS), at(5, 18, 59), END, chance=0) == at(5, 18, 59)


def test_chance_is_even_and_the_same_when_asked_again() -> None:
    chances = [chance_of("r1", "invitation", f"U{number}") for number in range(2000)]

    assert chances == [chance_of("r1", "invitation", f"U{number}") for number in range(2000)]
    assert all(0 <= each < 1 for each in chances)
    tenths = [sum(int(each * 10) == tenth for each in chances) for tenth in range(10)]
    assert min(tenths) > 150
    assert chance_of("r2", "invitation", "U1") != chance_of("r1", "invitation", "U1") != chance_of("r1", "x", "U1")


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "days"),
    [
        (date(2026, 1, 5), date(2026, 1, 8), (date(2026, 1, 7), date(2026, 1, 8))),
        (date(2026, 1, 5), date(2026, 1, 5), (date(2026, 1, 5), date(2026, 1, 5))),
        (date(2026, 1, 5), date(2026, 1, 11), (date(2026, 1, 8), date(2026, 1, 9))),
        (date(2026, 1, 2), date(2026, 1, 4), ()),  # from Friday, the middle and all after it is a weekend
        (date(2026, 11, 9), date(2026, 11, 12), (date(2026, 11, 12), date(2026, 11, 12))),  # the 11th is a holiday
    ],
)
def test_reminders_come_on_working_days_in_the_middle_and_at_the_end(
    opens_on: date, closes_on: date, days: tuple[date, ...]
) -> None:
    assert reminding_days(BRUSSELS, opens_on, closes_on) == days


@pytest.mark.parametrize(
    ("after", "zone", "morning"),
    [
        (at(13, 12, month=7), PARIS, at(15, 9, month=7)),
        (at(13, 12, month=7), BRUSSELS, at(14, 9, month=7)),
        (at(24, 12, month=12), BRUSSELS, at(28, 9, month=12)),
        (at(5, 9), BRUSSELS, at(5, 9)),
    ],
)
def test_a_working_morning_is_no_holiday(after: datetime, zone: str, morning: datetime) -> None:
    assert morning_after(after, zone) == morning
