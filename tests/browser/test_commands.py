"""Slash commands and shortcuts are found, given and answered on the page."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.showroom import Showroom
from tests.browser.test_talk import message, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_answer_to_a_command_is_for_who_gave_it(ann: Page, bob: Page) -> None:
    await write(ann, "/show text")

    await expect(message(ann, "Here you are")).to_contain_text("Only visible to you")
    await write(ann, "Well")
    await expect(message(bob, "Well")).to_be_visible()
    await expect(message(bob, "Here you are")).to_have_count(0)


async def test_a_command_opens_a_modal(ann: Page) -> None:
    await write(ann, "/show")

    await expect(ann.get_by_role("dialog", name="Everything")).to_be_visible()


async def test_who_errs_in_a_command_is_told_and_can_mend_it(ann: Page) -> None:
    await write(ann, "/shwo me the form")

    await expect(ann.get_by_role("status")).to_contain_text("No app has the command /shwo")
    await expect(ann.get_by_role("textbox", name="Message to general")).to_have_value("/shwo me the form")


async def test_who_types_a_slash_is_shown_the_commands(ann: Page) -> None:
    field = ann.get_by_role("textbox", name="Message to general")

    await field.press_sequentially("/")
    await expect(ann.get_by_role("link", name="/show")).to_be_visible()
    await expect(ann.get_by_role("link", name="/count")).to_be_visible()
    await field.press_sequentially("sh")
    await expect(ann.get_by_role("link", name="/count")).to_be_hidden()

    await ann.get_by_role("link", name="/show").click()
    await expect(field).to_have_value("/show ")
    await expect(field).to_be_focused()


async def test_a_command_is_chosen_with_the_keyboard_alone(ann: Page) -> None:
    field = ann.get_by_role("textbox", name="Message to general")
    await field.press_sequentially("/sh")
    await expect(ann.get_by_role("link", name="/show")).to_be_visible()

    await field.press("ArrowDown")
    await expect(ann.get_by_role("link", name="/show")).to_be_focused()
    await ann.keyboard.press("Enter")

    await expect(field).to_have_value("/show ")
    await expect(field).to_be_focused()


async def test_a_reply_that_cannot_be_sent_stays_in_the_thread(ann: Page) -> None:
    await write(ann, "Who comes?")
    await message(ann, "Who comes?").get_by_role("link", name="Reply in a thread").click()

    await write(ann, "/nothing here", "Reply")

    await expect(ann.get_by_role("status")).to_contain_text("No app has the command /nothing")
    await expect(ann.get_by_role("textbox", name="Reply")).to_have_value("/nothing here")
    await expect(ann.get_by_role("textbox", name="Message to general")).to_have_value("")


async def test_a_global_shortcut_opens_a_modal(ann: Page) -> None:
    await ann.locator("summary").filter(has_text="Shortcuts and commands").click()
    await ann.get_by_role("button", name="Open the form").click()

    await expect(ann.get_by_role("dialog", name="Everything")).to_be_visible()


async def test_a_message_shortcut_is_given_its_message(ann: Page, bob: Page) -> None:
    await write(bob, "Remember this")

    await message(ann, "Remember this").get_by_label("More about this message").click()
    await ann.get_by_role("button", name="Take a note").click()

    await expect(message(ann, "Noted: Remember this")).to_contain_text("Only visible to you")


async def test_a_menu_folds_with_escape_and_with_a_click_elsewhere(ann: Page) -> None:
    await write(ann, "Hello")
    more = message(ann, "Hello").get_by_label("More about this message")
    await more.click()
    await ann.get_by_role("link", name="Edit").focus()

    await ann.keyboard.press("Escape")
    await expect(ann.get_by_role("link", name="Edit")).to_be_hidden()
    await expect(more).to_be_focused()
    await more.click()
    await ann.get_by_role("heading", name="general").click()

    await expect(ann.get_by_role("link", name="Edit")).to_be_hidden()


async def test_a_command_that_nobody_answers_is_said_and_not_lost(ann: Page, room: Showroom) -> None:
    await room.falls_silent()

    await write(ann, "/show me")

    await expect(ann.get_by_role("status")).to_contain_text("did not")
    await expect(ann.get_by_role("textbox", name="Message to general")).to_have_value("/show me")


async def test_what_is_said_stays_to_be_read_while_others_write(ann: Page, bob: Page) -> None:
    await write(ann, "/nothing")
    await expect(ann.get_by_role("status")).to_contain_text("No app has the command /nothing")

    await write(bob, "Meanwhile")

    await expect(message(ann, "Meanwhile")).to_be_visible()
    await expect(ann.get_by_role("status")).to_contain_text("No app has the command /nothing")
