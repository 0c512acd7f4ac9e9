"""How a payload reaches an app: as a signed HTTP request or as a Socket Mode envelope, with three seconds to answer."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import replace
from urllib.parse import urlencode

import aiohttp

from sandbox.apps import App
from sandbox.clock import Clock
from sandbox.faults import AFTERWARDS, DELIVER, Fault, Faults
from sandbox.journal import Delivery, Journal
from sandbox.sockets import Gone, Sockets
from sandbox.workspace import Json

LIMIT = 3
"""Real seconds that Slack waits for an acknowledgement."""
RETRIES = 3
REDIRECTS = 2
"""How many redirects Slack follows."""
REASONS = {
    "timed out": "http_timeout",
    "unreachable": "connection_failed",
    "refused": "http_error",
    "redirected": "too_many_redirects",
}
"""Outcome of a delivery to the reason that Slack gives when it tries again."""
ENVELOPES = {"event": "events_api", "interactive": "interactive", "command": "slash_commands"}


class NotAcknowledged(Exception):
    """The app did not acknowledge what the person did, or answered it with something that Slack refuses."""


def acknowledged(delivery: Delivery) -> Delivery:
    """The delivery, or NotAcknowledged."""
    if not delivery.acknowledged:
        status = f" with status {delivery.status}" if delivery.status else ""
        running = " (is it running?)" if delivery.outcome == "unreachable" else ""
        raise NotAcknowledged(f"the app did not acknowledge: {delivery.outcome}{status}{running}")
    return delivery


def signature_of(secret: str, timestamp: str, body: str) -> str:
    """Slack's version 0 signature of a request."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()


class Courier:
    """Delivers payloads and keeps each delivery in the journal."""

    def __init__(self, clock: Clock, journal: Journal, sockets: Sockets) -> None:
        """Sign with the time of `clock`; `session` is given once there is a running loop; `limit` may be shortened."""
        self._clock, self._journal, self._sockets = clock, journal, sockets
        self.session: aiohttp.ClientSession | None = None
        self.limit: float = LIMIT
        self.faults = Faults()

    async def deliver(self, app: App, delivery: Delivery) -> Delivery:
        """Deliver once, and answer the delivery with its outcome."""
        self._journal.begin(delivery)
        fault = self.faults.next(DELIVER)
        try:
            if fault and fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
            async with asyncio.timeout(self.limit):
                await self._carried(app, delivery, fault)
        except TimeoutError:
            delivery.outcome = "timed out"
        except aiohttp.TooManyRedirects:
            delivery.outcome = "redirected"
        except (Gone, aiohttp.ClientError, OSError):
            delivery.outcome = "unreachable"
        finally:
            self._journal.end(delivery)
        return delivery

    async def redeliver(self, app: App, delivery: Delivery) -> Delivery:
        """Deliver an event once more with its retry number and reason; Slack does so at most three times."""
        return await self.deliver(app, self.again(delivery))

    def again(self, delivery: Delivery) -> Delivery:
        """The same event, to be delivered once more; ValueError after the third time."""
        if delivery.kind != "event" or delivery.retry_num >= RETRIES:
            raise ValueError("Slack delivers events again, at most three times, and nothing else")
        again = replace(delivery, at=self._clock.now(), outcome="pending", status=None, answer={}, no_retry=False)
        socket = delivery.transport == "socket" and delivery.outcome == "timed out"
        again.retry_reason = "timeout" if socket else REASONS.get(delivery.outcome, "unknown_error")
        again.retry_num = delivery.retry_num + 1
        return again

    async def _carried(self, app: App, delivery: Delivery, fault: Fault | None) -> None:
        """Reach the app and hear its answer, unless a fault is in the way."""
        if fault and fault.kind == "reset":
            raise Gone
        await (self._by_socket if app.socket_mode else self._by_http)(app, delivery)
        if fault and fault.kind in AFTERWARDS:
            delivery.status, delivery.answer = None, {}
            raise TimeoutError if fault.kind == "timeout_after_commit" else Gone

    async def _by_socket(self, app: App, delivery: Delivery) -> None:
        delivery.transport = "socket"
        envelope: Json = {
            "type": ENVELOPES[delivery.kind],
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "event",
        }
        if delivery.kind == "event":
            envelope |= {"retry_attempt": delivery.retry_num, "retry_reason": delivery.retry_reason}
        delivery.answer = await self._sockets.deliver(app.id, envelope)
        delivery.outcome = "acknowledged"

    async def _by_http(self, app: App, delivery: Delivery) -> None:
        if self.session is None or app.request_url is None:
            raise Gone
        body, headers = self._signed(app, delivery)
        sending = self.session.post(app.request_url, data=body.encode(), headers=headers, max_redirects=REDIRECTS + 1)
        async with sending as response:
            text = await response.text()
            delivery.status = response.status
            delivery.outcome = "acknowledged" if 200 <= response.status < 300 else "refused"
            delivery.no_retry = response.headers.get("X-Slack-No-Retry") == "1"
            delivery.answer = _answer(text, delivery.kind)

    def _signed(self, app: App, delivery: Delivery) -> tuple[str, dict[str, str]]:
        body, kind = _body(delivery)
        timestamp = str(self._clock.seconds())
        headers = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature_of(app.signing_secret, timestamp, body),
        }
        if delivery.retry_num:
            headers["X-Slack-Retry-Num"] = str(delivery.retry_num)
            headers["X-Slack-Retry-Reason"] = delivery.retry_reason
        return body, headers


def _body(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind in {"event", "verification"}:
        return json.dumps(delivery.payload), "application/json"
    fields = delivery.payload if delivery.kind == "command" else {"payload": json.dumps(delivery.payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"


def _answer(text: str, kind: str) -> Json:
    """What an app said in its HTTP response; plain text is a message where a message is expected."""
    if text.startswith("{"):
        try:
            return dict(json.loads(text))
        except ValueError:
            return {"text": text}
    key = "challenge" if kind == "verification" else "text"
    return {key: text} if text else {}
