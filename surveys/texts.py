"""The key of the comments that are kept, and its rotation: all of them anew under another key, or none of them.

A rotation sets the old key aside under a second name, puts a new one in its place, encrypts every comment anew in one
transaction, and destroys the old key once that is committed. Killed anywhere, each comment still opens with one of the
two, and the next call goes on: the old key is destroyed only after a transaction that found nothing under it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from surveys.keys import KeyRing
from surveys.models import Comment

AT_ONCE = 200

Sessions = async_sessionmaker[AsyncSession]
Told = Callable[[int, int], None]
"""Called with how many comments are done, and how many there are."""


class Unreadable(Exception):
    """A kept comment opens with no key that is here: the key directory is the wrong one, or the key is lost."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a rotation would do: how many comments are kept, and whether an earlier one was cut off."""

    comments: int
    cut_off: bool


def quiet(done: int, total: int) -> None:
    """Tell nobody how far a rotation is."""


async def key_for_writing(session: AsyncSession, keys: KeyRing) -> bytes:
    """The key under which this transaction may write comments: until it ends, no rotation begins or ends."""
    await _lock(session, "ROW EXCLUSIVE")
    return keys.text_key()


async def outlook(session: AsyncSession, keys: KeyRing) -> Outlook:
    """Look whether every comment can be opened, and change nothing. Raises Unreadable."""
    boxes = _boxes(keys)
    total = await _each(session, quiet, lambda comment: _unused(_opened(comment.body, boxes)))
    return Outlook(total, cut_off=bool(keys.text_files_set_aside()))


async def rotate(sessions: Sessions, keys: KeyRing, told: Told = quiet) -> int:
    """Put a new key in the place of the old one; go on with a rotation that was cut off. Returns how many comments.

    Raises Unreadable, and has then changed nothing.
    """

    async def begin(session: AsyncSession) -> None:
        if not keys.text_files_set_aside():
            await outlook(session, keys)
            keys.text_key()
            keys.set_text_key_aside()

    return await _turn(sessions, keys, begin, told)


async def finish(sessions: Sessions, keys: KeyRing) -> bool:
    """Bring a rotation that was cut off to its end, if there is one. Raises Unreadable."""
    if not keys.text_files_set_aside():
        return False
    await _turn(sessions, keys, _nothing_to_begin, quiet)
    return True


async def _nothing_to_begin(session: AsyncSession) -> None:
    """A rotation that is finished has begun long ago."""


async def _turn(sessions: Sessions, keys: KeyRing, begin: Callable[[AsyncSession], Awaitable[None]], told: Told) -> int:
    """Everything up to the commit happens under one lock, so that no two rotations and no close come between."""
    async with sessions.begin() as session:
        await _lock(session, "EXCLUSIVE")
        await begin(session)
        old = keys.text_files_set_aside()
        if any(path.samefile(keys.text_file) for path in old):  # set aside, and not replaced yet
            keys.replace_text_key()
        total = await _encrypt_anew(session, keys, told)
    for path in old:
        keys.destroy(path)
    return total


async def _encrypt_anew(session: AsyncSession, keys: KeyRing, told: Told) -> int:
    boxes = _boxes(keys)

    def anew(comment: Comment) -> None:
        which, plain = _opened(comment.body, boxes)
        if which > 0:
            comment.body = boxes[0].encrypt(plain)

    return await _each(session, told, anew)


async def _each(session: AsyncSession, told: Told, do: Callable[[Comment], None]) -> int:
    """Go through the comments, some at a time, in the order of their keys, which says nothing."""
    total = await session.scalar(select(func.count()).select_from(Comment)) or 0
    ordered = select(Comment).order_by(Comment.round_id, Comment.cell, Comment.item, Comment.position)
    for start in range(0, total, AT_ONCE):
        for comment in await session.scalars(ordered.offset(start).limit(AT_ONCE)):
            do(comment)
        await session.flush()
        session.expunge_all()
        told(min(start + AT_ONCE, total), total)
    return total


def _boxes(keys: KeyRing) -> list[SecretBox]:
    """The key in place before those that were set aside; none at all when there is no key."""
    files: list[Path] = [keys.text_file, *keys.text_files_set_aside()]
    held = [path.read_bytes() for path in files if path.exists()]
    return [SecretBox(key) for key in held if len(key) == SecretBox.KEY_SIZE]


def _opened(body: bytes, boxes: list[SecretBox]) -> tuple[int, bytes]:
    """Which key opens a comment, and what it says."""
    for which, box in enumerate(boxes):
        try:
            return which, box.decrypt(body)
        except CryptoError:
            continue
    raise Unreadable("a kept comment opens with no key of this directory")


def _unused(opened: tuple[int, bytes]) -> None:
    """What was opened to see that it can be is forgotten."""


async def _lock(session: AsyncSession, mode: str) -> None:
    """Keep others from the comments until the transaction ends; on SQLite its beginning is enough."""
    connection = await session.connection()  # where it begins, at the latest
    if connection.dialect.name == "postgresql":
        await session.execute(text(f"LOCK TABLE comments IN {mode} MODE"))
