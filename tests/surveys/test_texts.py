"""The rotation of the key of texts: every comment stays readable whatever happens, and the old key opens nothing."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys import releases, texts
from surveys.keys import KeyRing
from surveys.models import Comment
from tests import build
from tests.build import GLAD, Company, Sessions
from tests.surveys import turning

SAID = sorted(f"It helps me {number} times a day." for number in range(12))


@pytest.fixture
async def played(sessions: Sessions, keys: KeyRing, acme: Company) -> str:
    """Close a round in which twelve people wrote something."""
    answers: dict[str, build.Answer] = {user_id: (GLAD, said) for user_id, said in zip(acme.people, SAID, strict=False)}
    return await build.play_round(sessions, keys, answers)


async def readable(sessions: Sessions, round_id: str, key: bytes) -> list[str]:
    async with sessions() as session:
        return sorted(await releases.comment_texts(session, round_id, key=key))


def names_in(keys: KeyRing) -> list[str]:
    """All keys but that of the rounding, which has no part in this."""
    return sorted(path.name for path in keys.directory.iterdir() if path.name != "rounding.key")


async def test_after_a_rotation_the_comments_open_with_the_new_key_alone(
    sessions: Sessions, keys: KeyRing, played: str
) -> None:
    old = keys.text_key()

    number = await texts.rotate(sessions, keys)

    assert (number, await readable(sessions, played, keys.text_key())) == (12, SAID)
    assert keys.text_key() != old
    with pytest.raises(CryptoError):
        await readable(sessions, played, old)


async def test_the_old_key_is_overwritten_and_removed(
    sessions: Sessions, keys: KeyRing, played: str, tmp_path: Path
) -> None:
    old = keys.text_key()
    second_name = tmp_path / "the same blocks"
    second_name.hardlink_to(keys.text_file)

    await texts.rotate(sessions, keys)

    assert names_in(keys) == ["texts.key"]
    assert old not in second_name.read_bytes()


async def test_how_far_it_is_can_be_told(
    sessions: Sessions, keys: KeyRing, played: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "AT_ONCE", 5)
    told: list[tuple[int, int]] = []

    await texts.rotate(sessions, keys, lambda done, total: told.append((done, total)))

    assert told[-3:] == [(5, 12), (10, 12), (12, 12)]


async def test_an_outlook_changes_nothing(sessions: Sessions, keys: KeyRing, played: str) -> None:
    before = keys.text_key()

    async with sessions.begin() as session:
        foreseen = await texts.outlook(session, keys)

    assert foreseen == texts.Outlook(12, cut_off=False)
    assert (keys.text_key(), names_in(keys)) == (before, ["texts.key"])


async def test_without_the_key_of_the_comments_nothing_is_rotated(
    sessions: Sessions, keys: KeyRing, played: str
) -> None:
    held = keys.text_key()
    keys.destroy(keys.text_file)

    with pytest.raises(texts.Unreadable):
        await texts.rotate(sessions, keys)

    assert names_in(keys) == []
    keys.text_file.write_bytes(held)
    assert await readable(sessions, played, held) == SAID


async def test_with_another_key_nothing_is_rotated(sessions: Sessions, keys: KeyRing, played: str) -> None:
    keys.text_file.write_bytes(b"k" * 32)

    with pytest.raises(texts.Unreadable):
        await texts.rotate(sessions, keys)

    assert (keys.text_file.read_bytes(), names_in(keys)) == (b"k" * 32, ["texts.key"])


async def test_where_no_comment_is_kept_the_key_is_changed_all_the_same(sessions: Sessions, keys: KeyRing) -> None:
    before = keys.text_key()

    assert await texts.rotate(sessions, keys) == 0
    assert (keys.text_key() != before, names_in(keys)) == (True, ["texts.key"])


async def test_each_comment_keeps_its_size(sessions: Sessions, keys: KeyRing, played: str) -> None:
    await texts.rotate(sessions, keys)

    async with sessions() as session:
        assert len({len(body) for body in await session.scalars(select(Comment.body))}) == 1


async def test_nothing_is_finished_where_nothing_was_cut_off(sessions: Sessions, keys: KeyRing, played: str) -> None:
    before = keys.text_key()

    assert not await texts.finish(sessions, keys)
    assert keys.text_key() == before


async def test_two_rotations_at_once_lose_nothing(sessions: Sessions, keys: KeyRing, played: str) -> None:
    await asyncio.gather(texts.rotate(sessions, keys), texts.rotate(sessions, keys))

    assert await readable(sessions, played, keys.text_key()) == SAID
    assert names_in(keys) == ["texts.key"]


async def test_a_rotation_waits_for_a_close_that_writes_comments(
    sessions: Sessions, keys: KeyRing, played: str, engine: AsyncEngine
) -> None:
    async with sessions.begin() as session:
        key = await texts.key_for_writing(session, keys)
        rotating = asyncio.create_task(texts.rotate(sessions, keys))
        # While the close holds the comments, the rotation has not come as far as setting the key aside.
        await asyncio.sleep(0)
        body = SecretBox(key).encrypt(b"written meanwhile".ljust(64, b"\0"))
        session.add(
            Comment(
                round_id=played, cell="company", position=99, body=body, language="en", sentiment="neutral", themes=[]
            )
        )

    await rotating
    assert "written meanwhile" in await readable(sessions, played, keys.text_key())


async def killed(point: str, url: str, keys: KeyRing) -> None:
    """Let a process rotate the key, and be killed at that point."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.surveys.turning", point, url, str(keys.directory)),
        cwd=Path(__file__).parents[2],
        stdin=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("point", turning.POINTS)
async def test_killed_while_it_rotates_a_key_it_is_finished_by_the_next_start(
    sessions: Sessions, keys: KeyRing, played: str, database_url: str, point: str
) -> None:
    old = keys.text_key()
    await killed(point, database_url, keys)

    cut_off = await texts.finish(sessions, keys)

    assert cut_off == (point != turning.GONE)
    assert (names_in(keys), keys.text_key() != old) == (["texts.key"], True)
    assert await readable(sessions, played, keys.text_key()) == SAID


@pytest.mark.parametrize("point", turning.POINTS)
async def test_killed_while_it_rotates_a_key_it_can_be_told_to_rotate_again(
    sessions: Sessions, keys: KeyRing, played: str, database_url: str, point: str
) -> None:
    await killed(point, database_url, keys)

    await texts.rotate(sessions, keys)

    assert names_in(keys) == ["texts.key"]
    assert await readable(sessions, played, keys.text_key()) == SAID
