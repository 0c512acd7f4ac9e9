"""The sandbox's clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sandbox.clock import Clock
from tests.sandbox.conftest import MONDAY


def test_a_standing_clock_moves_only_when_it_is_told() -> None:
    clock = Clock(MONDAY)

    clock.advance(timedelta(hours=1))

    assert clock.now() == MONDAY + timedelta(hours=1)
    clock.set(MONDAY)
    assert clock.now() == MONDAY


def test_a_clock_without_a_time_follows_the_real_one() -> None:
    clock = Clock()

    assert clock.now() <= clock.now()
    assert clock.now().tzinfo is UTC


def test_a_standing_clock_that_is_let_run_goes_on_from_where_it_stood() -> None:
    clock = Clock(MONDAY)

    clock.run()
    first, second = clock.now(), clock.now()

    assert MONDAY <= first <= second < MONDAY + timedelta(minutes=1)
    assert clock.follows


def test_a_running_clock_stands_still_once_it_is_set() -> None:
    clock = Clock(MONDAY)
    clock.run()

    clock.set(MONDAY)

    assert (clock.now(), clock.follows) == (MONDAY, False)


def test_time_stamps_differ_and_grow_though_the_clock_stands_still_or_goes_back() -> None:
    clock = Clock(MONDAY)

    stamps = [clock.ts(), clock.ts()]
    clock.set(MONDAY - timedelta(days=1))
    stamps.append(clock.ts())

    assert stamps == ["1736154000.000001", "1736154000.000002", "1736154000.000003"]


def test_times_of_other_zones_are_kept_in_utc() -> None:
    clock = Clock(datetime(2025, 1, 6, 11, 0, tzinfo=timezone(timedelta(hours=2))))

    assert clock.now() == MONDAY
    assert clock.now().tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        Clock(MONDAY.replace(tzinfo=None))
