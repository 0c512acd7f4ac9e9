"""Socket Mode: one connection to Slack while it lasts, a watchdog for when it does not, nothing left open after."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot import payloads
from bot.assembly import House
from bot.clients import on_this_machine
from bot.config import Misconfigured
from handlers.views.malformed import Malformed

PATIENCE_SECONDS: Final = 30.0
LOOK_SECONDS: Final = 5.0
OPEN_SECONDS: Final = 20.0
GRACE_SECONDS: Final = 5.0
FAILURES: Final = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)

log = structlog.get_logger(__name__)


class _Handler(AsyncSocketModeHandler):
    """Hands envelopes to Bolt, refuses what Slack would not send, and knows what is still under way."""

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        # The logger of its own is pinned; an app's logger may say more (bot/logs.py).
        super().__init__(app, app_token, logging.getLogger("slack_sdk.socket_mode"), client)
        self.under_way: set[asyncio.Task[Any]] = set()
        if on_this_machine(client.base_url):
            self.client.proxy = None  # the SDK takes the proxy of the environment for every address

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope; one that cannot be read stays unacknowledged, as a 400 would over HTTP."""
        task = asyncio.current_task()
        if task is not None:
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)
        try:
            payloads.check(req.payload)
        except Malformed as reason:
            log.warning("malformed payload refused", reason=str(reason))
            return
        await super().handle(client, req)

    async def close(self) -> None:
        """Let what is under way end, close the connection, and see every task of the SDK out."""
        if self.under_way:
            await asyncio.wait(self.under_way, timeout=GRACE_SECONDS)
        client = self.client
        tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
        await client.close()  # type: ignore[no-untyped-call]
        await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)


@dataclass(slots=True)
class Watch:
    """Tells when the line has been dead for too long; times are seconds of one monotonic clock."""

    patience: float = PATIENCE_SECONDS
    dead_since: float | None = None

    def overdue(self, *, connected: bool, now: float) -> bool:
        """Whether to dial anew: once for each stretch of patience that the line is dead."""
        if connected:
            self.dead_since = None
            return False
        if self.dead_since is None:
            self.dead_since = now
        if now - self.dead_since < self.patience:
            return False
        self.dead_since = now
        return True


class Line:
    """The connection to Slack; dialled anew as a whole, since the SDK may go on trying an address that is used up."""

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        self._app = app
        self._app_token = app_token
        self._client = client
        self._handler: _Handler | None = None

    async def is_connected(self) -> bool:
        """Whether Slack can reach us at this moment."""
        return self._handler is not None and await self._handler.client.is_connected()

    async def dial(self) -> None:
        """Connect, in the place of what was connected before; raises one of FAILURES."""
        await self.hang_up()
        async with asyncio.timeout(OPEN_SECONDS):
            answer = await self._client.apps_connections_open(app_token=self._app_token)
            self._handler = _Handler(self._app, self._app_token, self._client)
            self._handler.client.wss_uri = str(answer["url"])
            await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def hang_up(self) -> None:
        """Disconnect; nothing of the connection is left."""
        handler, self._handler = self._handler, None
        if handler is not None:
            await handler.close()

    async def guard(self, watch: Watch, *, every: float = LOOK_SECONDS) -> None:
        """Look after the connection until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(every)
            if not watch.overdue(connected=await self.is_connected(), now=loop.time()):
                continue
            log.warning("socket dialled anew")
            try:
                await self.dial()
            except FAILURES as failure:
                log.warning("socket not connected", failure=type(failure).__name__)


@asynccontextmanager
async def connected(
    house: House, *, every: float = LOOK_SECONDS, patience: float = PATIENCE_SECONDS
) -> AsyncIterator[Line]:
    """Stay connected for the length of a `with`. Raises Misconfigured where Slack refuses or cannot be reached."""
    token = house.settings.slack_app_token
    if token is None:
        raise Misconfigured("SLACK_APP_TOKEN is not set: Socket Mode needs the app-level token (xapp-...)")
    line = Line(house.app, token.get_secret_value(), house.client)
    guard: asyncio.Task[None] | None = None
    try:
        await _first_dial(line, house.settings.slack_api_url)
        guard = asyncio.create_task(line.guard(Watch(patience), every=every))
        yield line
    finally:
        if guard is not None:
            guard.cancel()
            with suppress(asyncio.CancelledError):
                await guard
        await line.hang_up()


async def _first_dial(line: Line, url: str) -> None:
    try:
        await line.dial()
    except SlackApiError as refusal:
        reason = refusal.response.get("error", "no reason given")
        raise Misconfigured(f"SLACK_APP_TOKEN is refused by Slack ({reason}): see `groundswell doctor`") from None
    except FAILURES as failure:
        raise Misconfigured(f"SLACK_API_URL {url} cannot be reached ({type(failure).__name__})") from None
