"""Whether two rounds asked the same people (R9), told from two keyed marks of a group and from no list of its members.

The print is an HMAC over all members: equal prints, the same people. The sketch has 64 places; each member flips the
one that a keyed hash gives them. One person more or less changes one place, so at least as many people differ as places
do. Two who share a place cancel out: then fewer seem to differ than do, and no trend is drawn, which is safe.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from people.anonymity import K

Turnover = Literal["same", "few", "many", "new"]
"""Against the round before: nobody changed; some did, perhaps fewer than six; at least six did; no such group then."""

PLACES: Final = 64
PRINT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Likeness:
    """What stands for the members of a group: 16 bytes of print and 8 of sketch, in hexadecimal."""

    print: str
    sketch: str


def key_id(key: bytes) -> str:
    """Name a key without telling it; marks made with different keys cannot be compared."""
    return _digest(key, "id")[:4].hex()


def likeness_of(key: bytes, workspace_id: str, members: Iterable[str]) -> Likeness:
    """Give the marks of a group, from all who are counted in it, whether they were asked or not."""
    people = sorted(members)
    sketch = 0
    for user_id in people:
        sketch ^= 1 << _digest(key, "place", workspace_id, user_id)[0] % PLACES
    made = _digest(key, "print", workspace_id, *people)[:PRINT_BYTES].hex()
    return Likeness(made, sketch.to_bytes(PLACES // 8, "big").hex())


def _digest(key: bytes, *parts: str) -> bytes:
    return hmac.digest(key, json.dumps(parts).encode(), hashlib.sha256)


def turnover_of(before: Likeness | None, after: Likeness) -> Turnover:
    """Compare a group with itself in the round before; both marks were made with one key."""
    if before is None:
        return "new"
    if before.print == after.print:
        return "same"
    return "many" if (int(before.sketch, 16) ^ int(after.sketch, 16)).bit_count() >= K else "few"


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
