"""How the groups of a round changed since the round before, frozen with it, and what its rounding stands on."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Member, Preference
from surveys.frozen import layout_from_json
from surveys.keys import KeyRing
from surveys.membership import Membership, prints
from surveys.models import Audience, Release, Round
from surveys.policy.trends import Turnover
from tests.build import (
    GLAD,
    MONDAY,
    NORTH,
    PLATFORM,
    SAD,
    SOUTH,
    UNSURE,
    WEEK,
    Answer,
    Company,
    Sessions,
    close_rounds,
    open_round,
    play_round,
)


def everyone(acme: Company) -> dict[str, Answer]:
    """Six of each team are glad and the others are not sure."""
    return {user_id: (GLAD if number % 10 < 6 else UNSURE, None) for number, user_id in enumerate(acme.people)}


async def play(sessions: Sessions, keys: KeyRing, acme: Company, week: int, *without: str) -> str:
    said = {user_id: answer for user_id, answer in everyone(acme).items() if user_id not in without}
    return await play_round(sessions, keys, said, now=MONDAY + week * WEEK)


async def kept_of(session: AsyncSession, round_id: str) -> Membership:
    return Membership.from_json((await session.get_one(Round, round_id)).tree["members"])


async def turnover(session: AsyncSession, round_id: str, acme: Company, *paths: str) -> list[Turnover]:
    """How these units and the company changed from the round before."""
    held = (await kept_of(session, round_id)).turnover
    return [held[str(acme.units[path])] for path in paths] + [held["company"]]


async def test_where_nobody_came_or_left_all_groups_are_the_same(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first, second = [await play(sessions, keys, acme, week) for week in range(2)]

    async with sessions() as session:
        assert (await kept_of(session, first)).turnover == {}
        found = await kept_of(session, second)
    assert found.before == first
    assert set(found.turnover.values()) == {"same"}


async def test_who_moves_from_one_team_to_another_changes_both_and_the_departments_and_not_the_company(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await play(sessions, keys, acme, 0)
    async with sessions.begin() as session:
        (await session.get_one(Member, ("T1", acme.teams[PLATFORM][5]))).unit_id = acme.units[NORTH]

    second = await play(sessions, keys, acme, 1)

    async with sessions() as session:
        paths = (PLATFORM, NORTH, "Engineering", "Sales", SOUTH)
        assert await turnover(session, second, acme, *paths) == ["few", "few", "few", "few", "same", "same"]


async def test_who_takes_the_place_of_another_changes_the_team(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    gone = acme.teams[SOUTH][9]
    await play(sessions, keys, acme, 0)
    async with sessions.begin() as session:
        (await session.get_one(Member, ("T1", gone))).active = False
        session.add(Member(workspace_id="T1", user_id="U9999", unit_id=acme.units[SOUTH], time_zone="UTC"))

    second = await play(sessions, keys, acme, 1, gone)

    async with sessions() as session:
        assert await turnover(session, second, acme, SOUTH, NORTH) == ["few", "same", "few"]


@pytest.mark.parametrize(("leaving", "said"), [(5, "few"), (6, "many")])
async def test_six_who_left_are_many_and_five_are_few(
    sessions: Sessions, keys: KeyRing, acme: Company, leaving: int, said: Turnover
) -> None:
    gone = [acme.teams[path][number] for number in (8, 9) for path in acme.teams][:leaving]
    await play(sessions, keys, acme, 0)
    async with sessions.begin() as session:
        for user_id in gone:
            (await session.get_one(Member, ("T1", user_id))).active = False

    second = await play(sessions, keys, acme, 1, *gone)

    async with sessions() as session:
        assert await turnover(session, second, acme) == [said]


async def test_after_a_void_round_nothing_is_said_of_who_came_or_left(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await play(sessions, keys, acme, 0)
    async with sessions.begin() as session:
        keys.forget(await open_round(session, keys, now=MONDAY + WEEK))
    await close_rounds(sessions, keys, now=MONDAY + 2 * WEEK)

    third = await play(sessions, keys, acme, 2)

    async with sessions() as session:
        found = await kept_of(session, third)
    assert (found.before, found.turnover) == (None, {})


async def test_who_pauses_changes_nothing_that_is_kept(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    paused = acme.teams[SOUTH][9]
    await play(sessions, keys, acme, 0)
    async with sessions.begin() as session:
        session.add(Preference(workspace_id="T1", user_id=paused, opted_out=True))

    second = await play(sessions, keys, acme, 1, paused)

    async with sessions() as session:
        assert set((await kept_of(session, second)).turnover.values()) == {"same"}


async def test_after_the_rounding_key_is_lost_nothing_is_said_of_who_came_or_left(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await play(sessions, keys, acme, 0)
    (keys.directory / "rounding.key").unlink()

    second = await play(sessions, keys, acme, 1)

    async with sessions() as session:
        found = await kept_of(session, second)
    assert (found.before, found.turnover) == (None, {})


async def figures(session: AsyncSession, round_id: str) -> set[tuple[str, str, str, int, int]]:
    rows = await session.scalars(select(Release).where(Release.round_id == round_id))
    return {(row.cell, row.item, row.statistic, row.lo, row.hi) for row in rows}


async def test_the_same_people_who_answer_the_same_are_told_the_same_each_week(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    played = [await play(sessions, keys, acme, week) for week in range(4)]

    async with sessions() as session:
        told = [await figures(session, round_id) for round_id in played]
    assert told[0]
    assert told == [told[0]] * 4


async def test_nothing_of_a_round_changes_when_people_units_or_the_threshold_do(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first = await play(sessions, keys, acme, 0)
    async with sessions.begin() as session:
        before = await frozen(session, first), await figures(session, first)
        for user_id in acme.teams[NORTH]:
            (await session.get_one(Member, ("T1", user_id))).unit_id = acme.units[SOUTH]
    (keys.directory / "rounding.key").unlink()
    await play_round(sessions, keys, dict.fromkeys(acme.people, (SAD, None)), now=MONDAY + WEEK)

    async with sessions() as session:
        assert (await frozen(session, first), await figures(session, first)) == before


async def frozen(session: AsyncSession, round_id: str) -> tuple[object, ...]:
    """All that a round froze."""
    held = await session.get_one(Round, round_id)
    return (held.k, held.policy, held.consent_version, held.questions, held.opens_on, held.closes_on, held.tree)


async def prints_of(sessions: Sessions, keys: KeyRing, round_id: str) -> dict[str, str]:
    """What the rounding of a round stands on, as its close makes it."""
    async with sessions() as session:
        tree = layout_from_json((await session.get_one(Round, round_id)).tree).tree
        return await prints(session, round_id, tree, key=keys.rounding_key())


async def test_where_nobody_came_or_left_the_rounding_of_two_rounds_stands_on_the_same(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first, second = [await prints_of(sessions, keys, await play(sessions, keys, acme, week)) for week in range(2)]

    assert first == second
    assert len(set(first.values())) == 7


async def test_the_rounding_of_a_group_stands_on_its_own_people_alone(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    before = await prints_of(sessions, keys, await play(sessions, keys, acme, 0))
    async with sessions.begin() as session:
        (await session.get_one(Member, ("T1", acme.teams[PLATFORM][5]))).unit_id = acme.units[NORTH]

    after = await prints_of(sessions, keys, await play(sessions, keys, acme, 1))

    changed = {str(acme.units[path]) for path in (PLATFORM, NORTH, "Engineering", "Sales")}
    assert {cell for cell in before if before[cell] != after[cell]} == changed


async def test_a_round_without_a_record_is_rounded_as_no_other(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    played = [await play(sessions, keys, acme, week) for week in range(2)]
    async with sessions.begin() as session:
        await session.execute(delete(Audience))

    first, second = [await prints_of(sessions, keys, round_id) for round_id in played]

    assert set(first.values()).isdisjoint(second.values())
    assert len(set(first.values())) == 7
