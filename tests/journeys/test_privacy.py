"""What becomes of an answer, as people read it before they give one, and whenever they ask."""

import pytest
from sqlalchemy import update

from handlers.views import ids
from sandbox.hands import Person
from surveys import consent
from surveys.models import Envelope, Round
from tests.journeys.stage import Stage
from tests.journeys.test_pulse import ITEMS, count, title_of, what_went_wrong

FRENCH, DUTCH, ENGLISH, GERMAN = 4, 1, 2, 3
LANGUAGES = {"fr": FRENCH, "nl": DUTCH, "en": ENGLISH, "de": GERMAN}


def paragraphs_of(person: Person) -> list[str]:
    """What the modal in front of somebody says, a paragraph each."""
    assert person.modal is not None
    return [block["text"]["text"] for block in person.modal["blocks"] if block["type"] == "section"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_form_says_in_ones_language_what_one_agrees_to_and_all_of_it_at_a_press(
    acme: Stage, language: str
) -> None:
    await acme.start_pulse()
    person = acme.person(LANGUAGES[language])

    await person.press(ids.OPEN_FORM)
    assert consent.current().short(language) in paragraphs_of(person)
    await person.press_in_modal(ids.EXPLAIN)

    assert paragraphs_of(person) == consent.current().whole(language, k=6)
    assert what_went_wrong(acme) == []


async def test_reading_on_loses_nothing_of_what_is_filled_in(acme: Stage) -> None:
    await acme.start_pulse()
    person = acme.person(ENGLISH)
    await person.press(ids.OPEN_FORM)
    person.fill(dict.fromkeys(ITEMS, 4))

    await person.press_in_modal(ids.EXPLAIN)
    await person.dismiss()
    await person.submit({})

    assert title_of(person) == "Thank you"
    assert await count(acme, Envelope) == 1


async def test_a_round_shows_the_text_that_it_was_opened_with(acme: Stage) -> None:
    await acme.start_pulse()
    async with acme.house.sessions.begin() as session:
        await session.execute(update(Round).values(consent_version=1, k=7))
    person = acme.person(ENGLISH)

    await person.press(ids.OPEN_FORM)
    assert consent.of(1).short("en") in paragraphs_of(person)
    await person.press_in_modal(ids.EXPLAIN)

    assert paragraphs_of(person) == consent.of(1).whole("en", k=7)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_that_is_in_force_is_read_from_home_in_ones_language(acme: Stage, language: str) -> None:
    person = acme.person(LANGUAGES[language])
    await person.open_home(acme.app)

    await person.press_in_home(acme.app, ids.OPEN_PRIVACY)

    said = "\n".join(paragraphs_of(person))
    assert consent.current().short(language) in said
    assert all(scope in said for scope in ("`chat:write`", "`users:read.email`"))
    assert what_went_wrong(acme) == []


async def test_the_command_says_the_same_as_the_screen(acme: Stage) -> None:
    person = acme.person(ENGLISH)
    await person.open_home(acme.app)
    await person.press_in_home(acme.app, ids.OPEN_PRIVACY)

    said = await person.command("/pulse", "privacy")

    assert [block["text"]["text"] for block in said.blocks] == paragraphs_of(person)
    assert what_went_wrong(acme) == []
