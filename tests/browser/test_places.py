"""A person finds their way: whom to be, channels to join and leave, people to write to, and links to messages."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from sandbox.clock import Clock
from sandbox.server import Sandbox
from tests.browser import tab
from tests.browser.showroom import Showroom, opened
from tests.browser.test_talk import message, write
from tests.build import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_selecting_a_person_is_enough_to_be_them(ann: Page, room: Showroom) -> None:
    await ann.goto(room.sandbox.url)

    await ann.get_by_label("You are").select_option(label="Bob Other")

    await expect(ann.get_by_role("contentinfo")).to_contain_text("You are Bob Other")


async def test_who_is_chosen_stays_on_the_page_where_one_is(ann: Page, room: Showroom) -> None:
    await ann.goto(room.address(room.ann, "/files"))

    await ann.get_by_label("You are").select_option(label="Bob Other")

    await expect(ann.get_by_role("heading", name="Files")).to_be_visible()
    await expect(ann.get_by_role("contentinfo")).to_contain_text("You are Bob Other")


async def test_the_footer_says_what_time_it_is_where_the_person_lives(ann: Page) -> None:
    await expect(ann.get_by_role("contentinfo")).to_contain_text("5 Jan 2026, 10:00 (Europe/Paris)")


async def test_a_channel_is_found_joined_and_left(ann: Page) -> None:
    await ann.get_by_role("link", name="Browse channels").click()
    await ann.get_by_role("button", name="Join random").click()
    await expect(ann.get_by_role("textbox", name="Message to random")).to_be_visible()

    await ann.get_by_role("button", name="Leave the channel").click()

    await expect(ann.get_by_role("button", name="Join random")).to_be_visible()


async def test_a_channel_can_be_read_before_it_is_joined(ann: Page, bob: Page, room: Showroom) -> None:
    random = next(each for each in room.team.channels.values() if each.name == "random")
    await bob.goto(room.address(room.bob, f"/c/{random.id}"))
    await write(bob, "Tea is ready", "Message to random")
    await ann.goto(room.address(room.ann, f"/c/{random.id}"))
    await expect(message(ann, "Tea is ready")).to_be_visible()

    await ann.get_by_role("button", name="Join the channel").click()

    await expect(ann.get_by_role("textbox", name="Message to random")).to_be_visible()


async def test_one_writes_to_somebody(ann: Page, bob: Page) -> None:
    await ann.get_by_role("link", name="Write to somebody").click()
    await ann.get_by_label("Search by name").fill("bob")
    await ann.get_by_label("Search by name").press("Enter")
    await ann.get_by_role("button", name="Bob Other").click()

    await write(ann, "Only you", "Message to Bob Other")

    await expect(bob.get_by_role("link", name="Ann Example unread: 1")).to_be_visible()


async def test_a_link_to_a_message_leads_to_it(ann: Page, room: Showroom) -> None:
    for number in range(30):
        await room.sandbox.person(room.team, room.ann).say(f"Number {number}.", channel=room.general)
    third = room.general.messages[2]
    link = f"{room.sandbox.url}/archives/{room.general.id}/p{third.ts.replace('.', '')}"

    await ann.goto(link)

    await expect(message(ann, "Number 2.")).to_be_in_viewport()


async def test_the_link_of_a_message_is_copied(ann: Page, room: Showroom) -> None:
    await ann.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await write(ann, "Keep this")
    await message(ann, "Keep this").get_by_label("More about this message").click()

    await ann.get_by_role("link", name="Copy the link").click()

    await expect(ann.get_by_role("status")).to_have_text("The link is copied.")
    copied = await ann.evaluate("navigator.clipboard.readText()")
    assert copied == f"{room.sandbox.url}/archives/{room.general.id}/p{room.general.messages[0].ts.replace('.', '')}"


@pytest_asyncio.fixture(loop_scope="session")
async def crowd() -> AsyncIterator[Showroom]:
    """A workspace of more than a thousand people."""
    async with Sandbox(Clock(MONDAY), limits=False, show_typed=True) as sandbox, opened(sandbox) as room:
        for number in range(1000):
            room.team.add_user(f"person{number}", real_name=f"Person {number}")
        yield room


async def test_one_of_a_thousand_people_is_searched_to_be_them(browser: Browser, crowd: Showroom) -> None:
    async with tab.opened(browser) as opened_tab:
        page = opened_tab.page
        await page.goto(crowd.sandbox.url)

        await page.get_by_label("You are").fill("Person 777")
        await page.get_by_label("You are").press("Enter")
        await page.get_by_role("link", name="Person 777").click()

        await expect(page.get_by_role("contentinfo")).to_contain_text("You are Person 777")


async def test_menus_of_a_thousand_people_are_searched(browser: Browser, crowd: Showroom) -> None:
    async with tab.opened(browser) as opened_tab:
        page = opened_tab.page
        await page.goto(crowd.address(crowd.ann))
        await write(page, "show")

        await page.get_by_role("searchbox", name="Somebody").press_sequentially("777")
        await page.get_by_role("radio", name="Person 777").check()

        chosen = next(user.id for user in crowd.team.users.values() if user.name == "person777")
        await crowd.hears("action", ("person", chosen))
        await expect(page.get_by_role("radio", name="Person 777")).to_be_checked()
