"""The one way to a person's direct messages: claim from the ledger, commit, send, and write down what became of it."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.desk import Sessions
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: the ledger's state, Slack's word for it, and when to try again if it never left."""

    state: str
    code: str | None = None
    again_at: datetime | None = None


async def send_due(
    client: AsyncWebClient,
    sessions: Sessions,
    workspace_id: str,
    composers: Mapping[str, Compose],
    *,
    worker: str,
    now: datetime,
) -> int:
    """Send all that is due in a workspace, ten at a time. Returns how many left.

    Cancelled, it first sends and writes down the ten that it has claimed, as far as that takes GRACE_SECONDS.
    """
    async with sessions.begin() as session:
        await deliveries.abandon_claims(session, now=now)
    sent = 0
    while True:
        left = await _to_its_end(_send_some(client, sessions, workspace_id, composers, worker=worker, now=now))
        if left is None:
            return sent
        sent += left


async def _to_its_end(sending: Coroutine[Any, Any, int | None]) -> int | None:
    task = asyncio.ensure_future(sending)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=GRACE_SECONDS)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


async def _send_some(
    client: AsyncWebClient,
    sessions: Sessions,
    workspace_id: str,
    composers: Mapping[str, Compose],
    *,
    worker: str,
    now: datetime,
) -> int | None:
    """Send what one claim takes; None when nothing is due."""
    async with sessions.begin() as session:
        claimed = await deliveries.claim_due(session, workspace_id, worker, now=now)
        drawn = [(owed, await composers[owed.kind](session, owed, now=now)) for owed in claimed]
    if not claimed:
        return None
    outcomes = await asyncio.gather(*(_send(client, owed, outgoing, now=now) for owed, outgoing in drawn))
    async with sessions.begin() as session:
        for (owed, _), outcome in zip(drawn, outcomes, strict=True):
            await _write_down(session, owed, outcome)
    return sum(outcome.state == "sent" for outcome in outcomes)


async def _write_down(session: AsyncSession, owed: Owed, outcome: Outcome) -> None:
    if outcome.again_at is not None:
        await deliveries.postpone(session, owed.id, until=outcome.again_at, code=outcome.code or "")
    else:
        await deliveries.settle(session, owed.id, outcome.state, code=outcome.code)


async def _send(client: AsyncWebClient, owed: Owed, outgoing: Outgoing | None, *, now: datetime) -> Outcome:
    if outgoing is None:
        return Outcome("failed", "nothing_to_say")
    try:
        response = await client.chat_postMessage(channel=owed.user_id, **outgoing.message)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as failure:
        return outcome_of(failure, now=now)
    if outgoing.draw is not None:
        # In a thread, and after the transaction: people who answer meanwhile wait for neither.
        await _attach(client, str(response["channel"]), await asyncio.to_thread(outgoing.draw), owed)
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
        pause = int(response.headers.get("Retry-After", 1))
        return Outcome("pending", "ratelimited", now + timedelta(seconds=max(1, pause)))
    if status >= 500 or code in UNSURE:
        return Outcome("unknown", code[:64])
    return Outcome("failed", code[:64])


def _code_of(response: Any) -> str:  # noqa: ANN401 - the SDK's response, or whatever stood in a body that was no JSON
    try:
        return str(response["error"] or NO_ANSWER)
    except (AttributeError, KeyError, TypeError, ValueError):
        return NO_ANSWER


async def _attach(client: AsyncWebClient, channel: str, picture: Picture, owed: Owed) -> None:
    """The message has left and says all that the picture shows: without it, it stays sent."""
    try:
        await client.files_upload_v2(
            channel=channel,
            content=picture.content,
            filename=picture.filename,
            title=picture.title,
            alt_txt=picture.alt_text,
        )
    except (SlackApiError, aiohttp.ClientError, TimeoutError):
        log.warning("picture not sent", delivery=owed.id)
