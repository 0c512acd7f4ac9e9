"""Response addresses: for half an hour after an interaction an app may answer there, five times."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sandbox.apps import Installation
from sandbox.clock import Clock
from sandbox.refusals import Refused
from sandbox.workspace import Channel, Message

LIFE = timedelta(minutes=30)
USES = 5


@dataclass(slots=True)
class ReplyAddress:
    """One response_url: for whom, where, and about which message."""

    path: str
    seat: Installation
    channel: Channel
    user_id: str
    at: datetime
    message: Message | None = None
    uses: int = 0
    answers: list[Message] = field(default_factory=list)


class Replies:
    """The response addresses of one sandbox."""

    def __init__(self, clock: Clock) -> None:
        """Start without any."""
        self._clock = clock
        self._known: dict[str, ReplyAddress] = {}

    def new(
        self,
        kind: Literal["actions", "commands"],
        seat: Installation,
        channel: Channel,
        user_id: str,
        message: Message | None = None,
    ) -> ReplyAddress:
        """A new address for what that person just did in that channel."""
        number = len(self._known) + 1
        path = f"/{kind}/{seat.workspace.id}/{number:012d}/{secrets.token_urlsafe(18)}"
        reply = self._known[path] = ReplyAddress(path, seat, channel, user_id, self._clock.now(), message)
        return reply

    def take(self, path: str) -> ReplyAddress:
        """Use an address once; refused when it is unknown, half an hour old, or used five times."""
        reply = self._known.get(path)
        if reply is None:
            raise Refused("invalid_url", status=404)
        if self._clock.now() - reply.at > LIFE:
            raise Refused("expired_url", status=404)
        if reply.uses >= USES:
            raise Refused("used_url", status=404)
        reply.uses += 1
        return reply
