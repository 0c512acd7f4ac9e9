"""A round opens once with everything frozen, and takes answers from those invited until its last second."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from people import deliveries, preferences
from people.models import Delivery, Member, Unit
from surveys import instruments, opening, pulses, releases, rounds
from surveys.cadence import Rhythm
from surveys.cells import Cell
from surveys.keys import KeyRing
from surveys.models import Invitee, Round
from surveys.rounds import INVITATION, Closed, NotInvited
from tests.build import (
    DATA,
    FRIDAY,
    GLAD,
    MONDAY,
    PLATFORM,
    WEEK,
    Company,
    Sessions,
    answer_all,
    close_rounds,
    members,
    open_round,
    schedule,
    workspace,
)

LAST_SECOND = MONDAY.replace(day=8, hour=23, minute=59, second=59)
END = MONDAY.replace(day=9, hour=0)


async def groups_told(sessions: Sessions, keys: KeyRing, round_id: str, user_id: str) -> tuple[Cell, ...]:
    async with sessions.begin() as session:
        return (await rounds.seat_of(session, keys, "T1", round_id, user_id, now=MONDAY)).groups


async def test_a_round_that_is_due_opens_with_everyone_invited(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions() as session:
        held = await session.get_one(Round, round_id)
        invited = set(await session.scalars(select(Invitee.user_id).where(Invitee.round_id == round_id)))
        owed = await deliveries.counts(session, "T1", INVITATION, round_id)

    assert (held.state, held.opens_on.isoformat(), held.closes_on.isoformat()) == ("OPEN", "2026-01-05", "2026-01-08")
    assert held.public_key == keys.forge(round_id)
    assert invited == set(acme.people)
    assert owed == {"pending": 40}


async def test_a_pulse_that_is_not_due_or_was_stopped_opens_nothing(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    async with sessions.begin() as session:
        await schedule(session)

        early = await opening.open_due(session, keys, "T1", k=6, now=MONDAY - timedelta(seconds=1))
        await pulses.stop(session, "T1")
        stopped = await opening.open_due(session, keys, "T1", k=6, now=MONDAY)

    assert (early, stopped) == ([], [])


async def test_a_round_opens_once_however_often_the_job_runs(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    for late in (timedelta(), timedelta(minutes=1), timedelta(days=6)):
        async with sessions.begin() as session:
            assert await opening.open_due(session, keys, "T1", k=6, now=MONDAY + late) == []

    async with sessions() as session:
        assert list(await session.scalars(select(Round.id))) == [round_id]


async def test_two_workers_at_once_open_one_round(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    async with sessions.begin() as session:
        await schedule(session)

    async def work() -> list[str]:
        async with sessions.begin() as session:
            return await opening.open_due(session, keys, "T1", k=6, now=MONDAY)

    opened = await asyncio.gather(work(), work(), work())

    assert sorted(map(len, opened)) == [0, 0, 1]
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Delivery)) == 40


async def test_after_a_long_stop_one_round_opens_and_the_next_is_to_come(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    thursday = MONDAY + 5 * WEEK + timedelta(days=3)
    async with sessions.begin() as session:
        await schedule(session)

        await open_round(session, keys, now=thursday)

        pulse = await pulses.pulse_of(session, "T1")
    assert pulse is not None
    assert pulse.next_open_at == MONDAY + 6 * WEEK


async def asked_in(sessions: Sessions, round_id: str) -> list[str]:
    async with sessions() as session:
        held = await session.get_one(Round, round_id)
        return [item.key for item in instruments.from_json(held.questions).items]


async def test_the_questions_of_the_deck_have_their_turns_and_everybody_gets_the_same(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    async with sessions.begin() as session:
        await pulses.schedule(session, "T1", pulses.Schedule(per_round=4), now=MONDAY)
        first = await open_round(session, keys)
    await close_rounds(sessions, keys)
    async with sessions.begin() as session:
        second = await open_round(session, keys, now=MONDAY + WEEK)
        seats = [
            await rounds.seat_of(session, keys, "T1", second, user_id, now=MONDAY + WEEK) for user_id in acme.people
        ]

    assert await asked_in(sessions, first) == ["voluntariness", "usefulness", "competence", "time_back"]
    assert await asked_in(sessions, second) == ["voluntariness", "usefulness", "trust", "overall"]
    assert len({seat.instrument.items for seat in seats}) == 1


async def test_what_the_library_no_longer_has_is_left_out_of_the_deck(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    async with sessions.begin() as session:
        pulse = await pulses.schedule(session, "T1", pulses.Schedule(), now=MONDAY)
        pulse.deck = ["the_weather", "overall", "trust"]

        round_id = await open_round(session, keys)

    assert await asked_in(sessions, round_id) == ["overall", "trust"]


async def test_a_round_that_would_exceed_the_months_budget_is_left_out(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    async with sessions.begin() as session:
        pulse = await pulses.schedule(session, "T1", pulses.Schedule(per_round=4), now=MONDAY)
        pulse.budget = 9
        await open_round(session, keys)
    await close_rounds(sessions, keys)
    async with sessions.begin() as session:
        await open_round(session, keys, now=MONDAY + WEEK)
    await close_rounds(sessions, keys, now=FRIDAY + WEEK)

    async with sessions.begin() as session:
        skipped = [await opening.open_due(session, keys, "T1", k=6, now=MONDAY + weeks * WEEK) for weeks in (2, 3, 4)]
        assert skipped == [[], [], []]
        again = await open_round(session, keys, now=MONDAY + 5 * WEEK)

    assert len(await asked_in(sessions, again)) == 4


async def test_a_pulse_rescheduled_while_a_round_is_open_waits_for_the_week_after(
    sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    async with sessions.begin() as session:
        await pulses.schedule(session, "T1", pulses.Schedule(rhythm=Rhythm(weekday=1)), now=MONDAY)
        pulse = await pulses.pulse_of(session, "T1")

        during = await opening.open_due(session, keys, "T1", k=6, now=tomorrow)

        assert pulse is not None
        assert (during, pulse.next_open_at) == ([], tomorrow + WEEK)
        assert len(await opening.open_due(session, keys, "T1", k=6, now=tomorrow + WEEK)) == 1


async def test_a_pulse_rescheduled_to_a_later_hour_of_the_same_day_opens_no_second_round(
    sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    async with sessions.begin() as session:
        await pulses.schedule(session, "T1", pulses.Schedule(rhythm=Rhythm(hour=11)), now=MONDAY)

        assert await opening.open_due(session, keys, "T1", k=6, now=MONDAY.replace(hour=11)) == []


async def test_a_company_too_small_is_not_asked_and_its_pulse_tries_again_next_week(
    sessions: Sessions, keys: KeyRing
) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await members(session, 7)
        await schedule(session)

        assert await opening.open_due(session, keys, "T1", k=6, now=MONDAY) == []
        await members(session, 1)
        assert len(await opening.open_due(session, keys, "T1", k=6, now=MONDAY + WEEK)) == 1


async def test_who_opted_out_paused_or_left_is_not_invited(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    out, paused, back_today, gone, *others = acme.people
    async with sessions.begin() as session:
        await preferences.keep(session, "T1", out, language=None, paused_until=None, opted_out=True)
        for user_id, until in ((paused, MONDAY + timedelta(days=1)), (back_today, MONDAY)):
            await preferences.keep(session, "T1", user_id, language=None, paused_until=until.date(), opted_out=False)
        (await session.get_one(Member, ("T1", gone))).active = False

        round_id = await open_round(session, keys)

        invited = set(await session.scalars(select(Invitee.user_id)))
        owed = set(await session.scalars(select(Delivery.user_id).where(Delivery.subject == round_id)))
    assert invited == owed == {back_today, *others}


async def test_the_size_of_a_group_does_not_tell_that_somebody_opted_out(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    out, colleague = acme.teams[PLATFORM][:2]
    async with sessions.begin() as session:
        await preferences.keep(session, "T1", out, language=None, paused_until=None, opted_out=True)
        round_id = await open_round(session, keys)

    told = await groups_told(sessions, keys, round_id, colleague)

    assert [cell.audience for cell in told] == [40, 20, 10]


async def test_a_person_is_told_in_which_groups_they_are_counted(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    told = await groups_told(sessions, keys, round_id, acme.teams[PLATFORM][3])

    assert [(cell.names, cell.audience) for cell in told] == [
        (("Acme",), 40),
        (("Engineering",), 20),
        (("Platform",), 10),
    ]


async def test_a_reorganisation_changes_nothing_in_an_open_round(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    someone = acme.teams[PLATFORM][3]
    before = await groups_told(sessions, keys, round_id, someone)
    async with sessions.begin() as session:
        await session.execute(update(Member).values(unit_id=acme.units[DATA]))
        await session.execute(update(Unit).where(Unit.name == "Platform").values(name="Plumbing"))

    assert await groups_told(sessions, keys, round_id, someone) == before
    async with sessions.begin() as session:
        await answer_all(session, keys, round_id, dict.fromkeys(acme.people, (GLAD, None)))
    await close_rounds(sessions, keys)
    async with sessions() as session:
        (shown,) = await releases.published(session, "T1", latest=1)
    assert {cell.audience for cell in shown.layout.tree.cells if shown.items.get(cell.key)} == {40, 20, 10}


async def test_answers_are_taken_until_the_last_second(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        seat = await rounds.seat_of(session, keys, "T1", round_id, acme.people[0], now=LAST_SECOND)

        with pytest.raises(Closed):
            await rounds.seat_of(session, keys, "T1", round_id, acme.people[0], now=END)

        assert seat.round_id == round_id
        assert (await session.get_one(Round, round_id)).state == "OPEN"


async def test_who_joined_later_is_not_invited(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    async with sessions.begin() as session:
        (newcomer,) = await members(session, 1)

        with pytest.raises(NotInvited):
            await rounds.seat_of(session, keys, "T1", round_id, newcomer, now=MONDAY)


async def test_a_round_that_does_not_exist_is_closed(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    async with sessions.begin() as session:
        with pytest.raises(Closed):
            await rounds.seat_of(session, keys, "T1", "no such round", acme.people[0], now=MONDAY)


async def test_the_threshold_is_that_of_the_opening(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    async with sessions.begin() as session:
        round_id = await open_round(session, keys, k=8)

        seat = await rounds.seat_of(session, keys, "T1", round_id, acme.people[0], now=MONDAY)

    assert seat.k == 8


async def test_the_open_round_is_found_until_its_end(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    async with sessions() as session:
        during = await rounds.open_round(session, "T1", now=LAST_SECOND)
        after = await rounds.open_round(session, "T1", now=END)

    assert during is not None
    assert (during.id, after) == (round_id, None)
