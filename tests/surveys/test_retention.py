"""The words of comments are deleted 180 days after their round closed, and surely; their tags stay."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database import NotScrubbed, scrub
from handlers import pulse
from surveys import releases, retention
from surveys.keys import KeyRing
from surveys.models import Comment
from tests.build import GLAD, MONDAY, TEAM, WEEK, Company, Sessions, nothing_to_scrub, play_round

ENDED = datetime(2026, 1, 9, tzinfo=UTC)  # the end of Thursday, on which the round closes
LAST_DAY = ENDED + timedelta(days=180)
SECOND = timedelta(seconds=1)

Tags = list[tuple[int, str, str, str]]


@pytest.fixture
async def told(sessions: Sessions, keys: KeyRing, acme: Company) -> str:
    """A closed round in which everybody wrote something."""
    said = {user_id: (GLAD, f"Words number {number}.") for number, user_id in enumerate(acme.people)}
    return await play_round(sessions, keys, said)


async def forget(sessions: Sessions, *, now: datetime, scrub: pulse.Scrub = nothing_to_scrub) -> list[str]:
    return await pulse.forget(sessions, scrub, TEAM, retention.TEXTS, now=now)


async def texts_of(sessions: Sessions, keys: KeyRing, round_id: str) -> list[str]:
    async with sessions() as session:
        return await releases.comment_texts(session, round_id, key=keys.text_key())


async def tags_of(sessions: Sessions, round_id: str) -> Tags:
    async with sessions() as session:
        kept = await session.scalars(select(Comment).where(Comment.round_id == round_id).order_by(Comment.position))
        return [(row.position, row.language, row.sentiment, json.dumps(row.themes)) for row in kept]


async def bodies_of(sessions: Sessions, round_id: str) -> set[bytes]:
    async with sessions() as session:
        return set(await session.scalars(select(Comment.body).where(Comment.round_id == round_id)))


async def test_words_are_kept_for_180_days(sessions: Sessions, keys: KeyRing, told: str) -> None:
    assert await forget(sessions, now=LAST_DAY - SECOND) == []

    assert len(await texts_of(sessions, keys, told)) == 40


async def test_words_are_gone_after_180_days(sessions: Sessions, keys: KeyRing, told: str) -> None:
    assert await forget(sessions, now=LAST_DAY) == [told]

    assert await texts_of(sessions, keys, told) == []
    assert await bodies_of(sessions, told) == {b""}


async def test_tags_and_their_number_stay(sessions: Sessions, keys: KeyRing, told: str) -> None:
    before = await tags_of(sessions, told)

    await forget(sessions, now=LAST_DAY)

    assert await tags_of(sessions, told) == before
    async with sessions() as session:
        (shown,) = await releases.published(session, TEAM, latest=1)
    assert shown.comments is not None


async def test_words_are_deleted_once(sessions: Sessions, keys: KeyRing, told: str) -> None:
    await forget(sessions, now=LAST_DAY)

    assert await forget(sessions, now=LAST_DAY + WEEK) == []


async def test_the_words_of_a_later_round_and_of_another_workspace_stay(
    sessions: Sessions, keys: KeyRing, acme: Company, told: str
) -> None:
    said = dict.fromkeys(acme.people, (GLAD, "Later words."))
    later = await play_round(sessions, keys, said, now=MONDAY + WEEK)

    assert await pulse.forget(sessions, nothing_to_scrub, "T2", retention.TEXTS, now=LAST_DAY) == []
    assert await forget(sessions, now=LAST_DAY) == [told]
    assert len(await texts_of(sessions, keys, later)) == 40


async def test_a_job_that_was_killed_before_it_scrubbed_scrubs_the_next_time(
    sessions: Sessions, keys: KeyRing, told: str
) -> None:
    scrubbed = []

    async def fail() -> None:
        raise NotScrubbed("another program reads the database")

    async def note() -> None:
        scrubbed.append(True)

    with pytest.raises(NotScrubbed):
        await forget(sessions, now=LAST_DAY, scrub=fail)
    assert await texts_of(sessions, keys, told) == []

    assert await forget(sessions, now=LAST_DAY, scrub=note) == [told]
    assert (scrubbed, await forget(sessions, now=LAST_DAY)) == ([True], [])


async def test_nothing_of_the_words_remains_in_the_files(
    sessions: Sessions, engine: AsyncEngine, keys: KeyRing, told: str, tmp_path: Path
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("the files of PostgreSQL are its server's")
    sealed = await bodies_of(sessions, told)

    def remaining() -> int:
        files = [path.read_bytes() for path in tmp_path.glob("groundswell.db*")]
        # A box runs over several pages of the file: its first bytes are enough to find it.
        return sum(any(box[:64] in content for content in files) for box in sealed)

    os.sync()
    before = remaining()
    await forget(sessions, now=LAST_DAY, scrub=lambda: scrub(engine))

    assert (before, remaining()) == (40, 0)
