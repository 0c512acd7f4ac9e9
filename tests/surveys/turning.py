"""A process that rotates the key of texts, and kills itself at a point of the way that it is told."""

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot import database
from surveys import texts
from surveys.keys import KeyRing

ASIDE = "when the old key is set aside and no new one is there"
REPLACED = "when the new key is in place and no comment is under it"
HALF = "when some comments are encrypted anew"
ENCRYPTED = "when all are, and nothing is committed"
COMMITTED = "when it is committed, before the old key goes"
OVERWRITTEN = "while the old key is overwritten and not yet removed"
GONE = "after the old key is gone"
POINTS = (ASIDE, REPLACED, HALF, ENCRYPTED, COMMITTED, OVERWRITTEN, GONE)

Die = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class MortalKeys(KeyRing):
    """The key directory in the hands of a process that dies at one of the points."""

    die: Die

    def set_text_key_aside(self) -> None:
        """The old key gets its second name."""
        KeyRing.set_text_key_aside(self)
        self.die(ASIDE)

    def replace_text_key(self) -> None:
        """The new key takes its place."""
        KeyRing.replace_text_key(self)
        self.die(REPLACED)

    def destroy(self, path: Path) -> None:
        """The old key is about to go."""
        self.die(COMMITTED)
        path.write_bytes(secrets.token_bytes(path.stat().st_size))
        self.die(OVERWRITTEN)
        KeyRing.destroy(self, path)
        self.die(GONE)


async def rotate(point: str, url: str, directory: Path) -> None:
    """Rotate, and die at that point; comes back if it is never reached."""
    engine = database.engine_for(url)
    texts.AT_ONCE = 5

    def die(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def told(done: int, total: int) -> None:
        die(HALF if done < total else ENCRYPTED)

    await texts.rotate(database.sessions_for(engine), MortalKeys(directory, die), told)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(rotate(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
