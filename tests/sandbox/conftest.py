"""What the tests of the sandbox start from: one workspace with Ann in it, and one app that is installed there."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.apps import App, Installation
from sandbox.clock import Clock
from sandbox.hands import Person
from sandbox.server import Sandbox
from sandbox.workspace import Json, User, Workspace
from tests.sandbox.ears import Ear, listening

MONDAY = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)
SCOPES = (
    *("channels:read", "chat:write", "commands", "files:read", "files:write", "groups:read", "im:read", "im:write"),
    *("usergroups:read", "users:read", "users:read.email"),
)


def manifest(**settings: object) -> Json:
    """A manifest of an app that does everything that the sandbox knows."""
    return {
        "display_information": {"name": "Pulse"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Pulse"},
            "slash_commands": [{"command": "/pulse", "description": "Ask for the pulse"}],
            "shortcuts": [{"name": "Start", "type": "global", "callback_id": "start", "description": "Start"}],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {
                "bot_events": ["app_home_opened", "app_uninstalled", "team_join", "tokens_revoked", "user_change"]
            },
            "interactivity": {"is_enabled": True},
            **settings,
        },
    }


@dataclass(frozen=True, slots=True)
class Scene:
    """A sandbox with a workspace, a user and an installed app."""

    sandbox: Sandbox
    team: Workspace
    ann: User
    app: App
    seat: Installation
    client: AsyncWebClient

    @property
    def person(self) -> Person:
        """Ann's hands."""
        return self.sandbox.person(self.team, self.ann)

    async def refusal(self, method: str, token: str | None = None, **arguments: object) -> Json:
        """The answer to a call that Slack refuses."""
        client = AsyncWebClient(token=token or self.seat.bot_token, base_url=self.sandbox.api_url)
        with pytest.raises(SlackApiError) as refused:
            await client.api_call(method, json=arguments)
        answer: Json = refused.value.response.data
        return answer

    async def error(self, method: str, token: str | None = None, **arguments: object) -> str:
        """The name of the error of a call that Slack refuses."""
        return str((await self.refusal(method, token, **arguments))["error"])


def scene_in(sandbox: Sandbox) -> Scene:
    """Set up the workspace, Ann and the app."""
    team = sandbox.add_workspace("Acme")
    ann = team.add_user("ann", real_name="Ann Example", email="ann@acme.test", locale="fr-FR", tz="Europe/Paris")
    app = sandbox.add_app("Pulse", manifest=manifest())
    seat = sandbox.install(app, team)
    client = AsyncWebClient(token=seat.bot_token, base_url=sandbox.api_url)
    return Scene(sandbox, team, ann, app, seat, client)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Give a sandbox without rate limits whose clock stands still on Monday."""
    async with Sandbox(clock=Clock(MONDAY), limits=False) as sandbox:
        yield scene_in(sandbox)


@pytest.fixture
async def limited() -> AsyncIterator[Scene]:
    """Give a sandbox with rate limits whose clock stands still on Monday."""
    async with Sandbox(clock=Clock(MONDAY), limits=True) as sandbox:
        yield scene_in(sandbox)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """Give a plain HTTP client."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def ear(scene: Scene) -> AsyncIterator[Ear]:
    """Give the app of the scene an ear for what Slack sends."""
    async with listening() as (heard, url):
        scene.app.request_url = url
        yield heard
