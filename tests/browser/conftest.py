"""One browser for all tests, and one round played for all of them to read: none of them changes what is there."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Request

from handlers.views import ids
from tests.browser.chromium import started
from tests.conftest import CHROMIUM
from tests.journeys.stage import Stage, stage
from tests.journeys.test_pulse import answer

PHRASE = "quokka parasol"
ANSWERING = 36


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, started once."""
    if CHROMIUM is None:
        pytest.skip("Chromium was not found")
    async with started(CHROMIUM) as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def acme(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A round that was played: all invited, 36 answers with a comment each, Homes opened, closed, digests sent."""
    folder = tmp_path_factory.mktemp("browser")
    database = shutil.copy(sqlite_template, folder / "groundswell.db")
    async with stage("http", f"sqlite+aiosqlite:///{database}", folder) as acme:
        await acme.start_pulse()
        for number in range(ANSWERING):
            await answer(acme.person(number), 1 + number % 5, comment=f"{PHRASE} {number}")
        await acme.close_round()
        for number in range(10):
            await acme.person(number).open_home(acme.app)
        await acme.tick(acme.clock.now().replace(day=12, hour=10))
        for number in (2, 10):
            await acme.person(number).press(ids.OPEN_FORM)
            acme.person(number).fill({"trust": 4, ids.COMMENT: f"{PHRASE}, not sent"})
        yield acme


@dataclass(frozen=True, slots=True)
class Look:
    """A tab of the browser in front of the workspace: what it asked for (kind and address), got, and complained of."""

    page: Page
    acme: Stage
    asked: list[tuple[str, str]]
    statuses: list[int]
    complaints: list[str]

    async def choose(self, number: int) -> None:
        """Open the sandbox and choose one of the forty, as a newcomer does; they arrive in the DM with the bot."""
        await self.page.goto(self.acme.sandbox.url)
        await self.page.get_by_label("You are").select_option(label=f"Ann Example {number}")
        await self.page.get_by_role("button", name="Go").click()
        await self.page.wait_for_url("**/c/**")

    def addresses(self, number: int) -> dict[str, str]:
        """Every kind of page there is, as one of the forty would open it."""
        user = self.acme.people[number].id
        base = f"{self.acme.sandbox.url}/w/{self.acme.team.id}"
        return {
            "people": base,
            "conversation": f"{base}?as={user}",
            "home": f"{base}/home/{self.acme.app.id}?as={user}",
            "files": f"{base}/files?as={user}",
            "all files": f"{base}/files",
            "journal": f"{self.acme.sandbox.url}/journal",
        }


@pytest_asyncio.fixture(loop_scope="session")
async def look(browser: Browser, acme: Stage) -> AsyncIterator[Look]:
    """A new tab, with no cookies and nothing cached."""
    async with await browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        look = Look(await context.new_page(), acme, [], [], [])
        look.page.on("request", lambda asked: look.asked.append((asked.resource_type, asked.url)))
        look.page.on("response", lambda answered: look.statuses.append(answered.status))
        look.page.on("console", lambda said: look.complaints.append(f"{said.type}: {said.text}"))
        look.page.on("pageerror", lambda error: look.complaints.append(str(error)))
        look.page.on("requestfailed", lambda asked: look.complaints.extend(_failure(asked)))
        yield look


def _failure(asked: Request) -> list[str]:
    """Why a request failed; what was still under way when the next page was opened has not."""
    return [] if asked.failure == "net::ERR_ABORTED" else [f"{asked.url}: {asked.failure}"]
