"""The one way to a person's direct messages: claim from the ledger, commit, send, and write down what became of it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from handlers.bookkeeping import LOOK, Books, Landed, Turn
from handlers.composing import QUIET, Compose, Hold, drawn, nothing_held
from handlers.courier import Clock, Outgoing, carry
from handlers.desk import Sessions
from handlers.outcomes import SENT, Outcome
from handlers.traces import trace_of
from people import deliveries, pace
from people.deliveries import CLAIM, LEASE, Owed

log = structlog.get_logger()
Pause = Callable[[float], Awaitable[None]]
GRACE_SECONDS = 10
GROUP = CLAIM // 2
"""So many are written down at once where messages come back faster than the database writes."""
SHORTEST_SECONDS, AFTER_FAILURE_SECONDS = 0.02, 1.0
GIVE_UP_EACH = timedelta(seconds=30)


@dataclass(slots=True)
class Outbox:
    """What one worker sends a workspace's messages with; `per_minute` 0 is no pace, else where an unknown one begins.

    At most CLAIM messages are claimed at a time. While some are on their way, those that have landed are written down
    and new ones claimed, in one transaction.
    """

    client: AsyncWebClient
    sessions: Sessions
    workspace_id: str
    composers: Mapping[str, Compose]
    worker: str
    clock: Clock
    per_minute: float = 0
    hold: Hold = nothing_held
    sent: int = 0
    _flying: set[asyncio.Task[None]] = field(default_factory=set)
    _landed: list[Landed] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _eager: bool = True
    """Whether the last that lands is written down at once, and not with what the pace lets go next."""

    async def drain(self) -> int:
        """Send what may leave now, until no more may. Returns how many left.

        Cancelled, it first writes down what it has claimed, as far as that takes GRACE_SECONDS.
        """
        before = self.sent
        try:
            await self._give_up(self.clock())
            while (await self._unbroken(self._turn())).claimed or self._flying or self._landed:
                if self._flying:
                    await self._news.wait()
                    self._news.clear()
        finally:
            await self._finish()
        return self.sent - before

    async def run(self, pause: Pause) -> None:
        """Send for ever, each message when the pace lets it; rests by `pause`, in seconds. Cancelled as `drain`."""
        self._eager = not self.per_minute
        gave_up_at = datetime.min.replace(tzinfo=self.clock().tzinfo)
        fresh = True
        try:
            while True:
                try:
                    if fresh:
                        await self._try_halted()
                        fresh = False
                    if self.clock() - gave_up_at >= GIVE_UP_EACH:
                        gave_up_at = self.clock()
                        await self._give_up(gave_up_at)
                    seconds = self._rest_after(await self._unbroken(self._turn()))
                except Exception as error:  # noqa: BLE001 - what has landed is kept, and written down by a later turn
                    log.error("turn failed", trace=trace_of(error))  # noqa: TRY400 - without its message
                    seconds = AFTER_FAILURE_SECONDS
                await self._rest(seconds, pause)
        finally:
            await self._finish()

    def wake(self) -> None:
        """There may be something to send: look at once."""
        self._news.set()

    async def _try_halted(self) -> None:
        """A new process may have brought what was missing, say a new token."""
        async with self.sessions.begin() as session:
            await pace.try_now(session, self.workspace_id, now=self.clock())

    async def _give_up(self, now: datetime) -> None:
        """What workers had claimed that died is unknown."""
        async with self.sessions.begin() as session:
            lost = await deliveries.abandon_claims(session, now=now)
        if lost:
            log.warning("claims abandoned", deliveries=lost)

    async def _turn(self) -> Turn:
        """Write down what has landed, claim what may leave, and let it leave."""
        now, landed = self.clock(), list(self._landed)
        books = Books(self.workspace_id, self.worker, self.per_minute)
        async with self.sessions.begin() as session:
            turn = await books.turn(session, landed, CLAIM - len(self._flying), now=now)
        del self._landed[: len(landed)]
        self.sent += _noted(landed)
        if turn.claimed:
            found = await drawn(self.sessions, self.composers, self.hold, turn.claimed, now=now)
            for owed in turn.claimed:
                self._let_go(owed, found[owed.id], now)
        return turn

    def _let_go(self, owed: Owed, found: Outgoing | Outcome, claimed_at: datetime) -> None:
        if isinstance(found, Outcome):
            self._land(Landed(owed, claimed_at, found))
            return
        task = asyncio.create_task(self._fly(owed, found, claimed_at))
        self._flying.add(task)
        task.add_done_callback(self._arrived)

    async def _fly(self, owed: Owed, outgoing: Outgoing, claimed_at: datetime) -> None:
        try:
            outcome = await carry(self.client, owed, outgoing, claimed_at + LEASE, self.clock)
        except Exception as bug:  # noqa: BLE001 - reported here, where the delivery is known
            log.error("message not carried", delivery=owed.id, trace=trace_of(bug))  # noqa: TRY400 - without its message
            outcome = Outcome("unknown", "not_carried")
        self._land(Landed(owed, claimed_at, outcome))

    def _land(self, landed: Landed) -> None:
        self._landed.append(landed)
        if landed.outcome != SENT or len(self._landed) >= GROUP:
            self._news.set()

    def _arrived(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        if not self._flying and self._eager:
            self._news.set()

    def _rest_after(self, turn: Turn) -> float:
        if self._flying and (self._eager or len(self._flying) >= CLAIM):
            return LOOK.total_seconds()
        wait = (turn.again_at - self.clock()).total_seconds()
        return min(LOOK.total_seconds(), max(wait, SHORTEST_SECONDS))

    async def _rest(self, seconds: float, pause: Pause) -> None:
        """Until that time is over, or there is news."""
        waits = [asyncio.ensure_future(pause(seconds)), asyncio.ensure_future(self._news.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()
        self._news.clear()

    async def _unbroken(self, turn: Coroutine[Any, Any, Turn]) -> Turn:
        """Cancelled in the middle, a turn is brought to its end: what it claims must leave."""
        task = asyncio.ensure_future(turn)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait([task], timeout=GRACE_SECONDS)
            raise

    async def _finish(self) -> None:
        """Let what is on its way land, and write it down; what has not landed by then will be unknown."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=GRACE_SECONDS)
        for task in list(self._flying):
            task.cancel()
        landed = list(self._landed)
        if not landed:
            return
        async with self.sessions.begin() as session:
            await Books(self.workspace_id, self.worker, self.per_minute).turn(session, landed, 0, now=self.clock())
        self._landed.clear()
        self.sent += _noted(landed)


def _noted(landed: list[Landed]) -> int:
    """Say of each message that has not left what became of it; how many have."""
    for each in landed:
        if each.outcome.state != "sent" and each.outcome.code != QUIET:
            log.warning("message not sent", delivery=each.owed.id, state=each.outcome.state, code=each.outcome.code)
    return sum(each.outcome.state == "sent" for each in landed)
