"""The office of the owner: taking it, pausing, stopping everything, the log, and what the Home tab says."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.views import ids
from people import changes, owners
from people.models import Delivery, Member, Workspace
from sandbox.hands import NotThere, Person
from surveys.models import Pulse, Round
from tests.journeys.office import ANOTHER, ENGLISH, NOBODY, REPRESENTATIVE, appoint, text_of, title_of
from tests.journeys.stage import Stage
from tests.journeys.test_home import home_of, opened_home
from tests.journeys.test_pulse import count, what_went_wrong


async def whats(acme: Stage) -> list[str]:
    """What the log says was done, the oldest first."""
    async with acme.house.sessions() as session:
        return [entry.what for entry in await changes.since(session, acme.house.workspace_id, 0)]


async def in_charge(acme: Stage) -> dict[str, owners.Role]:
    """Who is in charge."""
    async with acme.house.sessions() as session:
        return await owners.owners_of(session, acme.house.workspace_id)


async def press_at_home(acme: Stage, person: Person, action_id: str) -> None:
    """Open the Home tab and press something in it."""
    await person.open_home(acme.app)
    await person.press_in_home(acme.app, action_id)


async def test_an_administrator_becomes_the_owner_where_there_is_none(acme: Stage) -> None:
    acme.people[ENGLISH].is_admin = True
    person = acme.person(ENGLISH)
    said = await person.command("/pulse", "setup")

    await person.press(ids.BECOME_OWNER, message=said.messages[0])

    assert title_of(person) == "You are the owner"
    assert await in_charge(acme) == {acme.people[ENGLISH].id: "owner"}
    assert await whats(acme) == ["owner_added"]
    assert "The pulse is in your charge" in home_of(person)
    assert what_went_wrong(acme) == []


async def test_nobody_else_is_offered_the_office(acme: Stage) -> None:
    said = await acme.person(NOBODY).command("/pulse", "setup")

    assert ids.BECOME_OWNER not in str(said.blocks)
    assert "An administrator of this workspace can become its owner" in said.text


async def test_an_old_offer_is_worth_nothing_once_there_is_an_owner(acme: Stage) -> None:
    acme.people[ENGLISH].is_owner = True
    person = acme.person(ENGLISH)
    said = await person.command("/pulse", "setup")
    await appoint(acme, ANOTHER)

    await person.press(ids.BECOME_OWNER, message=said.messages[0])

    assert title_of(person) == "Not yours to change"
    assert list(await in_charge(acme)) == [acme.people[ANOTHER].id]


async def test_who_administers_no_more_does_not_become_the_owner_by_an_old_offer(acme: Stage) -> None:
    acme.people[ENGLISH].is_admin = True
    person = acme.person(ENGLISH)
    said = await person.command("/pulse", "setup")
    acme.people[ENGLISH].is_admin = False

    await person.press(ids.BECOME_OWNER, message=said.messages[0])

    assert await in_charge(acme) == {}


async def test_the_office_of_who_has_left_is_vacant(acme: Stage) -> None:
    await appoint(acme, ANOTHER)
    await acme.team.change_user(acme.people[ANOTHER], deleted=True)
    acme.people[ENGLISH].is_admin = True

    said = await acme.person(ENGLISH).command("/pulse", "setup")

    assert ids.BECOME_OWNER in str(said.blocks)


async def test_an_owner_reads_that_too_few_are_asked_for_a_round_to_open(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await acme.start_pulse()
    await owner.open_home(acme.app)
    assert "The pulse is running" in home_of(owner)
    async with acme.house.sessions.begin() as session:
        await session.execute(update(Member).where(Member.user_id != owner.user.id).values(active=False))

    await owner.open_home(acme.app)

    assert "The pulse cannot open:* fewer than 8 people" in home_of(owner)


async def test_a_paused_pulse_opens_no_round_and_an_open_one_goes_on(acme: Stage) -> None:
    await acme.start_pulse()
    owner = await appoint(acme, ENGLISH)

    await press_at_home(acme, owner, ids.PAUSE_PULSE)
    assert "The pulse is paused" in home_of(owner)
    await owner.press(ids.OPEN_FORM)
    assert title_of(owner) == "Your pulse"
    await owner.dismiss()
    await acme.tick(acme.clock.now() + timedelta(days=7))

    assert await count(acme, Round) == 1
    assert await whats(acme) == ["owner_added", "pulse_paused"]


async def test_a_pulse_that_is_started_again_opens_at_its_next_time(acme: Stage) -> None:
    await acme.start_pulse()
    owner = await appoint(acme, ENGLISH)
    await press_at_home(acme, owner, ids.PAUSE_PULSE)
    await acme.tick(acme.clock.now() + timedelta(days=10))

    await press_at_home(acme, owner, ids.RESUME_PULSE)
    await acme.tick(acme.clock.now() + timedelta(days=1))
    assert await count(acme, Round) == 1
    await acme.tick(acme.clock.now() + timedelta(days=3))

    assert await count(acme, Round) == 2
    assert await whats(acme) == ["owner_added", "pulse_paused", "pulse_resumed"]


async def test_stopping_everything_holds_what_is_owed_until_it_is_sent_again(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await press_at_home(acme, owner, ids.STOP_ALL)
    assert "Everything is stopped" in home_of(owner)

    await acme.start_pulse()
    assert [acme.person(number).messages() for number in range(40)] == [[]] * 40
    await press_at_home(acme, owner, ids.SEND_AGAIN)
    await acme.tick(acme.clock.now() + timedelta(minutes=1))

    assert [len(acme.person(number).messages()) for number in range(40)] == [1] * 40
    assert await whats(acme) == ["owner_added", "sending_stopped", "sending_resumed"]
    assert what_went_wrong(acme) == []


async def test_stopping_everything_asks_first(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await owner.open_home(acme.app)

    stop = next(
        element
        for block in (owner.home() or {})["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == ids.STOP_ALL
    )

    assert stop["confirm"]["title"]["text"] == "Stop everything?"


@pytest.mark.parametrize("action_id", [ids.PAUSE_PULSE, ids.STOP_ALL, ids.OPEN_OWN])
async def test_an_old_button_of_who_is_no_owner_any_more_is_refused_and_nothing_is_changed(
    acme: Stage, action_id: str
) -> None:
    await acme.start_pulse()
    person = await appoint(acme, ENGLISH)
    await person.open_home(acme.app)
    await appoint(acme, ENGLISH, "representative")

    await person.press_in_home(acme.app, action_id)

    assert title_of(person) == "Not yours to change"
    assert await whats(acme) == ["owner_added", "owner_added"]
    async with acme.house.sessions() as session:
        assert (await session.scalar(select(Pulse.running)), await session.scalar(select(Workspace.stopped))) == (
            True,
            False,
        )
    assert what_went_wrong(acme) == []


async def test_everybody_elses_home_has_nothing_of_the_office(acme: Stage) -> None:
    await appoint(acme, ENGLISH)

    await acme.person(NOBODY).open_home(acme.app)

    with pytest.raises(NotThere):
        await acme.person(NOBODY).press_in_home(acme.app, ids.STOP_ALL)
    assert "in your charge" not in home_of(acme.person(NOBODY))


async def test_the_representatives_home_has_no_lever(acme: Stage) -> None:
    await acme.start_pulse()
    reader = await appoint(acme, REPRESENTATIVE, "representative")

    home = await opened_home(acme, REPRESENTATIVE)

    assert "The pulse, for the employees" in home
    assert ids.PAUSE_PULSE not in home
    assert ids.STOP_ALL not in home
    await reader.press_in_home(acme.app, ids.OPEN_SETUP)
    assert title_of(reader) == "How it is set up"


async def test_the_log_says_who_changed_what_page_by_page(acme: Stage) -> None:
    await acme.start_pulse()
    owner = await appoint(acme, ENGLISH)
    for _ in range(5):
        await press_at_home(acme, owner, ids.PAUSE_PULSE)
        await press_at_home(acme, owner, ids.RESUME_PULSE)

    await owner.press_in_home(acme.app, ids.OPEN_LOG)
    newest = text_of(owner)
    await owner.press_in_modal(ids.TURN_LOG)

    assert newest.count("let new rounds open again") == 4
    assert f"<@{acme.people[ENGLISH].id}>: paused the pulse" in newest
    assert "The command line: gave an office" in text_of(owner)
    await owner.press_in_modal(ids.TURN_LOG)
    assert text_of(owner) == newest
    assert what_went_wrong(acme) == []


async def test_the_log_is_read_by_command_by_owners_and_the_representative_alone(acme: Stage) -> None:
    await appoint(acme, ENGLISH)
    reader = await appoint(acme, REPRESENTATIVE, "representative")

    await reader.command("/pulse", "log")
    said = await acme.person(NOBODY).command("/pulse", "log")

    assert title_of(reader) == "Log of changes"
    assert "In charge" in said.text


async def test_the_home_tab_says_how_delivery_stands_and_never_who(acme: Stage) -> None:
    await acme.start_pulse()
    async with acme.house.sessions.begin() as session:
        some = update(Delivery).where(Delivery.user_id.in_([acme.people[3].id, acme.people[4].id]))
        await session.execute(some.values(state="failed", code="account_inactive"))
        other = update(Delivery).where(Delivery.user_id == acme.people[5].id)
        await session.execute(other.values(state="unknown", code="worker_lost"))
    await appoint(acme, ENGLISH)

    home = await opened_home(acme, ENGLISH)

    assert "2 could not be delivered." in home
    assert "• 2: The person's account is no longer active." in home
    assert "Of 1 nobody knows whether it arrived." in home
    assert "about Slack's delivery, not about who answered" in home
    assert not any(person.id in home for person in acme.people)
    assert what_went_wrong(acme) == []


async def test_the_home_tab_of_an_owner_is_the_same_whoever_paused_or_opted_out(acme: Stage) -> None:
    await appoint(acme, ENGLISH)
    await acme.person(NOBODY).command("/pulse", "settings")
    await acme.person(NOBODY).submit({ids.OPT_OUT: ["out"]})
    await acme.start_pulse()

    home = await opened_home(acme, ENGLISH)

    assert "Invitations: nothing is left to be sent." in home
    assert not re.search(r"\b(39|40)\b", home)
