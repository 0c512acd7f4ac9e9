"""What a sandbox holds: the memory that so many users and messages take, and how soon it is ready for them.

`python -m tests.bench.holding [USERS] [MESSAGES]` measures in its own process, and tells it in one line of JSON.
"""

import asyncio
import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from time import perf_counter

from sandbox import calls
from sandbox.clock import Clock
from sandbox.server import Sandbox
from sandbox.workspace import Json
from tests.bench.figures import FULL, Figure, Scale
from tests.bench.processes import ROOT, NotStarted, environment
from tests.bench.starting import resident_megabytes

MANIFEST: Json = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
BAR_MEGABYTES = 2_000
BAR_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Held:
    """A sandbox that holds so many; `megabytes` is the whole process, and 0 where the system does not tell."""

    users: int
    messages: int
    megabytes: float
    ready_seconds: float
    posting_seconds: float


async def measure(scale: Scale) -> list[Figure]:
    """In a process of its own, in which nothing else takes memory."""
    users, messages = scale.held
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.holding", str(users), str(messages)),
        cwd=ROOT,
        env=environment({}),
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    if process.returncode:
        raise NotStarted(f"holding {users} users and {messages} messages ended with {process.returncode}")
    return _figures(Held(**json.loads(told)))


def _figures(held: Held) -> list[Figure]:
    spent = f"{held.megabytes:,.0f} MB" if held.megabytes else "not told by this system"
    met = held.megabytes < BAR_MEGABYTES if held.megabytes else None
    what = f"sandbox: {held.users:,} users, {held.messages:,} messages held"
    ready = f"{held.ready_seconds:.3f} s"
    soon = held.ready_seconds < BAR_SECONDS
    return [
        Figure("sandbox: Sandbox() to ready", ready, "none", ready, f"< {BAR_SECONDS} s", soon),
        Figure(what, spent, "none", spent, f"< {BAR_MEGABYTES:,} MB", met),
    ]


async def held(users: int, messages: int) -> Held:
    """Post through the Web API's own calls, but for HTTP, each message to the next person."""
    begun = perf_counter()
    async with Sandbox(Clock(datetime(2025, 1, 6, 9, tzinfo=UTC)), limits=False) as sandbox:
        ready = perf_counter() - begun
        team = sandbox.add_workspace("Acme")
        people = [team.add_user(f"ann{n}", real_name=f"Ann {n}", email=f"ann{n}@acme.test").id for n in range(users)]
        seat = sandbox.install(sandbox.add_app("Pulse", MANIFEST), team)
        begun = perf_counter()
        for number in range(messages):
            content = {"channel": people[number % users], "text": f"Message {number}: the pulse of this week is open."}
            answer = calls.answer(sandbox, "chat.postMessage", content, seat.bot_token, "json")
            if not answer.body["ok"]:
                raise RuntimeError(answer.body["error"])
        return Held(users, messages, resident_megabytes(os.getpid()), ready, perf_counter() - begun)


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]] or FULL.held
    sys.stdout.write(f"{json.dumps(asdict(asyncio.run(held(sizes[0], sizes[1]))))}\n")
