"""Events on their way to the apps: again when they are not acknowledged, and twice, later or reordered on demand."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sandbox.apps import App
from sandbox.clock import Clock
from sandbox.delivery import RETRIES, Courier
from sandbox.journal import Delivery

PAUSES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""From a delivery that was not acknowledged to the first, second and third time that Slack tries again."""

MARGIN = 0.002
"""Real seconds that a timer may be early by the clock."""


@dataclass(frozen=True, slots=True)
class Retry:
    """An event that is to be delivered again at `at`, after `delivery` was not acknowledged."""

    at: datetime
    app: App
    delivery: Delivery


class Events:
    """Delivers events as Slack does: at least once, and in no promised order."""

    def __init__(self, clock: Clock, courier: Courier) -> None:
        """Start with nothing under way; `pauses` may be changed."""
        self._clock, self._courier = clock, courier
        self.pauses = PAUSES
        self.retries: list[Retry] = []
        """What is still to be delivered again, the next one first."""
        self._twice = 0
        self._held: list[tuple[App, Delivery]] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def send(self, app: App, delivery: Delivery) -> Delivery | None:
        """Deliver an event, at once again if it is not acknowledged; None for one that is held back."""
        if self._held is not None:
            self._held.append((app, delivery))
            return None
        twice, self._twice = self._twice > 0, max(0, self._twice - 1)
        copy = replace(delivery)
        sent = await self._sent(app, delivery)
        if twice:
            await self._sent(app, copy)
        return sent

    def send_soon(self, app: App, delivery: Delivery) -> None:
        """Deliver an event without being waited for; what is still under way is let go by `close`."""
        self._start(self.send(app, delivery))

    def duplicate(self, number: int = 1) -> None:
        """Deliver each of the next so many events twice, though it was acknowledged."""
        self._twice += number

    def hold(self) -> None:
        """Hold back every event from now on, until they are released."""
        self._held = self._held or []

    @property
    def holding(self) -> int | None:
        """How many events are held back; None while events are delivered at once."""
        return None if self._held is None else len(self._held)

    async def release(self, order: Sequence[int] | None = None) -> list[Delivery]:
        """Deliver what was held back: the newest first, or in `order`, which names each by its place from 0."""
        held, self._held = self._held or [], None
        places = list(reversed(range(len(held)))) if order is None else list(order)
        if sorted(places) != list(range(len(held))):
            self._held = held
            raise ValueError(f"{len(held)} events are held back: the order must name each of them once, from 0")
        sent = []
        for place in places:
            app, delivery = held[place]
            delivery.at = self._clock.now()
            sent.append(await self.send(app, delivery))
        return [delivery for delivery in sent if delivery]

    def next_at(self) -> datetime | None:
        """When something is to be delivered again."""
        return self.retries[0].at if self.retries else None

    async def send_due(self) -> list[Delivery]:
        """Deliver again what has become due by now."""
        now = self._clock.now()
        due = [retry for retry in self.retries if retry.at <= now]
        self.retries = [retry for retry in self.retries if retry.at > now]
        return [await self._again(retry) for retry in due]

    async def close(self) -> None:
        """Let go of what waits for its time."""
        self.retries.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _sent(self, app: App, delivery: Delivery) -> Delivery:
        await self._courier.deliver(app, delivery)
        if delivery.acknowledged or delivery.no_retry or delivery.retry_num >= RETRIES:
            return delivery
        pause = self.pauses[delivery.retry_num]
        retry = Retry(self._clock.now() + pause, app, delivery)
        if not pause:
            return await self._again(retry)
        self.retries.append(retry)
        self.retries.sort(key=lambda each: each.at)
        if self._clock.follows:
            self._start(self._in_its_time(retry.at))
        return delivery

    async def _again(self, retry: Retry) -> Delivery:
        return await self._sent(retry.app, self._courier.again(retry.delivery))

    async def _in_its_time(self, at: datetime) -> None:
        await asyncio.sleep((at - self._clock.now()).total_seconds() + MARGIN)
        if self._clock.follows:
            await self.send_due()

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
