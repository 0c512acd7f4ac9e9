"""Two workers on PostgreSQL, one of them killed every five seconds: what is doubled, unknown or lost."""

import asyncio
import random
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter

from sqlalchemy import func, select

from people import deliveries
from people.models import Delivery
from sandbox.clock import Clock
from surveys.rounds import INVITATION
from tests.bench import companies, grounds
from tests.bench.figures import Figure, Scale
from tests.bench.grounds import Ground
from tests.bench.processes import NotStarted, environment
from tests.bench.slack import Tally, slack
from tests.build import TEAM

PER_MINUTE = 6_000
"""So fast that a full run takes two minutes, and each kill strikes a worker in the midst of sending."""
EACH_SECONDS = 5
TAKE_OVER_SECONDS = 15
READING: set[asyncio.Task[None]] = set()


@dataclass(slots=True)
class Kills:
    """How many there were, what their workers had claimed, and seconds until the next message had left."""

    number: int = 0
    in_flight: int = 0
    taken_over: list[float] = field(default_factory=list)


async def measure(scale: Scale) -> list[Figure]:
    """On PostgreSQL alone; nothing where it is not at hand."""
    if "PostgreSQL" not in grounds.kinds():
        return []
    number = scale.delivered // 10
    async with grounds.ground("PostgreSQL") as ground, slack(number) as town:
        async with ground.sessions.begin() as session:
            await companies.company(session, number)
            round_id = await companies.open_now(session, ground)
        settings = {
            **town.settings,
            **companies.settings_of(ground),
            "SLACK_PER_MINUTE": str(PER_MINUTE),
            "LOG_LEVEL": "INFO",
        }
        kills = await _kill_by_turns(ground, settings)
        async with ground.sessions.begin() as session:
            await deliveries.abandon_claims(session, now=Clock().now() + 2 * deliveries.LEASE)
            states = await deliveries.counts(session, TEAM, INVITATION, round_id)
        return _figures(number, kills, states, await town.tally())


async def _kill_by_turns(ground: Ground, settings: Mapping[str, str]) -> Kills:
    kills = Kills()
    workers = [await _worker(ground, settings) for _ in range(2)]
    try:
        while await _number(ground, "pending"):
            await asyncio.sleep(EACH_SECONDS)
            struck = random.randrange(2)
            workers[struck].kill()
            await workers[struck].wait()
            await _note(kills, ground, workers[struck].pid)
            workers[struck] = await _worker(ground, settings)
    finally:
        for worker in workers:
            worker.terminate()
        await asyncio.gather(*(worker.wait() for worker in workers))
    return kills


async def _worker(ground: Ground, settings: Mapping[str, str]) -> asyncio.subprocess.Process:
    """`groundswell work`, from the line that says that it has started."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "work"),
        cwd=ground.folder,
        env=environment(settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    if process.stderr is None:
        raise NotStarted("work")
    while b"started" not in (line := await process.stderr.readline()):
        if not line:
            raise NotStarted(f"work ended with {await process.wait()}")
    READING.add(asyncio.create_task(_read_on(process.stderr)))
    return process


async def _read_on(output: asyncio.StreamReader) -> None:
    """Nobody waits for a reader of what a process says."""
    while await output.readline():
        pass


async def _note(kills: Kills, ground: Ground, pid: int) -> None:
    """What it had claimed, and how long until another has sent something."""
    begun, sent = perf_counter(), await _number(ground, "sent")
    kills.number += 1
    kills.in_flight += await _number(ground, "claimed", f"%:{pid}:%")
    while await _number(ground, "pending") and await _number(ground, "sent") <= sent:  # noqa: ASYNC110 - the ledger tells
        await asyncio.sleep(0.05)
    kills.taken_over.append(perf_counter() - begun)


async def _number(ground: Ground, state: str, worker: str = "%") -> int:
    asked = select(func.count()).where(Delivery.state == state)
    if worker != "%":
        asked = asked.where(Delivery.claimed_by.like(worker))
    async with ground.sessions() as session:
        return int(await session.scalar(asked) or 0)


def _figures(number: int, kills: Kills, states: Mapping[str, int], tally: Tally) -> list[Figure]:
    unknown = states.get("unknown", 0)
    lost = number - sum(states.get(state, 0) for state in ("sent", "unknown")) - states.get("failed", 0)
    slowest = max(kills.taken_over, default=0.0)
    right = not tally.doubled and not lost and unknown <= kills.in_flight
    return [
        Figure(
            f"{number:,} invitations, 2 workers, {kills.number} kills, PostgreSQL",
            f"{tally.doubled} doubled, {lost} lost",
            f"{kills.in_flight} in flight at kills",
            f"{unknown} unknown",
            "0, 0, ≤ in flight",
            right,
        ),
        Figure(
            "  take-over by the other worker", f"{slowest:.1f} s at most", "none", f"{slowest:.1f} s",
            f"< {TAKE_OVER_SECONDS} s", slowest < TAKE_OVER_SECONDS,
        ),
    ]  # fmt: skip
