"""What apps send, good and bad, each payload named for what it shows; the modules are named for what they send."""

from tests.sandbox.corpus import (
    buttons,
    calls,
    cards,
    inputs,
    layouts,
    menus,
    messages,
    rich_text,
    tables,
    tasks,
    views,
)
from tests.sandbox.corpus.differences import ONLY_SLACKVAL_REFUSES, ONLY_WE_REFUSE
from tests.sandbox.corpus.shapes import Payload

__all__ = ["BAD", "GOOD", "NAMES", "ONLY_SLACKVAL_REFUSES", "ONLY_WE_REFUSE"]

ROOMS = (messages, layouts, buttons, menus, inputs, rich_text, tables, cards, tasks, views, calls)
GOOD: dict[str, Payload] = {name: payload for room in ROOMS for name, payload in room.GOOD.items()}
"""What Slack takes, by both validators."""
BAD: dict[str, Payload] = {name: payload for room in ROOMS for name, payload in room.BAD.items()}
"""What Slack refuses, by both validators."""
NAMES = [
    name
    for room in (*[each for room in ROOMS for each in (room.GOOD, room.BAD)], ONLY_SLACKVAL_REFUSES, ONLY_WE_REFUSE)
    for name in room
]
"""All names, so that one that stands there twice is seen."""
