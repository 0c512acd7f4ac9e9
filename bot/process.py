"""One process: what it refuses to start with, what it runs, and how it ends when it is told to."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import database, doctor, logs, socket, storage, web, work
from bot.assembly import House, open_house
from bot.clock import Clock, system_clock
from bot.config import Misconfigured, Settings, mode_of
from surveys import rounds, texts
from surveys.keys import KeyRing

log = structlog.get_logger(__name__)


async def refuse_unsafe(settings: Settings) -> None:
    """Raise Misconfigured with a line for each thing without which nobody may be asked anything."""
    lines = await _unsafe(settings)
    for finding in [] if lines else await storage.doubts(settings):
        log.warning("not well", finding=finding.name, sentence=finding.sentence, remedy=finding.remedy)
    if settings.slack_bot_token is None:
        lines.append("SLACK_BOT_TOKEN is not set: see `groundswell config`, and `groundswell manifest` for a new app")
    if lines:
        raise Misconfigured(*lines)


async def _unsafe(settings: Settings) -> list[str]:
    found = [*await storage.state(settings), *doctor.secrecy(settings), doctor.reading(settings)]
    return [f"{finding.name}: {finding.sentence}; to mend it: {finding.remedy}" for finding in found if not finding.ok]


@asynccontextmanager
async def storage_of(settings: Settings) -> AsyncIterator[tuple[AsyncEngine, KeyRing]]:
    """Database and keys, where it is safe to use them, for what needs no Slack. Raises Misconfigured."""
    lines = await _unsafe(settings)
    if lines:
        raise Misconfigured(*lines)
    engine = database.engine_for(settings.database_url)
    try:
        yield engine, KeyRing(settings.groundswell_keys)
    finally:
        await engine.dispose()


async def refuse_without_keys(house: House) -> None:
    """Raise Misconfigured when a round is open whose keys are elsewhere: its answers would be lost when it closes."""
    async with house.sessions() as session:
        lost = await rounds.keyless(session, house.keys)
    if lost:
        days = ", ".join(str(held.opens_on) for held in lost)
        raise Misconfigured(
            f"GROUNDSWELL_KEYS: {house.keys.directory} has no key for the open round of {days}; name the right folder, "
            "or, when the keys are lost for good, give the round up with `groundswell pulse void`"
        )


async def finish_rotation(house: House) -> None:
    """Bring to its end a rotation of the key of texts that was cut off. Raises Misconfigured."""
    try:
        if await texts.finish(house.sessions, house.keys):
            log.info("rotation finished")
    except texts.Unreadable as reason:
        raise Misconfigured(f"GROUNDSWELL_KEYS: {reason}; name the right folder") from None


@asynccontextmanager
async def opened(settings: Settings, clock: Clock = system_clock) -> AsyncIterator[House]:
    """Open the house where it is safe to. Raises Misconfigured, also where Slack refuses the token or is not there."""
    await refuse_unsafe(settings)
    async with AsyncExitStack() as stack:
        try:
            house = await stack.enter_async_context(open_house(settings, clock=clock))
        except SlackApiError as refusal:
            reason = refusal.response.get("error", "no reason given")
            raise Misconfigured(f"SLACK_BOT_TOKEN is refused by Slack ({reason}): see `groundswell doctor`") from None
        except (aiohttp.ClientError, TimeoutError) as failure:
            raise Misconfigured(
                f"SLACK_API_URL {settings.slack_api_url} cannot be reached ({type(failure).__name__})"
            ) from None
        logs.pin()
        yield house


async def run(settings: Settings, clock: Clock = system_clock) -> None:
    """Listen to Slack, by Socket Mode or HTTP, and do the work that is due, until cancelled."""
    mode = mode_of(settings)
    if settings.slack_bot_token is not None and mode is None:
        raise Misconfigured("neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: one of them lets Slack reach us")
    async with opened(settings, clock) as house, AsyncExitStack() as stack:
        await refuse_without_keys(house)
        await finish_rotation(house)
        line = await stack.enter_async_context(socket.connected(house)) if mode == "socket" else None
        connected = None if line is None else line.is_connected
        address = await stack.enter_async_context(web.serving(house, connected=connected))
        log.info("started", mode=mode, address=address, workspace=house.workspace_id)
        await work.run(house)


async def run_work(settings: Settings, clock: Clock = system_clock) -> None:
    """Do the work that is due, and nothing else, until cancelled."""
    async with opened(settings, clock) as house:
        await refuse_without_keys(house)
        await finish_rotation(house)
        log.info("started", mode="work", workspace=house.workspace_id)
        await work.run(house)


def rarely_look_for_garbage() -> None:
    """Leave what the modules hold alone, and look at new objects by the ten thousand, not by 700.

    To look through all takes 130 ms, in which nobody is answered; to look often, a seventh of a message's time or more.
    """
    gc.freeze()
    gc.set_threshold(10_000)


def until_told(activity: Callable[[], Awaitable[None]]) -> None:
    """Run until SIGTERM, which ends it in order; Ctrl-C raises KeyboardInterrupt, after the same order."""
    rarely_look_for_garbage()
    asyncio.run(_until_told(activity))


async def _until_told(activity: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.ensure_future(activity())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        current = asyncio.current_task()
        if current is not None and current.cancelling():
            raise
        log.info("ended")
