"""The HTTP side of the Web API and of response addresses, as plain ASGI."""

import asyncio
import base64
import json
from collections.abc import Mapping
from datetime import timedelta

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox import calls, responding
from sandbox.arguments import decoded
from sandbox.facts import FACTS
from sandbox.faults import AFTERWARDS, BESIDE, Fault
from sandbox.limits import limited
from sandbox.loopback import HANG_UP
from sandbox.refusals import Refused
from sandbox.workspace import Json
from sandbox.world import World

JSON = (b"content-type", b"application/json; charset=utf-8")
PATIENCE = 120
"""Real seconds after which a call that is never answered is given up, if its caller has not hung up."""


async def faulty(world: World, name: str, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as `app` does, but for the faults of that name; it stands beside the methods of the Web API."""
    fault = world.faults.next(name)
    if fault and await _goes_wrong(fault, scope, receive, send):
        return
    unheard = fault if fault and fault.kind in AFTERWARDS else None
    await app(scope, receive, _nowhere if unheard else send)
    if unheard:
        await _unanswered(unheard, scope, receive, send)


async def _nowhere(_message: Message) -> None:
    """Send an answer that nobody hears."""


async def response_url(world: World, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what an app sends to a response address."""
    body = await read(receive)
    try:
        await respond(send, 200, responding.respond(world, scope["path"], body))
    except Refused as refusal:
        await respond(send, refusal.status, refusal.answer())


async def api_call(world: World, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one call of the Web API."""
    method = scope["path"].removeprefix("/api/")
    headers = Headers(scope=scope)
    body = await read(receive)
    fault = world.faults.next(method)
    if fault:
        world.journal.ring()  # there is one less in store
    if fault and await _goes_wrong(fault, scope, receive, send):
        return
    answer = await _answered(world, method, scope["query_string"], headers, body)
    if fault and fault.kind in AFTERWARDS:
        await _unanswered(fault, scope, receive, send)
        return
    await respond(send, answer.status, answer.body, _headers(method, answer))


async def read(receive: Receive) -> bytes:
    """The body of a request."""
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def respond(send: Send, status: int, body: Json | str, extra: Mapping[bytes, bytes] | None = None) -> None:
    """Send an answer: JSON for an object, plain text for a string."""
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    kind = (b"content-type", b"text/plain; charset=utf-8") if isinstance(body, str) else JSON
    headers = [kind, (b"content-length", b"%d" % len(content)), *(extra or {}).items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _answered(world: World, method: str, query: bytes, headers: Headers, body: bytes) -> calls.Answer:
    try:
        arguments, encoding = await decoded(query, headers, body)
    except Refused as refusal:
        return calls.Answer(refusal.answer())
    kind, _, shown = headers.get("authorization", "").partition(" ")
    token = str(arguments.pop("token", ""))
    if kind.lower() == "bearer":
        token = shown.strip()
    elif kind.lower() == "basic":
        arguments |= _client(shown)
    return calls.answer(world, method, arguments, token, encoding)


def _client(shown: str) -> Json:
    """The client id and secret of HTTP Basic authentication; nothing where they cannot be read."""
    try:
        client_id, _, secret = base64.b64decode(shown.strip(), validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client_id, "client_secret": secret}


async def _goes_wrong(fault: Fault, scope: Scope, receive: Receive, send: Send) -> bool:
    """Whether the fault took the place of the call."""
    if fault.kind == "error":
        await respond(send, 404 if fault.method in BESIDE else 200, Refused(fault.error).answer())
    elif fault.kind == "5xx":
        await respond(send, 503, "Service Unavailable")
    elif fault.kind == "429":
        refusal = limited(timedelta(seconds=fault.seconds))
        await respond(send, 429, refusal.answer(), _headers("", calls.Answer({}, retry_after=refusal.retry_after)))
    elif fault.kind == "reset":
        await _hang_up(scope, receive)
    else:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        return False
    return True


async def _unanswered(fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Close the connection, or say nothing until the caller does, or answer 504 after the seconds of the fault."""
    if fault.kind == "reset_after_commit":
        await _hang_up(scope, receive)
        return
    try:
        async with asyncio.timeout(fault.seconds or PATIENCE):
            await _gone(receive)
    except TimeoutError:
        await respond(send, 504, "Gateway Timeout")


async def _hang_up(scope: Scope, receive: Receive) -> None:
    scope[HANG_UP]()
    await _gone(receive)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _headers(method: str, answer: calls.Answer) -> dict[bytes, bytes]:
    headers = {}
    if answer.caller and answer.caller.seat:
        headers[b"x-oauth-scopes"] = ",".join(sorted(answer.caller.seat.scopes)).encode()
        if method in FACTS:
            headers[b"x-accepted-oauth-scopes"] = ",".join(FACTS[method].scopes).encode()
    if answer.retry_after:
        headers[b"retry-after"] = b"%d" % answer.retry_after
    return headers
