"""The server that makes a sandbox reachable on this machine, and the sandbox as tests, demo and command line hold it."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import aiohttp
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from sandbox import page, wire
from sandbox.clock import Clock
from sandbox.hands import Person
from sandbox.workspace import User, Workspace
from sandbox.world import Validator, World


class Sandbox(World):
    """`async with Sandbox(clock=Clock(MONDAY)) as sandbox:` is a Slack workspace at `sandbox.url`, to its end."""

    def __init__(
        self, clock: Clock | None = None, *, port: int = 0, limits: bool = True, validator: Validator | None = None
    ) -> None:
        """Listen on `port` of the loopback interface, or on a free one, once entered."""
        super().__init__(clock, limits=limits, validator=validator)
        self._port = port
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._pages = _pages(self)

    @property
    def api_url(self) -> str:
        """The base URL for Slack clients."""
        return f"{self.url}/api/"

    def person(self, workspace: Workspace, user: User) -> Person:
        """The hands of a user."""
        return Person(self, workspace, user)

    async def __aenter__(self) -> Self:
        """Start to listen; OSError when the port is in use."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", self._port))
        except OSError:
            listening.close()
            raise
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.courier.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._server = _Server(_config(self))
        self._serving = asyncio.create_task(self._server.serve([listening]))
        await self._server.ready.wait()
        return self

    async def __aexit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Close every connection and stop listening."""
        await self.sockets.close()
        if self.courier.session:
            await self.courier.session.close()
        if self._server and self._serving:
            self._server.leave.set()
            await self._serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI): the Web API at once, everything else through Starlette."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith("/api/"):
            await wire.api_call(self, scope, receive, send)
        elif scope["type"] == "http" and path.startswith(("/actions/", "/commands/")):
            await wire.response_url(self, scope, receive, send)
        else:
            await self._pages(scope, receive, send)


class _Server(uvicorn.Server):
    """Uvicorn inside a loop that is not its own: it takes no signals, says when it is ready, and leaves when told."""

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


def _config(sandbox: Sandbox) -> uvicorn.Config:
    return uvicorn.Config(
        sandbox,
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )


def _pages(sandbox: Sandbox) -> Starlette:
    async def upload(request: Request) -> Response:
        found = sandbox.uploads.by_secret.pop(request.path_params["secret"], None)
        if found is None:
            return PlainTextResponse("not found", 404)
        found.content = await _content(request)
        return PlainTextResponse(f"OK - {len(found.content)}")

    async def file(request: Request) -> Response:
        team = sandbox.workspaces.get(request.path_params["workspace_id"])
        found = team.files.get(request.path_params["file_id"]) if team else None
        if found is None or found.name != request.path_params["name"]:
            return PlainTextResponse("not found", 404)
        return Response(found.content, media_type=found.mimetype)

    return Starlette(
        routes=[
            Route("/upload/v1/{secret}", upload, methods=["POST"]),
            Route("/files/{workspace_id}/{file_id}/{name}", file),
            WebSocketRoute("/socket/", sandbox.sockets.serve),
            *page.routes(sandbox),
        ]
    )


async def _content(request: Request) -> bytes:
    """The content of an upload: the body itself, or the first file of a form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for part in form.values():
            if not isinstance(part, str):
                return await part.read()
    return b""
