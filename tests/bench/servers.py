"""What runs in processes of its own beside the bench: the sandbox, the gated bot, bare Bolt and bare Starlette."""

import asyncio
import gc
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import logs, web
from bot.assembly import open_house
from bot.config import load
from bot.manifest import manifest
from bot.process import rarely_look_for_garbage
from handlers.views import ids
from sandbox.clock import Clock
from sandbox.loopback import served
from sandbox.server import Sandbox
from tests.build import TEAM

Said = dict[str, str]


@asynccontextmanager
async def sandbox(people: str) -> AsyncIterator[Said]:
    """A workspace of so many people, whose ids are those of `tests.build.members`, without rate limits."""
    gc.disable()  # it keeps all that it gets: looking through that takes up to a second, of whoever sends just then
    async with Sandbox(Clock(), limits=False) as world:
        team = world.add_workspace("Acme", id=TEAM)
        for number in range(int(people)):
            team.add_user(f"ann{number}", id=f"U{number:04}")
        app = world.add_app("Groundswell", manifest())
        seat = world.install(app, team)
        yield {
            "SLACK_API_URL": world.api_url,
            "SLACK_BOT_TOKEN": seat.bot_token,
            "SLACK_SIGNING_SECRET": app.signing_secret,
        }


@asynccontextmanager
async def bot() -> AsyncIterator[Said]:
    """The bot as `groundswell run` serves it over HTTP, without the jobs; its settings are in the environment."""
    rarely_look_for_garbage()
    settings = load(_env_file=None)
    logs.configure(settings)
    async with open_house(settings) as house, web.serving(house) as address:
        yield {"url": f"{address}/slack/events"}


@asynccontextmanager
async def bare() -> AsyncIterator[Said]:
    """Bolt as it comes, with one listener that only acknowledges, on the same server as the bot."""
    gc.freeze()  # or it would be slowed by what this module loads for the others
    token = os.environ.pop("SLACK_BOT_TOKEN")  # or Bolt warns of having two
    app = AsyncApp(
        client=AsyncWebClient(token=token, base_url=os.environ["SLACK_API_URL"]),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    )

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.view(ids.SUBMIT_FORM)(acknowledge)
    handler = AsyncSlackRequestHandler(app)

    async def receive(request: Request) -> Response:
        return await handler.handle(request)

    async with served(Starlette(routes=[Route("/slack/events", receive, methods=["POST"])])) as address:
        yield {"url": f"{address}/slack/events"}


@asynccontextmanager
async def plain() -> AsyncIterator[Said]:
    """Starlette as it comes, with one endpoint that reads what it gets and says that all is well."""

    async def well(request: Request) -> Response:
        await request.body()
        return JSONResponse({"ok": True})

    async with served(Starlette(routes=[Route("/api/{method}", well, methods=["POST"])])) as address:
        yield {"SLACK_API_URL": f"{address}/api/"}


KINDS: Mapping[str, Callable[..., AbstractAsyncContextManager[Said]]] = {
    "sandbox": sandbox,
    "bot": bot,
    "bare": bare,
    "plain": plain,
}


async def stay(kind: str, *arguments: str) -> None:
    """Say where the server is, and stay until the input is closed, be it that the bench has died."""
    async with KINDS[kind](*arguments) as said:
        sys.stdout.write(f"{json.dumps(said)}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.buffer.read)


if __name__ == "__main__":
    asyncio.run(stay(*sys.argv[1:]))
