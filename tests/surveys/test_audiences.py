"""Who is in which group is recorded under pseudonyms, for those who work there, and forgotten after 90 days."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import String, cast, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database import NotScrubbed, scrub
from handlers import pulse
from people.models import Member, Preference
from surveys import membership, retention, rounds
from surveys.keys import KeyRing
from surveys.models import Audience, Round
from tests.build import (
    MONDAY,
    NORTH,
    PLATFORM,
    SOUTH,
    TEAM,
    WEEK,
    Company,
    Sessions,
    close_rounds,
    company,
    nothing_to_scrub,
    open_round,
    play_round,
)

KEPT_UNTIL = datetime(2026, 4, 6, tzinfo=UTC)  # the end of the ninetieth day after Monday, 5 January
SECOND = timedelta(seconds=1)
FOREVER = date(2000, 1, 1)


async def written_of(sessions: Sessions, round_id: str) -> str | None:
    """The record as its characters lie in the database."""
    async with sessions() as session:
        return await session.scalar(select(cast(Audience.members, String)).where(Audience.round_id == round_id))


async def recorded(sessions: Sessions, workspace_id: str = TEAM, *, since: date = FOREVER) -> dict[str, dict[str, str]]:
    async with sessions() as session:
        return await membership.recorded(session, workspace_id, since=since)


async def forget(sessions: Sessions, *, now: datetime, scrub: pulse.Scrub = nothing_to_scrub) -> list[str]:
    return await pulse.forget(sessions, scrub, TEAM, retention.AUDIENCES, now=now)


async def rows(sessions: Sessions) -> list[str]:
    """The rounds that have a row, be it empty."""
    async with sessions() as session:
        return list(await session.scalars(select(Audience.round_id).order_by(Audience.round_id)))


async def play(sessions: Sessions, keys: KeyRing, week: int) -> str:
    return await play_round(sessions, keys, {}, now=MONDAY + week * WEEK)


async def test_everybody_is_recorded_once_in_their_finest_group(
    sessions: Sessions, acme: Company, round_id: str
) -> None:
    held = json.loads(await written_of(sessions, round_id) or "")

    assert {cell: len(people) for cell, people in held.items()} == {str(acme.units[path]): 10 for path in acme.teams}
    assert len({pseudonym for people in held.values() for pseudonym in people}) == 40
    assert all(people == sorted(people) for people in held.values())


async def test_no_member_is_named_in_the_record(sessions: Sessions, acme: Company, round_id: str) -> None:
    written = await written_of(sessions, round_id)

    assert written
    assert not any(user_id in written for user_id in acme.people)


async def test_who_pauses_or_opts_out_changes_no_byte_of_the_record(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    before = await written_of(sessions, await play(sessions, keys, 0))
    assert before
    out, paused = acme.teams[SOUTH][8:]
    async with sessions.begin() as session:
        session.add(Preference(workspace_id=TEAM, user_id=out, opted_out=True))
        session.add(Preference(workspace_id=TEAM, user_id=paused, paused_until=(MONDAY + 9 * WEEK).date()))

    after = await written_of(sessions, await play(sessions, keys, 1))

    assert after == before


async def test_who_moves_keeps_their_pseudonym_and_changes_their_group(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first = await play(sessions, keys, 0)
    async with sessions.begin() as session:
        (await session.get_one(Member, (TEAM, acme.teams[PLATFORM][5]))).unit_id = acme.units[NORTH]
    second = await play(sessions, keys, 1)

    found = await recorded(sessions)

    assert found[first].keys() == found[second].keys()
    moved = [(cell, found[second][who]) for who, cell in found[first].items() if found[second][who] != cell]
    assert moved == [(str(acme.units[PLATFORM]), str(acme.units[NORTH]))]


async def test_two_workspaces_share_no_pseudonym(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        other = await company(session, "T2")
        theirs = await open_round(session, keys, "T2")

    ours, others = await recorded(sessions), await recorded(sessions, "T2")

    assert other.people == acme.people
    assert (list(ours), list(others)) == ([round_id], [theirs])
    assert ours[round_id].keys().isdisjoint(others[theirs])


async def test_with_another_key_nobody_is_recognised_and_the_rounds_before_are_left_out(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first = await play(sessions, keys, 0)
    before = (await recorded(sessions))[first]
    (keys.directory / "rounding.key").unlink()
    second = await play(sessions, keys, 1)

    found = await recorded(sessions)

    assert list(found) == [second]
    assert before.keys().isdisjoint(found[second])


async def test_rounds_are_given_from_a_day_on_oldest_first(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    first, second, third = [await play(sessions, keys, week) for week in range(3)]

    assert list(await recorded(sessions)) == [first, second, third]
    assert list(await recorded(sessions, since=(MONDAY + WEEK).date())) == [second, third]
    assert list(await recorded(sessions, since=(MONDAY + WEEK).date() + timedelta(days=1))) == [third]


async def test_who_was_in_which_group_is_known_for_90_days(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    round_id = await play(sessions, keys, 0)
    before = await written_of(sessions, round_id)

    assert await forget(sessions, now=KEPT_UNTIL - SECOND) == []
    assert await written_of(sessions, round_id) == before


async def test_who_was_in_which_group_is_forgotten_after_90_days(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first, second = await play(sessions, keys, 0), await play(sessions, keys, 1)

    assert await forget(sessions, now=KEPT_UNTIL) == [first]
    assert await rows(sessions) == [second]
    assert await forget(sessions, now=KEPT_UNTIL) == []


async def test_the_days_are_those_of_the_workspace(sessions: Sessions, keys: KeyRing) -> None:
    async with sessions.begin() as session:
        await company(session, zone="Pacific/Auckland")
        round_id = await open_round(session, keys, now=MONDAY - timedelta(hours=13))  # nine o'clock there
    local_midnight = KEPT_UNTIL - timedelta(hours=12)  # their summer is over by then

    assert await forget(sessions, now=local_midnight - SECOND) == []
    assert await forget(sessions, now=local_midnight) == [round_id]


async def test_what_another_workspace_keeps_stays(sessions: Sessions, acme: Company, round_id: str) -> None:
    assert await pulse.forget(sessions, nothing_to_scrub, "T2", retention.AUDIENCES, now=KEPT_UNTIL) == []
    assert await rows(sessions) == [round_id]


async def test_a_forgetting_that_was_killed_before_it_scrubbed_scrubs_the_next_time(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    round_id = await play(sessions, keys, 0)
    scrubbed = []

    async def fail() -> None:
        raise NotScrubbed("another program reads the database")

    async def note() -> None:
        scrubbed.append(True)

    with pytest.raises(NotScrubbed):
        await forget(sessions, now=KEPT_UNTIL, scrub=fail)
    assert await recorded(sessions) == {}

    assert await forget(sessions, now=KEPT_UNTIL, scrub=note) == [round_id]
    assert (scrubbed, await forget(sessions, now=KEPT_UNTIL, scrub=note)) == ([True], [])
    assert scrubbed == [True]


async def test_of_a_void_round_nothing_is_recorded_at_once_and_its_row_goes_with_the_next_pass(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    keys.forget(round_id)
    await close_rounds(sessions, keys)

    assert await written_of(sessions, round_id) == "{}"
    assert await forget(sessions, now=MONDAY + WEEK) == [round_id]
    assert await rows(sessions) == []


async def test_a_round_that_the_operator_gives_up_is_forgotten_too(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        await rounds.void(session, keys, await session.get_one(Round, round_id))

    assert await recorded(sessions) == {}


async def test_nothing_of_a_forgotten_record_remains_in_the_files(
    sessions: Sessions, engine: AsyncEngine, keys: KeyRing, acme: Company, tmp_path: Path
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("the files of PostgreSQL are its server's")
    round_id = await play(sessions, keys, 0)
    pseudonyms = (await recorded(sessions))[round_id]

    def remaining() -> int:
        files = [path.read_bytes() for path in tmp_path.glob("groundswell.db*")]
        return sum(any(pseudonym.encode() in content for content in files) for pseudonym in pseudonyms)

    os.sync()
    before = remaining()
    await forget(sessions, now=KEPT_UNTIL, scrub=lambda: scrub(engine))

    assert (before, remaining()) == (40, 0)
