"""A process that closes a round as the job does, and kills itself at a point of the way that it is told."""

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot import database
from handlers import digest, pulse
from surveys.keys import KeyRing

BOXES_OPEN = "while the boxes are open and nothing is committed"
CLOSED = "after the close is committed, before the key goes"
KEY_HALF_GONE = "while the key is overwritten and not yet removed"
KEY_GONE = "after the key is gone, before anything is scrubbed"
SCRUBBED = "after the first scrubbing, before the round is finished"
OWING = "while the digests are owed and not yet committed"
FINISHED = "after the round is finished, before the last scrubbing"
POINTS = (BOXES_OPEN, CLOSED, KEY_HALF_GONE, KEY_GONE, SCRUBBED, OWING, FINISHED)

Die = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class MortalKeys(KeyRing):
    """The key directory in the hands of a process that dies at one of the points."""

    die: Die

    def text_key(self) -> bytes:
        """The boxes have been opened, and what they say is about to be written."""
        self.die(BOXES_OPEN)
        return KeyRing.text_key(self)

    def forget(self, round_id: str) -> None:
        """The round is closed, and its key is about to go."""
        self.die(CLOSED)
        path = self._path(round_id)
        held = path.read_bytes()
        path.write_bytes(secrets.token_bytes(len(held)))
        self.die(KEY_HALF_GONE)
        KeyRing.forget(self, round_id)


async def close(point: str, url: str, keys: Path, workspace_id: str, now: datetime) -> None:
    """Close all that is due, as `bot.work.tick` does, and die at that point; comes back if it is never reached."""
    engine = database.engine_for(url)

    def die(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    scrubbings = iter(((KEY_GONE, SCRUBBED), (FINISHED, "")))

    async def scrub() -> None:
        before, after = next(scrubbings)
        die(before)
        await database.scrub(engine)
        die(after)

    async def owe(session: AsyncSession, round_id: str) -> None:
        await digest.owe(session, workspace_id, round_id, now=now)
        await session.flush()
        die(OWING)

    await pulse.close_due(database.sessions_for(engine), MortalKeys(keys, die), scrub, owe, workspace_id, now=now)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(close(sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4], datetime.fromisoformat(sys.argv[5])))
