"""A newcomer's Bolt app in front of the sandbox, over HTTP or over Socket Mode."""

import contextlib
from collections.abc import AsyncIterator

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.async_builtins import AsyncRequestVerification
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import clock, loopback
from tests.sandbox.conftest import Scene

TRANSPORTS = ["http", "socket"]


class _Driven(Clock):
    """Slack's own verifier with the sandbox's clock, so that signatures of a standing clock are not stale."""

    def __init__(self, driven: clock.Clock) -> None:
        self._driven = driven

    def now(self) -> float:
        return self._driven.now().timestamp()


class _Verification(AsyncRequestVerification):
    """Bolt's own signature check, at the sandbox's time."""

    def __init__(self, secret: str, driven: clock.Clock) -> None:
        super().__init__(secret)
        self._driven = SignatureVerifier(secret, clock=_Driven(driven))

    @property
    def verifier(self) -> SignatureVerifier:
        return self._driven


def app_for(scene: Scene) -> AsyncApp:
    """An app with Slack's signature check, and nothing to listen to yet."""
    secret = scene.app.signing_secret
    client = AsyncWebClient(token=scene.seat.bot_token, base_url=scene.sandbox.api_url)
    app = AsyncApp(
        client=client, signing_secret=secret, request_verification_enabled=False, process_before_response=True
    )
    app.use(_Verification(secret, scene.sandbox.clock))
    return app


@contextlib.asynccontextmanager
async def running(scene: Scene, app: AsyncApp, transport: str = "http") -> AsyncIterator[None]:
    """Run the app over that transport to the end of the block."""
    scene.app.socket_mode = transport == "socket"
    async with _by_socket(scene, app) if scene.app.socket_mode else _by_http(scene, app):
        yield


@contextlib.asynccontextmanager
async def _by_http(scene: Scene, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    site = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    async with loopback.served(site) as url:
        scene.app.request_url = f"{url}/slack/events"
        yield


@contextlib.asynccontextmanager
async def _by_socket(scene: Scene, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, scene.app.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
