"""The one way to a person's direct messages: claim from the ledger, commit, send, and write down what became of it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.composing import Later
from handlers.desk import Sessions
from handlers.traces import trace_of
from people import deliveries
from people.deliveries import Owed

log = structlog.get_logger()
RETRY_AFTER_REFUSED = timedelta(minutes=1)
GRACE_SECONDS = 10
NO_ANSWER = "no_answer"
UNSURE = frozenset(
    {NO_ANSWER, "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that follows a message, with the words that stand for it."""

    content: bytes
    filename: str
    title: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as arguments of chat.postMessage without the channel, and perhaps how to draw its picture."""

    message: dict[str, Any]
    draw: Callable[[], Picture] | None = None


class Compose(Protocol):
    """Draws the message owed, or None when there is nothing left to say."""

    async def __call__(self, session: AsyncSession, owed: Owed, *, now: datetime) -> Outgoing | None: ...


class Hold(Protocol):
    """Says which of the claimed messages may not leave now, by the ids of their deliveries."""

    async def __call__(self, claimed: Sequence[Owed], *, now: datetime) -> Mapping[int, Later]: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: the ledger's state, Slack's word for it, and when to try again if it never left."""

    state: str
    code: str | None = None
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outbox:
    """What one worker sends a workspace's messages with."""

    client: AsyncWebClient
    sessions: Sessions
    workspace_id: str
    composers: Mapping[str, Compose]
    worker: str
    hold: Hold

    async def abandon_claims(self, *, now: datetime) -> None:
        """Give up what workers claimed that died."""
        async with self.sessions.begin() as session:
            lost = await deliveries.abandon_claims(session, now=now)
        if lost:
            log.warning("claims abandoned", deliveries=lost)

    async def send_some(self, *, now: datetime) -> int | None:
        """Send the next ten that are due. Returns how many left; None when nothing is due.

        Cancelled, it first sends and writes down what it has claimed, as far as that takes GRACE_SECONDS.
        """
        task = asyncio.ensure_future(self._send_claim(now))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait([task], timeout=GRACE_SECONDS)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise

    async def _send_claim(self, now: datetime) -> int | None:
        async with self.sessions.begin() as session:
            claimed = await deliveries.claim_due(session, self.workspace_id, self.worker, now=now)
        if not claimed:
            return None
        held = await self.hold(claimed, now=now)
        drawn = [
            (owed, _postponed(held[owed.id]) if owed.id in held else await self._composed(owed, now))
            for owed in claimed
        ]
        outcomes = await asyncio.gather(*(_send(self.client, owed, composed, now=now) for owed, composed in drawn))
        async with self.sessions.begin() as session:
            for (owed, _), outcome in zip(drawn, outcomes, strict=True):
                await _write_down(session, owed, outcome)
        _note(claimed, outcomes, held)
        return sum(outcome.state == "sent" for outcome in outcomes)

    async def _composed(self, owed: Owed, now: datetime) -> Outgoing | Outcome:
        """The message, or why there is none; one that cannot be drawn must not keep the others waiting for ever."""
        try:
            async with self.sessions.begin() as session:
                composed = await self.composers[owed.kind](session, owed, now=now)
        except Exception as bug:  # noqa: BLE001 - reported here, where the delivery is known
            log.error("message not drawn", delivery=owed.id, trace=trace_of(bug))  # noqa: TRY400 - without its message
            return Outcome("failed", "not_drawn")
        return composed or Outcome("failed", "nothing_to_say")


def _postponed(later: Later) -> Outcome:
    return Outcome("pending", later.code, later.until)


def _note(claimed: Sequence[Owed], outcomes: Sequence[Outcome], held: Mapping[int, Later]) -> None:
    """Say of each message that has not left what became of it, unless it only waits for a better time."""
    for owed, outcome in zip(claimed, outcomes, strict=True):
        if outcome.state != "sent" and owed.id not in held:
            log.warning("message not sent", delivery=owed.id, state=outcome.state, code=outcome.code)


async def _write_down(session: AsyncSession, owed: Owed, outcome: Outcome) -> None:
    if outcome.again_at is not None:
        await deliveries.postpone(session, owed.id, until=outcome.again_at, code=outcome.code or "")
    else:
        await deliveries.settle(session, owed.id, outcome.state, code=outcome.code)


async def _send(client: AsyncWebClient, owed: Owed, composed: Outgoing | Outcome, *, now: datetime) -> Outcome:
    if isinstance(composed, Outcome):
        return composed
    try:
        response = await client.chat_postMessage(channel=owed.user_id, **composed.message)
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as failure:
        return outcome_of(failure, now=now)
    if composed.draw is not None:
        await _attach(client, str(response["channel"]), composed.draw, owed)
    return Outcome("sent")


def outcome_of(failure: Exception, *, now: datetime) -> Outcome:
    """What never left is tried again, a refusal is final, and when nobody knows, it is never repeated."""
    if isinstance(failure, SlackApiError):
        return _answered(failure.response, now=now)
    if isinstance(failure, aiohttp.ClientConnectorError):
        return Outcome("pending", "not_connected", now + RETRY_AFTER_REFUSED)
    return Outcome("unknown", NO_ANSWER)


def _answered(response: Any, *, now: datetime) -> Outcome:  # noqa: ANN401 - the SDK's response, or whatever stood in its place
    status, code = getattr(response, "status_code", 0), _code_of(response)
    if status == 429 or code == "ratelimited":
        asked = str(response.headers.get("Retry-After", ""))
        pause = int(asked) if asked.isdecimal() else 1
        return Outcome("pending", "ratelimited", now + timedelta(seconds=max(1, pause)))
    if status >= 500 or code in UNSURE:
        return Outcome("unknown", code[:64])
    return Outcome("failed", code[:64])


def _code_of(response: Any) -> str:  # noqa: ANN401 - the SDK's response, or whatever stood in a body that was no JSON
    try:
        return str(response["error"] or NO_ANSWER)
    except (AttributeError, KeyError, TypeError, ValueError):
        return NO_ANSWER


async def _attach(client: AsyncWebClient, channel: str, draw: Callable[[], Picture], owed: Owed) -> None:
    """The message has left: whatever becomes of its picture, it stays sent."""
    try:
        # In a thread, and after the transaction: people who answer meanwhile wait for neither.
        picture = await asyncio.to_thread(draw)
        await client.files_upload_v2(
            channel=channel,
            content=picture.content,
            filename=picture.filename,
            title=picture.title,
            alt_txt=picture.alt_text,
        )
    except (SlackClientError, aiohttp.ClientError, TimeoutError):
        log.warning("picture not sent", delivery=owed.id)
    except Exception as bug:  # noqa: BLE001 - reported here, where the delivery is known
        log.error("picture not drawn", delivery=owed.id, trace=trace_of(bug))  # noqa: TRY400 - without its message
