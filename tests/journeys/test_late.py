"""Changing, withdrawing and coming too late: kind words each time, and nothing kept that should not be."""

from datetime import timedelta

import pytest

from handlers.views import ids
from sandbox.hands import Person
from surveys.models import Envelope
from tests.journeys.stage import Stage
from tests.journeys.test_pulse import ITEMS, answer, count, title_of, what_went_wrong

ENGLISH = 2
WEEK = timedelta(days=7)


async def opened(acme: Stage, number: int = ENGLISH) -> Person:
    """Start the pulse, and open the form of one person."""
    await acme.start_pulse()
    await acme.person(number).press(ids.OPEN_FORM)
    return acme.person(number)


async def next_round(acme: Stage) -> None:
    """Close the round that is open, and open the next one."""
    opens_at = acme.clock.now() + WEEK
    await acme.close_round()
    await acme.tick(opens_at)


def text_of(person: Person) -> str:
    assert person.modal is not None
    return str(person.modal["blocks"][0]["text"]["text"])


async def withdraw(person: Person) -> None:
    await person.press(ids.OPEN_FORM)
    await person.press_in_modal(ids.WITHDRAW_ANSWER)


@pytest.mark.parametrize("jobs", ["before the jobs have run", "after"])
async def test_a_form_sent_after_the_end_is_refused_in_the_form_and_nothing_is_kept(acme: Stage, jobs: str) -> None:
    person = await opened(acme)
    acme.clock.advance(timedelta(days=4))
    if jobs == "after":
        await acme.tick()

    result = await person.submit({**dict.fromkeys(ITEMS, 4), ids.COMMENT: "It saves time."})

    assert set(result.errors) == {"voluntariness", ids.COMMENT}
    assert {error.partition(":")[0] for error in result.errors.values()} == {
        "This pulse is closed and takes no more answers"
    }
    assert await count(acme, Envelope) == 0
    assert what_went_wrong(acme) == []


async def test_what_was_typed_too_late_stays_before_its_writers_eyes(acme: Stage) -> None:
    person = await opened(acme)
    acme.clock.advance(timedelta(days=4))

    await person.submit({"trust": 4, ids.COMMENT: "It saves time."})

    assert person.modal is not None
    assert person.modal["state"]["values"][ids.COMMENT][ids.COMMENT]["value"] == "It saves time."


async def test_a_comment_that_comes_too_late_is_not_looked_over(acme: Stage) -> None:
    person = await opened(acme)
    acme.clock.advance(timedelta(days=4))

    result = await person.submit({ids.COMMENT: "I am the only accountant"})

    assert "accountant" not in str(result.errors)
    assert "This pulse is closed" in result.errors[ids.COMMENT]


async def test_a_form_of_the_round_before_is_no_answer_to_the_next_one(acme: Stage) -> None:
    person = await opened(acme)
    await next_round(acme)

    result = await person.submit(dict.fromkeys(ITEMS, 4))

    assert "This pulse is closed" in result.errors[ids.COMMENT]
    assert await count(acme, Envelope) == 0


async def test_the_button_of_an_old_invitation_says_how_to_come_to_the_new_one(acme: Stage) -> None:
    await acme.start_pulse()
    person = acme.person(ENGLISH)
    old = person.messages()[0]
    await next_round(acme)

    await person.press(ids.OPEN_FORM, message=old)
    closed, way = title_of(person), text_of(person)
    await person.dismiss()
    await person.command("/pulse")

    assert (closed, "`/pulse`" in way, title_of(person)) == ("This pulse is closed", True, "Your pulse")


async def test_a_button_of_a_round_that_is_no_more_opens_a_kind_refusal(acme: Stage) -> None:
    await acme.start_pulse()
    await acme.close_round()

    await acme.person(ENGLISH).press(ids.OPEN_FORM)

    assert title_of(acme.person(ENGLISH)) == "This pulse is closed"


async def test_withdrawing_too_late_says_that_nothing_can_be_taken_out_any_more(acme: Stage) -> None:
    await acme.start_pulse()
    said = []
    for number in (ENGLISH, ENGLISH + 4):
        if number == ENGLISH:
            await answer(acme.person(number))
        await acme.person(number).press(ids.OPEN_FORM)
    acme.clock.advance(timedelta(days=4))
    for number in (ENGLISH, ENGLISH + 4):
        await acme.person(number).press_in_modal(ids.WITHDRAW_ANSWER)
        said.append(text_of(acme.person(number)))

    assert "Nothing has been changed just now" in said[0]
    assert said[0] == said[1]
    assert await count(acme, Envelope) == 1


async def test_who_withdrew_may_answer_again(acme: Stage) -> None:
    await acme.start_pulse()
    person = acme.person(ENGLISH)
    await answer(person, 1)
    await withdraw(person)
    title = title_of(person)
    await person.dismiss()

    await answer(person, 5)

    assert (title, await count(acme, Envelope)) == ("Withdrawn", 1)


async def test_withdrawing_twice_is_withdrawing_once(acme: Stage) -> None:
    await acme.start_pulse()
    person = acme.person(ENGLISH)
    await answer(person)
    for _ in range(2):
        await withdraw(person)
        await person.dismiss()

    assert await count(acme, Envelope) == 0
    assert what_went_wrong(acme) == []


async def test_the_form_is_blank_again_and_says_why(acme: Stage) -> None:
    await acme.start_pulse()
    person = acme.person(ENGLISH)
    await answer(person, 1, comment="It saves time.")

    await person.press(ids.OPEN_FORM)

    assert person.modal is not None
    entries = [entry for block in person.modal["state"]["values"].values() for entry in block.values()]
    assert [entry.get("selected_option") or entry.get("value") for entry in entries] == [None] * len(entries)
    assert "starts blank: what you sent earlier is sealed" in text_of(person)
