"""Slack's rate limits on the sandbox's clock: each method's tier, all messages of a workspace, and each channel.

Source: docs.slack.dev, rate limits, and the page of each method. A tier counts calls per method, app and workspace, and
a minute begins with its first call, so that all of them may come in one burst.
"""

from datetime import datetime, timedelta
from math import ceil

from sandbox.facts import FACTS
from sandbox.refusals import Refused

MINUTE = timedelta(minutes=1)
BURST = 5
"""Messages that a channel takes at once before one a second is enforced; Slack says `short bursts` and no number."""
MESSAGES = "messages"
MESSAGES_PER_MINUTE = 300
"""Messages of an app that a workspace takes a minute, by whichever method; Slack says `several hundred`."""
POSTING = frozenset({"chat.postMessage", "chat.postEphemeral"})
"""The methods that post one; Slack's own limit for the channel is documented for chat.postMessage alone."""


class Limits:
    """Counts calls and refuses those above the limit; `enabled=False` lets everything through."""

    def __init__(self, *, enabled: bool) -> None:
        """Start with nothing counted."""
        self.enabled = enabled
        self._windows: dict[tuple[str, str, str], tuple[datetime, int]] = {}
        self._channels: dict[tuple[str, str], datetime] = {}

    def count(self, method: str, app_id: str, workspace_id: str, now: datetime) -> None:
        """Count a call, or refuse it until the minute of the first of its window is over; a refused one counts not."""
        if not self.enabled:
            return
        windows = {(method, app_id, workspace_id): FACTS[method].per_minute}
        if method in POSTING:
            windows[(MESSAGES, app_id, workspace_id)] = MESSAGES_PER_MINUTE
        counted = {key: self._one_more(key, most, now) for key, most in windows.items()}
        self._windows |= counted

    def _one_more(self, key: tuple[str, str, str], most: int, now: datetime) -> tuple[datetime, int]:
        since, calls = self._windows.get(key, (now, 0))
        if now - since >= MINUTE:
            since, calls = now, 0
        if calls >= most:
            raise limited(since + MINUTE - now)
        return since, calls + 1

    def count_message(self, app_id: str, channel_id: str, now: datetime) -> None:
        """Count a message of a channel: one a second, in the long run, after a short burst."""
        if not self.enabled:
            return
        key, second = (app_id, channel_id), timedelta(seconds=1)
        due = max(self._channels.get(key, now), now)
        if due - now >= BURST * second:
            raise limited(due - now - (BURST - 1) * second)
        self._channels[key] = due + second


def limited(wait: timedelta) -> Refused:
    """The refusal with status 429 that names the seconds to wait."""
    return Refused("ratelimited", status=429, retry_after=max(1, ceil(wait.total_seconds())))
