"""What a closed round may show: read back as it was written, and nothing of it readable where it rests."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import database
from surveys import ballots, releases
from surveys.keys import KeyRing
from surveys.models import Comment, Envelope
from tests.build import (
    DATA,
    GLAD,
    MONDAY,
    PLATFORM,
    SAD,
    WEEK,
    Answer,
    Company,
    Sessions,
    answer_all,
    close_rounds,
    open_round,
    play_round,
)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def with_words(people: Iterable[str], *, writing: int) -> dict[str, Answer]:
    """Everybody answers gladly, and so many of them also in words."""
    return {
        user_id: (GLAD, f"Marked sentence {number}." if number < writing else None)
        for number, user_id in enumerate(people)
    }


async def texts_of(sessions: Sessions, keys: KeyRing, round_id: str) -> list[str]:
    async with sessions() as session:
        return await releases.comment_texts(session, round_id, key=keys.text_key())


async def test_comments_of_nine_people_are_not_written(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    round_id = await play_round(sessions, keys, with_words(acme.people, writing=9))

    assert await texts_of(sessions, keys, round_id) == []
    async with sessions() as session:
        (shown,) = await releases.published(session, "T1", latest=1)
    assert shown.comments is None


async def test_comments_of_ten_people_are_written_and_told_as_a_range(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    round_id = await play_round(sessions, keys, with_words(acme.people, writing=10))

    assert sorted(await texts_of(sessions, keys, round_id)) == [f"Marked sentence {number}." for number in range(10)]
    async with sessions() as session:
        (shown,) = await releases.published(session, "T1", latest=1)
    assert shown.comments == (8, 11)


async def test_a_comment_that_leaves_nothing_when_sanitised_counts_for_nobody(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    said = with_words(acme.people, writing=9) | {acme.people[20]: (GLAD, "\u200b\u200b")}

    round_id = await play_round(sessions, keys, said)

    assert await texts_of(sessions, keys, round_id) == []


async def test_comments_stand_in_another_order_than_slots_and_people(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    async with sessions.begin() as session:
        round_id = await open_round(session, keys)
        await answer_all(session, keys, round_id, with_words(acme.people, writing=40))
        opened = ballots.opened(await ballots.boxes_of(session, round_id), keys.of(round_id).private_key)
    by_slot = [ballot.comment for ballot in opened]
    by_person = [comment for _, comment in with_words(acme.people, writing=40).values()]

    await close_rounds(sessions, keys)

    shuffled = await texts_of(sessions, keys, round_id)
    assert sorted(shuffled) == sorted(comment for comment in by_slot if comment)
    assert shuffled not in (by_slot, by_person)


async def test_comments_rest_encrypted_and_all_of_one_size(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    said = with_words(acme.people, writing=12) | {acme.people[0]: (GLAD, "😀" * 500), acme.people[1]: (GLAD, "No.")}

    round_id = await play_round(sessions, keys, said)

    async with sessions() as session:
        bodies = list(await session.scalars(select(Comment.body).where(Comment.round_id == round_id)))
    assert not any(b"Marked sentence" in body for body in bodies)
    assert (len(bodies), len({len(body) for body in bodies})) == (12, 1)
    assert {"😀" * 500, "No."} < set(await texts_of(sessions, keys, round_id))


async def test_comments_are_told_in_the_company_alone(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    round_id = await play_round(sessions, keys, with_words(acme.people, writing=40))

    async with sessions() as session:
        cells = set(await session.scalars(select(Comment.cell).where(Comment.round_id == round_id)))
    assert cells == {"company"}


def bytes_of(database_url: str) -> bytes:
    """The database as a thief finds it: the file, and what SQLite keeps beside it."""
    path = Path(make_url(database_url).database or "")
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(f"{path.name}*")))


@on_sqlite
async def test_no_comment_is_readable_in_the_files_of_the_database(
    sessions: Sessions, keys: KeyRing, acme: Company, database_url: str
) -> None:
    await play_round(sessions, keys, with_words(acme.people, writing=40))

    held = bytes_of(database_url)
    assert b"Engineering" in held
    assert b"Marked sentence" not in held


def pieces_of(boxes: Iterable[bytes]) -> set[bytes]:
    return {box[start : start + 32] for box in boxes for start in range(0, len(box) - 32, 32)}


@on_sqlite
async def test_nothing_of_a_box_remains_in_the_files_after_closing(
    sessions: Sessions, engine: AsyncEngine, keys: KeyRing, acme: Company, database_url: str
) -> None:
    async with sessions.begin() as session:
        round_id = await open_round(session, keys)
        await answer_all(session, keys, round_id, with_words(acme.people, writing=40))
    async with sessions.begin() as session:
        await answer_all(session, keys, round_id, dict.fromkeys(acme.people[:5], (SAD, None)))
        held = (await session.execute(select(Envelope.slot, Envelope.box))).all()
    pieces = pieces_of(box for _, box in held)
    assert any(piece in bytes_of(database_url) for piece in pieces)

    await close_rounds(sessions, keys, scrub=lambda: database.scrub(engine))

    left = bytes_of(database_url)
    assert [piece for piece in pieces if piece in left] == []
    assert [slot for slot, _ in held if slot in left] == []


async def test_what_is_shown_of_a_round_is_read_back(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    said: dict[str, Answer] = dict.fromkeys(acme.teams[PLATFORM], (GLAD, None))
    said |= {user_id: (SAD, None) for user_id in acme.people if user_id not in said}

    round_id = await play_round(sessions, keys, said)

    async with sessions() as session:
        (shown,) = await releases.published(session, "T1", latest=1)
    glad, sad = str(acme.units[PLATFORM]), str(acme.units[DATA])
    assert (shown.round_id, shown.opens_on) == (round_id, MONDAY.date())
    assert set(shown.items) == {cell.key for cell in shown.layout.tree.cells}
    assert {shown.items[glad][item].said for item in GLAD} == {"mostly_favourable"}
    assert {shown.items[sad][item].said for item in GLAD} == {"mostly_unfavourable"}
    assert all(shown.items[glad][item].share[1] == 100 and shown.items[sad][item].share[0] == 0 for item in GLAD)
    assert shown.items[glad]["trust"].answers == (8, 10)
    assert shown.items[glad]["trust"].bars == ()
    assert {shown.items["company"][item].said for item in GLAD} <= {25, 30}
    assert {len(shown.items["company"][item].bars) for item in GLAD} == {5}
    assert shown.rates["company"] == (80, 100)


async def test_the_last_rounds_are_shown_oldest_first_and_none_after_the_day_asked_for(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    played = [
        await play_round(sessions, keys, with_words(acme.people, writing=0), now=MONDAY + week * WEEK)
        for week in range(3)
    ]

    async with sessions() as session:
        two = await releases.published(session, "T1", latest=2)
        until = await releases.published(session, "T1", latest=9, until=(MONDAY + WEEK).date())
        other = await releases.published(session, "T2", latest=9)
    assert [each.round_id for each in two] == played[1:]
    assert [each.round_id for each in until] == played[:2]
    assert other == []


async def test_an_open_round_shows_nothing(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    async with sessions.begin() as session:
        round_id = await open_round(session, keys)
        await answer_all(session, keys, round_id, with_words(acme.people, writing=40))

        assert await releases.published(session, "T1", latest=9) == []
