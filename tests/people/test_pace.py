"""The pace of a workspace: learnt from what Slack takes, shared by its workers, and halted when nothing can arrive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from people import pace
from people.pace import PROBE, STRIKES, Pace
from sandbox import limits
from sandbox.limits import Limits
from sandbox.refusals import Refused
from tests.build import MONDAY, Sessions, workspace

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LATENCY = SECOND / 5
STEP = SECOND / 100
METHOD = "chat.postMessage"


@dataclass(frozen=True, slots=True)
class Sent:
    """How many arrived by when, and when Slack said too fast."""

    number: int
    ended_at: datetime
    refused: tuple[datetime, ...]

    @property
    def per_minute(self) -> float:
        return self.number / ((self.ended_at - MONDAY) / MINUTE)


def send(number: int) -> Sent:
    """Send so many under the sandbox's limits, each answer a fifth of a second on its way; no real time passes."""
    slack, found, now, arrived = Limits(enabled=True), Pace(240, MONDAY), MONDAY, 0
    flying: list[tuple[datetime, datetime | None]] = []
    refused: list[datetime] = []
    while arrived < number:
        for claimed_at, until in [each for each in flying if each[0] + LATENCY <= now]:
            flying.remove((claimed_at, until))
            found = found.refused(claimed_at, until, now=now) if until else found.arrived(1)
            arrived += until is None
        room = found.room(30, now=now)
        for _ in range(room):
            until = asked_to_wait(slack, now)
            refused += [now] if until else []
            flying.append((now, until))
        found = found.taken(room, now=now)
        now = max(now + STEP, min([found.opens_at(now=now), *(each[0] + LATENCY for each in flying)]))
    return Sent(arrived, now, tuple(refused))


def asked_to_wait(slack: Limits, now: datetime) -> datetime | None:
    try:
        slack.count(METHOD, "A1", "T1", now)
    except Refused as refusal:
        return now + refusal.retry_after * SECOND
    return None


@pytest.mark.parametrize("permitted", [229, limits.MESSAGES_PER_MINUTE])
def test_ten_thousand_messages_go_at_nearly_the_permitted_rate_and_a_handful_are_refused(
    permitted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MESSAGES_PER_MINUTE", permitted)

    sent = send(10_000)

    assert sent.per_minute >= 0.95 * permitted
    assert len(sent.refused) <= 8


def test_a_pace_once_learnt_is_refused_but_a_few_times_an_hour() -> None:
    sent = send(40_000)

    learnt = MONDAY + HOUR / 2
    hours = (sent.ended_at - learnt) / HOUR
    assert len([at for at in sent.refused if at > learnt]) / hours <= 5
    assert sent.per_minute >= 0.97 * limits.MESSAGES_PER_MINUTE


def test_a_slow_workspace_is_found_by_few_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MESSAGES_PER_MINUTE", 60)

    assert len(send(1_000).refused) <= 16


def test_after_a_rest_there_is_no_burst() -> None:
    found = Pace(240, MONDAY)

    assert found.room(60, now=MONDAY + HOUR) == 1


def test_who_is_late_by_a_second_catches_up() -> None:
    found = Pace(240, MONDAY).taken(1, now=MONDAY)

    assert found.room(60, now=MONDAY + SECOND) == 4
    assert found.room(2, now=MONDAY + SECOND) == 2


def test_what_one_worker_takes_another_waits_for() -> None:
    found = Pace(60, MONDAY).taken(1, now=MONDAY)

    assert found.room(60, now=MONDAY) == 0
    assert found.opens_at(now=MONDAY) == MONDAY + SECOND


def test_all_wait_when_slack_asks_one_to_wait_and_go_on_slower_and_without_a_burst() -> None:
    until = MONDAY + 30 * SECOND

    found = Pace(240, MONDAY).refused(MONDAY, until, now=MONDAY)

    assert found.room(60, now=until - STEP) == 0
    assert found.room(60, now=until) == 1
    assert found.per_minute < 240


def test_messages_refused_together_lower_the_pace_once() -> None:
    until = MONDAY + 30 * SECOND
    once = Pace(240, MONDAY).refused(MONDAY, until, now=MONDAY + SECOND)

    assert once.refused(MONDAY, until, now=MONDAY + 2 * SECOND) == once


def test_without_a_pace_nothing_is_counted_and_waits_are_kept_all_the_same() -> None:
    found = Pace(0, MONDAY).taken(50, now=MONDAY)
    held = found.refused(MONDAY, MONDAY + SECOND, now=MONDAY)

    assert found.room(60, now=MONDAY) == 60
    assert (held.room(60, now=MONDAY), held.room(60, now=MONDAY + SECOND)) == (0, 60)


def test_a_halted_workspace_is_tried_with_one_message_each_quarter_of_an_hour() -> None:
    halted = Pace(0, MONDAY).halt("token_revoked", now=MONDAY)
    tried = halted.taken(1, now=MONDAY + PROBE)

    assert halted.room(60, now=MONDAY + PROBE - STEP) == 0
    assert halted.room(60, now=MONDAY + PROBE) == 1
    assert tried.room(60, now=MONDAY + PROBE) == 0
    assert tried.halt("token_revoked", now=MONDAY + PROBE).halted_at == MONDAY


def test_one_message_that_arrives_ends_a_halt() -> None:
    halted = Pace(0, MONDAY).halt("token_revoked", now=MONDAY)

    assert halted.arrived(1) == Pace(0, MONDAY)


def test_so_many_failures_in_a_row_halt_and_one_arrival_between_them_starts_the_count_anew() -> None:
    nearly = Pace(0, MONDAY).struck(STRIKES - 1, "invalid_blocks", now=MONDAY)

    assert nearly.halted is None
    assert nearly.struck(1, "invalid_blocks", now=MONDAY).halted == "invalid_blocks"
    assert nearly.arrived(1).struck(1, "invalid_blocks", now=MONDAY).halted is None


async def test_each_workspace_has_a_pace_of_its_own(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session, "T1")
        await workspace(session, "T2")
        first = await pace.of(session, "T1", per_minute=240, now=MONDAY)
        await pace.keep(session, "T1", first, first.refused(MONDAY, MONDAY + HOUR, now=MONDAY))

        other = await pace.of(session, "T2", per_minute=240, now=MONDAY)

    assert other.room(1, now=MONDAY) == 1


async def test_a_pace_is_kept_for_the_next_worker(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        before = await pace.of(session, "T1", per_minute=240, now=MONDAY)
        after = before.taken(3, now=MONDAY).refused(MONDAY, MONDAY + HOUR, now=MONDAY).halt("not_authed", now=MONDAY)
        await pace.keep(session, "T1", before, after)

    async with sessions.begin() as session:
        assert await pace.of(session, "T1", per_minute=240, now=MONDAY) == after


async def test_a_halt_is_lifted_for_one_try_when_a_process_starts(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        before = await pace.of(session, "T1", per_minute=0, now=MONDAY)
        await pace.keep(session, "T1", before, before.halt("token_revoked", now=MONDAY))

        await pace.try_now(session, "T1", now=MONDAY + SECOND)

        found = await pace.standing(session, "T1")
    assert found is not None
    assert (found.halted, found.room(60, now=MONDAY + SECOND)) == ("token_revoked", 1)
