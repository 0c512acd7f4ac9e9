"""The ledger of messages: owed once, claimed once, and never repeated when nobody knows whether they left."""

import asyncio
import os
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from people import deliveries
from people.deliveries import LEASE, Owed
from people.models import Delivery
from people.preferences import keep
from tests.build import MONDAY, Sessions, members, workspace
from tests.postgres import VARIABLE

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
async def two_workspaces(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session, "T1")
        await workspace(session, "T2")


async def owe(session: AsyncSession, number: int, *, due_at: datetime = MONDAY, workspace_id: str = "T1") -> None:
    people = [(f"U{each:04}", due_at) for each in range(number)]
    await deliveries.plan(session, workspace_id, "invitation", "r1", people)


async def claim(session: AsyncSession, *, now: datetime = MONDAY, limit: int = 10, worker: str = "w1") -> list[Owed]:
    return await deliveries.claim_due(session, "T1", worker, now=now, limit=limit)


async def counts(session: AsyncSession) -> dict[str, int]:
    return await deliveries.counts(session, "T1", "invitation", "r1")


async def test_a_message_is_owed_once_however_often_it_is_planned(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 3)
        (first,) = await claim(session, limit=1)
        await deliveries.settle(session, "w1", [first.id], "sent")

        await owe(session, 4)

        assert await counts(session) == {"sent": 1, "pending": 3}


