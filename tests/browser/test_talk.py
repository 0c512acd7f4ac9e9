"""People talk on the page: write, edit, reply, react, and share files, and the others see it at once."""

import pytest
from playwright.async_api import FilePayload, Locator, Page, Route, expect

from tests.browser.showroom import Showroom

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)
DOT: FilePayload = {"name": "dot.png", "mimeType": "image/png", "buffer": PICTURE}
PLAN: FilePayload = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"First, tea."}


async def write(page: Page, text: str, field: str = "Message to general") -> None:
    await page.get_by_role("textbox", name=field, exact=True).fill(text)
    await page.get_by_role("textbox", name=field, exact=True).press("Enter")


def message(page: Page, text: str) -> Locator:
    return page.get_by_role("main").get_by_role("article").filter(has_text=text)


async def test_enter_sends_and_the_field_is_empty_again(ann: Page, room: Showroom) -> None:
    await write(ann, "Good morning")

    await expect(message(ann, "Good morning")).to_be_visible()
    await expect(ann.get_by_label("Message to general")).to_have_value("")
    await expect(ann.get_by_label("Message to general")).to_be_focused()
    await room.hears("message", "Good morning")


async def test_shift_and_enter_begin_a_new_line(ann: Page, room: Showroom) -> None:
    field = ann.get_by_label("Message to general")

    await field.press_sequentially("One")
    await field.press("Shift+Enter")
    await field.press_sequentially("Two")
    await field.press("Enter")

    await room.hears("message", "One\nTwo")


async def test_what_is_written_is_shown_as_slack_formats_it(ann: Page) -> None:
    await write(ann, "*Bold* _slanted_ `code` :wave: @bob #general https://example.com")

    written = message(ann, "Bold")
    await expect(written.locator("b")).to_have_text("Bold")
    await expect(written.locator("i")).to_have_text("slanted")
    await expect(written.locator("code")).to_have_text("code")
    await expect(written).to_contain_text("👋 @Bob Other #general")
    await expect(written.get_by_role("link", name="https://example.com")).to_be_visible()


async def test_nothing_is_sent_where_nothing_is_written(ann: Page, room: Showroom) -> None:
    await write(ann, "  ")
    await write(ann, "Something")

    await expect(message(ann, "Something")).to_be_visible()
    await expect(ann.get_by_role("article")).to_have_count(1)


async def test_the_next_message_can_be_begun_while_one_is_on_its_way(ann: Page) -> None:
    waiting: list[Route] = []
    await ann.route("**/say?*", lambda route: waiting.append(route))  # noqa: PLW0108 - it takes functions only
    field = ann.get_by_role("textbox", name="Message to general")
    async with ann.expect_request("**/say?*"):
        await write(ann, "One")
    await field.press_sequentially("Two")

    await waiting[0].continue_()

    await expect(message(ann, "One")).to_be_visible()
    await expect(field).to_have_value("Two")


async def test_who_looks_at_the_channel_sees_a_message_without_reloading(ann: Page, bob: Page) -> None:
    await bob.evaluate("window.untouched = true")

    await write(ann, "Are you there?")

    await expect(message(bob, "Are you there?")).to_be_visible()
    assert await bob.evaluate("window.untouched")


async def test_who_looks_elsewhere_sees_how_many_messages_are_unread(ann: Page, bob: Page, room: Showroom) -> None:
    await bob.goto(room.address(room.bob, "/files"))

    await write(ann, "One")
    await expect(bob.get_by_role("link", name="general unread: 1")).to_be_visible()
    await write(ann, "Two")

    await bob.get_by_role("link", name="general unread: 2").click()
    await expect(message(bob, "Two")).to_be_visible()
    await expect(bob.get_by_role("link", name="general", exact=True)).to_be_visible()


async def test_what_is_being_written_stays_while_others_write(ann: Page, bob: Page) -> None:
    await bob.get_by_label("Message to general").fill("I was about to")

    await write(ann, "Quick")

    await expect(message(bob, "Quick")).to_be_visible()
    await expect(bob.get_by_label("Message to general")).to_have_value("I was about to")


async def test_a_message_is_edited_and_says_so(ann: Page, bob: Page) -> None:
    await write(ann, "Helo")
    await message(ann, "Helo").get_by_label("More about this message").click()
    await ann.get_by_role("link", name="Edit").click()
    await expect(ann.get_by_label("Edit the message")).to_be_focused()

    await write(ann, "Hello", "Edit the message")

    await expect(message(bob, "Hello")).to_contain_text("(edited)")
    await expect(ann.get_by_label("Edit the message")).to_have_count(0)
    await expect(message(ann, "Hello")).to_contain_text("(edited)")


async def test_escape_leaves_a_message_as_it_was(ann: Page) -> None:
    await write(ann, "Helo")
    await message(ann, "Helo").get_by_label("More about this message").click()
    await ann.get_by_role("link", name="Edit").click()
    await ann.get_by_label("Edit the message").fill("Hello")

    await ann.get_by_label("Edit the message").press("Escape")

    await expect(ann.get_by_label("Edit the message")).to_have_count(0)
    await expect(message(ann, "Helo")).not_to_contain_text("(edited)")


