"""A modal is filled in, checked, sent, changed, stacked and closed as in Slack; what was typed is never lost."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.showroom import Showroom
from tests.browser.test_talk import write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PLAN = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"First, tea."}


async def form(page: Page) -> Locator:
    """The form of the app, opened by its command."""
    await write(page, "/show")
    dialog = page.get_by_role("dialog", name="Everything")
    await expect(dialog).to_be_visible()
    return dialog


async def send(dialog: Locator, **typed: str) -> None:
    for name, words in typed.items():
        await field(dialog, name).fill(words)
    await dialog.get_by_role("button", name="Send it").last.click()


def field(dialog: Locator, name: str) -> Locator:
    """The field below that label."""
    return dialog.get_by_role("textbox", name=name)


async def told(room: Showroom, page: Page) -> dict[str, Any]:
    """What the app was told by the form."""
    await expect(page.get_by_role("dialog", name="Thank you")).to_be_visible()
    values: dict[str, Any] = room.values("form")[-1]
    return values


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


async def test_what_is_typed_reaches_the_app_in_slacks_shape(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)

    await field(dialog, "Words").fill("Rich\nwords")
    await send(dialog, Name="Ann", Story="Once\nupon", Age="41", Mail="ann@acme.test", Link="https://example.com/")

    values = await told(room, ann)
    assert values["Story"] == {"type": "plain_text_input", "value": "Once\nupon"}
    assert values["Age"] == {"type": "number_input", "value": "41"}
    assert values["Mail"] == {"type": "email_text_input", "value": "ann@acme.test"}
    assert values["Link"] == {"type": "url_text_input", "value": "https://example.com/"}
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Rich\nwords"}]}
    assert values["Words"] == {
        "type": "rich_text_input",
        "rich_text_value": {"type": "rich_text", "elements": [section]},
    }


async def test_what_is_chosen_reaches_the_app_in_slacks_shape(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)

    await dialog.get_by_label("Colour (optional)", exact=True).select_option(label="Blue")
    await dialog.get_by_label("Large").check()
    await dialog.get_by_label("Salt").check()
    await dialog.get_by_label("Person", exact=False).select_option(label="Bob Other")
    await dialog.get_by_label("Channel (optional)", exact=True).select_option(label="#general")
    await dialog.get_by_label("Place (optional)", exact=True).select_option(label="#general")
    await send(dialog, Name="Ann")

    values = await told(room, ann)
    blue = {"text": {"type": "plain_text", "text": "Blue", "emoji": True}, "value": "blue"}
    assert values["Colour"] == {"type": "static_select", "selected_option": blue}
    assert values["Size"]["selected_option"]["value"] == "large"
    assert [each["value"] for each in values["Extras"]["selected_options"]] == ["salt"]
    assert values["Person"] == {"type": "users_select", "selected_user": room.bob.id}
    assert values["Channel"] == {"type": "channels_select", "selected_channel": room.general.id}
    assert values["Place"] == {"type": "conversations_select", "selected_conversation": room.general.id}


async def test_lists_to_tick_reach_the_app_in_slacks_shape(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)

    for label, option in (
        ("Colours", "Red"),
        ("People", "Bob Other"),
        ("Channels", "#general"),
        ("Places", "#general"),
    ):
        group = dialog.get_by_role("group", name=f"{label} (optional)", exact=True)
        await dialog.locator("summary").and_(dialog.get_by_label(label)).click()
        await group.get_by_label(option).check()
    await send(dialog, Name="Ann")

    values = await told(room, ann)
    assert [each["value"] for each in values["Colours"]["selected_options"]] == ["red"]
    assert values["People"] == {"type": "multi_users_select", "selected_users": [room.bob.id]}
    assert values["Channels"] == {"type": "multi_channels_select", "selected_channels": [room.general.id]}
    assert values["Places"] == {
        "type": "multi_conversations_select",
        "selected_conversations": [room.general.id],
    }


async def test_menus_that_the_app_fills_reach_it_in_slacks_shape(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)
    await field(dialog, "Name").fill("Ann")

    await dialog.get_by_role("searchbox", name="Far (optional)").press_sequentially("nam")
    await dialog.get_by_role("radio", name="Namur").check()
    await dialog.get_by_role("searchbox", name="Further off").press_sequentially("a")
    await dialog.get_by_role("checkbox", name="Antwerp").check()
    await dialog.get_by_role("checkbox", name="Arlon").check()
    await send(dialog)

    values = await told(room, ann)
    assert values["Far"]["selected_option"]["value"] == "namur"
    assert [each["value"] for each in values["Further off"]["selected_options"]] == ["antwerp", "arlon"]


async def test_days_hours_and_instants_reach_the_app_in_the_zone_of_the_person(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)

    await dialog.get_by_label("Day").fill("2026-07-01")
    await dialog.get_by_label("Hour").fill("09:05")
    await dialog.get_by_label("Instant").fill("2026-07-01T12:00")
    await send(dialog, Name="Ann")

    values = await told(room, ann)
    assert values["Day"] == {"type": "datepicker", "selected_date": "2026-07-01"}
    assert values["Hour"] == {"type": "timepicker", "selected_time": "09:05"}
    noon = int(datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp())
    assert values["Instant"] == {"type": "datetimepicker", "selected_date_time": noon}


async def test_a_file_reaches_the_app(ann: Page, room: Showroom) -> None:
    dialog = await form(ann)

    await dialog.get_by_label("Papers").set_input_files([PLAN])
    await send(dialog, Name="Ann")

    (file,) = (await told(room, ann))["Papers"]["files"]
    assert (file["name"], file["mimetype"], file["size"]) == ("plan.txt", "text/plain", 11)


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
