"""Remembers which signed requests were accepted; in memory only, since written times tell when people answered."""

import hashlib
from collections import OrderedDict
from datetime import datetime, timedelta

# A signature is taken from five minutes before its time to five minutes after it.
WINDOW = timedelta(minutes=10)
MOST = 100_000


class Replays:
    """The accepted requests of the last ten minutes, `most` of them at most: beyond that, the oldest is let go."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._accepted: OrderedDict[bytes, datetime] = OrderedDict()

    def __len__(self) -> int:
        return len(self._accepted)

    def admit(self, timestamp: str, signature: str, *, now: datetime) -> bool:
        """Accept a request, or tell by False that the same one was accepted in the last ten minutes."""
        self._let_go(now)
        mark = _mark_of(timestamp, signature)
        if mark in self._accepted:
            return False
        self._accepted[mark] = now
        return True

    def forget(self, timestamp: str, signature: str) -> None:
        """Let the same request come again, since handling it failed."""
        self._accepted.pop(_mark_of(timestamp, signature), None)

    def _let_go(self, now: datetime) -> None:
        while self._accepted:
            oldest = next(iter(self._accepted.values()))
            if now - oldest <= WINDOW and len(self._accepted) < self._most:
                return
            self._accepted.popitem(last=False)


def _mark_of(timestamp: str, signature: str) -> bytes:
    return hashlib.blake2b(f"{timestamp}|{signature}".encode(), digest_size=16).digest()
