"""The set-up, step by step, as an owner goes through it; and what happens to everybody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.views import ids
from people import changes
from sandbox.hands import Person
from surveys import pulses
from surveys.models import Pulse
from tests.journeys.office import ANOTHER, ENGLISH, NOBODY, REPRESENTATIVE, appoint, choose, text_of, title_of
from tests.journeys.stage import Stage
from tests.journeys.test_pulse import what_went_wrong

FRENCH = 4


async def pulse_of(acme: Stage) -> Pulse | None:
    """The pulse that is in force."""
    async with acme.house.sessions() as session:
        return await session.scalar(select(Pulse))


async def log_of(acme: Stage) -> list[changes.Entry]:
    """The log, the oldest first."""
    async with acme.house.sessions() as session:
        return await changes.since(session, acme.house.workspace_id, 0)


async def to_people(person: Person) -> None:
    """Open the set-up and go on to its third step."""
    await person.command("/pulse", "setup")
    await person.submit()
    await person.submit()
    assert title_of(person) == "People"


async def to_review(person: Person) -> None:
    """Open the set-up and go through it as it stands."""
    await to_people(person)
    await person.submit()
    assert title_of(person) == "Look it over"


async def start(person: Person) -> None:
    """Go through the set-up as it stands, and start."""
    await to_review(person)
    await person.submit()
    assert title_of(person) == "Done"
    await person.dismiss()


async def ask_engineering(acme: Stage, person: Person) -> None:
    """In the third step, ask one department."""
    await choose(person, ids.WHOM, "units")
    acme.clock.advance(timedelta(seconds=1))
    found = await person.suggest_in_modal(ids.SEEK_UNITS, "engineering")
    await choose(person, ids.UNITS, [next(each["value"] for each in found if each["text"]["text"] == "Engineering")])


async def test_a_pulse_is_set_up_in_four_steps_and_started_in_the_last(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await owner.command("/pulse", "setup")
    await owner.submit({ids.PER_ROUND: "2"})
    await owner.submit({ids.WEEKDAY: "1", ids.HOUR: "14", ids.OPEN_DAYS: "3", ids.STARTS_ON: "2026-02-01"})
    await owner.submit()
    assert "Tuesday 3 February, 14:00" in text_of(owner)
    assert "40 people, by unit" in text_of(owner)
    assert "10 · Sales / North" in text_of(owner)

    await owner.submit()

    pulse = await pulse_of(acme)
    assert pulse is not None
    assert (pulse.per_round, pulse.weekday, pulse.hour, pulse.open_days, pulse.running) == (2, 1, 14, 3, True)
    assert [entry.what for entry in await log_of(acme)] == ["owner_added", "pulse_started"]
    assert what_went_wrong(acme) == []


async def test_nobody_is_sent_anything_before_start(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)

    await to_review(owner)
    await acme.tick(acme.clock.now() + timedelta(days=7))

    assert await pulse_of(acme) is None
    assert [acme.person(number).messages() for number in range(40)] == [[]] * 40


async def test_what_a_choice_asks_of_people_is_said_at_once(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await owner.command("/pulse", "setup")
    assert "3 questions a week" in text_of(owner)

    await choose(owner, ids.PER_ROUND, "2")

    assert "2 questions a week" in text_of(owner)
    assert "each comes back after 4 pulses" in text_of(owner)


async def test_what_cannot_be_kept_is_told_beside_its_field_and_nothing_is_lost(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await owner.command("/pulse", "setup")

    too_many = await owner.submit({ids.BUDGET: "5"})
    budget = await owner.submit()
    await choose(owner, ids.EVERY, "cron")
    cron = await owner.submit({ids.CRON: "now and then"})

    assert (too_many.errors, list(budget.errors)) == ({}, [ids.EVERY])
    assert list(cron.errors) == [ids.CRON]
    assert "now and then" in str(owner.modal)
    assert what_went_wrong(acme) == []


async def test_an_error_is_told_in_the_owners_language(acme: Stage) -> None:
    owner = await appoint(acme, FRENCH)
    await owner.command("/pulse", "configurer")
    await owner.submit()

    result = await owner.submit({ids.OPEN_DAYS: "9"})

    assert result.errors == {
        ids.OPEN_DAYS: "Les tours se suivent tous les 7 jours : laissez chacun ouvert de 1 à 6 jours."
    }


async def test_going_back_and_closing_lose_nothing(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await owner.command("/pulse", "setup")
    await owner.submit({ids.PER_ROUND: "4"})
    owner.fill({ids.HOUR: "16"})
    await owner.press_in_modal(ids.BACK)
    assert (title_of(owner), "4 questions a week" in text_of(owner)) == ("Questions", True)
    await owner.dismiss()

    await owner.command("/pulse", "setup")
    await owner.submit()

    assert owner.modal is not None
    hour = next(block for block in owner.modal["blocks"] if block["block_id"] == ids.HOUR)
    assert hour["element"]["initial_option"]["value"] == "16"


async def test_beginning_anew_forgets_the_draft(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await owner.command("/pulse", "setup")
    await choose(owner, ids.PER_ROUND, "2")

    await owner.press_in_modal(ids.BEGIN_ANEW)
    assert "3 questions a week" in text_of(owner)
    await owner.submit()

    assert title_of(owner) == "Times"
    assert what_went_wrong(acme) == []


async def test_a_zone_is_found_by_typing(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await owner.command("/pulse", "setup")
    await owner.submit()

    found = await owner.suggest_in_modal(ids.ZONE, "lisb")

    assert [option["value"] for option in found] == ["Europe/Lisbon"]
    await owner.submit({ids.ZONE: "Europe/Lisbon"})
    await owner.submit()
    assert "Europe/Lisbon" in text_of(owner)


async def test_some_units_are_asked_with_all_below_them_and_nobody_else(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await to_people(owner)
    await ask_engineering(acme, owner)
    assert "*20 people* would be asked" in text_of(owner)
    await owner.submit()
    assert "Sales" not in text_of(owner)

    await owner.submit()
    await acme.tick(acme.clock.now() + timedelta(hours=2))

    assert [len(acme.person(number).messages()) for number in range(40)] == [1] * 20 + [0] * 20
    await acme.person(ENGLISH).dismiss()
    await acme.person(ENGLISH).press(ids.OPEN_FORM)
    assert "counted in these groups: Engineering (20 people); Platform (10 people)" in text_of(acme.person(ENGLISH))
    assert what_went_wrong(acme) == []


async def test_units_are_to_be_chosen_where_units_are_asked(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await to_people(owner)
    await choose(owner, ids.WHOM, "units")

    result = await owner.submit()

    assert list(result.errors) == [ids.UNITS]


async def test_a_channel_for_results_is_kept(acme: Stage) -> None:
    channel = acme.team.add_channel("results", [acme.people[ENGLISH].id])
    owner = await appoint(acme, ENGLISH)
    await to_people(owner)

    await owner.submit({ids.CHANNEL: channel.id})
    await owner.submit()

    pulse = await pulse_of(acme)
    assert pulse is not None
    assert pulse.channel == channel.id


async def test_a_change_holds_from_the_next_round_on_and_is_logged_with_before_and_after(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await start(owner)
    await owner.command("/pulse", "setup")
    await owner.submit({ids.PER_ROUND: "2"})
    await owner.submit()
    await owner.submit()
    await owner.submit()

    entry = (await log_of(acme))[-1]
    assert (entry.what, entry.before, entry.after) == ("pulse_changed", {"per_round": 3}, {"per_round": 2})
    assert title_of(owner) == "Done"


async def test_of_two_owners_the_later_one_is_told_what_the_other_changed_before_anything_is_written(
    acme: Stage,
) -> None:
    first, second = await appoint(acme, ENGLISH), await appoint(acme, ANOTHER)
    await start(first)
    await to_review(second)
    await first.command("/pulse", "setup")
    await first.submit({ids.PER_ROUND: "2"})
    for _ in range(3):
        await first.submit()

    await second.submit()

    assert "Somebody else changed the set-up" in text_of(second)
    assert "in each round: 3 → 2" in text_of(second)
    assert (await pulse_of(acme) or Pulse()).per_round == 2
    await second.submit()
    assert title_of(second) == "Done"
    assert (await pulse_of(acme) or Pulse()).per_round == 3
    assert what_went_wrong(acme) == []


async def test_the_representative_reads_the_set_up_and_cannot_change_it(acme: Stage) -> None:
    await start(await appoint(acme, ENGLISH))
    reader = await appoint(acme, REPRESENTATIVE, "representative")

    await reader.command("/pulse", "setup")

    assert (title_of(reader), "10 · Sales / North" in text_of(reader)) == ("How it is set up", True)
    assert reader.modal is not None
    assert reader.modal["submit"] is None
    await reader.press_in_modal(ids.PREVIEW)
    assert title_of(reader) == "All questions"
    assert what_went_wrong(acme) == []


async def test_the_representative_reads_what_is_asked_and_not_what_a_new_set_up_would_ask(acme: Stage) -> None:
    await start(await appoint(acme, ENGLISH))
    async with acme.house.sessions.begin() as session:
        await session.execute(update(Pulse).values(deck=["trust", "overall"], per_round=2))
    reader = await appoint(acme, REPRESENTATIVE, "representative")

    await reader.command("/pulse", "setup")

    assert "2 questions" in text_of(reader)
    assert "Satisfied with my work" not in text_of(reader)
    await reader.press_in_modal(ids.PREVIEW)
    assert "How satisfied are you" not in text_of(reader)
    assert "do AI tools make your work worse or better" in text_of(reader)
    assert what_went_wrong(acme) == []


async def test_the_representative_reads_that_nothing_is_set_up_yet(acme: Stage) -> None:
    reader = await appoint(acme, REPRESENTATIVE, "representative")

    await reader.command("/pulse", "setup")

    assert "No pulse has been set up yet" in text_of(reader)


async def test_who_is_no_owner_is_told_who_is(acme: Stage) -> None:
    await appoint(acme, ENGLISH)

    said = await acme.person(NOBODY).command("/pulse", "setup")

    assert f"In charge: <@{acme.people[ENGLISH].id}>" in said.text


@pytest.mark.parametrize("step", [0, 1, 2, 3])
async def test_who_was_an_owner_when_the_form_was_opened_and_is_none_now_changes_nothing(
    acme: Stage, step: int
) -> None:
    person = await appoint(acme, ENGLISH)
    await person.command("/pulse", "setup")
    for _ in range(step):
        await person.submit()
    await appoint(acme, ENGLISH, "representative")

    await person.submit()

    assert (title_of(person), await pulse_of(acme)) == ("Not yours to change", None)
    assert [entry.what for entry in await log_of(acme)] == ["owner_added", "owner_added"]


async def test_the_units_are_told_to_nobody_but_owners(acme: Stage) -> None:
    person = await appoint(acme, ENGLISH)
    await to_people(person)
    await choose(person, ids.WHOM, "units")
    await appoint(acme, ENGLISH, "representative")

    assert await person.suggest_in_modal(ids.SEEK_UNITS, "engineering") == []


async def test_a_paused_pulse_starts_from_the_set_up_too(acme: Stage) -> None:
    owner = await appoint(acme, ENGLISH)
    await start(owner)
    async with acme.house.sessions.begin() as session:
        await pulses.stop(session, acme.house.workspace_id)

    await start(owner)

    pulse = await pulse_of(acme)
    assert pulse is not None
    assert pulse.running
