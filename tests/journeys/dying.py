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

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot import database
from handlers import digest, pulse
from surveys.keys import KeyRing, RoundKeys

DUE = "when it is known what is due, before anything is done"
KEY_READ = "when the key is about to be read"
COUNTING = "when the boxes have been read and are about to be counted"
BOXES_OPEN = "while the boxes are open and nothing is committed"
UNCOMMITTED = "when release and deletion are written, before they are committed"
CLOSED = "after the close is committed, before the key goes"
KEY_HALF_GONE = "while the key is overwritten and not yet removed"
FORGETTING = "after the key is gone, when the list of the invited is deleted, before that is committed"
FORGOTTEN = "after the list of the invited is gone, before anything is scrubbed"
REWRITTEN = "while it is scrubbed: deleted rows are gone, the log is not emptied"
SCRUBBED = "after the first scrubbing, before the round is finished"
OWING = "while the digests are owed and not yet committed"
UNFINISHED = "when the round is called shredded, before that is committed"
FINISHED = "after the round is finished, before the last scrubbing"
REWRITTEN_AGAIN = "while it is scrubbed for the last time"
ALL_DONE = "after the last scrubbing"
BEFORE_THE_COMMIT = (DUE, KEY_READ, COUNTING, BOXES_OPEN, UNCOMMITTED)
AFTER_THE_COMMIT = (
    CLOSED,
    KEY_HALF_GONE,
    FORGETTING,
    FORGOTTEN,
    REWRITTEN,
    SCRUBBED,
    OWING,
    UNFINISHED,
    FINISHED,
    REWRITTEN_AGAIN,
    ALL_DONE,
)
POINTS = (*BEFORE_THE_COMMIT, *AFTER_THE_COMMIT)

Die = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class MortalKeys(KeyRing):
    """The key directory in the hands of a process that dies at one of the points."""

    die: Die

    def of(self, round_id: str) -> RoundKeys:
        """The boxes are about to be opened."""
        self.die(KEY_READ)
        return KeyRing.of(self, round_id)

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


async def rewrite(engine: AsyncEngine) -> None:
    """Do the first half of the scrubbing: on PostgreSQL one table of two, on SQLite all but the log."""
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("VACUUM" if engine.dialect.name == "sqlite" else "VACUUM envelopes")


async def close(point: str, url: str, keys: Path, workspace_id: str, now: datetime) -> None:
    """Close all that is due, as `bot.work.tick` does, and die at that point; comes back if it is never reached."""
    engine = database.engine_for(url)

    def die(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    commits = iter((DUE, COUNTING, UNCOMMITTED, FORGETTING, UNFINISHED))
    # SQLAlchemy tells of a commit before it is sent to the database.
    event.listen(engine.sync_engine, "commit", lambda _: die(next(commits, "")))
    scrubbings = iter(((FORGOTTEN, REWRITTEN, SCRUBBED), (FINISHED, REWRITTEN_AGAIN, ALL_DONE)))

    async def scrub() -> None:
        before, between, after = next(scrubbings)
        die(before)
        if point == between:
            await rewrite(engine)
            die(between)
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
