"""`python -m tests.bench.holding [USERS] [MESSAGES]`: the memory of a sandbox that holds so many, told in one line."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from time import perf_counter

from sandbox import calls
from sandbox.clock import Clock
from sandbox.server import Sandbox
from sandbox.workspace import Json
from tests.bench.starting import resident_megabytes

MANIFEST: Json = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}


async def held(users: int, messages: int) -> str:
    """Post through the Web API's own calls, but for HTTP, each message to the next person."""
    begun = perf_counter()
    async with Sandbox(Clock(datetime(2025, 1, 6, 9, tzinfo=UTC)), limits=False) as sandbox:
        start = perf_counter() - begun
        team = sandbox.add_workspace("Acme")
        people = [team.add_user(f"ann{n}", real_name=f"Ann {n}", email=f"ann{n}@acme.test").id for n in range(users)]
        seat = sandbox.install(sandbox.add_app("Pulse", MANIFEST), team)
        begun = perf_counter()
        for number in range(messages):
            content = {"channel": people[number % users], "text": f"Message {number}: the pulse of this week is open."}
            answer = calls.answer(sandbox, "chat.postMessage", content, seat.bot_token, "json")
            if not answer.body["ok"]:
                raise RuntimeError(answer.body["error"])
        seconds = perf_counter() - begun
        megabytes = resident_megabytes(os.getpid())
    return (
        f"{users:,} users and {messages:,} messages in {megabytes:,.0f} MB; "
        f"started in {start:.2f} s, posted in {seconds:.1f} s"
    )


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]] or [100_000, 1_000_000]
    sys.stdout.write(f"{asyncio.run(held(sizes[0], sizes[1]))}\n")
