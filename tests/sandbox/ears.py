"""An app that is all ears: what Slack sends it is kept, and answered as it is told."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox import loopback
from sandbox.workspace import Json


@dataclass
class Ear:
    """An app that keeps the requests that it gets and answers as it is told."""

    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    failing: int = 0
    """How many requests are answered with status 500 first."""
    text: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Headers of the answer."""
    silent: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def hear(self, request: Request) -> Response:
        self.bodies.append(await request.body())
        self.headers.append(dict(request.headers))
        if self.failing:
            self.failing -= 1
            return PlainTextResponse("failed", 500)
        if self.silent:
            await self.ended.wait()
        fields = json.loads(self.bodies[-1]) if self.bodies[-1].startswith(b"{") else {}
        if fields.get("type") == "url_verification":
            return JSONResponse({"challenge": fields["challenge"]})
        return PlainTextResponse(self.text, self.status, self.extra)

    def event(self, number: int) -> Json:
        """The event of a request."""
        event: Json = json.loads(self.bodies[number])["event"]
        return event

    def titles(self) -> list[str]:
        """The titles of the changed users that were told, in the order in which they came."""
        return [self.event(number)["user"]["profile"]["title"] for number in range(len(self.bodies))]

    def tries(self) -> list[tuple[str, str]]:
        """Number and reason of each delivery, empty for a first one."""
        return [(each.get("x-slack-retry-num", ""), each.get("x-slack-retry-reason", "")) for each in self.headers]


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[tuple[Ear, str]]:
    """An ear and the address at which it hears."""
    ear = Ear()
    async with loopback.served(Starlette(routes=[Route("/slack", ear.hear, methods=["POST"])])) as url:
        try:
            yield ear, f"{url}/slack"
        finally:
            ear.ended.set()
