"""A form is filled in by all its fields, and reaches the app in Slack's shape."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.showroom import Showroom
from tests.browser.test_talk import PLAN, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


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

    await dialog.get_by_label("Papers").set_input_files(PLAN)
    await send(dialog, Name="Ann")

    (file,) = (await told(room, ann))["Papers"]["files"]
    assert (file["name"], file["mimetype"], file["size"]) == ("plan.txt", "text/plain", 11)
