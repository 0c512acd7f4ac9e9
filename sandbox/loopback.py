"""An ASGI application served by uvicorn on the loopback interface, inside a loop that runs already."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

BACKLOG = 2048
GRACE = 2
"""Real seconds that requests under way have to end."""
CLOSING = 3
"""Turns of the loop in which closed transports tell their protocols so."""
HANG_UP = "sandbox.hang_up"
"""Key of a scope: a function that resets the connection of the request, so that its caller gets no answer."""
AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: what closes then is reset, and not ended in good order."""


@contextlib.asynccontextmanager
async def served(application: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve on that port, or on a free one, to the end of the block; gives the URL. OSError when the port is in use."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        scope[HANG_UP] = lambda: server.hang_up(scope)
        await application(scope, receive, send)

    with _bound(port) as listening:
        server = _Server(
            uvicorn.Config(
                answering,
                proxy_headers=False,
                lifespan="off",
                log_config=None,
                access_log=False,
                date_header=False,
                server_header=False,
                timeout_keep_alive=75,  # longer than a client that is busy keeps a connection idle
            )
        )
        serving = asyncio.create_task(server.serve([listening]))
        await server.ready.wait()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.leave.set()
            await serving


@contextlib.contextmanager
def _bound(port: int) -> Iterator[socket.socket]:
    # The protocol is named, since asyncio turns Nagle's algorithm (40 ms an answer) off only where it is.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(BACKLOG)  # at once: until somebody listens, a second process may bind the same port
        yield listening


class _Server(uvicorn.Server):
    """It takes no signals, says when it is ready, and leaves when told."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready, self.leave = asyncio.Event(), asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.leave.wait()

    def hang_up(self, scope: Scope) -> None:
        """Reset the connection that a request came over."""
        for connection in list(self.server_state.connections):
            transport = connection.transport
            if transport.get_extra_info("peername") == tuple(scope["client"]):
                transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                transport.abort()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002 - _bound closes them
        """Close what is idle at once and give the rest its time: uvicorn's own would sleep 100 ms in every test."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            _, late = await asyncio.wait(self.server_state.tasks, timeout=GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for server in self.servers:
            await server.wait_closed()
        for _ in range(CLOSING):
            await asyncio.sleep(0)
