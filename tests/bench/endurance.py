"""Memory over a long run: what a sender holds after a tenth of the messages, and after all of them."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from people import deliveries
from sandbox.clock import Clock
from surveys.rounds import INVITATION
from tests.bench import companies, grounds, processes
from tests.bench.figures import Figure, Scale
from tests.bench.grounds import Ground
from tests.bench.processes import ROOT, NotStarted, environment
from tests.bench.slack import slack
from tests.build import TEAM

FLAT_MEGABYTES = 10


async def measure(scale: Scale) -> list[Figure]:
    """On SQLite: resident memory of the sender's process."""
    number, tenth = scale.delivered, scale.delivered // 10
    async with grounds.ground() as ground, slack(number) as town:
        async with ground.sessions.begin() as session:
            await companies.company(session, companies.IN_A_UNIT)
            round_id = await companies.open_now(session, ground)
            await deliveries.cancel(session, TEAM, INVITATION, round_id)
        settings = {**town.settings, **companies.settings_of(ground), "SLACK_PER_MINUTE": "0"}
        async with _sender(settings) as process:
            early = await _send(process, ground, round_id, range(tenth))
            late = await _send(process, ground, round_id, range(tenth, number))
        tally = await town.tally()
    if early["sent"] + late["sent"] != number or tally.doubled or tally.arrived != number:
        raise RuntimeError(f"{tally.arrived} of {number} arrived, {tally.doubled} twice")
    before, after = float(early["megabytes"]), float(late["megabytes"])
    grown = after - before
    return [
        Figure(
            f"memory of a sender, {tenth:,} and {number:,} deliveries",
            f"{after:.0f} MB",
            f"{before:.0f} MB",
            f"{grown:+.1f} MB",
            f"flat (< {FLAT_MEGABYTES} MB)",
            grown < FLAT_MEGABYTES if after else None,
        )
    ]


@asynccontextmanager
async def _sender(settings: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.sender"),
        cwd=ROOT,
        env=environment(settings),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if process.stdout is None or not await process.stdout.readline():
            raise NotStarted("sender")
        yield process
    finally:
        await processes.ended(process)


async def _send(process: asyncio.subprocess.Process, ground: Ground, round_id: str, numbers: range) -> dict[str, Any]:
    now = Clock().now()
    async with ground.sessions.begin() as session:
        await deliveries.plan(session, TEAM, INVITATION, round_id, [(f"U{number:04}", now) for number in numbers])
    if process.stdin is None or process.stdout is None:
        raise NotStarted("sender")
    process.stdin.write(b"\n")
    said: dict[str, Any] = json.loads(await process.stdout.readline())
    return said
