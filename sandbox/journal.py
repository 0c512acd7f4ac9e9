"""What went over the wire: every call of an app with its findings, and every delivery to an app with its outcome."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Literal

from sandbox.workspace import Json

Outcome = Literal["pending", "acknowledged", "refused", "timed out", "unreachable", "redirected"]
KEPT = 200_000
"""Of calls, of deliveries and of findings, each; what is older is forgotten, or a long run would fill the memory."""


@dataclass(slots=True)
class Call:
    """A call of the Web API, or a body that an app answered or sent to a response_url; `errors` are the findings."""

    method: str
    arguments: Json
    token: str
    app_id: str
    workspace_id: str
    response: Json
    errors: list[str]
    at: datetime
    encoding: str
    status: int = 200
    number: int = 0
    """Its place among all calls and deliveries."""


@dataclass(slots=True)
class Delivery:
    """One payload sent to an app, and what the app made of it."""

    kind: Literal["event", "interactive", "command", "verification"]
    app_id: str
    workspace_id: str
    payload: Json
    at: datetime
    transport: Literal["http", "socket"] = "http"
    retry_num: int = 0
    retry_reason: str = ""
    outcome: Outcome = "pending"
    status: int | None = None
    answer: Json = field(default_factory=dict)
    no_retry: bool = False
    """Whether the app asked with `X-Slack-No-Retry` not to hear of it again."""
    number: int = 0
    """Its place among all calls and deliveries."""

    @property
    def acknowledged(self) -> bool:
        """Whether the app answered 2xx, or acknowledged the envelope, within three seconds."""
        return self.outcome == "acknowledged"


class Journal:
    """Calls and deliveries in the order in which they ended, and a bell that rings with each."""

    def __init__(self) -> None:
        """Start empty."""
        self.entries: deque[Call] = deque(maxlen=KEPT)
        self.deliveries: list[Delivery] = []
        self.delivered = 0
        """How many deliveries there were, with those that are forgotten."""
        self.told: list[Callable[[Call | Delivery], None]] = []
        """Who is told of each call, and of each delivery once its outcome is known."""
        self.rung = 0
        """How often the bell has rung: who comes back later sees by it whether something has changed."""
        self._findings: deque[str] = deque(maxlen=KEPT)
        self._waiting: set[asyncio.Event] = set()
        self._numbers = count(1)

    def calls(self, method: str = "") -> list[Call]:
        """The calls of a method, or all, oldest first."""
        return [call for call in self.entries if not method or call.method == method]

    def findings(self) -> list[str]:
        """The findings of the calls, oldest first, each with the name of its method."""
        return list(self._findings)

    def failures(self) -> list[Delivery]:
        """Deliveries that the app did not acknowledge."""
        return [delivery for delivery in self.deliveries if delivery.outcome not in {"acknowledged", "pending"}]

    def record(self, call: Call) -> None:
        """Keep a call."""
        call.number = next(self._numbers)
        self.entries.append(call)
        self._findings.extend(f"{call.method}: {error}" for error in call.errors)
        self._tell(call)

    def begin(self, delivery: Delivery) -> None:
        """Keep a delivery that is on its way."""
        self.delivered += 1
        delivery.number = next(self._numbers)
        self.deliveries.append(delivery)
        if len(self.deliveries) > KEPT + KEPT // 10:  # a tenth at a time, and not each time one
            del self.deliveries[:-KEPT]

    def end(self, delivery: Delivery) -> None:
        """Note that the outcome of a delivery is known."""
        self._tell(delivery)

    def _tell(self, what: Call | Delivery) -> None:
        for tell in self.told:
            tell(what)
        self.ring()

    def ring(self) -> None:
        """Wake those who wait for something to have changed."""
        self.rung += 1
        for event in self._waiting:
            event.set()

    async def until(self, holds: Callable[[], object], seconds: float = 5) -> None:
        """Wait until `holds()` is true, looking again after each call, delivery and connection."""
        # TimeoutError after so many real seconds
        async with asyncio.timeout(seconds):
            with self.listening() as bell:
                while not holds():
                    await bell.wait()
                    bell.clear()

    async def within(self, holds: Callable[[], object], seconds: float) -> bool:
        """Whether `holds()` became true before so many real seconds had passed."""
        try:
            await self.until(holds, seconds)
        except TimeoutError:
            return False
        return True

    def listening(self) -> "_Listening":
        """A bell for the length of a `with`: an event that is set with each call, delivery and connection."""
        return _Listening(self._waiting)

    def __iter__(self) -> Iterator[Call]:
        """The calls, oldest first."""
        return iter(self.entries)


class _Listening:
    """An event in the set of those that are rung, for as long as someone waits."""

    __slots__ = ("_bell", "_waiting")

    def __init__(self, waiting: set[asyncio.Event]) -> None:
        self._waiting, self._bell = waiting, asyncio.Event()

    def __enter__(self) -> asyncio.Event:
        self._waiting.add(self._bell)
        return self._bell

    def __exit__(self, *_: object) -> None:
        self._waiting.discard(self._bell)
