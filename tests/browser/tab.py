"""A tab of the browser: where it looks, what it asked for and got, and what it complained of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Page, Request

WINDOW = {"width": 1280, "height": 900}
PATIENCE = 10_000
"""Milliseconds in which what a test looks for must be there; on a busy machine a page takes its time."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page, what it asked for (kind and address), got (status), and complained of."""

    page: Page
    asked: list[tuple[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@asynccontextmanager
async def opened(browser: Browser, **more: Any) -> AsyncIterator[Tab]:  # noqa: ANN401 - what a context takes
    """A new tab with no cookies and nothing cached; at its end nobody may have complained of anything."""
    async with await browser.new_context(**{"viewport": WINDOW, **more}) as context:
        context.set_default_timeout(PATIENCE)
        tab = Tab(await context.new_page())
        tab.page.on("request", lambda asked: tab.asked.append((asked.resource_type, asked.url)))
        tab.page.on("response", lambda answered: tab.statuses.append(answered.status))
        tab.page.on("console", lambda said: tab.complaints.extend(_complaint(said)))
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.on("requestfailed", lambda asked: tab.complaints.extend(_failure(asked)))
        yield tab
    assert tab.complaints == [], tab.complaints  # said here: this module is no test, and shows nothing by itself


def _complaint(said: ConsoleMessage) -> list[str]:
    """What is said in the console, but for what Chromium remarks by itself, such as a focus that was taken already."""
    return [] if said.type == "info" else [f"{said.type}: {said.text}"]


def _failure(asked: Request) -> list[str]:
    """Why a request failed; what was still under way when the next page was opened has not."""
    return [] if asked.failure == "net::ERR_ABORTED" else [f"{asked.url}: {asked.failure}"]
