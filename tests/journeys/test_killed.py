"""A process that is killed loses nothing and repeats nothing: not while it sends, and not while it closes a round."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select

from bot import work
from bot.assembly import open_house
from bot.config import Settings
from bot.manifest import manifest
from handlers import roster
from handlers.outbox import GROUP
from people.deliveries import CLAIM, LEASE
from people.models import Delivery
from sandbox.clock import Clock
from sandbox.hands import Person
from sandbox.server import Sandbox
from sandbox.workspace import User, Workspace
from surveys import pulses
from surveys.models import Comment, Envelope, Invitee, Release, Round
from tests import build
from tests.journeys import dying
from tests.journeys.stage import Stage, settings_for

PEOPLE = 2 * CLAIM
ARRIVED = 5
"""Of those in flight at the kill, so many have reached Slack; the others are held on the way."""
PATIENCE = 60
"""Real seconds that a process has to start and to send."""


@dataclass(frozen=True, slots=True)
class Plant:
    """A workspace that follows the real clock, as the processes beside it do, and a pulse that is due."""

    sandbox: Sandbox
    team: Workspace
    people: list[User]
    settings: Settings
    folder: Path

    def heard(self) -> Counter[int]:
        """How many people have how many messages."""
        return Counter(len(Person(self.sandbox, self.team, user).messages()) for user in self.people)

    async def posted(self, number: int) -> None:
        """Wait until Slack has taken so many messages."""
        journal = self.sandbox.journal
        await journal.until(lambda: len(journal.calls("chat.postMessage")) >= number, PATIENCE)

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """`groundswell work`, a process of its own, from its start; nothing of it remains."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "work"),
            env={"PATH": os.environ["PATH"], **environment_of(self.settings)},
            cwd=self.folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def work_after_the_lease(self) -> None:
        """Let the jobs run once, in a process that starts when no claim of a dead one holds any more."""
        async with open_house(self.settings, clock=lambda: self.sandbox.clock.now() + LEASE) as house:
            await work.tick(house)

    async def ledger(self) -> Counter[tuple[str, str | None]]:
        """How many invitations are in each state, with the reason."""
        async with open_house(self.settings) as house, house.sessions() as session:
            return Counter(
                (state, code) for state, code in await session.execute(select(Delivery.state, Delivery.code))
            )


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as a process finds them."""
    token, secret = settings.slack_bot_token, settings.slack_signing_secret
    assert token is not None
    assert secret is not None
    return {
        "SLACK_BOT_TOKEN": token.get_secret_value(),
        "SLACK_SIGNING_SECRET": secret.get_secret_value(),
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url,
        "GROUNDSWELL_DATA": str(settings.groundswell_data),
        "GROUNDSWELL_KEYS": str(settings.groundswell_keys),
        "SLACK_PER_MINUTE": str(settings.slack_per_minute),
    }


@pytest.fixture
async def plant(database_url: str, tmp_path: Path) -> AsyncIterator[Plant]:
    """Twice as many people as a worker claims, whose first invitation is due, at noon where they live."""
    async with Sandbox(Clock(), limits=False) as sandbox:
        team = sandbox.add_workspace("Acme")
        zone = build.noon_zone(sandbox.clock.now())
        people = [team.add_user(f"ann{number}", tz=zone) for number in range(PEOPLE)]
        app = sandbox.add_app("Groundswell", manifest())
        settings = settings_for(sandbox, app, sandbox.install(app, team).bot_token, database_url, tmp_path)
        now = sandbox.clock.now()
        async with open_house(settings, clock=sandbox.clock.now) as house:
            await roster.refresh(house.client, house.sessions, team.id, now=now)
            async with house.sessions.begin() as session:
                wanted = pulses.Schedule(open_days=1, reminders=0, zone=zone)
                (await pulses.schedule(session, team.id, wanted, now=now)).next_open_at = now
                await build.open_round(session, house.keys, team.id, now=now)
                await build.all_due(session, now=now)
        yield Plant(sandbox, team, people, settings, tmp_path)


async def killed_with_many_in_flight(plant: Plant) -> None:
    """Send a group and write it down, and be killed while as many as may be are on their way; some have arrived."""
    faults = plant.sandbox.faults
    faults.add("chat.postMessage", kind="slow", seconds=0, times=GROUP)
    faults.add("chat.postMessage", kind="slow", seconds=600, times=CLAIM - GROUP)
    faults.add("chat.postMessage", kind="timeout_after_commit", times=ARRIVED)
    held = faults.add("chat.postMessage", kind="slow", seconds=600, times=GROUP)
    async with plant.worker() as process:
        await plant.posted(GROUP + ARRIVED)
        # What no fault holds yet would reach Slack after the kill, when the faults are gone.
        await plant.sandbox.journal.until(lambda: held.times == ARRIVED, PATIENCE)
        process.kill()
        assert await process.wait() == -signal.SIGKILL
    faults.clear()


async def test_killed_while_it_sends_what_was_in_flight_ends_as_unknown_and_the_rest_is_sent_once(plant: Plant) -> None:
    await killed_with_many_in_flight(plant)

    await plant.work_after_the_lease()
    await plant.work_after_the_lease()

    assert await plant.ledger() == {("sent", None): PEOPLE - CLAIM, ("unknown", "worker_lost"): CLAIM}
    assert plant.heard() == {1: PEOPLE - CLAIM + ARRIVED, 0: CLAIM - ARRIVED}


async def test_started_again_at_once_it_sends_what_was_never_claimed_and_leaves_what_was_in_flight(
    plant: Plant,
) -> None:
    await killed_with_many_in_flight(plant)

    async with plant.worker() as process:
        await plant.posted(PEOPLE - CLAIM + ARRIVED)
        process.terminate()
        assert await process.wait() == 0
    assert (await plant.ledger())["claimed", None] == CLAIM
    await plant.work_after_the_lease()

    assert max(plant.heard()) == 1
    assert (await plant.ledger())["unknown", "worker_lost"] == CLAIM


@pytest.fixture
def transport() -> str:
    """One transport is enough: nothing here depends on it."""
    return "http"


async def answered_by_all(acme: Stage) -> None:
    """Start a pulse that everybody answers, each with a comment."""
    await acme.start_pulse()
    workspace_id, now = acme.house.workspace_id, acme.clock.now()
    async with acme.house.sessions.begin() as session:
        (round_id,) = await session.scalars(select(Round.id))
        answers: dict[str, build.Answer] = {user.id: (build.GLAD, "It helps.") for user in acme.people}
        await build.answer_all(session, acme.house.keys, round_id, answers, workspace_id=workspace_id, now=now)


async def killed_while_it_closes(acme: Stage, point: str) -> None:
    """Let the first minute of Friday come, and the process that closes the round be killed at that point."""
    acme.clock.set(build.FRIDAY.replace(hour=0, minute=1))
    settings = acme.house.settings
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.journeys.dying", point, settings.database_url, str(settings.groundswell_keys)),
        *(acme.house.workspace_id, acme.clock.now().isoformat()),
        cwd=Path(__file__).parents[2],
        stdin=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == -signal.SIGKILL


async def count(acme: Stage, *tables: type) -> list[int]:
    """How many rows each of these tables holds."""
    async with acme.house.sessions() as session:
        return [int(await session.scalar(select(func.count()).select_from(table)) or 0) for table in tables]


@pytest.mark.parametrize("point", dying.POINTS)
async def test_killed_while_it_closes_a_round_is_released_once_and_shredded(acme: Stage, point: str) -> None:
    await answered_by_all(acme)
    async with acme.house.sessions() as session:
        sealed = [box[:32] for box in await session.scalars(select(Envelope.box))]
        invited = await session.execute(select(Invitee.round_id, Invitee.user_id, Invitee.workspace_id))
        listed = ["".join(columns).encode() for columns in invited]  # side by side, as SQLite writes a row
    await killed_while_it_closes(acme, point)
    boxes, released, comments = await count(acme, Envelope, Release, Comment)
    assert (boxes, comments) == ((40, 0) if point in dying.BEFORE_THE_COMMIT else (0, 40))
    assert bool(released) == (point in dying.AFTER_THE_COMMIT)

    async with open_house(acme.house.settings, clock=acme.clock.now) as started_again:
        await work.tick(started_again)
        await work.tick(started_again)

    assert await count(acme, Round, Envelope, Invitee, Comment) == [1, 0, 0, 40]
    assert (await count(acme, Release))[0] == released or not released
    assert (await count(acme, Release))[0] > 0
    disk = on_the_disk(acme)
    assert not [each for each in [*sealed, *listed, b"It helps."] if each in disk]
    assert sorted(path.name for path in acme.house.keys.directory.iterdir()) == ["rounding.key", "texts.key"]
    assert await digests_owed(acme) == {acme.people[number].id: 1 for number in (0, 10, 20, 30)}


def on_the_disk(acme: Stage) -> bytes:
    """All that lies in the files of the database; nothing where it is not a file."""
    path = make_url(acme.house.settings.database_url).database or ""
    return b"".join(file.read_bytes() for file in Path(path).parent.glob("groundswell.db*"))


async def digests_owed(acme: Stage) -> Counter[str]:
    """To whom a digest is owed, and how often."""
    async with acme.house.sessions() as session:
        return Counter(await session.scalars(select(Delivery.user_id).where(Delivery.kind == "digest")))
