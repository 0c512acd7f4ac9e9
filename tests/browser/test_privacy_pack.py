"""The pack for employee representatives on paper and on a phone: it prints, and no line runs out of the page."""

import pytest
from playwright.async_api import Browser

from bot.pack.paper import Contents, html_of
from handlers.views.words import LANGUAGES, words_for
from tests.browser.test_axe import violations
from tests.build import MONDAY
from tests.handlers.views.shapes import in_force

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
A4 = (673, 970)
"""What the margins leave of an A4 sheet, in CSS pixels."""
PHONE = (360, 740)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("media", "size"), [("print", A4), ("screen", PHONE)])
async def test_no_line_of_the_pack_runs_out_of_the_page(
    browser: Browser, language: str, media: str, size: tuple[int, int]
) -> None:
    width, height = size
    page = await browser.new_page(viewport={"width": width, "height": height})
    await page.set_content(html_of(words_for(language), Contents(in_force(), "1.2.3"), today=MONDAY.date()))
    await page.emulate_media(media="print" if media == "print" else "screen")

    wide = await page.evaluate("document.documentElement.scrollWidth")
    await page.close()

    assert wide <= width


async def test_the_pack_prints(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content(html_of(words_for("en"), Contents(in_force(), "1.2.3"), today=MONDAY.date()))

    printed = await page.pdf(prefer_css_page_size=True)
    await page.close()

    assert printed.startswith(b"%PDF-")
    assert len(printed) > 20_000


async def test_axe_finds_nothing_on_the_pack(browser: Browser) -> None:
    context = await browser.new_context()  # axe opens pages of its own
    page = await context.new_page()
    await page.set_content(html_of(words_for("en"), Contents(in_force(), "1.2.3"), today=MONDAY.date()))

    found = await violations(page)
    await context.close()

    assert found == []
