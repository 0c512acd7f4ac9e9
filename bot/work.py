"""The jobs: one pass over the rows that are due, each minute, by a clock that keeps nothing itself."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.ext.asyncio import AsyncSession

from bot import database
from bot.assembly import House
from handlers import digest, pulse, reminders, roster
from handlers.outbox import Compose, Outbox
from handlers.traces import trace_of
from surveys import retention
from surveys.rounds import INVITATION, REMINDERS

log = structlog.get_logger()
Job = Callable[[House], Awaitable[None]]
COMPOSERS: Mapping[str, Compose] = {
    INVITATION: pulse.compose_invitation,
    **dict.fromkeys(REMINDERS, reminders.compose_reminder),
    digest.DIGEST: digest.compose_digest,
}


async def tick(house: House) -> None:
    """Do all that is due: close rounds, owe digests, open rounds, send, delete what is not kept for longer.

    Killed anywhere, the next pass goes on. A step that fails does not keep the others from being done; what failed is
    raised at the end, as one group.
    """
    failures: list[Exception] = []
    steps: tuple[Callable[[House], Awaitable[object]], ...] = (
        _close,
        _open,
        send_due,
        partial(_forget, retention.TEXTS),
        partial(_forget, retention.AUDIENCES),
    )
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

    await pulse.close_due(house.sessions, house.keys, scrub, owe_digests, house.workspace_id, now=now)


async def _open(house: House) -> None:
    k = house.settings.groundswell_k
    await pulse.open_due(house.sessions, house.keys, house.workspace_id, k=k, now=house.clock())


async def _forget(term: retention.Term, house: House) -> None:
    async def scrub() -> None:
        await database.scrub(house.engine)

    await pulse.forget(house.sessions, scrub, house.workspace_id, term, now=house.clock())


async def send_due(house: House) -> int:
    """Send ten at a time until nothing is due, each claim at its own instant. Returns how many left."""
    outbox = Outbox(house.client, house.sessions, house.workspace_id, COMPOSERS, house.worker, house.courtesy.held_back)
    await outbox.abandon_claims(now=house.clock())
    sent = 0
    while (left := await outbox.send_some(now=house.clock())) is not None:
        sent += left
    return sent


async def run(house: House) -> None:
    """Tick at once and then each minute, until cancelled; a pass that takes longer is not overtaken by the next."""
    turn = asyncio.Lock()

    async def in_turn(job: Job) -> None:
        async with turn:
            await job(house)

    scheduler = AsyncIOScheduler(timezone="UTC")
    each_minute, each_night = CronTrigger(second=0, timezone="UTC"), CronTrigger(hour=3, timezone="UTC")
    scheduler.add_job(in_turn, each_minute, args=[_safe_tick], max_instances=1, coalesce=True, misfire_grace_time=60)
    scheduler.add_job(in_turn, each_night, args=[_safe_refresh], max_instances=1, misfire_grace_time=3600)
    scheduler.start()
    try:
        await in_turn(_safe_refresh)
        await in_turn(_safe_tick)
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)
        # A pass under way is cancelled by that, and the house stands until it has written down what it sent.
        async with turn:
            pass


async def _safe_tick(house: House) -> None:
    try:
        await tick(house)
    except Exception as error:  # noqa: BLE001 - the clock must go on; what failed is due again in a minute
        log.error("pass failed", trace=trace_of(error))  # noqa: TRY400 - exception() would print what it failed with


async def _safe_refresh(house: House) -> None:
    """Events that were missed while no process listened are made up for from the whole list."""
    try:
        await roster.refresh(house.client, house.sessions, house.workspace_id, now=house.clock())
    except Exception as error:  # noqa: BLE001 - the roster stays as it was until the next night
        log.error("roster not refreshed", trace=trace_of(error))  # noqa: TRY400 - as above
