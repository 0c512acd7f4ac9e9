"""Reminders: at most two, to all who were invited, in the same words, at everyone's own time."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select

from handlers.views import ids
from people.models import Delivery
from tests.build import MONDAY
from tests.journeys.hours import came_at, choose, days_and_hours, let_pass, start_on, whenever
from tests.journeys.stage import Stage
from tests.journeys.test_pulse import answer, what_went_wrong

ENGLISH, ALSO_ENGLISH = 2, 6
A_DAY = timedelta(days=1) - timedelta(seconds=1)
"""Slack's time of a message is read off a decimal."""


@pytest.fixture
def transport() -> str:
    """One transport is enough: when messages leave does not depend on it."""
    return "http"


async def reminders_owed(acme: Stage) -> int:
    """How many reminders stand in the ledger."""
    async with acme.house.sessions() as session:
        wanted = select(func.count()).select_from(Delivery).where(Delivery.kind.like("reminder%"))
        return int(await session.scalar(wanted) or 0)


def read(acme: Stage, number: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """All that one of the forty was told, without the ids that Slack gives."""
    messages = acme.person(number).messages()
    return [(each.text, [{**block, "block_id": ""} for block in each.blocks]) for each in messages]


async def test_two_reminders_come_in_the_middle_and_on_the_last_day_to_who_answered_and_who_did_not(
    acme: Stage,
) -> None:
    await acme.start_pulse(reminders=2)
    await answer(acme.person(ENGLISH))

    await let_pass(acme, 82)

    assert [days_and_hours(acme, number) for number in range(40)] == [[(5, 10), (7, 10), (8, 10)]] * 40
    assert read(acme, ENGLISH) == read(acme, ALSO_ENGLISH)
    assert what_went_wrong(acme) == []


async def test_a_reminder_leads_to_the_form_and_thanks_who_has_answered(acme: Stage) -> None:
    await acme.start_pulse(reminders=1)
    await let_pass(acme, 49)
    person = acme.person(ENGLISH)
    invitation, reminder = person.messages()

    assert "If you have answered already, thank you" in reminder.text
    assert invitation.text != reminder.text
    await person.press(ids.OPEN_FORM, message=reminder)
    assert (await person.submit({"trust": 4})).errors == {}


async def test_between_two_messages_lies_a_day(acme: Stage) -> None:
    await whenever(acme)
    await acme.start_pulse(reminders=2)

    await let_pass(acme, 86)

    gaps = [
        later - earlier for number in range(40) for came in [came_at(acme, number)] for earlier, later in pairwise(came)
    ]
    assert len(gaps) > 40
    assert min(gaps) >= A_DAY
    assert all(8 <= at.hour < 19 for number in range(40) for at in came_at(acme, number))


@pytest.mark.parametrize(("open_days", "number"), [(1, 1), (2, 2), (3, 3)])
async def test_a_short_round_has_fewer(acme: Stage, open_days: int, number: int) -> None:
    await start_on(acme, MONDAY, reminders=2, open_days=open_days)

    await let_pass(acme, 24 * open_days)

    assert {len(acme.person(each).messages()) for each in range(40)} == {number}


async def test_nobody_is_reminded_unless_the_owner_wants_it(acme: Stage) -> None:
    await acme.start_pulse(reminders=0)

    await let_pass(acme, 82)

    assert {len(acme.person(number).messages()) for number in range(40)} == {1}
    assert await reminders_owed(acme) == 0


async def test_who_opts_out_after_the_invitation_gets_no_reminder(acme: Stage) -> None:
    await acme.start_pulse(reminders=2)
    await acme.person(ENGLISH).command("/pulse", "settings")
    await acme.person(ENGLISH).submit({ids.OPT_OUT: ["out"]})

    await let_pass(acme, 82)

    assert [len(acme.person(number).messages()) for number in (ENGLISH, ALSO_ENGLISH)] == [1, 3]


async def test_who_was_on_leave_is_not_reminded_on_the_day_of_the_invitation(acme: Stage) -> None:
    await acme.person(ENGLISH).set_status(":palm_tree:", until=MONDAY + timedelta(days=2))
    await acme.start_pulse(reminders=2)

    await let_pass(acme, 86)

    came = came_at(acme, ENGLISH)
    assert came[0].day == 7
    assert len(came) <= 2
    assert all(later - earlier >= A_DAY for earlier, later in pairwise(came))


async def test_an_invitation_that_dnd_kept_back_puts_the_reminder_off(acme: Stage) -> None:
    await acme.person(ENGLISH).do_not_disturb(MONDAY - timedelta(hours=1), MONDAY + timedelta(days=1, hours=22))
    await choose(acme, ENGLISH, 0, 10)
    await acme.start_pulse(reminders=2)

    await let_pass(acme, 86)

    came = came_at(acme, ENGLISH)
    assert [at.day for at in came] == [7, 8]
    assert came[1] - came[0] >= A_DAY


async def test_what_nobody_was_reminded_of_is_deleted_with_the_round(acme: Stage) -> None:
    await acme.start_pulse(reminders=2)
    assert await reminders_owed(acme) == 80

    await acme.close_round()

    assert await reminders_owed(acme) == 0
    assert {len(acme.person(number).messages()) for number in range(1, 10)} == {1}
