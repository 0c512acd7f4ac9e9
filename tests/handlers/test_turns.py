"""People who come to the boxes together: each has their own answer, and the last word of each is what lies there."""

import asyncio
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from handlers import turns
from handlers.together import Together
from handlers.turns import Known, LastResults, Outcome, Turn
from handlers.views.malformed import Malformed
from handlers.views.words import Words
from people import preferences
from surveys import ballots
from surveys.ballots import Ballot
from surveys.keys import KeyRing
from surveys.models import Release, Round
from surveys.rounds import Claim, Closed, Refusal, Seat
from tests.build import FRIDAY, GLAD, MONDAY, SAD, TEAM, WEEK, Company, Sessions, open_round, play_round

Boxes = Together[Turn, dict[str, Any]]


@pytest.fixture
def boxes(sessions: Sessions, keys: KeyRing) -> Boxes:
    return Together(sessions, partial(turns.settle, keys=keys, workspace_id=TEAM, results=LastResults()))


def said(seat: Seat | Refusal) -> dict[str, Any]:
    return {"said": type(seat).__name__}


def sending(claim: Claim, values: dict[str, int] = GLAD) -> Turn:
    def deed(_words: Words, seat: Seat | Refusal, _known: Known) -> Outcome:
        if not isinstance(seat, Seat):
            return Outcome(said(seat))
        return Outcome(said(seat), {seat.slot: ballots.seal(Ballot(seat.cell, values), seat.public_key)})

    return Turn(claim, deed)


def withdrawing(claim: Claim) -> Turn:
    return Turn(
        claim, lambda _words, seat, _known: Outcome(said(seat), {seat.slot: None} if isinstance(seat, Seat) else {})
    )


async def values_in(sessions: Sessions, keys: KeyRing, round_id: str) -> list[dict[str, int]]:
    async with sessions() as session:
        held = await ballots.boxes_of(session, round_id)
    return [dict(ballot.values) for ballot in ballots.opened(held, keys.of(round_id).private_key)]


async def test_each_of_a_group_has_their_own_answer(
    boxes: Boxes, acme: Company, sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    claims = [
        Claim(round_id, acme.people[0], MONDAY),
        Claim(round_id, "U9999", MONDAY),
        Claim(round_id, acme.people[1], FRIDAY),
        Claim("no such round", acme.people[2], MONDAY),
        Claim(round_id, acme.people[3], MONDAY),
    ]

    told = await asyncio.gather(*(boxes(sending(claim)) for claim in claims))

    assert [each["said"] for each in told] == ["Seat", "NotInvited", "Closed", "Closed", "Seat"]
    assert await values_in(sessions, keys, round_id) == [GLAD, GLAD]


async def test_who_sends_and_then_withdraws_has_nothing_there(
    boxes: Boxes, acme: Company, sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    claim = Claim(round_id, acme.people[0], MONDAY)

    await asyncio.gather(boxes(sending(claim)), boxes(withdrawing(claim)))

    assert await values_in(sessions, keys, round_id) == []


async def test_who_withdraws_and_then_sends_has_it_there(
    boxes: Boxes, acme: Company, sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    claim = Claim(round_id, acme.people[0], MONDAY)

    await asyncio.gather(boxes(sending(claim, SAD)), boxes(withdrawing(claim)), boxes(sending(claim, GLAD)))

    assert await values_in(sessions, keys, round_id) == [GLAD]


async def test_a_malformed_form_harms_nobody_else(
    boxes: Boxes, acme: Company, sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    def malformed(_words: Words, _seat: Seat | Refusal, _known: Known) -> Outcome:
        raise Malformed("state")

    claims = [Claim(round_id, user_id, MONDAY) for user_id in acme.people[:3]]

    told = await asyncio.gather(
        boxes(sending(claims[0])), boxes(Turn(claims[1], malformed)), boxes(sending(claims[2])), return_exceptions=True
    )

    assert isinstance(told[1], Malformed)
    assert await values_in(sessions, keys, round_id) == [GLAD, GLAD]


async def test_a_round_that_closes_while_people_wait_takes_none_of_their_answers(
    boxes: Boxes, acme: Company, sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    async with sessions.begin() as closing:
        await closing.execute(update(Round).where(Round.id == round_id).values(state="TALLIED"))
        waiting = [asyncio.create_task(boxes(sending(Claim(round_id, user_id, MONDAY)))) for user_id in acme.people[:3]]
        for _ in range(200):  # questions and answers, in which they come as far as they can
            await closing.scalar(select(1))
        assert not any(task.done() for task in waiting)

    told = await asyncio.gather(*waiting)

    assert [each["said"] for each in told] == [Closed.__name__] * 3
    assert await values_in(sessions, keys, round_id) == []


async def test_a_round_cannot_close_between_the_look_at_it_and_the_answer(
    acme: Company, engine: AsyncEngine, sessions: Sessions, keys: KeyRing, round_id: str
) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one transaction at a time")
    async with sessions.begin() as session, sessions() as closing:
        turn = sending(Claim(round_id, acme.people[0], MONDAY))
        await turns.settle(session, [turn], keys=keys, workspace_id=TEAM, results=LastResults())

        with pytest.raises(DBAPIError, match="could not obtain lock"):
            await closing.scalar(select(Round).where(Round.id == round_id).with_for_update(nowait=True))


async def test_each_is_answered_in_their_own_language(
    boxes: Boxes, acme: Company, sessions: Sessions, round_id: str
) -> None:
    async with sessions.begin() as session:
        await preferences.keep(session, TEAM, acme.people[1], language="nl", paused_until=None, opted_out=False)

    def deed(words: Words, _seat: Seat | Refusal, _known: Known) -> Outcome:
        return Outcome({"language": words.language})

    told = await asyncio.gather(
        *(boxes(Turn(Claim(round_id, user_id, MONDAY), deed)) for user_id in (*acme.people[:2], "U9999"))
    )

    assert [each["language"] for each in told] == ["en", "nl", "en"]


async def test_the_names_of_units_are_there_for_whom_they_are_needed(
    boxes: Boxes, acme: Company, round_id: str
) -> None:
    def deed(_words: Words, _seat: Seat | Refusal, known: Known) -> Outcome:
        return Outcome({"units": sorted(known.units)})

    told = await boxes(Turn(Claim(round_id, acme.people[0], MONDAY), deed, names_units=True))

    assert told["units"] == ["Data", "Engineering", "North", "Platform", "Sales", "South"]


async def test_the_last_results_of_the_company_are_there_for_whom_they_are_needed_and_read_once_a_round(
    boxes: Boxes, acme: Company, sessions: Sessions, keys: KeyRing
) -> None:
    first = await play_round(sessions, keys, dict.fromkeys(acme.people, (GLAD, None)))
    async with sessions.begin() as session:
        second = await open_round(session, keys, now=MONDAY + WEEK)

    def deed(_words: Words, _seat: Seat | Refusal, known: Known) -> Outcome:
        return Outcome({"figures": sorted(known.last)})

    claim = Claim(second, acme.people[0], MONDAY + WEEK)
    needed = await boxes(Turn(claim, deed, shows_last=True))
    async with sessions.begin() as session:
        await session.execute(delete(Release).where(Release.round_id == first))
    again = await boxes(Turn(claim, deed, shows_last=True))
    not_needed = await boxes(Turn(claim, deed))

    assert needed["figures"] == again["figures"] == sorted(GLAD)
    assert not_needed["figures"] == []
