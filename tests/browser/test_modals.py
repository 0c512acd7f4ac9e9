"""A modal is checked, sent, changed, stacked and closed as in Slack; what was typed is never lost."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.showroom import Showroom
from tests.browser.test_forms import field, form, send, told
from tests.browser.test_talk import write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_first_field_has_the_focus_and_escape_gives_it_back(ann: Page) -> None:
    dialog = await form(ann)
    await expect(field(dialog, "Name")).to_be_focused()

    await ann.keyboard.press("Escape")

    await expect(dialog).to_have_count(0)
    await expect(ann.get_by_role("textbox", name="Message to general")).to_be_focused()


async def test_slack_holds_back_what_it_would_not_send(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)

    await send(dialog, Name="A", Age="old", Mail="nowhere", Link="there")

    await expect(dialog.get_by_text("at least 2 characters")).to_be_visible()
    await expect(dialog.get_by_text("enter a number")).to_be_visible()
    await expect(dialog.get_by_text("valid email address")).to_be_visible()
    await expect(dialog.get_by_text("valid URL")).to_be_visible()
    await expect(field(dialog, "Name")).to_have_value("A")
    assert room.values("form") == []


async def test_a_complaint_is_read_out_with_its_field(ann: Page) -> None:
    dialog = await form(ann)

    await send(dialog)

    await expect(field(dialog, "Name")).to_have_accessible_description("Please complete this required field.")
    await expect(field(dialog, "Name")).to_be_focused()
    await expect(field(dialog, "Name")).to_have_attribute("aria-invalid", "true")


async def test_complaints_of_the_app_stand_below_the_field(ann: Page) -> None:
    dialog = await form(ann)

    await send(dialog, Name="Nobody", Story="Once")

    await expect(field(dialog, "Name")).to_have_accessible_description("Somebody, please")
    await expect(field(dialog, "Story")).to_have_value("Once")


async def test_a_complaint_is_gone_once_the_form_is_right(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)
    await send(dialog, Name="Nobody")
    await expect(dialog.get_by_text("Somebody, please")).to_be_visible()

    await send(dialog, Name="Ann")

    assert (await told(room, ann))["Name"]["value"] == "Ann"


async def test_an_input_that_tells_at_once_tells_with_enter(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)

    await field(dialog, "Told").fill("Now")
    await field(dialog, "Told").press("Enter")

    await room.hears("action", ("it", "Now"))
    await expect(dialog).to_be_visible()


async def test_what_was_typed_stays_when_the_app_changes_the_modal(ann: Page) -> None:
    dialog = await form(ann)
    await field(dialog, "Name").fill("Ann")
    await dialog.get_by_label("Large").check()

    await dialog.get_by_role("button", name="Change me").click()

    changed = ann.get_by_role("dialog", name="Changed")
    await expect(field(changed, "Name")).to_have_value("Ann")
    await expect(changed.get_by_label("Large")).to_be_checked()
    await expect(field(changed, "Another")).to_have_value("")


async def test_an_input_that_is_new_is_empty_where_an_old_one_stood(ann: Page) -> None:
    dialog = await form(ann)
    await field(dialog, "Story").fill("Once")

    await dialog.get_by_role("button", name="Change me").click()

    changed = ann.get_by_role("dialog", name="Changed")
    await expect(changed).to_be_visible()
    await expect(field(changed, "Story")).to_have_count(0)
    await expect(field(changed, "Another")).to_have_value("")


async def test_a_modal_lies_on_another_and_leads_back_to_it(ann: Page) -> None:
    dialog = await form(ann)
    await field(dialog, "Name").fill("Ann")

    await dialog.get_by_role("button", name="One more").click()
    deeper = ann.get_by_role("dialog", name="Deeper")
    await expect(dialog).to_have_count(0)
    await deeper.get_by_role("button", name=re.compile("Close$")).click()

    await expect(deeper).to_have_count(0)
    await expect(field(dialog, "Name")).to_have_value("Ann")


async def test_escape_closes_the_modal_on_top_alone(ann: Page) -> None:
    dialog = await form(ann)
    await dialog.get_by_role("button", name="One more").click()
    await expect(ann.get_by_role("dialog", name="Deeper")).to_be_visible()

    await ann.keyboard.press("Escape")

    await expect(dialog).to_be_visible()


async def test_the_cross_closes_all_and_the_app_hears(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)
    await dialog.get_by_role("button", name="One more").click()

    await ann.get_by_role("dialog", name="Deeper").get_by_role("button", name="Close everything").click()

    await expect(ann.get_by_role("dialog")).to_have_count(0)
    await room.hears("closed", value=True)


async def test_the_app_hears_that_its_modal_is_left(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)

    await dialog.get_by_role("button", name="Leave").click()

    await room.hears("closed", value=False)
    await expect(dialog).to_have_count(0)


async def test_what_was_typed_stays_where_the_app_does_not_answer(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)
    await room.falls_silent()

    await send(dialog, Name="Ann", Story="A long one")

    await expect(dialog.get_by_role("alert")).to_contain_text("What you typed is still here: try again.")
    await expect(field(dialog, "Story")).to_have_value("A long one")


async def test_what_is_being_typed_stays_while_others_write(ann: Page, bob: Page) -> None:
    dialog = await form(ann)
    await field(dialog, "Name").press_sequentially("An")

    await write(bob, "Hello Ann")

    await expect(ann.get_by_role("article", include_hidden=True).filter(has_text="Hello Ann")).to_have_count(1)
    await expect(field(dialog, "Name")).to_have_value("An")
    await expect(field(dialog, "Name")).to_be_focused()


async def test_a_modal_is_in_front_of_nobody_else(ann: Page, bob: Page) -> None:
    await form(ann)
    await write(bob, "Hello")

    await expect(bob.get_by_role("article").filter(has_text="Hello")).to_be_visible()
    await expect(bob.get_by_role("dialog")).to_have_count(0)
