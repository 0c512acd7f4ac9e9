"""HTTP: the one endpoint that Slack calls, and whether the process lives and is ready; no request is ever logged."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import structlog
import uvicorn
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import payloads
from bot.assembly import House
from bot.clock import Clock
from bot.database import reachable
from bot.replays import Replays
from handlers.views.malformed import Malformed

LARGEST = 1_000_000
GRACE_SECONDS = 10
Connected = Callable[[], Awaitable[bool]]

log = structlog.get_logger(__name__)


class PortTaken(Exception):
    """Something else listens on the address; the message says which."""


class _Refused(Exception):
    """A request goes no further; the status and the reason are the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.answer = JSONResponse({"error": reason}, status_code=status)


class _HouseTime(SignatureClock):
    """The clock of the house, as the verifier asks it: seconds since 1970."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        """Tell the instant against which a request is stale."""
        return self._clock().timestamp()


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands between the network and Bolt: size, signature, replay, shape; only what passes is handled."""

    app: AsyncApp
    verifier: SignatureVerifier
    replays: Replays
    clock: Clock

    async def receive(self, request: Request) -> Response:
        """Answer one request of Slack's."""
        try:
            body = await _body_of(request)
            timestamp = request.headers.get("x-slack-request-timestamp", "")
            signature = request.headers.get("x-slack-signature", "")
            if not self._signed(body, timestamp, signature):
                raise _Refused(401, "invalid request")
            if not self.replays.admit(timestamp, signature, now=self.clock()):
                raise _Refused(401, "seen before")
            return await self._once(request, body, timestamp, signature)
        except _Refused as refused:
            return refused.answer

    def _signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        # Not by Bolt: it would print the body of a request that fails, and fail itself on a broken time.
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii()):
            return False
        return self.verifier.is_valid(body, timestamp, signature)

    async def _once(self, request: Request, body: bytes, timestamp: str, signature: str) -> Response:
        """Handle an accepted request; one that fails may come again."""
        handled = False
        try:
            response = to_starlette_response(await self.app.async_dispatch(_read(request, body)))
            handled = 200 <= response.status_code < 300
        finally:
            if not handled:
                self.replays.forget(timestamp, signature)
        return response


def _read(request: Request, body: bytes) -> AsyncBoltRequest:
    try:
        text = payloads.text_of(body)
        told = AsyncBoltRequest(body=text, query=dict(request.query_params), headers=dict(request.headers))
        payloads.check(told.body, text)
    except Malformed as reason:
        log.warning("malformed payload refused", reason=str(reason))
        raise _Refused(400, str(reason)) from None
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        # Bolt takes any JSON for an object of Slack's, and any object for one of the right shape.
        raise _Refused(400, "the body cannot be read") from None
    return told


async def _body_of(request: Request) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > LARGEST:
        raise _Refused(413, "too large")
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                raise _Refused(413, "too large")
        body.decode()
    except ClientDisconnect:
        raise _Refused(400, "incomplete") from None
    except UnicodeDecodeError:
        raise _Refused(400, "not UTF-8") from None
    return bytes(body)


def application(house: House, *, connected: Connected | None = None) -> Starlette:
    """Build /health, /ready, and /slack/events where there is a signing secret; `connected` is Socket Mode's."""

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_request: Request) -> Response:
        found = {"database": await _answers(house)}
        if connected is not None:
            found["slack"] = await connected()
        return JSONResponse(found, status_code=200 if all(found.values()) else 503)

    routes = [Route("/health", health), Route("/ready", ready)]
    secret = house.settings.slack_signing_secret
    if secret is not None:
        verifier = SignatureVerifier(secret.get_secret_value(), _HouseTime(house.clock))
        gate = Gate(house.app, verifier, Replays(), house.clock)
        routes.append(Route("/slack/events", gate.receive, methods=["POST"]))
    return Starlette(routes=routes)


async def _answers(house: House) -> bool:
    try:
        return await reachable(house.engine)
    except (SQLAlchemyError, OSError):
        return False


class _Server(uvicorn.Server):
    """Leaves signals to the command line, which has more than a server to put away."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


@asynccontextmanager
async def serving(house: House, *, connected: Connected | None = None) -> AsyncIterator[str]:
    """Listen where the settings say (port 0: any that is free) and yield the address; what is under way ends first."""
    listening = _listen(house.settings.host, house.settings.port)
    server = _Server(
        uvicorn.Config(
            application(house, connected=connected),
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        host, port = listening.getsockname()[:2]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        server.should_exit = True
        await running
        listening.close()


async def serve(house: House, *, connected: Connected | None = None) -> None:
    """Listen until cancelled. Raises PortTaken."""
    async with serving(house, connected=connected):
        await asyncio.Event().wait()


def _listen(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listening = socket.create_server(found[4][:2], family=found[0], backlog=2048)
    except OSError as error:
        raise PortTaken(f"cannot listen on {host}:{port}: {error.strerror}") from None
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each answer takes 40 ms more.
    named = socket.socket(found[0], socket.SOCK_STREAM, socket.IPPROTO_TCP, listening.detach())
    named.setblocking(False)  # noqa: FBT003 - the standard library's signature
    return named
