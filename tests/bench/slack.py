"""A sandbox in a process of its own, perhaps with limits and a clock that hurries, which tells what has arrived."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.manifest import manifest
from sandbox.clock import Clock
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.bench import processes
from tests.bench.processes import ROOT, NotStarted, environment
from tests.build import TEAM, noon_zone


class Hurry(Clock):
    """A clock that runs so many times as fast as the real one, from an instant on which two processes can agree."""

    __slots__ = ("_since", "_speed")

    def __init__(self, since: datetime, speed: float) -> None:
        """Hurry from then on."""
        super().__init__()
        self._since, self._speed = since, speed

    def now(self) -> datetime:
        """The hurried instant."""
        real: timedelta = super().now() - self._since
        return self._since + real * self._speed


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people have how many messages, how many calls were refused for their rate, and when the last came."""

    heard: dict[int, int]
    refused: int
    last_at: float

    @property
    def doubled(self) -> int:
        """How many messages too many."""
        return sum((times - 1) * people for times, people in self.heard.items() if times > 1)

    @property
    def arrived(self) -> int:
        """How many people have heard."""
        return sum(people for times, people in self.heard.items() if times)


@dataclass(frozen=True, slots=True)
class Slack:
    """Where it is, and what it knows."""

    settings: dict[str, str]
    process: asyncio.subprocess.Process

    async def tally(self) -> Tally:
        """Ask what has arrived so far."""
        if self.process.stdin is None or self.process.stdout is None:
            raise NotStarted("slack")
        self.process.stdin.write(b"\n")
        said = json.loads(await self.process.stdout.readline())
        return Tally({int(times): people for times, people in said["heard"].items()}, said["refused"], said["last_at"])


@asynccontextmanager
async def slack(
    people: int, *, limits: bool = False, since: datetime | None = None, speed: float = 1
) -> AsyncIterator[Slack]:
    """Run the sandbox with so many people, whose ids are those of `tests.build.members`."""
    began = (since or Clock().now()).isoformat()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.slack", str(people), "limits" if limits else "", began, str(speed)),
        cwd=ROOT,
        env=environment({}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        said = await process.stdout.readline() if process.stdout else b""
        if not said:
            raise NotStarted("slack")
        yield Slack(json.loads(said), process)
    finally:
        await processes.ended(process)


async def serve(people: int, *, limits: bool, since: datetime, speed: float) -> None:
    """Stay until the input is closed; each line of it is answered with what has arrived."""
    async with Sandbox(Hurry(since, speed), limits=limits) as world:
        team, zone = world.add_workspace("Acme", id=TEAM), noon_zone(since)
        for number in range(people):
            team.add_user(f"ann{number}", id=f"U{number:04}", tz=zone)
        app = world.add_app("Groundswell", manifest())
        seat = world.install(app, team)
        where = {
            "SLACK_API_URL": world.api_url,
            "SLACK_BOT_TOKEN": seat.bot_token,
            "SLACK_SIGNING_SECRET": app.signing_secret,
        }
        _say(where)
        while await asyncio.to_thread(sys.stdin.buffer.readline):
            refused = sum(call.status == 429 for call in world.journal.calls("chat.postMessage"))
            _say({"heard": _heard(team), "refused": refused, "last_at": _last_at(team)})


def _heard(team: Workspace) -> Counter[int]:
    return Counter(len(channel.messages) for channel in team.channels.values() if channel.kind == "im")


def _last_at(team: Workspace) -> float:
    return max((float(message.ts) for each in team.channels.values() for message in each.messages[-1:]), default=0.0)


def _say(what: dict[str, object] | dict[str, str]) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _, number, limited, began_at, hurried = sys.argv
    asyncio.run(serve(int(number), limits=bool(limited), since=datetime.fromisoformat(began_at), speed=float(hurried)))
