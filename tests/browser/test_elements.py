"""What an app draws in a message or in its Home tab can be used there, and the app hears what was done."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.showroom import Showroom
from tests.browser.test_talk import write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def shown(page: Page, room: Showroom, what: str, place: str) -> Locator:
    """Everything that the app has, in a message to that person or in its Home tab."""
    if place == "home":
        await page.goto(room.address(room.ann, f"/home/{room.app.id}"))
        return page.locator("form.home")
    await page.goto(room.address(room.ann, f"/c/{room.sandbox.person(room.team, room.ann).dm(room.app).id}"))
    await write(page, what, "Message to Showroom")
    return page.get_by_role("article").filter(has=page.get_by_text("Showroom", exact=True))


@pytest.fixture(params=["message", "home"])
def place(request: pytest.FixtureRequest) -> str:
    """Where an app draws: in a message, or in its Home tab."""
    return str(request.param)


async def test_a_button_tells_its_value(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "show", place)

    await there.get_by_role("button", name="Press").last.click()

    await room.hears("action", ("press", "pressed"))


async def test_a_button_with_an_address_opens_it_and_the_app_hears(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "show", place)
    await ann.context.route("https://example.com/", lambda route: route.fulfill(body="Read on"))

    async with ann.context.expect_page() as opening:
        await there.get_by_role("link", name="Read on").click()

    assert (await opening.value).url == "https://example.com/"
    await room.hears("action", ("away", None))


async def test_a_question_comes_before_the_app_hears(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "show", place)

    await there.get_by_role("button", name="Risk it").click()

    question = ann.get_by_role("dialog", name="Sure?")
    await expect(question).to_contain_text("It cannot be undone.")
    assert room.values("action") == []
    await question.get_by_role("button", name="Do it").click()
    await room.hears("action", ("risk", None))
    await expect(question).to_have_count(0)


@pytest.mark.parametrize("way", ["Leave it", "Escape"])
async def test_who_says_no_to_a_question_does_nothing(ann: Page, room: Showroom, way: str) -> None:
    there = await shown(ann, room, "show", "message")
    await there.get_by_role("button", name="Risk it").click()
    question = ann.get_by_role("dialog", name="Sure?")
    await expect(question).to_be_visible()

    if way == "Escape":
        await ann.keyboard.press("Escape")
    else:
        await question.get_by_role("button", name=way).click()

    await expect(question).to_have_count(0)
    await expect(there.get_by_role("button", name="Risk it")).to_be_focused()
    assert room.values("action") == []


@pytest.mark.parametrize(
    ("label", "option", "told"),
    [
        ("A colour", "Green", ("colour", "green")),
        ("Somebody", "Bob Other", ("person", "U0000000003")),
    ],
)
async def test_a_menu_tells_what_is_chosen_at_once(
    ann: Page, room: Showroom, place: str, label: str, option: str, told: tuple[str, str]
) -> None:
    there = await shown(ann, room, "show", place)

    await there.get_by_label(label).select_option(label=option)

    await room.hears("action", told)
    await expect(there.get_by_label(label)).to_have_value(told[1])


async def test_menus_of_conversations_tell_an_id(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "menus", place)

    await there.get_by_label("A channel").select_option(label="#general")
    await room.hears("action", ("channels_select", room.general.id))
    await there.get_by_label("A conversation").select_option(label="Showroom")

    await room.hears("action", ("conversations_select", room.sandbox.person(room.team, room.ann).dm(room.app).id))


@pytest.mark.parametrize(
    ("label", "option", "what", "kind"),
    [
        ("Several", "Red", "show", "several"),
        ("People", "Bob Other", "menus", "multi_users_select"),
        ("Channels", "#general", "menus", "multi_channels_select"),
        ("Conversations", "#general", "menus", "multi_conversations_select"),
    ],
)
async def test_a_list_to_tick_tells_all_that_is_ticked_when_it_is_folded(
    ann: Page, room: Showroom, place: str, label: str, option: str, what: str, kind: str
) -> None:
    there = await shown(ann, room, what, place)
    fold = there.locator("summary").filter(has_text=label)
    await fold.click()
    await there.get_by_role("group", name=label).get_by_label(option).check()
    assert room.values("action") == []

    await fold.click()

    chosen = {"Red": "red", "Bob Other": room.bob.id, "#general": room.general.id}[option]
    await room.hears("action", (kind, [chosen]))
    await expect(there.locator("summary").filter(has_text=option)).to_be_visible()


async def test_what_was_ticked_stays_while_the_page_is_drawn_anew(ann: Page, room: Showroom) -> None:
    there = await shown(ann, room, "show", "message")
    fold = there.locator("summary").filter(has_text="Several")
    await fold.click()
    ticks = there.get_by_role("group", name="Several")
    for option in ("Red", "Green"):
        await ticks.get_by_label(option).check()

    await room.client.chat_postMessage(channel=room.sandbox.person(room.team, room.ann).dm(room.app).id, text="News")
    await expect(ann.get_by_text("News")).to_be_visible()

    await fold.click()
    await room.hears("action", ("several", ["red", "green"]))


async def test_a_menu_that_the_app_fills_is_searched(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "show", place)

    await there.get_by_role("searchbox", name="Far away").press_sequentially("A")
    await there.get_by_role("radio", name="Antwerp").check()

    await room.hears("action", ("far", "antwerp"))
    await expect(there.get_by_role("radio", name="Antwerp")).to_be_checked()


async def test_several_are_ticked_in_a_menu_that_the_app_fills(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "menus", place)

    await there.get_by_role("searchbox", name="Far places").press_sequentially("r")
    await there.get_by_role("checkbox", name="Arlon").check()
    await room.hears("action", ("multi_external_select", ["arlon"]))
    await there.get_by_role("checkbox", name="Bruges").check()

    await room.hears("action", ("multi_external_select", ["arlon", "bruges"]))


async def test_choices_tell_what_is_ticked(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "show", place)

    await there.get_by_label("Small").check()
    await room.hears("action", ("size", "small"))
    await there.get_by_label("Salt").check()
    await there.get_by_label("Pepper").check()

    await room.hears("action", ("extras", ["salt", "pepper"]))


async def test_an_overflow_menu_tells_the_item_that_is_chosen(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "show", place)

    await there.locator("summary[aria-label='More']").click()
    await there.get_by_role("button", name="Never").click()

    await room.hears("action", ("more", "never"))
    await expect(there.get_by_role("button", name="Never")).to_be_hidden()


async def test_a_day_and_an_hour_are_told_as_they_are_read(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "show", place)
    await there.get_by_label("Date", exact=True).fill("2026-04-01")
    await room.hears("action", ("day", "2026-04-01"))

    there = await shown(ann, room, "menus", place)
    await there.get_by_label("An hour").fill("07:30")

    await room.hears("action", ("hour", "07:30"))


async def test_an_instant_is_told_of_the_zone_of_the_person(ann: Page, room: Showroom, place: str) -> None:
    there = await shown(ann, room, "menus", place)

    await there.get_by_label("Date and time").fill("2026-07-01T12:00")

    await room.hears("action", ("instant", int(datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp())))


async def test_who_chooses_with_keys_tells_only_what_they_meant(ann: Page, room: Showroom) -> None:
    there = await shown(ann, room, "show", "message")
    colour = there.get_by_label("A colour")

    await colour.focus()
    for _ in range(3):
        await ann.keyboard.press("ArrowDown")
    await ann.keyboard.press("Enter")
    await room.hears("action", ("colour", "blue"))
    await there.get_by_label("Date").focus()
    await ann.keyboard.type("04012027")
    await ann.keyboard.press("Enter")

    await room.hears("action", ("day", "2027-04-01"))
    assert len(room.values("action")) == 2


async def test_the_home_tab_tells_what_is_typed_and_entered(ann: Page, room: Showroom) -> None:
    there = await shown(ann, room, "", "home")

    await there.get_by_role("textbox", name="Note").fill("Remember")
    await there.get_by_role("textbox", name="Note").press("Enter")

    await room.hears("action", ("it", "Remember"))
    await expect(there.get_by_role("textbox", name="Note")).to_have_value("Remember")


async def test_what_one_person_chooses_in_a_message_is_not_chosen_for_another(
    ann: Page, bob: Page, room: Showroom
) -> None:
    await write(ann, "show")
    await ann.get_by_label("A colour").select_option(label="Green")
    await room.hears("action", ("colour", "green"))

    await expect(bob.get_by_label("A colour")).to_have_value("")
