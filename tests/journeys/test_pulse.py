"""A pulse from its schedule to the digest, as the people of a company live it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handlers.views import ids
from people.models import Delivery
from sandbox.hands import NotAcknowledged, Person
from surveys.models import Audience, Comment, Envelope, Invitee, Release, Round
from tests.build import MONDAY
from tests.journeys.stage import Stage

ITEMS = ("voluntariness", "usefulness", "competence", "time_back", "trust")


async def answer(person: Person, value: int = 4, *, comment: str | None = None) -> None:
    """Open the form from the invitation, fill it in, send it, and close the thanks."""
    await person.press(ids.OPEN_FORM)
    result = await person.submit({**dict.fromkeys(ITEMS, value), ids.COMMENT: comment})
    assert (result.errors, ids.AS_IT_IS in str(result.modal)) == ({}, False)
    await person.dismiss()


async def count(acme: Stage, table: type) -> int:
    """How many rows the database holds."""
    async with acme.house.sessions() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


def what_went_wrong(acme: Stage) -> list[object]:
    """Every call that was not valid, and every delivery that was not acknowledged."""
    return [*acme.sandbox.journal.findings(), *acme.sandbox.failures]


def title_of(person: Person) -> str:
    """The title of the modal in front of this person."""
    assert person.modal is not None
    return str(person.modal["title"]["text"])


async def test_everyone_is_invited_once_in_their_language(acme: Stage) -> None:
    await acme.start_pulse()
    await acme.tick()

    invitations = [acme.person(number).messages() for number in range(40)]
    assert {len(messages) for messages in invitations} == {1}
    assert len({messages[0].text for messages in invitations}) == 4
    assert what_went_wrong(acme) == []


async def test_the_form_says_in_which_groups_one_is_counted_before_one_answers(acme: Stage) -> None:
    await acme.start_pulse()
    english = acme.person(2)

    await english.press(ids.OPEN_FORM)

    assert english.modal is not None
    assert "Acme (40 people); Engineering (20 people); Platform (10 people)" in str(english.modal["blocks"])
    assert what_went_wrong(acme) == []


async def test_a_change_of_mind_takes_the_place_of_the_first_answer(acme: Stage) -> None:
    await acme.start_pulse()

    await answer(acme.person(1), 1)
    await answer(acme.person(1), 5)

    assert await count(acme, Envelope) == 1


async def test_withdrawing_says_the_same_to_who_had_answered_and_to_who_had_not(acme: Stage) -> None:
    await acme.start_pulse()
    await answer(acme.person(2))
    said = []
    for person in (acme.person(2), acme.person(6)):
        await person.press(ids.OPEN_FORM)
        await person.press_in_modal(ids.WITHDRAW_ANSWER)
        assert person.modal is not None
        said.append(person.modal["blocks"][0]["text"]["text"])

    assert said[0] == said[1]
    assert await count(acme, Envelope) == 0
    assert what_went_wrong(acme) == []


async def test_an_empty_form_is_not_an_answer(acme: Stage) -> None:
    await acme.start_pulse()
    await acme.person(2).press(ids.OPEN_FORM)

    result = await acme.person(2).submit({})

    assert list(result.errors.values()) == ["Answer at least one question, or close the form."]
    assert await count(acme, Envelope) == 0


async def test_who_joined_after_the_opening_is_told_why_they_are_not_asked(acme: Stage) -> None:
    await acme.start_pulse()
    late = await acme.team.join("late", real_name="Late Example", email="late@acme.example", locale="en-GB")
    person = acme.sandbox.person(acme.team, late)

    await person.command("/pulse")

    assert title_of(person) == "Not this time"


async def test_managers_hear_of_their_unit_and_of_what_is_above_on_the_next_working_morning(acme: Stage) -> None:
    await acme.start_pulse()
    for number in range(40):
        await answer(acme.person(number), 4 if number < 20 else 2)

    await acme.close_round()

    digest, picture = acme.person(10).messages()[-2:]
    said = str(digest.blocks)
    assert said.index("*Data*") < said.index("*Engineering*") < said.index("*Acme*")
    assert "North" not in said
    assert picture.files[0].content.startswith(b"\x89PNG")
    assert "Data" in picture.files[0].alt_text
    assert len(acme.person(11).messages()) == 1
    assert what_went_wrong(acme) == []


async def test_nobody_hears_anything_of_five_answers(acme: Stage) -> None:
    await acme.start_pulse()
    for number in range(5):
        await answer(acme.person(number))

    await acme.close_round()

    assert await count(acme, Release) == 0
    assert {len(acme.person(number).messages()) for number in range(40)} == {1}


async def test_a_unit_hears_of_six_answers_and_the_others_of_nothing(acme: Stage) -> None:
    await acme.start_pulse()
    for number in range(6):
        await answer(acme.person(number))

    await acme.close_round()

    assert "*Platform*" in str(acme.person(0).messages()[1].blocks)
    assert "*South*" not in str([message.blocks for message in acme.person(30).messages()])


async def test_after_the_close_only_what_is_shown_is_left(acme: Stage) -> None:
    await acme.start_pulse()
    for number in range(40):
        await answer(acme.person(number), comment=f"comment {number}")
    assert await count(acme, Envelope) == 40

    await acme.close_round()

    assert [await count(acme, table) for table in (Envelope, Invitee)] == [0, 0]
    assert await count(acme, Comment) == 40
    assert sorted(path.name for path in acme.house.keys.directory.iterdir()) == ["rounding.key", "texts.key"]
    async with acme.house.sessions() as session:
        assert (await session.scalar(select(Round.state))) == "SHREDDED"
        assert set(await session.scalars(select(Delivery.kind))) == {"digest"}


async def test_the_next_round_comes_a_week_later_and_its_digest_compares(acme: Stage) -> None:
    await acme.start_pulse()
    for week, value in enumerate((1, 5)):
        for number in range(40):
            await answer(acme.person(number), value)
        await acme.close_round()
        if week == 0:
            await acme.tick(MONDAY + timedelta(days=7))

    digest = acme.person(2 + 8).messages()[-2]
    assert "↗" in str(digest.blocks)
    assert what_went_wrong(acme) == []


async def test_no_message_tells_who_answered(acme: Stage) -> None:
    await acme.start_pulse()
    for number in range(0, 40, 8):
        await answer(acme.person(number))

    told = [acme.person(number).messages() for number in range(40)]
    assert [[message.edited_ts for message in messages] for messages in told] == [[""]] * 40
    assert len({message.text for messages in told[0::4] for message in messages}) == 1


async def test_a_value_that_no_question_offers_is_refused_and_nothing_is_kept(acme: Stage) -> None:
    await acme.start_pulse()
    person = acme.person(2)
    await person.press(ids.OPEN_FORM)
    assert person.modal is not None
    person.modal["state"]["values"]["usefulness"][ids.ANSWER] = {
        "type": "radio_buttons",
        "selected_option": {"text": {"type": "plain_text", "text": "?"}, "value": "99"},
    }

    with pytest.raises(NotAcknowledged):
        await person.submit({"trust": 4})

    assert await count(acme, Envelope) == 0


async def test_after_90_days_the_jobs_forget_who_was_in_which_group(acme: Stage) -> None:
    await acme.start_pulse()
    opened = acme.clock.now()
    await acme.close_round()
    assert await count(acme, Audience) == 1

    await acme.tick(opened + timedelta(days=91))

    async with acme.house.sessions() as session:
        recorded = set(await session.scalars(select(Audience.round_id)))
        newest = await session.scalar(select(Round.id).order_by(Round.opens_on.desc()).limit(1))
    assert recorded == {newest}
