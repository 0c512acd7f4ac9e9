"""Group commit: what waits at the same time shares one transaction, and is answered only after the commit."""

import asyncio
from asyncio import Future
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

MOST = 100
"""So many share a transaction at most, far below what a statement of either database may name."""
TURNS = 6
"""Turns of the loop before a group is closed: so many, a request that has arrived needs to come here (0.1 ms)."""

Asked = TypeVar("Asked")
Told = TypeVar("Told")


class Together(Generic[Asked, Told]):
    """One for each process; `settle` answers a group in its order, inside a transaction.

    A group that fails is undone, and each of it is tried again in a transaction of its own: who fails then is told why,
    and nobody else hears of it. What waits is as long as the requests under way, and is gone with their answers.
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        settle: Callable[[AsyncSession, Sequence[Asked]], Awaitable[Sequence[Told]]],
    ) -> None:
        self._sessions = sessions
        self._settle = settle
        self._waiting: list[tuple[Asked, Future[Told]]] = []
        self._working: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the group under way, so that it is not cut off."""
        if self._working is not None:
            await self._working

    async def __call__(self, asked: Asked) -> Told:
        """Wait for a turn and for the commit. Raises what `settle` raises; who is cancelled takes nobody along."""
        told: Future[Told] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, told))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await told

    async def _work(self) -> None:
        try:
            while self._waiting:
                for _ in range(TURNS):
                    await asyncio.sleep(0)
                group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._answer(group)
        finally:
            self._working = None

    async def _answer(self, group: Sequence[tuple[Asked, Future[Told]]]) -> None:
        """Answer a group, and nobody of it before the commit."""
        group = [(asked, told) for asked, told in group if not told.done()]  # whose client went away is not served
        if not group:
            return
        try:
            async with self._sessions.begin() as session:
                answers = await self._settle(session, [asked for asked, _ in group])
        except Exception as error:  # noqa: BLE001 - raised where it was asked for
            if len(group) > 1:
                for each in group:
                    await self._answer([each])
            else:
                _give(group[0][1], error)
        else:
            for (_, told), answer in zip(group, answers, strict=True):
                _give(told, answer)


def _give(told: Future[Told], answer: Told | Exception) -> None:
    if told.done():  # cancelled meanwhile
        return
    if isinstance(answer, Exception):
        told.set_exception(answer)
    else:
        told.set_result(answer)
