"""Whether everybody can use the page: with a keyboard alone, on a phone, by day and by night."""

from typing import Final, Literal

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Look
from tests.browser.contrast import colour_of, ratio_of, seen_on

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MANAGER = 10
PHONES = (320, 390)
PAGES = [
    *("people", "conversation", "beside the journal", "home", "channels", "others", "files", "all files", "journal"),
    "levers",
]
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")

# What Tab should reach, and what it has reached: an address or a name, whether it is in sight and marked.
REACHABLE = """() => [...document.querySelectorAll("a[href], button:not(:disabled), select:not(:disabled), "
  + "input:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']")]
  .filter((each) => each.tabIndex >= 0 && each.checkVisibility()).length"""
FOCUSED = """() => {
  const each = document.activeElement;
  if (each === document.body) return null;
  const box = each.getBoundingClientRect(), style = getComputedStyle(each);
  return {
    where: [...document.querySelectorAll("*")].indexOf(each),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    outline: style.outlineColor,
    named: Boolean((each.ariaLabel || each.innerText || each.labels?.[0]?.innerText
      || each.querySelector("img")?.alt || each.getAttribute("aria-labelledby") || "").trim()),
  };
}"""


async def test_the_first_tab_reaches_a_link_that_skips_to_the_content(look: Look) -> None:
    await look.page.goto(look.addresses(MANAGER)["conversation"])

    await look.page.keyboard.press("Tab")
    skip = look.page.get_by_role("link", name="Skip to the content")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await look.page.keyboard.press("Enter")

    await expect(look.page.get_by_role("main")).to_be_focused()


async def test_a_person_is_chosen_with_the_keyboard_alone(look: Look) -> None:
    await look.page.goto(look.acme.sandbox.url)
    chooser = look.page.get_by_label("You are")

    for _ in range(10):
        await look.page.keyboard.press("Tab")
        if await chooser.evaluate("each => each === document.activeElement"):
            break
    await look.page.keyboard.type(f"Ann Example {MANAGER}")
    await look.page.keyboard.press("Enter")

    await expect(look.page.get_by_role("contentinfo")).to_contain_text(f"You are Ann Example {MANAGER},")
    await expect(look.page.get_by_role("article")).to_have_count(4)


@pytest.mark.parametrize("name", PAGES)
async def test_tab_reaches_all_that_can_be_used_and_shows_where_one_is(look: Look, name: str) -> None:
    await look.page.goto(look.addresses(MANAGER)[name])
    reached = []

    await look.page.keyboard.press("Tab")
    while focused := await look.page.evaluate(FOCUSED):
        reached.append(focused)
        await look.page.keyboard.press("Tab")

    places = [each["where"] for each in reached]
    assert len(places) == await look.page.evaluate(REACHABLE)
    assert places == sorted(set(places))
    assert [each for each in reached if not (each["seen"] and each["marked"] and each["named"])] == []


@pytest.mark.parametrize("name", PAGES)
async def test_a_phone_shows_every_page_without_scrolling_sideways(look: Look, name: str) -> None:
    await look.page.set_viewport_size({"width": PHONES[0], "height": 700})
    await look.page.goto(look.addresses(MANAGER)[name])

    for width in PHONES:
        await look.page.set_viewport_size({"width": width, "height": 700})
        assert await look.page.evaluate("document.documentElement.scrollWidth") <= width
    await expect(look.page.get_by_role("main")).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
async def test_all_that_stands_on_a_page_can_be_read_by_day_and_by_night(look: Look, name: str) -> None:
    await look.page.goto(look.addresses(MANAGER)[name])

    for scheme in SCHEMES:
        await look.page.emulate_media(color_scheme=scheme)
        seen = await seen_on(look.page)
        assert len(seen) > 10
        assert [each for each in seen if each.too_faint] == []


async def test_day_and_night_differ(look: Look) -> None:
    grounds = []
    await look.page.goto(look.addresses(MANAGER)["home"])
    for scheme in SCHEMES:
        await look.page.emulate_media(color_scheme=scheme)
        grounds.append(colour_of(await look.page.evaluate("getComputedStyle(document.body).backgroundColor")))

    assert ratio_of(*grounds) > 10


@pytest.mark.parametrize("width", [1024, 1280])
async def test_the_top_stays_in_sight_and_hides_nothing_that_one_goes_to(look: Look, width: int) -> None:
    await look.page.set_viewport_size({"width": width, "height": 500})
    await look.page.goto(look.addresses(MANAGER)["conversation"])

    for place in (look.page.get_by_role("article").nth(1), look.page.get_by_role("link", name="Groundswell, Home")):
        await place.evaluate("each => each.scrollIntoView({block: 'start'})")
        top, shown = await look.page.get_by_role("banner").bounding_box(), await place.bounding_box()
        assert top is not None
        assert shown is not None
        assert (top["y"], top["y"] + top["height"] <= shown["y"]) == (0, True)


async def test_a_conversation_opens_at_its_newest_message(look: Look) -> None:
    await look.page.set_viewport_size({"width": 1280, "height": 500})
    await look.page.goto(look.addresses(MANAGER)["conversation"])

    await expect(look.page.get_by_role("article").last).to_be_in_viewport()
    await expect(look.page.get_by_role("article").first).not_to_be_in_viewport()