async def test_a_message_is_deleted_for_everybody(ann: Page, bob: Page) -> None:
    await write(ann, "Oops")
    await expect(message(bob, "Oops")).to_be_visible()

    await message(ann, "Oops").get_by_label("More about this message").click()
    await ann.get_by_role("button", name="Delete").click()

    await expect(message(ann, "Oops")).to_have_count(0)
    await expect(message(bob, "Oops")).to_have_count(0)


async def test_who_did_not_write_a_message_cannot_edit_it(ann: Page, bob: Page) -> None:
    await write(ann, "Mine")

    await message(bob, "Mine").get_by_label("More about this message").click()

    await expect(bob.get_by_role("button", name="Take a note")).to_be_visible()
    await expect(bob.get_by_role("link", name="Edit")).to_have_count(0)


async def test_a_reply_stands_in_the_thread_beside(ann: Page, bob: Page) -> None:
    await write(ann, "Who comes?")
    await message(bob, "Who comes?").get_by_role("link", name="Reply in a thread").click()

    await write(bob, "I do", "Reply")

    thread = bob.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_role("article").filter(has_text="I do")).to_be_visible()
    await expect(message(bob, "I do")).to_have_count(0)
    await expect(message(ann, "Who comes?").get_by_role("link", name="1 reply")).to_be_visible()


async def test_a_reply_can_be_told_to_the_channel_too(ann: Page, bob: Page) -> None:
    await write(ann, "Who comes?")
    await message(bob, "Who comes?").get_by_role("link", name="Reply in a thread").click()

    await bob.get_by_label("also in the channel").check()
    await write(bob, "I do", "Reply")

    await expect(message(ann, "I do")).to_be_visible()


async def test_an_app_that_is_called_answers_in_the_thread(ann: Page) -> None:
    await write(ann, "Hello @showroom")

    await message(ann, "Hello").get_by_role("link", name="1 reply").click()

    thread = ann.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_role("article").filter(has_text="You called?")).to_be_visible()


async def test_a_reaction_is_picked_and_taken_back(ann: Page, bob: Page, room: Showroom) -> None:
    await write(ann, "Done!")

    await message(bob, "Done!").get_by_label("React to this message").click()
    await bob.get_by_role("button", name=":tada:", exact=True).click()

    given = message(ann, "Done!").get_by_role("button", name=":tada: Bob Other")
    await expect(given).to_have_text("🎉 1")
    await room.hears("reaction", "tada")

    await message(bob, "Done!").get_by_role("button", name=":tada: Bob Other").click()
    await expect(given).to_have_count(0)


async def test_a_reaction_is_given_by_name(ann: Page) -> None:
    await write(ann, "Done!")

    await message(ann, "Done!").get_by_label("React to this message").click()
    await ann.get_by_label("Another, by name").fill(":wave:")
    await ann.get_by_role("button", name="Add").click()

    await expect(message(ann, "Done!").get_by_role("button", name=":wave: Ann Example")).to_have_text("👋 1")


async def test_a_picture_is_shared_and_seen(ann: Page, bob: Page) -> None:
    await ann.get_by_label("Attach files").set_input_files(DOT)
    await write(ann, "Look")

    picture = message(bob, "Look").get_by_role("img")
    await picture.scroll_into_view_if_needed()
    await picture.evaluate("picture => picture.decode()")
    assert await picture.evaluate("picture => picture.naturalWidth") == 1


async def test_the_text_of_a_file_is_seen_below_its_name(ann: Page, bob: Page) -> None:
    await ann.get_by_label("Attach files").set_input_files(PLAN)
    await expect(ann.get_by_text("📎 plan.txt")).to_be_visible()
    await ann.get_by_role("button", name="Send").click()

    await expect(message(bob, "First, tea.").get_by_role("link", name="plan.txt")).to_be_visible()
    await expect(ann.get_by_text("📎 Attach files")).to_be_visible()


async def test_who_reads_the_newest_message_sees_the_next_one_come(ann: Page, room: Showroom) -> None:
    bob = room.sandbox.person(room.team, room.bob)
    for number in range(30):
        await bob.say(f"Number {number}.", channel=room.general)
    await expect(message(ann, "Number 29.")).to_be_in_viewport()

    await bob.say("The last one", channel=room.general)

    await expect(message(ann, "The last one")).to_be_in_viewport()


async def test_who_reads_what_was_said_before_is_left_in_peace(ann: Page, room: Showroom) -> None:
    bob = room.sandbox.person(room.team, room.bob)
    for number in range(30):
        await bob.say(f"Number {number}.", channel=room.general)
    await expect(message(ann, "Number 29.")).to_be_in_viewport()
    await message(ann, "Number 3.").scroll_into_view_if_needed()

    await bob.say("The last one", channel=room.general)

    await expect(message(ann, "The last one")).to_be_attached()
    await expect(message(ann, "Number 3.")).to_be_in_viewport()
