"""What people see when they look at the played round in a browser."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect
from sqlalchemy import func, select

from surveys.models import Comment
from tests.browser.conftest import ANSWERING, PHRASE, Look

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FRENCH, DUTCH, ENGLISH, GERMAN = 4, 1, 2, 3
MANAGER, OTHER = 10, 11
UNSENT = (2, 30)


@pytest.mark.parametrize(
    ("number", "question", "button", "day"),
    [
        (FRENCH, "Comment ça se passe pour vous avec", "Répondre", "5 janvier 2026"),
        (DUTCH, "Hoe gaat het voor jou met AI op het werk?", "Antwoorden", "5 januari 2026"),
        (ENGLISH, "How is AI at work going for you?", "Answer", "5 January 2026"),
        (GERMAN, "Wie läuft es für Sie mit KI bei der Arbeit?", "Antworten", "5. Januar 2026"),
    ],
)
async def test_who_is_chosen_reads_the_invitation_in_their_language(
    look: Look, number: int, question: str, button: str, day: str
) -> None:
    await look.choose(number)

    invitation = look.page.get_by_role("article").first
    await expect(invitation).to_contain_text(question)
    await expect(invitation.get_by_role("button", name=button)).to_be_enabled()
    await expect(look.page.get_by_role("heading", level=2, name=day)).to_be_visible()


async def test_a_manager_sees_the_digest_and_its_picture(look: Look) -> None:
    await look.choose(MANAGER)

    digest = look.page.get_by_role("article").filter(has=look.page.get_by_role("heading", level=3))
    picture = look.page.get_by_role("article").get_by_role("img")
    await expect(digest).to_contain_text("Pulse of Monday 5 January")
    await expect(digest).to_contain_text("10 people")
    await picture.scroll_into_view_if_needed()
    # Waits until the picture is decoded, and fails where it cannot be.
    await picture.evaluate("picture => picture.decode()")
    assert await picture.evaluate("picture => picture.naturalWidth") == 1200
    assert (await picture.get_attribute("alt") or "").startswith("Favourable answers in Data")


async def test_who_manages_nobody_sees_no_digest(look: Look) -> None:
    await look.choose(OTHER)

    await expect(look.page.get_by_role("article")).to_have_count(2)
    await expect(look.page.get_by_role("article").get_by_role("img")).to_have_count(0)


async def test_home_is_one_step_from_the_conversation(look: Look) -> None:
    await look.choose(FRENCH)

    await look.page.get_by_role("link", name="Groundswell, Home").click()

    home = look.page.get_by_role("main")
    await expect(home.get_by_role("heading", name="entreprise peut voir")).to_be_visible()
    await expect(home).to_contain_text("entreprise, baromètre du lundi 5 janvier")
    await expect(home.get_by_role("button", name="Modifier mes réglages")).to_be_enabled()


async def test_what_was_written_in_a_form_stands_on_no_page_of_anybody_else(look: Look) -> None:
    async with look.acme.house.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Comment)) == ANSWERING
    written = [look.acme.person(number).modal for number in UNSENT]
    assert all(PHRASE in str(modal) for modal in written)

    for name, address in look.addresses(OTHER).items():
        await look.page.goto(address)
        assert PHRASE not in await look.page.content(), name


@pytest.mark.parametrize("number", UNSENT)
async def test_who_writes_in_a_form_reads_it_there_and_nowhere_else(look: Look, number: int) -> None:
    for address in look.addresses(number).values():
        await look.page.goto(address)
        # What a person has not sent yet is in front of them wherever they go; their page has it in that field alone.
        found = await look.page.evaluate(
            "phrase => [...document.querySelectorAll('textarea')].filter((each) => each.value.includes(phrase)).length",
            PHRASE,
        )
        assert (await look.page.content()).count(PHRASE) == found <= 1


async def test_the_journal_shows_a_form_that_was_sent_and_nothing_of_what_was_written(look: Look) -> None:
    await look.page.goto(f"{look.acme.sandbox.url}/journal")
    assert PHRASE not in await look.page.content()
    await look.page.goto(f"{look.acme.sandbox.url}/journal?method=view_submission")

    await expect(look.page.locator("summary").filter(has_text="view_submission")).to_have_count(ANSWERING)
    assert PHRASE not in await look.page.content()


async def test_looking_around_asks_nothing_of_another_place_and_nothing_goes_wrong(look: Look) -> None:
    for address in look.addresses(MANAGER).values():
        await look.page.goto(address)

    here = urlsplit(look.acme.sandbox.url).netloc
    assert {urlsplit(address).netloc for _, address in look.tab.asked} == {here}
    assert {"document", "stylesheet", "script", "image", "eventsource"} <= {kind for kind, _ in look.tab.asked}
    assert set(look.tab.statuses) == {200, 303}
    assert look.tab.complaints == []


async def test_another_person_is_chosen_from_any_page_and_the_page_stays(look: Look) -> None:
    await look.page.goto(look.addresses(FRENCH)["home"])

    await look.page.get_by_label("You are").select_option(label=f"Ann Example {ENGLISH}")

    await expect(look.page.get_by_role("heading", name="What the company can see")).to_be_visible()
