"""Who does not want to be disturbed now, as Slack tells it; should it not tell, sending goes on without."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()
AT_ONCE: Final = 50
"""The most users of one dnd.teamInfo (Slack's reference of the method)."""
KNOWN_FOR: Final = timedelta(minutes=5)
REMEMBERED: Final = 500
"""Of so many people at most, the last that were asked about: in a large company all others are written to once."""
NOT_TOLD: Final = timedelta(minutes=5)
"""For so long nobody is asked about after Slack did not answer, or refused."""


@dataclass(slots=True)
class Dnd:
    """Asks for fifty people at once, and remembers some hundreds for five minutes; in memory only."""

    client: AsyncWebClient
    _known: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """Until when somebody is not to be disturbed, and since when that is known."""
    _silent_until: datetime | None = None
    _said: bool = False

    async def ends_of(self, user_ids: Iterable[str], *, now: datetime) -> dict[str, datetime]:
        """Those of these people who are not to be disturbed now, and until when."""
        people = sorted({user_id for user_id in user_ids if user_id[:1] in {"U", "W"}})
        lately = list(self._known.items())[-REMEMBERED:]
        self._known = {each: held for each, held in lately if held[1] <= now < held[1] + KNOWN_FOR}
        unknown = [each for each in people if each not in self._known]
        parts = [unknown[start : start + AT_ONCE] for start in range(0, len(unknown), AT_ONCE)]
        # The others at once, but only where Slack has told of the first.
        for some in (parts[:1], parts[1:]):
            if self._silent_until is None or self._silent_until <= now:
                await asyncio.gather(*(self._ask(part, now) for part in some))
        return {each: self._known[each][0] for each in people if each in self._known and self._known[each][0] > now}

    async def _ask(self, user_ids: list[str], now: datetime) -> None:
        try:
            response = await self.client.dnd_teamInfo(users=user_ids)
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as failure:
            self._silent_until = now + NOT_TOLD
            if not self._said:
                log.warning("dnd not told: messages are sent without it", code=_code_of(failure))
                self._said = True
            return
        told = response.get("users")
        for user_id in user_ids:
            self._known[user_id] = (_end_of(told.get(user_id) if isinstance(told, Mapping) else None, now), now)


def _end_of(status: Any, now: datetime) -> datetime:  # noqa: ANN401 - Slack's dictionary, or whatever stands in its place
    """When somebody may be disturbed again: `now` for who may be already. Slack's times are seconds since 1970."""
    if not isinstance(status, Mapping) or status.get("dnd_enabled") is not True:
        return now
    start, end = status.get("next_dnd_start_ts"), status.get("next_dnd_end_ts")
    if not (isinstance(start, int) and isinstance(end, int) and start <= now.timestamp() < end < 1 << 34):
        return now
    return datetime.fromtimestamp(end, UTC)


def _code_of(failure: Exception) -> str:
    if not isinstance(failure, SlackApiError):
        return "no_answer"
    try:
        return str(failure.response["error"])
    except (AttributeError, KeyError, TypeError):  # a body that was no JSON
        return "no_answer"
