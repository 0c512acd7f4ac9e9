"""Two workers and two web processes on one PostgreSQL, killed in turns: nobody hears twice, and nothing is lost."""

import asyncio
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.assembly import House, open_house
from bot.config import Settings
from bot.manifest import manifest
from handlers import roster
from people import deliveries
from people.deliveries import LEASE
from people.models import Delivery
from sandbox.apps import App
from sandbox.clock import Clock
from sandbox.hands import Person
from sandbox.server import Sandbox
from sandbox.workspace import User, Workspace
from surveys import pulses
from surveys.models import Envelope, Release, Round
from tests import build
from tests.journeys.stage import settings_for
from tests.journeys.test_killed import environment_of
from tests.journeys.test_pulse import answer
from tests.postgres import VARIABLE

pytestmark = [
    pytest.mark.skipif(VARIABLE not in os.environ, reason="several processes need PostgreSQL, which was not found"),
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]
PEOPLE = 40
PER_MINUTE = 300
PATIENCE = 60
"""Real seconds that a process has to start and to send."""


@dataclass(frozen=True, slots=True)
class Site:
    """A workspace that follows the real clock, a pulse that is due, and the processes that are started for it."""

    sandbox: Sandbox
    team: Workspace
    app: App
    people: list[User]
    settings: Settings
    folder: Path
    house: House

    def person(self, number: int) -> Person:
        return self.sandbox.person(self.team, self.people[number])

    async def posted(self, number: int) -> None:
        """Wait until Slack has taken so many messages."""
        journal = self.sandbox.journal
        await journal.until(lambda: len(journal.calls("chat.postMessage")) >= number, PATIENCE)

    def heard(self) -> Counter[int]:
        return Counter(len(self.person(number).messages()) for number in range(PEOPLE))

    async def states(self) -> Counter[str]:
        async with self.house.sessions() as session:
            found = await session.execute(select(Delivery.state).where(Delivery.kind == "invitation"))
            return Counter(found.scalars())

    async def number_of(self, table: type) -> int:
        async with self.house.sessions() as session:
            return int(await session.scalar(select(func.count()).select_from(table)) or 0)

    async def until(self, reached: Callable[[], Awaitable[bool]]) -> None:
        """Look again after each call that Slack takes, and now and then besides."""
        journal = self.sandbox.journal
        async with asyncio.timeout(PATIENCE):
            while not await reached():
                seen = len(journal.calls("chat.postMessage"))
                await journal.within(lambda seen=seen: len(journal.calls("chat.postMessage")) > seen, 0.2)  # type: ignore[misc]  # bound at once

    @asynccontextmanager
    async def process(self, *command: str, per_minute: float = PER_MINUTE) -> AsyncIterator[asyncio.subprocess.Process]:
        """`groundswell ...`, from the line that says that it has started; nothing of it remains."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *command),
            env={"PATH": os.environ["PATH"], **environment_of(self.settings), "SLACK_PER_MINUTE": str(per_minute)},
            cwd=self.folder,
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        reading = asyncio.create_task(asyncio.sleep(0))
        try:
            async with asyncio.timeout(PATIENCE):
                while b"started" not in (line := await process.stderr.readline()):
                    assert line, f"{command} ended with {await process.wait()}"
            reading = asyncio.create_task(_read_on(process.stderr))
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await asyncio.gather(process.wait(), reading)


async def _read_on(output: asyncio.StreamReader) -> None:
    """Nobody waits for a reader of what a process says."""
    while await output.readline():
        pass


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


async def killed(process: asyncio.subprocess.Process) -> None:
    process.kill()
    assert await process.wait() == -signal.SIGKILL


@pytest.fixture
async def site(database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """Forty people whose first invitation is due, at noon where they live, and nobody who sends it yet."""
    async with Sandbox(Clock(), limits=False) as sandbox:
        team = sandbox.add_workspace("Acme")
        zone = build.noon_zone(sandbox.clock.now())
        people = [team.add_user(f"ann{number}", tz=zone) for number in range(PEOPLE)]
        app = sandbox.add_app("Groundswell", manifest())
        settings = settings_for(sandbox, app, sandbox.install(app, team).bot_token, database_url, tmp_path)
        now = sandbox.clock.now()
        app.socket_mode = False
        async with open_house(settings, clock=sandbox.clock.now) as house:
            await roster.refresh(house.client, house.sessions, team.id, now=now)
            async with house.sessions.begin() as session:
                wanted = pulses.Schedule(open_days=1, reminders=0, zone=zone)
                pulse = await pulses.schedule(session, team.id, wanted, now=now)
                pulse.next_open_at, pulse.per_round, pulse.budget = now, len(build.ITEMS), 5 * len(build.ITEMS)
                await build.open_round(session, house.keys, team.id, now=now)
                await build.all_due(session, now=now)
            yield Site(sandbox, team, app, people, settings, tmp_path, house)


async def test_killed_in_turns_two_workers_and_two_web_processes_invite_and_listen_once(site: Site) -> None:
    ports = free_port(), free_port()
    async with AsyncExitStack() as stack:
        commands = [*(("run", "--port", str(port)) for port in ports), ("work",), ("work",)]
        first, second, third, _ = await asyncio.gather(
            *(stack.enter_async_context(site.process(*command)) for command in commands)
        )
        site.app.request_url = f"http://127.0.0.1:{ports[0]}/slack/events"
        await site.posted(5)
        asked = [number for number in range(PEOPLE) if site.person(number).messages()]
        await answer(site.person(asked[0]))
        await killed(first)
        site.app.request_url = f"http://127.0.0.1:{ports[1]}/slack/events"
        await site.posted(12)
        assert (await site.states())["pending"] > 0
        await killed(third)
        await answer(site.person(asked[1]))
        await site.until(lambda: _none_pending(site))
        await answer(site.person(asked[2]))
        await killed(second)

    states = await site.states()
    assert max(site.heard()) == 1
    assert (states.total(), states["sent"] + states["claimed"]) == (PEOPLE, PEOPLE)
    assert states["sent"] <= site.heard()[1]
    assert await site.number_of(Round) == 1
    assert await site.number_of(Envelope) == 3


async def _none_pending(site: Site) -> bool:
    states = await site.states()
    return states.total() > 0 and not states["pending"]


async def test_a_round_that_two_processes_find_due_is_closed_once(site: Site) -> None:
    async with site.process("work", per_minute=0):
        await site.until(lambda: _none_pending(site))
    async with site.house.sessions.begin() as session:
        yesterday = (site.sandbox.clock.now() - timedelta(days=2)).date()
        await session.execute(update(Round).values(closes_on=yesterday))

    async with AsyncExitStack() as stack:
        await asyncio.gather(*(stack.enter_async_context(site.process("work", per_minute=0)) for _ in range(2)))
        await site.until(lambda: _shredded(site))

    async with site.house.sessions() as session:
        released = (
            await session.execute(select(Release.round_id, Release.cell, Release.item, Release.statistic))
        ).all()
    assert len(set(released)) == len(released)
    assert await site.number_of(Round) == 1


async def _shredded(site: Site) -> bool:
    async with site.house.sessions() as session:
        return "SHREDDED" in set(await session.scalars(select(Round.state)))


async def test_a_worker_that_is_frozen_and_thawed_repeats_nothing(site: Site) -> None:
    async with site.process("work") as frozen, site.process("work"):
        await site.posted(3)
        os.kill(frozen.pid, signal.SIGSTOP)
        await site.until(lambda: _none_pending(site))
        async with site.house.sessions.begin() as session:
            await deliveries.abandon_claims(session, now=site.sandbox.clock.now() + LEASE)
        given_up = (await site.states())["unknown"]
        os.kill(frozen.pid, signal.SIGCONT)
        frozen.terminate()
        assert await frozen.wait() == 0

    states = await site.states()
    assert max(site.heard()) == 1
    assert states == Counter({"sent": PEOPLE - given_up, "unknown": given_up})
