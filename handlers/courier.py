"""Carries one message to Slack: not after its lease, not twice, and its picture after it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.outcomes import GONE, OF_A_DEAD_ACCOUNT, SENT, Outcome, outcome_of
from handlers.traces import trace_of
from people.deliveries import Owed

log = structlog.get_logger()
Clock = Callable[[], datetime]
FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError)


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


async def carry(client: AsyncWebClient, owed: Owed, outgoing: Outgoing, lease_ends: datetime, clock: Clock) -> Outcome:
    """Send a message and say what became of it; `clock` tells the instant anew, since a process can be frozen."""
    now = clock()
    if now >= lease_ends:
        # Others may have given it up by now; if not, it is owed as before.
        return Outcome("pending", "lease_over", now)
    try:
        response = await client.chat_postMessage(channel=owed.user_id, **outgoing.message)
    except FAILURES as failure:
        outcome = outcome_of(failure, now=clock())
        return await _of_whom(client, outcome, clock) if outcome.code == OF_A_DEAD_ACCOUNT else outcome
    if outgoing.draw is not None:
        await _attach(client, str(response["channel"]), outgoing.draw, owed)
    return SENT


async def _of_whom(client: AsyncWebClient, outcome: Outcome, clock: Clock) -> Outcome:
    """Whether an inactive account is the recipient's, or that of our own token."""
    try:
        await client.auth_test()
    except SlackApiError as refusal:
        asked = outcome_of(refusal, now=clock())
        if asked.halts or asked.code == OF_A_DEAD_ACCOUNT:
            return Outcome("pending", GONE, clock())
    except FAILURES:
        pass  # nobody knows; the next one with this refusal asks again
    return outcome


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
    except FAILURES:
        log.warning("picture not sent", delivery=owed.id)
    except Exception as bug:  # noqa: BLE001 - reported here, where the delivery is known
        log.error("picture not drawn", delivery=owed.id, trace=trace_of(bug))  # noqa: TRY400 - without its message
