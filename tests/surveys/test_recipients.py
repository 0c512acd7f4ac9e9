"""Whom a pulse asks: whole units with all below them; all units are everybody; the top group is named after them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from people.models import Member, Unit, Workspace
from surveys import membership, opening, pulses, recipients, rounds
from surveys.cells import Layout, TooSmall
from surveys.frozen import layout_from_json, layout_to_json
from surveys.keys import KeyRing
from surveys.models import Invitee, Round
from surveys.pulses import Impossible, Schedule
from tests.build import DATA, FRIDAY, MONDAY, NORTH, PLATFORM, SOUTH, WEEK, Company, Sessions, close_rounds, members

ENGINEERING, SALES = "Engineering", "Sales"


async def layout(sessions: Sessions, audience: recipients.Audience) -> Layout:
    async with sessions() as session:
        return await opening.layout_for(session, await session.get_one(Workspace, "T1"), k=6, audience=audience)


async def asked(sessions: Sessions, keys: KeyRing, audience: tuple[int, ...] | None) -> tuple[str, set[str]]:
    """Open a round for these units; give its id and who is invited."""
    async with sessions.begin() as session:
        await pulses.schedule(session, "T1", Schedule(audience=audience), now=MONDAY)
        (round_id,) = await opening.open_due(session, keys, "T1", k=6, now=MONDAY)
        invited = await session.scalars(select(Invitee.user_id).where(Invitee.round_id == round_id))
        return round_id, set(invited)


def people_of(acme: Company, *teams: str) -> set[str]:
    return {user_id for team in teams for user_id in acme.teams[team]}


async def test_the_people_of_a_unit_and_of_all_below_it_are_invited_and_nobody_else(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    _, invited = await asked(sessions, keys, (acme.units[ENGINEERING],))

    assert invited == people_of(acme, PLATFORM, DATA)


async def test_with_all_units_chosen_nothing_differs_from_everybody(sessions: Sessions, acme: Company) -> None:
    async with sessions.begin() as session:
        await members(session, 9)  # who is in no unit belongs to everybody

    everybody = await layout(sessions, None)

    assert await layout(sessions, [acme.units[ENGINEERING], acme.units[SALES]]) == everybody
    assert await layout(sessions, list(acme.units.values())) == everybody
    assert layout_to_json(await layout(sessions, list(acme.units.values()))) == layout_to_json(everybody)


async def test_who_is_in_no_unit_is_not_asked_where_some_units_are(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    async with sessions.begin() as session:
        await members(session, 9)

    _, invited = await asked(sessions, keys, (acme.units[SALES],))

    assert invited == people_of(acme, NORTH, SOUTH)


async def test_the_group_at_the_top_has_the_name_of_its_unit_and_not_the_companys(
    sessions: Sessions, acme: Company
) -> None:
    found = await layout(sessions, [acme.units[ENGINEERING]])

    top = found.tree.cells[0]
    assert (top.names, top.unit_ids, top.audience) == ((ENGINEERING,), (acme.units[ENGINEERING],), 20)


async def test_the_group_at_the_top_of_several_units_has_their_names(sessions: Sessions, acme: Company) -> None:
    found = await layout(sessions, [acme.units[NORTH], acme.units[PLATFORM]])

    assert found.tree.cells[0].names == ("Platform + North",)
    assert [cell.audience for cell in found.tree.cells] == [20, 10, 10]


async def test_a_unit_below_another_one_that_is_chosen_changes_nothing(sessions: Sessions, acme: Company) -> None:
    assert await layout(sessions, [acme.units[ENGINEERING], acme.units[DATA]]) == await layout(
        sessions, [acme.units[ENGINEERING]]
    )


async def test_who_manages_a_unit_above_reads_the_group_at_the_top_and_no_other_unit_anything(
    sessions: Sessions, acme: Company
) -> None:
    found = await layout(sessions, [acme.units[PLATFORM]])

    assert found.cell_for_unit == {acme.units[PLATFORM]: "company", acme.units[ENGINEERING]: "company"}


async def test_units_that_are_gone_ask_nobody(sessions: Sessions, acme: Company) -> None:
    with pytest.raises(TooSmall):
        await layout(sessions, [987654])


async def test_too_few_people_in_the_units_open_no_round(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    async with sessions.begin() as session:
        for user_id in acme.teams[PLATFORM][:3]:
            (await session.get_one(Member, ("T1", user_id))).active = False
        await pulses.schedule(session, "T1", Schedule(audience=(acme.units[PLATFORM],)), now=MONDAY)

        opened = await opening.open_due(session, keys, "T1", k=6, now=MONDAY)

    assert opened == []


async def test_an_audience_of_no_unit_or_of_one_that_is_not_there_is_refused(sessions: Sessions, acme: Company) -> None:
    for audience in ((), (acme.units[SALES], 987654)):
        async with sessions.begin() as session:
            with pytest.raises(Impossible) as refused:
                await pulses.schedule(session, "T1", Schedule(audience=audience), now=MONDAY)
        assert refused.value.code == "no_unit"


async def test_counts_are_by_unit_and_leave_nobody_off_who_paused(sessions: Sessions, acme: Company) -> None:
    async with sessions() as session:
        found = await recipients.counted(session, "T1", [acme.units[SALES]])

    assert found.units == (((SALES, "North"), 10), ((SALES, "South"), 10))
    assert found.total == 20


async def test_another_audience_is_another_group_at_the_top_and_the_same_units_below(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await asked(sessions, keys, None)
    await close_rounds(sessions, keys, now=FRIDAY)
    async with sessions.begin() as session:
        await pulses.schedule(session, "T1", Schedule(audience=(acme.units[ENGINEERING],)), now=MONDAY + WEEK)
        (second,) = await opening.open_due(session, keys, "T1", k=6, now=MONDAY + WEEK)

    async with sessions() as session:
        held = await session.get_one(Round, second)
    found = membership.Membership.from_json(held.tree["members"])
    assert found.turnover == {"company": "new", str(acme.units[PLATFORM]): "same", str(acme.units[DATA]): "same"}
    assert layout_from_json(held.tree).audience == (acme.units[ENGINEERING],)


async def test_the_same_audience_may_be_compared_with_the_time_before(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await asked(sessions, keys, (acme.units[SALES],))
    await close_rounds(sessions, keys, now=FRIDAY)
    async with sessions.begin() as session:
        (second,) = await opening.open_due(session, keys, "T1", k=6, now=MONDAY + WEEK)
        held = await session.get_one(Round, second)

    assert membership.Membership.from_json(held.tree["members"]).turnover["company"] == "same"


async def test_who_is_of_another_unit_has_no_seat(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    round_id, _ = await asked(sessions, keys, (acme.units[SALES],))

    async with sessions() as session:
        with pytest.raises(rounds.NotInvited):
            await rounds.seat_of(session, keys, "T1", round_id, acme.teams[DATA][0], now=MONDAY + timedelta(hours=1))


trees = st.lists(st.integers(0, 12), min_size=1, max_size=12).map(
    lambda parents: [
        Unit(id=number + 1, parent_id=(parent % (number + 1)) or None, name=f"unit {number + 1}", workspace_id="T1")
        for number, parent in enumerate(parents)
    ]
)


@given(trees, st.data())
def test_whole_units_are_asked_each_with_all_below_it(units: list[Unit], data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from([unit.id for unit in units])))
    by_id = {unit.id: unit for unit in units}

    def above(unit: Unit) -> set[int]:
        found = set()
        while unit.parent_id is not None:
            found.add(unit.parent_id)
            unit = by_id[unit.parent_id]
        return found

    expected = {unit.id for unit in units if unit.id in chosen or above(unit) & chosen}
    found = recipients.asked_units(units, sorted(chosen))

    assert found == (None if expected == by_id.keys() else expected)
