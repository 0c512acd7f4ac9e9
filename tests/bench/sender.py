"""A sender in a process of its own: each line of its input lets it send what is due; it tells how many, and its memory.

`python -m tests.bench.sender`, with its settings in the environment.
"""

import asyncio
import json
import os
import sys

from bot import logs, work
from bot.assembly import open_house
from bot.config import load
from bot.process import rarely_look_for_garbage
from tests.bench.starting import resident_megabytes


async def serve() -> None:
    """Stay until the input is closed."""
    rarely_look_for_garbage()
    settings = load(_env_file=None)
    logs.configure(settings)
    async with open_house(settings) as house:
        _say({"ready": True})
        while await asyncio.to_thread(sys.stdin.buffer.readline):
            sent = await work.send_due(house)
            _say({"sent": sent, "megabytes": resident_megabytes(os.getpid())})


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve())
