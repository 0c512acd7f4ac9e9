"""Who builds an app sees beside the page what was called and delivered, and moves the levers of the sandbox."""

import pytest
from playwright.async_api import Browser, Page, expect
from slack_sdk.errors import SlackApiError

from sandbox.clock import Clock
from sandbox.server import Sandbox
from tests.browser import showroom, tab
from tests.browser.showroom import Showroom
from tests.browser.test_talk import message, write
from tests.build import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_journal_beside_follows_what_happens(ann: Page) -> None:
    await ann.get_by_role("link", name="Open the journal beside").click()
    journal = ann.get_by_role("complementary", name="Journal")

    await write(ann, "/show text")

    entry = journal.get_by_role("listitem").filter(has_text="/show")
    await expect(entry).to_contain_text("acknowledged")
    await entry.locator("summary").click()
    await expect(entry.locator("pre").first).to_contain_text('"command": "/show"')
    await expect(entry.locator("pre").last).to_contain_text("Here you are")


async def test_an_entry_that_is_unfolded_stays_so_while_others_come(ann: Page) -> None:
    await ann.get_by_role("link", name="Open the journal beside").click()
    journal = ann.get_by_role("complementary", name="Journal")
    await write(ann, "/show text")
    entry = journal.get_by_role("listitem").filter(has_text="/show")
    await entry.locator("summary").click()

    await write(ann, "show")

    await expect(journal.get_by_text("chat.postMessage")).to_be_visible()
    await expect(entry.locator("pre").first).to_be_visible()


async def test_the_journal_stays_beside_where_one_goes(ann: Page) -> None:
    await ann.get_by_role("link", name="Open the journal beside").click()

    await ann.get_by_role("link", name="Showroom, Home").click()
    await expect(ann.get_by_role("complementary", name="Journal").get_by_text("views.publish")).to_be_visible()
    await ann.get_by_role("link", name="Close the journal").last.click()

    await expect(ann.get_by_role("complementary")).to_have_count(0)


async def test_tokens_are_shown_in_part_only(ann: Page, room: Showroom) -> None:
    await write(ann, "/show text")

    await ann.goto(f"{room.sandbox.url}/journal")

    await expect(ann.get_by_role("listitem").filter(has_text="/show")).to_have_count(1)
    secrets = [room.client.token or "", room.app.app_token, room.app.signing_secret]
    shown = await ann.content()
    assert [each for each in secrets if each in shown] == []


async def test_the_journal_can_be_read_of_one_method_alone(ann: Page, room: Showroom) -> None:
    await write(ann, "show")
    await expect(message(ann, "Everything at once")).to_be_visible()
    await ann.goto(f"{room.sandbox.url}/journal")

    await ann.get_by_label("Method").select_option(label="chat.postMessage")
    await ann.get_by_role("button", name="Show").click()

    entries = ann.get_by_role("main").get_by_role("list").get_by_role("listitem")
    await expect(entries.locator("summary")).to_have_count(1)
    await expect(entries.locator("summary")).to_contain_text("chat.postMessage")


async def test_what_is_typed_is_not_in_the_journal_where_it_is_not_to_be_shown(browser: Browser) -> None:
    async with (
        Sandbox(Clock(MONDAY), limits=False) as sandbox,
        showroom.opened(sandbox) as room,
        tab.opened(browser) as opened,
    ):
        page = opened.page
        await page.goto(room.address(room.ann, beside="journal"))
        await write(page, "/show")
        dialog = page.get_by_role("dialog", name="Everything")
        await dialog.get_by_role("textbox", name="Name").fill("quokka")
        await dialog.get_by_role("textbox", name="Words").fill("parasol")
        await dialog.get_by_label("Large").check()
        await dialog.get_by_role("button", name="Send it").last.click()
        await page.get_by_role("dialog", name="Thank you").get_by_role("button", name="Close", exact=True).click()

        for address in (room.address(room.ann, beside="journal"), f"{sandbox.url}/journal"):
            await page.goto(address)
            await expect(page.locator("summary").filter(has_text="view_submission").first).to_be_visible()
            shown = await page.content()
            assert [each for each in ("quokka", "parasol", "&quot;large&quot;") if each in shown] == []


async def test_a_fault_is_added_felt_and_gone(ann: Page, room: Showroom) -> None:
    await ann.goto(f"{room.sandbox.url}/levers")
    await ann.get_by_label("Method").select_option(label="chat.postMessage")
    await ann.get_by_role("textbox", name="Error").fill("is_archived")
    await ann.get_by_role("button", name="Add the fault").click()
    await expect(ann.get_by_role("status")).to_contain_text("chat.postMessage goes wrong (error) 1 time.")

    with pytest.raises(SlackApiError, match="is_archived"):
        await room.client.chat_postMessage(channel=room.general.id, text="Hello")

    await expect(ann.get_by_text("Everything works.")).to_be_visible()


async def test_a_fault_can_be_removed(ann: Page, room: Showroom) -> None:
    await ann.goto(f"{room.sandbox.url}/levers")
    await ann.get_by_label("Times").fill("")
    await ann.get_by_role("button", name="Add the fault").click()

    await ann.get_by_role("button", name="Remove the fault of *").click()

    await expect(ann.get_by_text("Everything works.")).to_be_visible()
    assert list(room.sandbox.faults) == []


async def test_what_does_not_fit_is_said_kindly(ann: Page, room: Showroom) -> None:
    await ann.goto(f"{room.sandbox.url}/levers")

    await ann.get_by_label("Times").fill("often")
    await ann.get_by_role("button", name="Add the fault").click()

    await expect(ann.get_by_role("status")).to_contain_text("whole number")


async def test_the_clock_is_moved(ann: Page, room: Showroom) -> None:
    await ann.goto(f"{room.sandbox.url}/levers")

    await ann.get_by_role("button", name="+ 1 hour").click()

    await expect(ann.get_by_text("Monday 05 January 2026, 10:00:00 UTC")).to_be_visible()
    assert room.sandbox.clock.now() == MONDAY.replace(hour=10)


async def test_events_are_held_back_and_released(ann: Page, room: Showroom) -> None:
    await ann.goto(f"{room.sandbox.url}/levers")
    await ann.get_by_role("button", name="Hold back").click()
    await room.sandbox.person(room.team, room.bob).say("One", channel=room.general)
    await room.sandbox.person(room.team, room.bob).say("Two", channel=room.general)
    await expect(ann.get_by_text("2 held back.")).to_be_visible()
    assert room.values("message") == []

    await ann.get_by_role("button", name="Release").click()

    await room.hears("message", "One")
    assert room.values("message") == ["Two", "One"]


async def test_an_app_is_uninstalled(ann: Page, room: Showroom) -> None:
    await ann.goto(f"{room.sandbox.url}/levers")

    await ann.get_by_role("button", name="Uninstall").click()

    await expect(ann.get_by_role("status")).to_contain_text("Showroom is no longer in Acme.")
    await ann.goto(room.address(room.ann))
    await expect(ann.get_by_role("link", name="Showroom, Home")).to_have_count(0)
