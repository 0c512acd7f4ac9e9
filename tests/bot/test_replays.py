"""The memory of accepted requests."""

from datetime import UTC, datetime, timedelta

from bot.replays import Replays

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_request_is_accepted_once() -> None:
    replays = Replays()

    first = replays.admit("1", "v0=a", now=MONDAY)
    second = replays.admit("1", "v0=a", now=MONDAY + timedelta(seconds=1))

    assert (first, second) == (True, False)


def test_another_time_or_another_signature_is_another_request() -> None:
    replays = Replays()
    replays.admit("1", "v0=a", now=MONDAY)

    assert replays.admit("2", "v0=a", now=MONDAY)
    assert replays.admit("1", "v0=b", now=MONDAY)


def test_a_request_is_remembered_for_ten_minutes_and_not_for_longer() -> None:
    replays = Replays()
    replays.admit("1", "v0=a", now=MONDAY)

    within = replays.admit("1", "v0=a", now=MONDAY + timedelta(minutes=10))
    after = replays.admit("1", "v0=a", now=MONDAY + timedelta(minutes=10, seconds=1))

    assert (within, after) == (False, True)


def test_a_request_that_failed_may_come_again() -> None:
    replays = Replays()
    replays.admit("1", "v0=a", now=MONDAY)

    replays.forget("1", "v0=a")

    assert replays.admit("1", "v0=a", now=MONDAY)


def test_forgetting_what_was_never_accepted_changes_nothing() -> None:
    replays = Replays()

    replays.forget("1", "v0=a")

    assert len(replays) == 0


def test_the_memory_does_not_grow_past_its_bound() -> None:
    replays = Replays(most=3)

    for number in range(50):
        replays.admit(str(number), "v0=a", now=MONDAY)

    assert len(replays) == 3
    assert not replays.admit("49", "v0=a", now=MONDAY)


def test_what_is_too_old_is_let_go() -> None:
    replays = Replays()
    for number in range(50):
        replays.admit(str(number), "v0=a", now=MONDAY)

    replays.admit("new", "v0=a", now=MONDAY + timedelta(hours=1))

    assert len(replays) == 1


def test_no_signature_stays_in_memory_as_it_came() -> None:
    replays = Replays()

    replays.admit("1", "v0=a-signature-of-slack", now=MONDAY)

    assert "a-signature-of-slack" not in repr(vars(replays))
