"""axe finds nothing that keeps anybody out, on any page, with anything open, by day and by night, on a phone."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import Look
from tests.browser.showroom import Showroom
from tests.browser.test_access import MANAGER, PAGES
from tests.browser.test_forms import form, send
from tests.browser.test_talk import message, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Scheme = Literal["light", "dark"]
PHONE: Final[ViewportSize] = {"width": 390, "height": 800}
BY_NIGHT = ("color-contrast", "link-in-text-block")
ON_A_PHONE = ("color-contrast", "meta-viewport", "scrollable-region-focusable", "target-size")
LOOKS: Final[tuple[tuple[Scheme, bool, tuple[str, ...]], ...]] = (
    ("light", False, ()),
    ("dark", False, BY_NIGHT),
    ("light", True, ON_A_PHONE),
)
"""By day or by night, on a phone or not, and the rules that this can break; all rules are looked at once."""


async def violations(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds wrong by those rules or by all, each with the rule, the place, and what it says."""
    options: dict[str, Any] = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found: dict[str, Any] = (await Axe().run(page, options=options)).response
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


async def all_violations(page: Page) -> list[str]:
    """What axe finds by day, by night, and on a phone."""
    found, window = [], page.viewport_size
    assert window is not None
    for scheme, phone, rules in LOOKS:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await page.set_viewport_size(PHONE if phone else window)
        found += [f"{scheme}, {'phone' if phone else 'window'}: {each}" for each in await violations(page, rules)]
    return found


@pytest.mark.parametrize("name", PAGES)
async def test_axe_finds_nothing_on_a_page(look: Look, name: str) -> None:
    await look.page.goto(look.addresses(MANAGER)[name])

    assert await all_violations(look.page) == []


async def test_axe_sees_what_is_wrong(look: Look) -> None:
    await look.page.goto(look.addresses(MANAGER)["files"])
    await look.page.evaluate("document.querySelector('label[for=as]').remove()")

    assert [each.split(":")[0] for each in await violations(look.page)] == ["select-name"]


async def a_thread(page: Page, _room: Showroom) -> None:
    await write(page, "Hello @showroom")
    await message(page, "Hello").get_by_role("link", name="1 reply").click()
    await expect(page.get_by_role("complementary", name="Thread").get_by_role("article")).to_have_count(2)


async def everything_in_a_message(page: Page, _room: Showroom) -> None:
    await write(page, "show")
    await write(page, "menus")
    await expect(page.get_by_role("searchbox", name="Far places")).to_be_visible()
    await page.get_by_role("searchbox", name="Far away").press_sequentially("r")
    await expect(page.get_by_role("radio", name="Arlon")).to_be_visible()


async def the_home_tab(page: Page, room: Showroom) -> None:
    await page.goto(room.address(room.ann, f"/home/{room.app.id}"))
    await expect(page.get_by_role("textbox", name="Note")).to_be_visible()


async def a_modal(page: Page, _room: Showroom) -> None:
    await form(page)


async def a_modal_with_complaints(page: Page, _room: Showroom) -> None:
    dialog = await form(page)
    await send(dialog, Name="A", Age="old")
    await expect(dialog.get_by_text("at least 2 characters")).to_be_visible()


async def a_question(page: Page, _room: Showroom) -> None:
    await write(page, "show")
    await page.get_by_role("button", name="Risk it").click()
    await expect(page.get_by_role("dialog", name="Sure?")).to_be_visible()


async def a_menu(page: Page, _room: Showroom) -> None:
    await write(page, "Hello")
    await message(page, "Hello").get_by_label("React to this message").click()
    await expect(page.get_by_label("Another, by name")).to_be_visible()


async def the_commands(page: Page, _room: Showroom) -> None:
    await page.get_by_role("textbox", name="Message to general").press_sequentially("/")
    await expect(page.get_by_role("link", name="/show")).to_be_visible()


async def a_payload_in_the_journal(page: Page, _room: Showroom) -> None:
    await write(page, "/show text")
    await page.get_by_role("link", name="Open the journal beside").click()
    await page.locator(".entry").filter(has_text="/show").locator("summary").click()


async def a_message_being_edited(page: Page, _room: Showroom) -> None:
    await write(page, "Hello")
    await message(page, "Hello").get_by_label("More about this message").click()
    await page.get_by_role("link", name="Edit").click()
    await expect(page.get_by_label("Edit the message")).to_be_focused()


async def a_notice(page: Page, _room: Showroom) -> None:
    await write(page, "/nothing")
    await expect(page.get_by_role("status")).to_contain_text("No app")


async def the_levers(page: Page, room: Showroom) -> None:
    room.sandbox.faults.add("chat.postMessage", "error")
    await page.goto(f"{room.sandbox.url}/levers")


STATES = [
    *(a_thread, everything_in_a_message, the_home_tab, a_modal, a_modal_with_complaints, a_question, a_menu),
    *(the_commands, a_payload_in_the_journal, a_message_being_edited, a_notice, the_levers),
]


@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
async def test_axe_finds_nothing_with_it_open(
    ann: Page, room: Showroom, state: Callable[[Page, Showroom], Awaitable[None]]
) -> None:
    await state(ann, room)

    assert await all_violations(ann) == []
