"""Tables that people use are brought to a newer version, and back, with what is in them."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database import MIGRATIONS, async_url, migrate
from people import owners
from people.models import Member, Workspace
from surveys import membership, pulses, releases
from surveys.ballots import Ballot
from surveys.keys import KeyRing
from surveys.models import Round
from tests.build import GLAD, MONDAY, PLATFORM, WEEK, Company, Sessions, open_round, play_round, workspace
from tests.mixture import MIXTURE


def bring_back(url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", async_url(url).replace("%", "%%"))
    command.downgrade(config, revision)


async def tables_of(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_the_marks_of_the_first_version_are_removed_and_its_next_round_is_the_first_that_is_recorded(
    sessions: Sessions, engine: AsyncEngine, keys: KeyRing, acme: Company, database_url: str
) -> None:
    first = await play_round(sessions, keys, {})
    await engine.dispose()
    bring_back(database_url, "0001")
    assert "audiences" not in await tables_of(engine)
    async with sessions.begin() as session:
        held = await session.get_one(Round, first)
        frozen = held.tree
        assert frozen["members"]["likenesses"] == {}
        held.tree = frozen | {"members": frozen["members"] | {"likenesses": {"company": ["print", "sketch"]}}}
    await engine.dispose()

    migrate(database_url)

    async with sessions.begin() as session:
        migrated = (await session.get_one(Round, first)).tree
        second = await open_round(session, keys, now=MONDAY + WEEK)
        found = await membership.recorded(session, "T1", since=MONDAY.date())
    del frozen["members"]["likenesses"]
    assert migrated == frozen
    assert list(found) == [second]


async def test_a_pulse_of_one_instrument_keeps_its_questions_and_asks_them_by_turns(
    sessions: Sessions, engine: AsyncEngine, acme: Company, database_url: str
) -> None:
    async with sessions.begin() as session:
        pulse = await pulses.schedule(
            session, "T1", pulses.Schedule(deck=("trust", "overall"), per_round=2), now=MONDAY
        )
        due = pulse.next_open_at
    await engine.dispose()
    bring_back(database_url, "0002")

    migrate(database_url)

    async with sessions() as session:
        migrated = await pulses.pulse_of(session, "T1")
    assert migrated is not None
    assert (tuple(migrated.deck), migrated.per_round, migrated.budget) == (pulses.FIRST_DECK, 3, 20)
    assert migrated.reminders == 0
    assert (pulses.rhythm_of(migrated), migrated.next_open_at, migrated.running) == (pulses.WEEKLY, due, True)


async def test_comments_of_before_are_on_the_whole_and_those_on_items_do_not_survive_a_way_back(
    sessions: Sessions, engine: AsyncEngine, keys: KeyRing, acme: Company, database_url: str
) -> None:
    said = {user_id: (GLAD, f"Word {number:02}.") for number, user_id in enumerate(acme.people)}
    round_id = await play_round(sessions, keys, said)
    async with sessions.begin() as session:
        cast = [Ballot("1", {}, texts={"wish": f"Wish {number:02}."}) for number in range(10)]
        releases.write_comments(session, round_id, releases.comments_of(MIXTURE, cast), key=keys.text_key())
    await engine.dispose()

    bring_back(database_url, "0002")
    before = await columns_of(engine, "comments")
    await engine.dispose()
    migrate(database_url)

    async with sessions() as session:
        kept = await releases.comment_texts(session, round_id, key=keys.text_key())
        wishes = await releases.comment_texts(session, round_id, key=keys.text_key(), item="wish")
    assert "item" not in before
    assert sorted(kept) == [f"Word {number:02}." for number in range(40)]
    assert wishes == []


async def columns_of(engine: AsyncEngine, table: str) -> set[str]:
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: inspect(sync).get_columns(table))
    return {column["name"] for column in found}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_comments_have_no_hidden_row_number_after_any_way(engine: AsyncEngine, database_url: str) -> None:
    made = text("SELECT sql FROM sqlite_master WHERE name = 'comments'")
    async with engine.connect() as connection:
        there = await connection.scalar(made)
    await engine.dispose()
    bring_back(database_url, "0002")
    async with engine.connect() as connection:
        back = await connection.scalar(made)

    assert "WITHOUT ROWID" in there
    assert "WITHOUT ROWID" in back


async def test_owners_and_own_questions_go_with_their_tables_and_the_pulse_stays(
    sessions: Sessions, engine: AsyncEngine, acme: Company, database_url: str
) -> None:
    async with sessions.begin() as session:
        await owners.appoint(session, "T1", "U1", "owner", by=None, now=MONDAY)
        await pulses.schedule(session, "T1", pulses.Schedule(audience=(acme.units[PLATFORM],)), now=MONDAY)
    await engine.dispose()
    bring_back(database_url, "0003")
    assert not {"owners", "changes", "drafts", "own_items"} & await tables_of(engine)
    await engine.dispose()

    migrate(database_url)

    async with sessions() as session:
        pulse = await pulses.pulse_of(session, "T1")
        assert await owners.owners_of(session, "T1") == {}
    assert pulse is not None
    assert (pulse.audience, pulse.channel, pulse.starts_on, pulse.running) == (None, None, None, True)


async def test_who_was_there_before_their_joining_was_kept_is_not_new(
    sessions: Sessions, engine: AsyncEngine, acme: Company, database_url: str
) -> None:
    async with sessions.begin() as session:
        await workspace(session, "T2")
    await engine.dispose()
    bring_back(database_url, "0003")

    migrate(database_url)

    async with sessions() as session:
        listed = {each.id: each.listed for each in await session.scalars(select(Workspace))}
        joined = set(await session.scalars(select(Member.joined_on)))
    assert listed == {"T1": True, "T2": False}
    assert joined == {None}
