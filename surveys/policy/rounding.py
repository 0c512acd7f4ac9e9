"""Keyed random rounding (R6, R9): a count told to a multiple of three, the same each time for the same people.

A count is first clipped to [2, n-2], so that unanimity cannot be told from all but two. It is then rounded up or down
to a multiple of three, up with one or two chances in three, so that on average over all keys nothing is added or taken.
The chance is drawn from HMAC-SHA256 over question, class, the print of the group's members and the clipped count: who
asks the same people again and counts the same, prints the same, and learns nothing more by asking often. The clipped
count, not the true one, so that a step from n to n-1 changes nothing that is printed.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Final

BASE: Final = 3
CLIP: Final = 2
"""How far a count is kept from 0 and from n; the least group that may be told has six people."""


@dataclass(frozen=True, slots=True)
class Noise:
    """The long-lived key, the question, and the print of the group's members: all that rounding depends on."""

    key: bytes
    question: str
    members: str

    def rounded(self, count: int, n: int, kind: str) -> int:
        """Clip a count of one class among n answers, and round it to a multiple of three, up to n."""
        kept = clipped(count, n)
        rest = kept % BASE
        if not rest:
            return kept
        asked = json.dumps(["round", self.question, kind, self.members, kept]).encode()
        drawn = int.from_bytes(hmac.digest(self.key, asked, hashlib.sha256), "big")
        up = BASE * drawn < rest << 256
        return kept - rest + BASE * up


def clipped(count: int, n: int) -> int:
    """Keep a count at least two from 0 and from n."""
    return min(max(count, CLIP), n - CLIP)


def behind(shown: int, n: int) -> tuple[int, int] | None:
    """Give the fewest and the most people that may stand behind a rounded count among n answers; None: none can."""
    low, high = max(CLIP, shown - BASE + 1), min(n - CLIP, shown + BASE - 1)
    if low > high:
        return None
    return 0 if low == CLIP else low, n if high == n - CLIP else high
