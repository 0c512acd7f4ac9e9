"""The page stays current: a stream of server-sent events says whenever something may have changed."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.world import World

REST = 0.1
"""Real seconds in which changes are gathered before they are told."""
PULSE = 20
"""Real seconds after which a stream says that it is still there, so that a closed one is noticed."""
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Live:
    """The streams of one sandbox."""

    def __init__(self, world: World) -> None:
        """Listen to the bell of its journal."""
        self._world = world

    async def stream(self, request: Request) -> Response:
        """Say `changed` with each call, delivery, connection or deed, until the page is left.

        `since` is what had changed when the page was drawn: what came before the page could listen is told at once.
        """
        told = self._told(request.query_params.get("since", ""))
        return StreamingResponse(told, media_type="text/event-stream", headers=HEADERS)

    async def _told(self, since: str) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        with self._world.journal.listening() as bell:
            if since != str(self._world.journal.rung):
                bell.set()
            while not self._world.closing.is_set():
                try:
                    async with asyncio.timeout(PULSE):
                        await bell.wait()
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                await asyncio.sleep(REST)
                bell.clear()
                yield "event: changed\ndata: 1\n\n"
