"""What the demo does after its weeks: time goes on, and the bot does what becomes due."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

from bot import work
from bot.assembly import House
from sandbox.clock import Clock
from sandbox.server import Sandbox

BREATH = 30
"""Real seconds after which the demo looks again for what is due."""


async def stay(sandbox: Sandbox, clock: Clock, house: House) -> None:
    """Let time go on, and do what becomes due: each half minute, and at once when somebody moves the clock."""
    at = clock.now()
    with sandbox.journal.listening() as bell:
        while True:
            await _live_through(clock, house, at, clock.now())
            clock.run()
            at = clock.now()
            with suppress(TimeoutError):
                async with asyncio.timeout(BREATH):
                    await _moved(clock, bell)


async def _live_through(clock: Clock, house: House, since: datetime, until: datetime) -> None:
    """Do what becomes due between two moments, an hour at a time: a pulse closes on its evening, not days later."""
    hour = timedelta(hours=1)
    for number in range(1, (until - since) // hour + 1):
        clock.set(since + number * hour)
        await work.tick(house)
    clock.set(until)
    await work.tick(house)


async def _moved(clock: Clock, bell: asyncio.Event) -> None:
    """Until somebody has moved the clock, which makes it stand."""
    while clock.follows:
        bell.clear()
        await bell.wait()
