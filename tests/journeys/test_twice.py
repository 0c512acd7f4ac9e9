"""What comes twice counts once: a double click, Slack's redelivery, late and out of order, on both transports."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.views import ids
from sandbox.hands import NotAcknowledged, Person
from sandbox.journal import Delivery
from surveys import ballots
from surveys.models import Envelope, Round
from tests.journeys.stage import Stage
from tests.journeys.test_pulse import ITEMS, answer, count, title_of

ENGLISH = 2


async def kept(acme: Stage) -> list[ballots.Ballot]:
    """What lies in the boxes, as the close will read it."""
    async with acme.house.sessions() as session:
        round_id = str(await session.scalar(select(Round.id)))
        return ballots.opened(await ballots.boxes_of(session, round_id), acme.house.keys.of(round_id).private_key)


async def trust_of(acme: Stage) -> list[int]:
    return sorted(ballot.values["trust"] for ballot in await kept(acme))


def submissions(acme: Stage) -> list[Delivery]:
    """Every form that was sent, as it was delivered."""
    return [each for each in acme.sandbox.deliveries if each.payload.get("type") == "view_submission"]


async def deliver_again(acme: Stage, delivery: Delivery) -> Delivery:
    """The same payload once more: in a new envelope, or in a request that Slack has signed anew."""
    acme.clock.advance(timedelta(seconds=1))
    copy = replace(delivery, at=acme.clock.now(), outcome="pending", status=None, answer={})
    return await acme.sandbox.courier.deliver(acme.app, copy)


async def opened(acme: Stage, number: int = ENGLISH) -> Person:
    await acme.person(number).press(ids.OPEN_FORM)
    return acme.person(number)


async def test_a_form_that_slack_delivers_again_is_one_answer(acme: Stage) -> None:
    await acme.start_pulse()
    await answer(acme.person(ENGLISH), 4)

    for _ in range(3):
        await deliver_again(acme, submissions(acme)[0])

    assert await trust_of(acme) == [4]


async def test_a_form_that_comes_again_does_not_take_the_place_of_a_later_one(acme: Stage) -> None:
    await acme.start_pulse()
    await answer(acme.person(ENGLISH), 1)
    await answer(acme.person(ENGLISH), 5)

    await deliver_again(acme, submissions(acme)[0])

    assert await trust_of(acme) == [5]


async def test_a_form_that_comes_again_does_not_bring_back_what_was_withdrawn(acme: Stage) -> None:
    await acme.start_pulse()
    await answer(acme.person(ENGLISH), 1)
    await (await opened(acme)).press_in_modal(ids.WITHDRAW_ANSWER)

    await deliver_again(acme, submissions(acme)[0])

    assert await count(acme, Envelope) == 0


async def test_a_withdrawal_that_comes_again_does_not_take_away_a_later_answer(acme: Stage) -> None:
    await acme.start_pulse()
    person = await opened(acme)
    await person.press_in_modal(ids.WITHDRAW_ANSWER)
    withdrawal = acme.sandbox.deliveries[-1]
    await person.dismiss()
    await answer(person, 4)

    await deliver_again(acme, withdrawal)

    assert await trust_of(acme) == [4]


async def test_a_double_click_is_one_answer(acme: Stage) -> None:
    await acme.start_pulse()
    person = await opened(acme)
    person.fill(dict.fromkeys(ITEMS, 4))

    await asyncio.gather(person.submit(), person.submit())

    assert (await trust_of(acme), title_of(person)) == ([4], "Thank you")


async def test_the_same_form_twice_at_once_is_one_answer(acme: Stage) -> None:
    await acme.start_pulse()
    await answer(acme.person(ENGLISH), 4)
    (sent,) = submissions(acme)

    copies = [replace(sent, outcome="pending", status=None, answer={}) for _ in range(4)]
    await asyncio.gather(*(acme.sandbox.courier.deliver(acme.app, copy) for copy in copies))

    assert await trust_of(acme) == [4]


async def test_withdrawing_by_a_double_click_is_withdrawing_once(acme: Stage) -> None:
    await acme.start_pulse()
    await answer(acme.person(ENGLISH), 4)
    person = await opened(acme)

    await asyncio.gather(person.press_in_modal(ids.WITHDRAW_ANSWER), person.press_in_modal(ids.WITHDRAW_ANSWER))

    assert (await count(acme, Envelope), title_of(person)) == (0, "Withdrawn")


async def test_an_answer_whose_acknowledgement_was_lost_is_kept_and_can_be_sent_again(acme: Stage) -> None:
    await acme.start_pulse()
    person = await opened(acme)
    acme.sandbox.faults.add("deliver", kind="reset_after_commit")

    with pytest.raises(NotAcknowledged):
        await person.submit(dict.fromkeys(ITEMS, 2))
    before = await trust_of(acme)
    await person.submit({"trust": 3})

    assert (before, await trust_of(acme), title_of(person)) == ([2], [3], "Thank you")


async def test_of_twelve_people_who_click_twice_at_once_and_are_delivered_again_in_disorder_each_counts_once(
    acme: Stage,
) -> None:
    await acme.start_pulse()
    people = [acme.person(number) for number in range(12)]
    acme.sandbox.courier.limit = 60  # it is not the speed of a busy machine that is at stake
    for number, person in enumerate(people):
        await person.press(ids.OPEN_FORM)
        person.fill(dict.fromkeys(ITEMS, 1 + number % 5))

    await asyncio.gather(*(person.submit() for person in people for _ in range(2)))
    again = submissions(acme)
    random.Random(7).shuffle(again)
    acme.sandbox.courier.limit = 3  # what is refused over Socket Mode is not acknowledged, and waited for
    await asyncio.gather(*(deliver_again(acme, sent) for sent in again))

    assert await trust_of(acme) == sorted(1 + number % 5 for number in range(12))
