"""The Home tab, one's own settings and the slash command, as people use them."""

from datetime import timedelta

from sqlalchemy import select

from handlers.views import ids
from people.models import Member
from sandbox.hands import Person
from surveys import pulses
from tests.journeys.stage import Stage
from tests.journeys.test_pulse import answer, title_of, what_went_wrong

GERMAN, ENGLISH, FRENCH = 3, 2, 4


def home_of(person: Person) -> str:
    """All that the Home tab says, drawn anew."""
    view = person.home()
    assert view is not None
    return str([{**block, "block_id": ""} for block in view["blocks"]])


async def opened_home(acme: Stage, number: int) -> str:
    """Open the Home tab and read it."""
    await acme.person(number).open_home(acme.app)
    return home_of(acme.person(number))


async def test_home_says_what_the_company_can_see_in_ones_language(acme: Stage) -> None:
    german = await opened_home(acme, GERMAN)
    english = await opened_home(acme, ENGLISH)

    assert "at least 6 people answered" in english
    assert "No pulse is open at the moment." in english
    assert "at least 6 people answered" not in german
    assert what_went_wrong(acme) == []


async def test_an_open_pulse_is_answered_from_home(acme: Stage) -> None:
    await acme.start_pulse()
    await opened_home(acme, ENGLISH)
    person = acme.person(ENGLISH)

    await person.press_in_home(acme.app, ids.OPEN_FORM)
    await person.submit({"trust": 4})

    assert title_of(person) == "Thank you"


async def test_home_is_the_same_before_and_after_answering(acme: Stage) -> None:
    await acme.start_pulse()
    before = await opened_home(acme, ENGLISH)

    await answer(acme.person(ENGLISH))

    assert await opened_home(acme, ENGLISH) == before


async def test_home_shows_the_last_results_of_the_whole_company_to_everyone(acme: Stage) -> None:
    await acme.start_pulse()
    for number in range(12):
        await answer(acme.person(number))
    await acme.close_round()

    assert "The whole company, pulse of Monday 5 January" in await opened_home(acme, 38)


async def test_home_says_how_many_questions_come_while_the_pulse_runs(acme: Stage) -> None:
    async with acme.house.sessions.begin() as session:
        await pulses.schedule(session, acme.house.workspace_id, pulses.Schedule(), now=acme.clock.now())
    running = await opened_home(acme, ENGLISH)
    async with acme.house.sessions.begin() as session:
        await pulses.stop(session, acme.house.workspace_id)

    assert "3 questions a week. Never more than 20 questions in 30 days." in running
    assert "questions a week" not in await opened_home(acme, ENGLISH)


async def test_a_chosen_language_is_spoken_from_then_on(acme: Stage) -> None:
    await opened_home(acme, GERMAN)
    person = acme.person(GERMAN)

    await person.press_in_home(acme.app, ids.OPEN_SETTINGS)
    await person.submit({ids.LANGUAGE: "en"})

    assert "What the company can see" in home_of(person)
    await acme.start_pulse()
    assert person.messages()[0].text.startswith("How is AI at work going")
    assert what_went_wrong(acme) == []


async def test_who_pauses_is_not_asked_until_the_day_and_asked_again_after(acme: Stage) -> None:
    person = acme.person(ENGLISH)
    await person.command("/pulse", "settings")
    await person.submit({ids.PAUSE: "2026-01-07"})

    await acme.start_pulse()
    assert person.messages() == []

    await acme.tick(acme.clock.now() + timedelta(days=7))
    assert len(person.messages()) == 1


async def test_a_pause_until_a_past_day_is_refused_and_nothing_is_kept(acme: Stage) -> None:
    person = acme.person(ENGLISH)
    await person.command("/pulse", "settings")

    result = await person.submit({ids.PAUSE: "2026-01-01"})

    assert list(result.errors) == [ids.PAUSE]
    await acme.start_pulse()
    assert len(person.messages()) == 1


async def test_who_opts_out_is_not_asked_and_can_come_back(acme: Stage) -> None:
    person = acme.person(ENGLISH)
    await person.command("/pulse", "settings")
    await person.submit({ids.OPT_OUT: ["out"]})
    await acme.start_pulse()
    assert person.messages() == []

    await person.command("/pulse", "settings")
    await person.submit({ids.OPT_OUT: []})
    await acme.tick(acme.clock.now() + timedelta(days=7))
    assert len(person.messages()) == 1


async def test_the_command_opens_the_form_when_a_pulse_is_open(acme: Stage) -> None:
    await acme.start_pulse()

    await acme.person(ENGLISH).command("/pulse")

    assert title_of(acme.person(ENGLISH)) == "Your pulse"


async def test_the_command_explains_itself_in_ones_language(acme: Stage) -> None:
    english = await acme.person(ENGLISH).command("/pulse", "help")
    french = await acme.person(FRENCH).command("/pulse", "aide")
    lost = await acme.person(ENGLISH).command("/pulse", "dance")
    private = await acme.person(ENGLISH).command("/pulse", "privacy")
    nothing = await acme.person(ENGLISH).command("/pulse")

    assert "/pulse settings" in english.text
    assert french.text != english.text
    assert lost.text.endswith(english.text)
    assert "at least 6 people answered" in private.text
    assert "No pulse is open" in nothing.text
    assert what_went_wrong(acme) == []


async def test_who_joins_later_is_asked_in_the_next_round(acme: Stage) -> None:
    await acme.start_pulse()
    late = await acme.team.join("late", real_name="Late Example", email="late@acme.example", locale="fr-FR")

    await acme.tick(acme.clock.now() + timedelta(days=7))
    await acme.tick(acme.clock.now() + timedelta(hours=7))

    assert len(acme.sandbox.person(acme.team, late).messages()) == 1


async def test_who_leaves_is_not_asked_again(acme: Stage) -> None:
    await acme.team.change_user(acme.people[5], deleted=True)

    await acme.start_pulse()

    assert acme.person(5).messages() == []
    async with acme.house.sessions() as session:
        active = await session.scalar(select(Member.active).where(Member.user_id == acme.people[5].id))
    assert active is False


async def test_a_changed_language_at_slack_is_followed(acme: Stage) -> None:
    await acme.team.change_user(acme.people[GERMAN], locale="en-GB")

    await acme.start_pulse()

    assert acme.person(GERMAN).messages()[0].text == acme.person(ENGLISH).messages()[0].text
