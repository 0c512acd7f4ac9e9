"""The emoji under a message, and how many Slack lets stand there.

Source of the limits: Slack's help centre, "Use emoji and reactions".
"""

import re

from sandbox.workspace import Message

NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")
MOST_EMOJI = 50
"""Different emoji under one message."""
MOST_OF_ONE_USER = 23


def fault_of(message: Message, name: str, user_id: str) -> str:
    """Slack's error for that reaction, or nothing.

    Any well formed name passes: workspaces have emoji of their own, and the sandbox keeps no list of all others.
    """
    if not NAME.fullmatch(name):
        return "invalid_name"
    mine = [each for each, users in message.reactions.items() if user_id in users]
    faults = {
        "already_reacted": name in mine,
        "too_many_emoji": name not in message.reactions and len(message.reactions) >= MOST_EMOJI,
        "too_many_reactions": len(mine) >= MOST_OF_ONE_USER,
    }
    return next((fault for fault, holds in faults.items() if holds), "")
