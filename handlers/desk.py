"""What a listener works with: the workspace that asks, its sessions and keys, the threshold, and the instant."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from surveys.keys import KeyRing

Sessions = async_sessionmaker[AsyncSession]


@dataclass(frozen=True, slots=True)
class Desk:
    """Given to every listener by its argument name `desk`; made anew for each request."""

    workspace_id: str
    sessions: Sessions
    keys: KeyRing
    k: int
    now: datetime
