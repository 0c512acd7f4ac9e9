"""The jobs: one pass over the rows that are due, each minute, by a clock that keeps nothing itself."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.ext.asyncio import AsyncSession

from bot import database
from bot.assembly import House
from handlers import digest, pulse, roster
from handlers.composing import Compose, one_by_one
from handlers.invitations import Invitations
from handlers.outbox import Outbox, Pause
from handlers.traces import trace_of
from handlers.views.pulse import invitation
from handlers.views.reminder import reminder
from surveys import retention
from surveys.rounds import INVITATION, REMINDERS

log = structlog.get_logger()
Job = Callable[[House], Awaitable[object]]


async def tick(house: House) -> None:
    """Do all that is due now: close rounds, owe digests, open rounds, send, delete what is not kept for longer.

    Killed anywhere, the next pass goes on. A step that fails does not keep the others from being done; what failed is
    raised at the end, as one group.
    """
    await _each(house, (_close, _open, send_due, *FORGETTING))


async def _each(house: House, steps: Iterable[Job]) -> None:
    failures: list[Exception] = []
    for step in steps:
        try:
            await step(house)
        except Exception as failure:  # noqa: BLE001 - raised below
            failures.append(failure)
    if failures:
        raise ExceptionGroup("steps of a pass failed", failures)


async def _close(house: House) -> None:
    now = house.clock()

    async def scrub() -> None:
        await database.scrub(house.engine)

    async def owe_digests(session: AsyncSession, round_id: str) -> None:
        await digest.owe(session, house.workspace_id, round_id, now=now)

    await pulse.close_due(house.sessions, house.keys, scrub, owe_digests, house.workspace_id, now=now, tier=house.tier)


async def _open(house: House) -> None:
    k = house.settings.groundswell_k
    await pulse.open_due(house.sessions, house.keys, house.workspace_id, k=k, now=house.clock())


async def _forget(term: retention.Term, house: House) -> None:
    async def scrub() -> None:
        await database.scrub(house.engine)

    await pulse.forget(house.sessions, scrub, house.workspace_id, term, now=house.clock())


FORGETTING: tuple[Job, ...] = (partial(_forget, retention.TEXTS), partial(_forget, retention.AUDIENCES))


def composers() -> Mapping[str, Compose]:
    """What draws each kind of message."""
    return {
        INVITATION: Invitations(invitation),
        **dict.fromkeys(REMINDERS, Invitations(reminder)),
        digest.DIGEST: one_by_one(digest.compose_digest),
    }


def outbox_of(house: House) -> Outbox:
    """What this process sends with."""
    return Outbox(
        house.client,
        house.sessions,
        house.workspace_id,
        composers(),
        house.worker,
        house.clock,
        per_minute=house.settings.slack_per_minute,
        hold=house.courtesy.held_back,
    )


async def send_due(house: House) -> int:
    """Send what is due, as far as the pace lets it leave now. Returns how many left."""
    return await outbox_of(house).drain()


async def run(house: House, pause: Pause = asyncio.sleep) -> None:
    """Do the jobs at once and then each minute, and send beside them without a rest, until cancelled.

    A pass that takes longer than a minute is not overtaken by the next. Several processes on one PostgreSQL share the
    sending; the jobs of a workspace are done by one of them at a time.
    """
    turn = asyncio.Lock()
    outbox = outbox_of(house)

    async def in_turn(job: Job) -> None:
        async with turn, database.alone(house.engine, f"jobs of {house.workspace_id}") as alone:
            if alone:
                await job(house)
        outbox.wake()

    async def at_its_time(job: Job) -> None:
        with suppress(asyncio.CancelledError):  # this process ends, which APScheduler would log as the job's mistake
            await in_turn(job)

    scheduler = AsyncIOScheduler(timezone="UTC")
    each_minute, each_night = CronTrigger(second=0, timezone="UTC"), CronTrigger(hour=3, timezone="UTC")
    scheduler.add_job(
        at_its_time, each_minute, args=[_safe_pass], max_instances=1, coalesce=True, misfire_grace_time=60
    )
    scheduler.add_job(at_its_time, each_night, args=[_safe_refresh], max_instances=1, misfire_grace_time=3600)
    scheduler.start()
    sender = asyncio.create_task(outbox.run(pause))
    try:
        await in_turn(_safe_refresh)
        await in_turn(_safe_pass)
        await sender  # it ends by a mistake only, which is then this process's end
    finally:
        scheduler.shutdown(wait=False)
        # A pass under way is cancelled by that, and the house stands until what was sent is written down.
        sender.cancel()
        await asyncio.wait([sender])
        async with turn:
            pass


async def _safe_pass(house: House) -> None:
    try:
        await _each(house, (_close, _open, *FORGETTING))
    except Exception as error:  # noqa: BLE001 - the clock must go on; what failed is due again in a minute
        log.error("pass failed", trace=trace_of(error))  # noqa: TRY400 - exception() would print what it failed with


async def _safe_refresh(house: House) -> None:
    """Events that were missed while no process listened are made up for from the whole list."""
    try:
        await roster.refresh(house.client, house.sessions, house.workspace_id, now=house.clock())
    except Exception as error:  # noqa: BLE001 - the roster stays as it was until the next night
        log.error("roster not refreshed", trace=trace_of(error))  # noqa: TRY400 - as above
