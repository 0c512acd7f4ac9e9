"""Sending under way: at its pace, held by a wait, halted when nothing can arrive, stopped by its owner, and resumed."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.composing import QUIET, Compose, ComposeOne, Later, one_by_one
from handlers.courier import Outgoing
from handlers.outbox import Outbox
from people import deliveries
from people.deliveries import LEASE, Owed, Sending
from people.pace import PROBE
from tests.build import MONDAY
from tests.journeys.stage import Stage

SECOND = timedelta(seconds=1)
METHOD = "chat.postMessage"
PATIENCE = 30


@pytest.fixture
def transport() -> str:
    """One transport is enough: what is sent does not depend on it."""
    return "http"


async def hello(session: AsyncSession, owed: Owed, *, now: datetime) -> Outgoing:
    return Outgoing({"text": "Hello."})


def outbox(acme: Stage, compose: ComposeOne | None = None, *, per_minute: float = 0, worker: str = "w1") -> Outbox:
    house = acme.house
    composers: Mapping[str, Compose] = {"hello": one_by_one(compose or hello)}
    return Outbox(
        house.client, house.sessions, house.workspace_id, composers, worker, house.clock, per_minute=per_minute
    )


async def owe(acme: Stage, number: int = 40) -> None:
    """Owe a hello to so many of the forty, from Monday at nine."""
    acme.clock.set(MONDAY)
    due: Sequence[tuple[str, datetime]] = [(user.id, MONDAY) for user in acme.people[:number]]
    async with acme.house.sessions.begin() as session:
        await deliveries.plan(session, acme.house.workspace_id, "hello", "s1", due)


async def standing(acme: Stage) -> Sending:
    async with acme.house.sessions.begin() as session:
        return await deliveries.state_of(session, acme.house.workspace_id)


async def states(acme: Stage) -> Mapping[tuple[str, str | None], int]:
    return (await standing(acme)).counts["hello"]


def calls(acme: Stage) -> int:
    return len(acme.sandbox.journal.calls(METHOD))


def heard(acme: Stage) -> Counter[int]:
    return Counter(len(acme.person(number).messages()) for number in range(40))


async def test_no_more_leave_than_the_pace_lets(acme: Stage) -> None:
    await owe(acme)
    paced = outbox(acme, per_minute=240)

    first = await paced.drain()
    acme.clock.advance(SECOND)

    assert (first, await paced.drain()) == (1, 4)


async def test_two_workers_share_one_pace(acme: Stage) -> None:
    await owe(acme)
    one, other = outbox(acme, per_minute=240), outbox(acme, per_minute=240, worker="w2")

    sent = [await one.drain(), await other.drain()]
    acme.clock.advance(SECOND)
    sent += [await other.drain(), await one.drain()]

    assert sent == [1, 0, 4, 0]


async def test_all_that_is_owed_leaves_at_its_pace_without_waiting_for_a_tick(acme: Stage) -> None:
    await owe(acme)
    journal = acme.sandbox.journal

    async def pause(seconds: float) -> None:
        acme.clock.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    sender = asyncio.create_task(outbox(acme, per_minute=240).run(pause))
    await journal.until(lambda: calls(acme) == 40, PATIENCE)
    sender.cancel()
    await asyncio.wait([sender])

    assert heard(acme) == {1: 40}
    assert acme.clock.now() - MONDAY >= 39 * timedelta(minutes=1) / 300
    assert await states(acme) == {("sent", None): 40}


async def test_when_slack_asks_one_to_wait_all_wait_and_nobody_hears_twice(acme: Stage) -> None:
    await owe(acme)
    paced = outbox(acme, per_minute=240)
    acme.sandbox.faults.add(METHOD, kind="429", seconds=30)

    assert await paced.drain() == 0
    acme.clock.advance(29 * SECOND)
    assert await paced.drain() == 0
    acme.clock.advance(SECOND)
    assert await paced.drain() == 1

    assert heard(acme) == {0: 39, 1: 1}
    assert (await states(acme))["pending", "ratelimited"] == 1


@pytest.mark.parametrize("code", ["token_revoked", "missing_scope"])
async def test_a_refusal_that_all_would_meet_halts_the_workspace_and_keeps_what_is_owed(acme: Stage, code: str) -> None:
    await owe(acme)
    acme.sandbox.faults.add(METHOD, kind="error", error=code, times=None)

    drawn: list[int] = []

    async def draw(session: AsyncSession, owed: Owed, *, now: datetime) -> Outgoing:
        drawn.append(owed.id)
        return Outgoing({"text": "Hello."})

    await outbox(acme, draw).drain()
    tried = len(drawn)
    await outbox(acme, draw).drain()
    halted = await standing(acme)
    acme.clock.advance(PROBE)
    await outbox(acme, draw).drain()

    assert sum(number for (state, _), number in halted.counts["hello"].items() if state == "pending") == 40
    assert (halted.halted, halted.halted_at) == (code, MONDAY)
    assert (calls(acme), len(drawn)) == (0, tried + 1)


async def test_once_the_reason_of_a_halt_is_gone_all_that_is_owed_arrives(acme: Stage) -> None:
    await owe(acme)
    acme.sandbox.faults.add(METHOD, kind="error", error="token_revoked", times=None)
    await outbox(acme).drain()
    acme.sandbox.faults.clear()

    acme.clock.advance(PROBE)
    await outbox(acme).drain()

    assert heard(acme) == {1: 40}
    assert (await standing(acme)).halted is None


async def test_an_inactive_account_that_is_our_own_halts_and_fails_nobody(acme: Stage) -> None:
    await owe(acme)
    for method in (METHOD, "auth.test"):
        acme.sandbox.faults.add(method, kind="error", error="account_inactive", times=None)

    await outbox(acme).drain()

    assert (await standing(acme)).halted == "installation_gone"
    assert await states(acme) == {("pending", "installation_gone"): 40}


async def test_a_stopped_workspace_sends_nothing_and_what_was_owed_goes_out_afterwards(acme: Stage) -> None:
    await owe(acme)
    async with acme.house.sessions.begin() as session:
        await deliveries.stop(session, acme.house.workspace_id)
    assert (await outbox(acme).drain(), calls(acme)) == (0, 0)

    async with acme.house.sessions.begin() as session:
        await deliveries.resume(session, acme.house.workspace_id)

    assert await outbox(acme).drain() == 40


async def test_a_message_that_is_held_back_waits_until_then(acme: Stage) -> None:
    await owe(acme, 2)
    opens_at = MONDAY + timedelta(hours=1)

    async def quiet(claimed: Sequence[Owed], *, now: datetime) -> Mapping[int, Later]:
        return {owed.id: Later(opens_at, QUIET) for owed in claimed if now < opens_at}

    assert await replace(outbox(acme), hold=quiet).drain() == 0
    assert await states(acme) == {("pending", QUIET): 2}
    acme.clock.set(opens_at)

    assert await replace(outbox(acme), hold=quiet).drain() == 2


@pytest.mark.parametrize(
    ("failure", "code"),
    [(OperationalError("", {}, OSError()), "database_away"), (ValueError(), "not_looked_at")],
)
async def test_when_it_is_not_known_who_is_held_back_all_wait_and_none_is_lost(
    acme: Stage, failure: Exception, code: str
) -> None:
    await owe(acme, 2)

    async def broken(claimed: Sequence[Owed], *, now: datetime) -> Mapping[int, Later]:
        raise failure

    assert await replace(outbox(acme), hold=broken).drain() == 0
    assert await states(acme) == {("pending", code): 2}
    acme.clock.advance(timedelta(minutes=1))

    assert await outbox(acme).drain() == 2


async def test_one_that_cannot_be_drawn_keeps_no_other_waiting(acme: Stage) -> None:
    await owe(acme)
    unlucky = acme.people[7].id

    async def draw(session: AsyncSession, owed: Owed, *, now: datetime) -> Outgoing:
        if owed.user_id == unlucky:
            raise ValueError(owed.kind)
        return Outgoing({"text": "Hello."})

    assert await outbox(acme, draw).drain() == 39

    assert await states(acme) == {("sent", None): 39, ("failed", "not_drawn"): 1}


async def test_who_was_frozen_for_longer_than_its_lease_sends_nothing_of_what_it_claimed(acme: Stage) -> None:
    await owe(acme, 3)

    async def freeze(session: AsyncSession, owed: Owed, *, now: datetime) -> Outgoing:
        acme.clock.set(MONDAY + LEASE)
        async with acme.house.sessions.begin() as other:
            await deliveries.abandon_claims(other, now=acme.clock.now())
        return Outgoing({"text": "Hello."})

    await outbox(acme, freeze).drain()

    assert calls(acme) == 0
    assert await states(acme) == {("unknown", "worker_lost"): 3}


async def test_a_message_can_be_owed_to_a_channel(acme: Stage) -> None:
    bot = next(user.id for user in acme.team.users.values() if user.is_bot)
    channel = acme.team.add_channel("results", members=[bot])
    acme.clock.set(MONDAY)
    async with acme.house.sessions.begin() as session:
        await deliveries.plan(session, acme.house.workspace_id, "hello", "s1", [(channel.id, MONDAY)])

    await outbox(acme).drain()

    assert await states(acme) == {("sent", None): 1}
    assert [message.text for message in channel.messages] == ["Hello."]


async def test_told_to_end_it_writes_down_what_is_on_its_way(acme: Stage) -> None:
    await owe(acme)
    acme.sandbox.faults.add(METHOD, kind="slow", seconds=0.5, times=40)
    sending = asyncio.create_task(outbox(acme).drain())
    await acme.sandbox.journal.until(lambda: calls(acme) > 0, PATIENCE)

    sending.cancel()
    await asyncio.wait([sending])

    assert sending.cancelled()
    assert await states(acme) == {("sent", None): 40}
    assert heard(acme) == {1: 40}
