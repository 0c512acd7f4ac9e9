"""Load: requests prepared beforehand, so many in flight, and how long each took to be answered."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import aiohttp


class Unanswered(RuntimeError):
    """A request was not answered as it should be; what follows from it would be no measurement."""


@dataclass(frozen=True, slots=True)
class Post:
    """One request, signed."""

    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Course:
    """How a load went: requests a second, and milliseconds that each took."""

    rate: float
    taken_ms: tuple[float, ...]


async def fire(url: str, posts: Sequence[Post], *, in_flight: int, well: Callable[[bytes], bool]) -> Course:
    """Send everything, `in_flight` at a time, each over a connection that stays. Raises Unanswered."""
    waiting = iter(posts)
    taken: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=in_flight)) as session:

        async def sender() -> None:
            for post in waiting:
                begun = perf_counter()
                async with session.post(url, data=post.body, headers=post.headers) as response:
                    content = await response.read()
                taken.append((perf_counter() - begun) * 1000)
                if response.status != 200 or not well(content):
                    raise Unanswered(f"{url} answered {response.status}: {content[:200]!r}")

        begun = perf_counter()
        async with asyncio.TaskGroup() as senders:
            for _ in range(in_flight):
                senders.create_task(sender())
        seconds = perf_counter() - begun
    return Course(len(posts) / seconds, tuple(taken))
