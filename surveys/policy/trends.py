"""Whether two rounds asked the same people (R9): who they are is told by pseudonyms, and by no name.

A pseudonym is an HMAC of the person, so that one key gives the same person the same one in every round. What stands for
a whole group, the print, is an HMAC over the pseudonyms of its members: equal prints, the same people.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal

from people.anonymity import K

Turnover = Literal["same", "few", "many", "new"]
"""Against the round before: nobody changed; fewer than six people did; at least six did; no such group then."""

PSEUDONYM_BYTES: Final = 8
PRINT_BYTES: Final = 16


def key_id(key: bytes) -> str:
    """Name a key without telling it; pseudonyms made with different keys cannot be compared."""
    return _digest(key, "id")[:4].hex()


def pseudonym_of(key: bytes, workspace_id: str, user_id: str) -> str:
    """Give what stands for a person, 8 bytes in hexadecimal; who lacks the key can neither make nor undo it."""
    return _digest(key, "person", workspace_id, user_id)[:PSEUDONYM_BYTES].hex()


def print_of(key: bytes, pseudonyms: Iterable[str]) -> str:
    """Give what stands for the members of a group, 16 bytes in hexadecimal, in whatever order they come."""
    return _digest(key, "print", *sorted(pseudonyms))[:PRINT_BYTES].hex()


def _digest(key: bytes, *parts: str) -> bytes:
    """The first part says what it is for; `surveys.policy.rounding` uses the same key for "round"."""
    return hmac.digest(key, json.dumps(parts).encode(), hashlib.sha256)


def turnover_of(before: Collection[str] | None, after: Collection[str]) -> Turnover:
    """Compare the pseudonyms of a group with those of the round before; one key made both."""
    if before is None:
        return "new"
    differing = len(set(before) ^ set(after))
    if not differing:
        return "same"
    return "many" if differing >= K else "few"


def comparable(steps: Sequence[Turnover | None]) -> int:
    """Give how many earlier rounds may stand beside the last, from each step back, the latest first (None: unknown).

    Nothing is known across two changes: those who came may have left again.
    """
    changed = False
    for number, step in enumerate(steps):
        if step not in {"same", "many"} or (changed and step == "many"):
            return number
        changed |= step == "many"
    return len(steps)
