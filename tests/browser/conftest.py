"""One browser for all tests, one round played for all of them to read, and a showroom for each that does something."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from handlers.views import ids
from sandbox.clock import Clock
from sandbox.server import Sandbox
from tests.browser import showroom, tab
from tests.browser.chromium import started
from tests.browser.showroom import Showroom
from tests.browser.tab import Tab
from tests.build import MONDAY
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
        await acme.tick(acme.clock.now().replace(day=12, hour=9))
        for number in (2, 30):
            await acme.person(number).press(ids.OPEN_FORM)
            acme.person(number).fill({"trust": 4, ids.COMMENT: f"{PHRASE}, not sent"})
        yield acme


@dataclass(frozen=True, slots=True)
class Look:
    """A tab of the browser in front of the workspace of the round."""

    tab: Tab
    acme: Stage

    @property
    def page(self) -> Page:
        """The page in the tab."""
        return self.tab.page

    async def choose(self, number: int) -> None:
        """Open the sandbox and choose one of the forty, as a newcomer does; they arrive in the DM with the bot."""
        await self.page.goto(self.acme.sandbox.url)
        await self.page.get_by_label("You are").select_option(label=f"Ann Example {number}")
        await self.page.wait_for_url("**/c/**")

    def addresses(self, number: int) -> dict[str, str]:
        """Every kind of page there is, as one of the forty would open it."""
        user, url = self.acme.people[number].id, self.acme.sandbox.url
        base = f"{url}/w/{self.acme.team.id}"
        return {
            "people": base,
            "conversation": f"{base}?as={user}",
            "beside the journal": f"{base}?as={user}&beside=journal",
            "home": f"{base}/home/{self.acme.app.id}?as={user}",
            "channels": f"{base}/channels?as={user}",
            "others": f"{base}/people?as={user}",
            "files": f"{base}/files?as={user}",
            "all files": f"{base}/files",
            "journal": f"{url}/journal?method=chat.postMessage",
            "levers": f"{url}/levers",
        }


@pytest_asyncio.fixture(loop_scope="session")
async def look(browser: Browser, acme: Stage) -> AsyncIterator[Look]:
    """A new tab in front of the round."""
    async with tab.opened(browser) as opened:
        yield Look(opened, acme)


@pytest_asyncio.fixture(loop_scope="session")
async def room() -> AsyncIterator[Showroom]:
    """An app of another builder at work in a workspace of its own, with Ann and Bob in it."""
    async with Sandbox(Clock(MONDAY), limits=False, show_typed=True) as sandbox, showroom.opened(sandbox) as room:
        yield room


@pytest_asyncio.fixture(loop_scope="session")
async def ann(browser: Browser, room: Showroom) -> AsyncIterator[Page]:
    """A tab of Ann, who looks at the channel where everybody is."""
    async with tab.opened(browser) as opened:
        await opened.page.goto(room.address(room.ann))
        yield opened.page


@pytest_asyncio.fixture(loop_scope="session")
async def bob(browser: Browser, room: Showroom) -> AsyncIterator[Page]:
    """A tab of Bob, who looks at the channel where everybody is."""
    async with tab.opened(browser) as opened:
        await opened.page.goto(room.address(room.bob))
        yield opened.page