async def test_a_sender_asks_by_indices_alone_so_that_a_ledger_of_years_is_as_quick_as_one_of_a_day(
    engine: AsyncEngine, sessions: Sessions
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by the sizes of tables")
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    async with sessions.begin() as session:
        await members(session, 2, workspace_id="T1")
        await owe(session, 2)
    event.listen(engine.sync_engine, "before_cursor_execute", note)
    async with sessions.begin() as session:
        await claim(session)
        await deliveries.next_due_at(session, "T1")
        await deliveries.abandon_claims(session, now=MONDAY + LEASE)
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    async with engine.begin() as connection:
        steps = [
            row.detail
            for statement, parameters in asked
            if "deliveries" in statement
            for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]

    read = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
    assert sum("ix_deliveries_due" in step for step in read) == 2
    assert sum("ix_deliveries_claimed" in step for step in read) == 1
    assert [step for step in read if step.startswith("SCAN")] == ["SCAN due"]


async def test_another_kind_subject_or_workspace_is_another_message(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for team, kind, subject in (("T1", "invitation", "r1"), ("T1", "digest", "r1"), ("T1", "invitation", "r2")):
            await deliveries.plan(session, team, kind, subject, [("U1", MONDAY)])
        await owe(session, 1, workspace_id="T2")

        claimed = await claim(session)

    assert {(owed.kind, owed.subject) for owed in claimed} == {
        ("invitation", "r1"),
        ("digest", "r1"),
        ("invitation", "r2"),
    }


async def test_a_whole_company_can_be_owed_a_message_at_once(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 1201)

        assert await counts(session) == {"pending": 1201}


async def test_nothing_is_claimed_before_it_is_due_and_the_oldest_goes_first(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for user_id, minutes in (("U1", 2), ("U2", 1), ("U3", 3)):
            due_at = MONDAY + timedelta(minutes=minutes)
            await deliveries.plan(session, "T1", "invitation", "r1", [(user_id, due_at)])

        early = await claim(session)
        first = await claim(session, now=MONDAY + timedelta(minutes=2), limit=1)
        rest = await claim(session, now=MONDAY + timedelta(minutes=2))

    assert [[owed.user_id for owed in batch] for batch in (early, first, rest)] == [[], ["U2"], ["U1"]]


async def test_what_is_claimed_is_marked_with_its_worker(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 1)
        await claim(session, worker="host:1")

    async with sessions() as session:
        row = (await session.scalars(select(Delivery))).one()
    assert (row.state, row.claimed_by, row.claimed_at) == ("claimed", "host:1", MONDAY)


async def test_no_two_workers_claim_the_same_message(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 90)

    async def work(worker: str) -> list[int]:
        mine: list[int] = []
        while True:
            async with sessions.begin() as session:
                claimed = await claim(session, limit=7, worker=worker)
            if not claimed:
                return mine
            mine += [owed.id for owed in claimed]

    by_worker = await asyncio.gather(*(work(f"w{number}") for number in range(4)))

    taken = [claimed for mine in by_worker for claimed in mine]
    assert (len(taken), len(set(taken))) == (90, 90)


@pytest.mark.skipif(VARIABLE not in os.environ, reason="PostgreSQL was not found")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_worker_does_not_wait_for_what_another_is_claiming(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 15)

    async with sessions.begin() as one, sessions.begin() as other:
        first = await claim(one, worker="w1", limit=10)
        second = await claim(other, worker="w2", limit=10)

    assert (len(first), len(second)) == (10, 5)
    assert {owed.id for owed in first}.isdisjoint(owed.id for owed in second)


async def test_no_more_is_claimed_than_asked_for_in_a_long_ledger(sessions: Sessions, engine: AsyncEngine) -> None:
    async with sessions.begin() as session:
        await owe(session, 3000)
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE deliveries"))

    async with sessions.begin() as session:
        assert len(await claim(session, limit=10)) == 10


async def test_a_claim_is_held_for_its_lease_and_then_nobody_knows(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 2)
        await claim(session, limit=1)

        held = await deliveries.abandon_claims(session, now=MONDAY + LEASE - SECOND)
        lost = await deliveries.abandon_claims(session, now=MONDAY + LEASE)
        again = await deliveries.abandon_claims(session, now=MONDAY + 2 * LEASE)

        assert (held, lost, again) == (0, 1, 0)
        assert await counts(session) == {"unknown": 1, "pending": 1}


async def test_what_is_settled_is_never_claimed_again(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 3)
        for owed, state in zip(await claim(session), ("sent", "failed", "unknown"), strict=True):
            await deliveries.settle(session, "w1", [owed.id], state, code="a_word")

        assert await claim(session, now=MONDAY + timedelta(days=365)) == []
        assert await deliveries.abandon_claims(session, now=MONDAY + timedelta(days=365)) == 0
        assert await counts(session) == {"sent": 1, "failed": 1, "unknown": 1}


async def test_a_postponed_message_is_due_again_later_for_any_worker(sessions: Sessions) -> None:
    later = MONDAY + timedelta(minutes=1)
    async with sessions.begin() as session:
        await owe(session, 1)
        (owed,) = await claim(session)

        await deliveries.postpone(session, "w1", [owed.id], until=later, code="ratelimited")

        lost = await deliveries.abandon_claims(session, now=MONDAY + 2 * LEASE)
        too_early = await claim(session, now=later - SECOND, worker="w2")
        in_time = await claim(session, now=later, worker="w2")
    assert (lost, too_early, in_time) == (0, [], [owed])


async def test_a_claim_that_was_given_up_stays_unknown_whatever_its_worker_says_afterwards(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 2)
        first, second = await claim(session, worker="frozen")
        await deliveries.abandon_claims(session, now=MONDAY + LEASE)

        await deliveries.settle(session, "frozen", [first.id], "sent")
        await deliveries.postpone(session, "frozen", [second.id], until=MONDAY, code="lease_over")

        assert await counts(session) == {"unknown": 2}


async def test_a_worker_writes_down_its_own_claims_alone(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 1)
        (owed,) = await claim(session, worker="w1")

        await deliveries.settle(session, "w2", [owed.id], "failed", code="a_word")

        assert await counts(session) == {"claimed": 1}


async def test_nothing_is_claimed_in_a_stopped_workspace_until_it_goes_on(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 2)
        await owe(session, 2, workspace_id="T2")
        await deliveries.stop(session, "T1")

        stopped = await claim(session)
        other = await deliveries.claim_due(session, "T2", "w1", now=MONDAY)
        await deliveries.resume(session, "T1")

        assert (len(stopped), len(other)) == (0, 2)
        assert len(await claim(session)) == 2


async def test_who_is_owed_a_message_is_claimed_with_the_language_to_write_it_in(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await members(session, 2, workspace_id="T1", language="nl")
        await keep(session, "T1", "U0001", language="fr", paused_until=None, opted_out=False)
        for user_id in ("U0000", "U0001", "C0001"):
            await deliveries.plan(session, "T1", "digest", "r1", [(user_id, MONDAY)])

        claimed = await claim(session)

    assert {owed.user_id: owed.language for owed in claimed} == {"U0000": "nl", "U0001": "fr", "C0001": "en"}


async def test_how_sending_stands_is_told_by_kind_state_and_reason(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 3)
        await deliveries.plan(session, "T1", "digest", "r1", [("U1", MONDAY)])
        claimed = [owed for owed in await claim(session) if owed.kind == "invitation"]
        await deliveries.settle(session, "w1", [claimed[0].id], "failed", code="channel_not_found")
        await deliveries.stop(session, "T1")

        state = await deliveries.state_of(session, "T1")

    assert state.counts == {
        "invitation": {("claimed", None): 2, ("failed", "channel_not_found"): 1},
        "digest": {("claimed", None): 1},
    }
    assert (state.stopped, state.halted, state.pace) == (True, None, None)


async def test_a_message_called_off_leaves_no_list_of_who_was_owed_it(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await owe(session, 2)
        await owe(session, 2, workspace_id="T2")
        await deliveries.plan(session, "T1", "digest", "r1", [("U1", MONDAY)])
        await claim(session, limit=1)

        await deliveries.cancel(session, "T1", "invitation", "r1")

        left = {(row.workspace_id, row.kind) for row in await session.scalars(select(Delivery))}
    assert left == {("T1", "digest"), ("T2", "invitation")}
