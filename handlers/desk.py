"""What a listener works with: the workspace that asks, its sessions, keys and boxes, the threshold, and the instant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from handlers.together import Together
from handlers.turns import Turn
from surveys.keys import KeyRing

Sessions = async_sessionmaker[AsyncSession]
Boxes = Together[Turn, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Given to every listener by its argument name `desk`; made anew for each request, but for `boxes`."""

    workspace_id: str
    sessions: Sessions
    keys: KeyRing
    k: int
    now: datetime
    boxes: Boxes
    tier: str = "a"
    """What reads comments (`surveys.comments.tagging.tier_called`)."""
