"""An app that is to be installed by OAuth, and the browser of the person who is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.apps import App
from sandbox.page.authorizing import PATH
from sandbox.workspace import Json
from tests.sandbox.conftest import Scene, manifest
from tests.sandbox.markup import Read, read

CALLBACK = "http://127.0.0.1:3000/slack/oauth_redirect"


def app_in(scene: Scene, name: str = "Newcomer", *, callback: str = CALLBACK, rotates: bool = False) -> App:
    """An app that is installed nowhere."""
    described = manifest(token_rotation_enabled=rotates)
    described["oauth_config"] |= {"redirect_urls": [callback], "scopes": {"bot": ["chat:write", "users:read"]}}
    described["features"]["bot_user"]["display_name"] = name
    return scene.sandbox.add_app(name, manifest=described)


@dataclass(frozen=True, slots=True)
class Door:
    """The authorize page, as a person's browser meets it."""

    scene: Scene
    app: App
    browser: httpx.AsyncClient

    def fields(self, **more: str) -> dict[str, str]:
        """What the app puts into the address of the page."""
        return {"client_id": self.app.client_id, "scope": "chat:write", "state": "s1", **more}

    async def seen(self, status: int = 200, **more: str) -> Read:
        """The page."""
        answer = await self.browser.get(PATH, params=self.fields(**more))
        assert answer.status_code == status, answer.text
        found = read(answer.text)
        assert found.faults == []
        return found

    async def pressed(self, button: str, fields: Mapping[str, str], **headers: str) -> httpx.Response:
        """The answer to Allow or Cancel."""
        sent = {"workspace": self.scene.team.id, "person": self.scene.ann.id, **fields, "answer": button}
        return await self.browser.post(PATH, data=sent, headers=headers)

    async def code(self, **more: str) -> str:
        """The code that comes back when Ann allows it."""
        return back_of(await self.pressed("allow", self.fields(**more)))["code"]

    def client(self) -> AsyncWebClient:
        """A client without a token."""
        return AsyncWebClient(base_url=self.scene.sandbox.api_url)

    async def access(self, of: App | None = None, /, **arguments: str) -> Json:
        """What oauth.v2.access answers, an error too; the credentials go by HTTP Basic, as slack_sdk sends them."""
        shown = of or self.app
        try:
            answer = await self.client().oauth_v2_access(
                client_id=shown.client_id, client_secret=shown.client_secret, **arguments
            )
        except SlackApiError as refused:
            answer = refused.response
        return dict(answer.data)  # type: ignore[arg-type] # the SDK's own type allows for bytes


def back_of(answer: httpx.Response) -> dict[str, str]:
    """What an app reads in the address that a person is sent back to."""
    assert answer.status_code == 303, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
