"""The server that makes a sandbox reachable on this machine: what tests, demo and command line hold."""

import contextlib
from functools import partial
from typing import Self

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from sandbox import control, wire
from sandbox.clock import Clock
from sandbox.faults import RESPONSE_URL, UPLOAD
from sandbox.hands import Person
from sandbox.loopback import served
from sandbox.page import authorizing, levers, site
from sandbox.workspace import User, Workspace
from sandbox.world import Validator, World


class Sandbox(World):
    """`async with Sandbox(clock=Clock(MONDAY)) as sandbox:` is a Slack workspace at `sandbox.url`, to its end."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        port: int = 0,
        limits: bool = True,
        validator: Validator | None = None,
        show_typed: bool = False,
    ) -> None:
        """Listen on `port` of the loopback interface, or on a free one, once entered."""
        super().__init__(clock, limits=limits, validator=validator, show_typed=show_typed)
        self._port = port
        self._open = contextlib.AsyncExitStack()
        self._pages = _pages(self)
        self.courier.faults = self.faults

    @property
    def api_url(self) -> str:
        """The base URL for Slack clients."""
        return f"{self.url}/api/"

    def person(self, workspace: Workspace, user: User) -> Person:
        """The hands of a user."""
        return Person(self, workspace, user)

    async def __aenter__(self) -> Self:
        """Start to listen; OSError when the port is in use."""
        async with contextlib.AsyncExitStack() as stack:
            self.url = await stack.enter_async_context(served(self, self._port))
            self.courier.session = await stack.enter_async_context(aiohttp.ClientSession())
            stack.push_async_callback(self.sockets.close)
            stack.push_async_callback(self.events.close)
            self._open = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close every connection and stop listening."""
        self.closing.set()
        self.journal.ring()
        await self._open.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI): the Web API at once, everything else through Starlette."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith("/api/"):
            await wire.api_call(self, scope, receive, send)
        elif scope["type"] == "http" and path.startswith(("/actions/", "/commands/")):
            await wire.faulty(self, RESPONSE_URL, partial(wire.response_url, self), scope, receive, send)
        elif scope["type"] == "http" and path.startswith("/upload/"):
            await wire.faulty(self, UPLOAD, self._pages, scope, receive, send)
        else:
            await self._pages(scope, receive, send)


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
            Route("/files/{workspace_id}/{file_id}/{name:path}", file),
            WebSocketRoute("/socket/", sandbox.sockets.serve),
            *authorizing.routes(sandbox),
            *control.routes(sandbox),
            *levers.routes(sandbox),
            *site.routes(sandbox),
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
