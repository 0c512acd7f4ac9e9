"""Without JavaScript the page asks for a click more here and there, and everything can be done all the same."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import tab
from tests.browser.showroom import Showroom
from tests.browser.test_talk import message

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def plain(browser: Browser, room: Showroom) -> AsyncIterator[Page]:
    """A tab of Ann that runs no scripts."""
    async with tab.opened(browser, java_script_enabled=False) as opened:
        await opened.page.goto(room.address(room.ann))
        yield opened.page


async def say(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Message to general").fill(text)
    async with page.expect_navigation():
        await page.get_by_role("button", name="Send").click()


async def test_a_person_is_chosen_with_a_button(plain: Page, room: Showroom) -> None:
    await plain.goto(room.sandbox.url)
    await plain.get_by_label("You are").select_option(label="Bob Other")
    await plain.get_by_role("button", name="Go").click()

    await expect(plain.get_by_role("contentinfo")).to_contain_text("You are Bob Other")


async def test_a_message_is_sent_edited_and_reacted_to(plain: Page, room: Showroom) -> None:
    await say(plain, "Helo")
    await message(plain, "Helo").get_by_label("More about this message").click()
    await plain.get_by_role("link", name="Edit").click()
    await plain.get_by_label("Edit the message").fill("Hello")
    await plain.get_by_role("button", name="Save").click()
    await message(plain, "Hello").get_by_label("React to this message").click()
    await plain.get_by_role("button", name=":tada:", exact=True).click()

    await expect(message(plain, "Hello")).to_contain_text("(edited)")
    await expect(message(plain, "Hello").get_by_role("button", name=":tada: Ann Example")).to_be_visible()
    await room.hears("reaction", "tada")


async def test_what_cannot_be_sent_stays_in_its_field(plain: Page) -> None:
    await say(plain, "/shwo me")

    await expect(plain.get_by_role("status")).to_contain_text("No app has the command /shwo")
    await expect(plain.get_by_role("textbox", name="Message to general")).to_have_value("/shwo me")
    await say(plain, "Sorry")

    await expect(message(plain, "Sorry")).to_be_visible()
    await expect(plain.get_by_role("textbox", name="Message to general")).to_have_value("")


async def test_buttons_and_menus_reach_the_app(plain: Page, room: Showroom) -> None:
    await say(plain, "show")
    await room.sandbox.journal.until(lambda: room.sandbox.journal.calls("chat.postMessage"))
    await plain.reload()
    shown = message(plain, "Everything at once")

    await shown.get_by_role("button", name="Press").last.click()
    await room.hears("action", ("press", "pressed"))
    await shown.get_by_label("A colour").select_option(label="Green")
    await shown.get_by_label("A colour").locator("xpath=following-sibling::button[1]").click()

    await room.hears("action", ("colour", "green"))


async def test_a_question_is_answered(plain: Page, room: Showroom) -> None:
    await say(plain, "show")
    await room.sandbox.journal.until(lambda: room.sandbox.journal.calls("chat.postMessage"))
    await plain.reload()

    await message(plain, "Everything at once").get_by_role("button", name="Risk it").click()
    await plain.get_by_role("dialog", name="Sure?").get_by_role("button", name="Do it").click()

    await room.hears("action", ("risk", None))
    await expect(plain.get_by_role("dialog")).to_have_count(0)


async def test_a_form_is_complained_about_mended_and_sent(plain: Page, room: Showroom) -> None:
    await say(plain, "/show")
    await room.sandbox.journal.until(lambda: room.sandbox.journal.calls("views.open"))
    await plain.reload()
    dialog = plain.get_by_role("dialog", name="Everything")
    await dialog.get_by_role("textbox", name="Name").fill("Nobody")
    await dialog.get_by_role("textbox", name="Story").fill("Once")
    await dialog.get_by_role("button", name="Send it").last.click()
    await expect(dialog.get_by_text("Somebody, please")).to_be_visible()
    await expect(dialog.get_by_role("textbox", name="Story")).to_have_value("Once")

    await dialog.get_by_role("textbox", name="Name").fill("Ann")
    await dialog.get_by_role("button", name="Send it").last.click()

    await expect(plain.get_by_role("dialog", name="Thank you")).to_be_visible()
    assert room.values("form")[0]["Name"]["value"] == "Ann"
    await plain.get_by_role("button", name="Close", exact=True).click()
    await expect(plain.get_by_role("dialog")).to_have_count(0)


async def test_a_menu_that_the_app_fills_is_searched_with_a_button(plain: Page, room: Showroom) -> None:
    await say(plain, "show")
    await room.sandbox.journal.until(lambda: room.sandbox.journal.calls("chat.postMessage"))
    await plain.reload()
    shown = message(plain, "Everything at once")

    await shown.get_by_role("searchbox", name="Far away").fill("Nam")
    await shown.get_by_role("button", name="Find").click()
    await shown.get_by_role("radio", name="Namur").check()
    await shown.get_by_role("button", name="Choose").last.click()

    await room.hears("action", ("far", "namur"))
