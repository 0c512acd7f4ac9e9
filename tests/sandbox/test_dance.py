"""The whole OAuth dance of a newcomer's Bolt app: install page, Allow, callback, and an event that is authorised."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import loopback
from sandbox.apps import App
from sandbox.page.authorizing import PATH
from tests.sandbox.bolt import _Verification
from tests.sandbox.conftest import Scene
from tests.sandbox.markup import read
from tests.sandbox.oauth import app_in

# slack_sdk sends credentials in a way that aiohttp means to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


def bolt_for(scene: Scene, app: App, folder: Path) -> AsyncApp:
    """A Bolt app that keeps its installations in a folder."""
    settings = AsyncOAuthSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=["chat:write", "users:read"],
        authorization_url=f"{scene.sandbox.url}{PATH}",
        installation_store=FileInstallationStore(base_dir=str(folder / "installations")),
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(folder / "states")),
    )
    bolt = AsyncApp(
        client=AsyncWebClient(base_url=scene.sandbox.api_url),
        signing_secret=app.signing_secret,
        oauth_settings=settings,
        request_verification_enabled=False,
        process_before_response=True,
    )
    bolt.use(_Verification(app.signing_secret, scene.sandbox.clock))
    return bolt


@contextlib.asynccontextmanager
async def served(bolt: AsyncApp) -> AsyncIterator[str]:
    handler = AsyncSlackRequestHandler(bolt)

    async def handle(request: Request) -> Response:
        return await handler.handle(request)

    paths = ("/slack/install", "/slack/oauth_redirect", "/slack/events")
    async with loopback.served(
        Starlette(routes=[Route(path, handle, methods=["GET", "POST"]) for path in paths])
    ) as url:
        yield url


async def danced(url: str, button: str) -> httpx.Response:
    """What the app says in the end to a person who presses that button."""
    async with httpx.AsyncClient() as browser:
        page = await browser.get(f"{url}/slack/install")
        cookie = page.headers["set-cookie"].partition(";")[0]  # a Secure one, which httpx keeps from http
        [link] = [each["href"] for each in read(page.text).all("a")]
        asked = read((await browser.get(link)).text)
        fields = {each["name"]: each["value"] for each in asked.all("input")}
        [person] = [each["value"] for each in asked.all("option")]
        sandbox = "://".join(urlsplit(link)[:2])
        answer = await browser.post(f"{sandbox}{PATH}", data={**fields, "person": person, "answer": button})
        return await browser.get(answer.headers["location"], headers={"Cookie": cookie})


@pytest.mark.parametrize("rotates", [False, True])
async def test_a_bolt_app_is_let_in_and_answers_an_event_with_its_token(
    scene: Scene, tmp_path: Path, rotates: object
) -> None:
    app = app_in(scene, rotates=bool(rotates))
    bolt = bolt_for(scene, app, tmp_path)

    @bolt.event("team_join")
    async def greet(event: dict[str, dict[str, str]], client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=event["user"]["id"], text="Welcome")

    async with served(bolt) as url:
        app.redirect_urls, app.request_url = (f"{url}/slack/oauth_redirect",), f"{url}/slack/events"

        said = await danced(url, "allow")
        eve = await scene.team.join("eve")

        assert said.status_code == 200
        assert [message.text for message in scene.sandbox.person(scene.team, eve).messages(app)] == ["Welcome"]


async def test_a_bolt_app_that_is_not_let_in_is_told_so(scene: Scene, tmp_path: Path) -> None:
    app = app_in(scene)

    async with served(bolt_for(scene, app, tmp_path)) as url:
        app.redirect_urls = (f"{url}/slack/oauth_redirect",)

        said = await danced(url, "cancel")

    assert "access_denied" in said.text
    assert (app.id, scene.team.id) not in scene.sandbox.seats
