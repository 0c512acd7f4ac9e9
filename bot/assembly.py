"""One house: settings, database, keys, Slack client and app, built together and taken down together."""

import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import app, database
from bot.clients import client_for, session_for
from bot.clock import Clock, system_clock
from bot.config import Settings
from bot.database import Sessions
from handlers import turns
from handlers.courtesy import Courtesy
from handlers.dnd import Dnd
from handlers.together import Together
from people.models import Workspace
from surveys.comments.tagging import Tier, tier_called
from surveys.keys import KeyRing


@dataclass(frozen=True, slots=True)
class House:
    """All that a process of Groundswell works with."""

    settings: Settings
    engine: AsyncEngine
    sessions: Sessions
    keys: KeyRing
    client: AsyncWebClient
    clock: Clock
    worker: str
    workspace_id: str
    app: AsyncApp
    courtesy: Courtesy
    tier: Tier


@asynccontextmanager
async def open_house(settings: Settings, *, clock: Clock = system_clock) -> AsyncIterator[House]:
    """Build everything for the workspace of the bot token. Raises surveys.keys.Unsafe or slack_sdk's SlackApiError."""
    keys = KeyRing(settings.groundswell_keys)
    keys.prepare()
    tier = tier_called(settings.groundswell_tier)
    engine = database.engine_for(settings.database_url)
    sessions = database.sessions_for(engine)
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    async with session_for(settings.slack_timeout) as session:
        tokenless = client_for(settings.slack_api_url, session)
        client = client_for(settings.slack_api_url, session, token=token)
        try:
            installed = await _installed(client, sessions, token)
            team = str(installed.team_id)
            settle = partial(turns.settle, keys=keys, workspace_id=team, results=turns.LastResults())
            async with Together(sessions, settle) as boxes:
                yield House(
                    settings=settings,
                    engine=engine,
                    sessions=sessions,
                    keys=keys,
                    client=client,
                    clock=clock,
                    worker=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
                    workspace_id=team,
                    app=app.build(tokenless, installed, sessions, keys, clock, boxes=boxes, settings=settings),
                    tier=tier,
                    courtesy=Courtesy(sessions, Dnd(client)),
                )
        finally:
            await engine.dispose()


async def _installed(client: AsyncWebClient, sessions: Sessions, token: str) -> AuthorizeResult:
    """Ask Slack whose token this is, and remember the workspace."""
    said = await client.auth_test()
    async with sessions.begin() as session:
        workspace = await session.get(Workspace, said["team_id"])
        if workspace is None:
            session.add(Workspace(id=said["team_id"], name=said["team"], language="en", time_zone="UTC"))
        else:
            workspace.name = said["team"]
    return AuthorizeResult(
        enterprise_id=said.get("enterprise_id"),
        team_id=said["team_id"],
        bot_id=said.get("bot_id"),
        bot_user_id=said.get("user_id"),
        bot_token=token,
    )
