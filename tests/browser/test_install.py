"""A newcomer's Bolt app is installed in a real browser, which has rules of its own on cookies, forms and redirects."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from sandbox.apps import App
from sandbox.clock import Clock
from sandbox.server import Sandbox
from tests.sandbox.conftest import MONDAY, Scene, scene_in
from tests.sandbox.oauth import app_in
from tests.sandbox.test_dance import bolt_for, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    # slack_sdk sends credentials in a way that aiohttp means to give up.
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
]


@dataclass(frozen=True, slots=True)
class Knock:
    """A tab of the browser on the authorize page, where an app asks to be let in."""

    page: Page
    scene: Scene
    app: App


@pytest_asyncio.fixture(loop_scope="session")
async def knock(browser: Browser, tmp_path: Path) -> AsyncIterator[Knock]:
    """Follow the link of the app's install page."""
    async with Sandbox(clock=Clock(MONDAY), limits=False) as sandbox, await browser.new_context() as context:
        scene = scene_in(sandbox)
        app = app_in(scene)
        async with served(bolt_for(scene, app, tmp_path)) as url:
            app.redirect_urls = (f"{url}/slack/oauth_redirect",)
            page = await context.new_page()
            await page.goto(f"{url}/slack/install")
            await page.get_by_role("link").click()
            yield Knock(page, scene, app)


async def test_allow_ends_on_the_page_of_the_app_which_has_its_token_then(knock: Knock) -> None:
    await expect(knock.page.get_by_role("heading", name="Newcomer asks to enter Acme")).to_be_visible()

    await knock.page.get_by_label("You install it as").select_option(label="Ann Example, @ann")
    await knock.page.get_by_role("button", name="Allow").click()

    await expect(knock.page.get_by_text("Thank you!")).to_be_visible()
    assert (knock.app.id, knock.scene.team.id) in knock.scene.sandbox.seats


async def test_cancel_ends_on_the_page_of_the_app_which_has_no_token(knock: Knock) -> None:
    await knock.page.get_by_role("button", name="Cancel").click()

    await expect(knock.page.get_by_text("access_denied")).to_be_visible()
    assert (knock.app.id, knock.scene.team.id) not in knock.scene.sandbox.seats
