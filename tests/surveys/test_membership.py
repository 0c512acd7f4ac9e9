"""What a round keeps of who is counted in it: marks of its groups, of the newest round alone, and no list."""

import json

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Member, Preference
from surveys.frozen import layout_from_json
from surveys.keys import KeyRing
from surveys.membership import Membership, asked
from surveys.models import Release, Round
from surveys.policy.audiences import audited_with_last
from surveys.policy.trends import Turnover
from tests.build import GLAD, MONDAY, NORTH, PLATFORM, SAD, SOUTH, UNSURE, WEEK, Answer, Company, Sessions, play_round


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


async def test_who_pauses_changes_nothing_that_is_kept(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    paused = acme.teams[SOUTH][9]
    await play(sessions, keys, acme, 0)
    async with sessions.begin() as session:
        session.add(Preference(workspace_id="T1", user_id=paused, opted_out=True))

    second = await play(sessions, keys, acme, 1, paused)

    async with sessions() as session:
        assert set((await kept_of(session, second)).turnover.values()) == {"same"}


async def test_marks_are_kept_of_the_newest_round_alone(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    played = [await play(sessions, keys, acme, week) for week in range(3)]

    async with sessions() as session:
        marks = [len((await kept_of(session, round_id)).likenesses) for round_id in played]
    assert marks == [0, 0, 7]


async def test_no_member_is_named_in_what_is_kept_of_a_round(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    round_id = await play(sessions, keys, acme, 0)

    async with sessions() as session:
        held = json.dumps((await session.get_one(Round, round_id)).tree)
    assert not any(user_id in held for user_id in acme.people)


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
    """All that a round froze, but for the marks that are to be forgotten."""
    held = await session.get_one(Round, round_id)
    members = Membership.from_json(held.tree["members"])
    layout = layout_from_json(held.tree)
    return (
        *(held.k, held.policy, held.consent_version, held.questions, held.opens_on, held.closes_on),
        *(layout.tree, layout.cell_for_unit, members.before, members.turnover, members.key),
    )


async def test_rounds_are_compared_as_they_followed_each_other_and_a_void_one_breaks_the_row(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first, second, third, fourth = [await play(sessions, keys, acme, week) for week in range(4)]
    async with sessions.begin() as session:
        before = await asked(session, "T1")
        (await session.get_one(Round, third)).state = "VOID"

        after = await asked(session, "T1")

    assert [(each.round_id, each.turnover) for each in before] == [
        (first, None),
        (second, "same"),
        (third, "same"),
        (fourth, "same"),
    ]
    assert [(each.round_id, each.turnover) for each in after] == [(first, None), (second, "same"), (fourth, None)]
    assert audited_with_last(before) == []
    assert audited_with_last(after) == [first, second]


async def test_a_round_without_marks_is_rounded_as_no_other(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    async with sessions() as session:
        round_id = await play(sessions, keys, acme, 0)
        tree = layout_from_json((await session.get_one(Round, round_id)).tree).tree

    prints = [Membership.from_json(None).prints(name, tree) for name in ("r1", "r2")]

    assert set(prints[0].values()).isdisjoint(prints[1].values())
    assert len(set(prints[0].values())) == len(tree.cells)
