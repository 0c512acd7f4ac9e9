"""A workspace, the bot, and a clock that the test drives: what every journey walks through."""

import os
import warnings
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import util
from pathlib import Path
from typing import Any

from bot import socket, web, work
from bot.assembly import House, open_house
from bot.config import Settings, load
from bot.manifest import manifest
from handlers import roster
from people import preferences
from people.rosterfile import parse
from sandbox.apps import App
from sandbox.clock import Clock
from sandbox.hands import Person
from sandbox.server import Sandbox
from sandbox.workspace import User, Workspace
from sandbox.world import Validator
from tests import build
from tests.build import MONDAY

TEAMS = ("Engineering / Platform", "Engineering / Data", "Sales / North", "Sales / South")
LOCALES = ("fr-FR", "nl-NL", "en-GB", "de-DE")
IN_A_TEAM = 10


@dataclass(slots=True)
class Stage:
    """Forty people in four teams of two departments, the first of each team its manager.

    All have chosen Mondays at ten, which is when a round of theirs opens, so that a test need not wait for each.
    """

    sandbox: Sandbox
    clock: Clock
    team: Workspace
    app: App
    house: House
    people: list[User]

    def person(self, number: int) -> Person:
        """The hands of one of the forty; 0 to 9 are Platform, 10 to 19 Data, 20 to 29 North, 30 to 39 South."""
        return self.sandbox.person(self.team, self.people[number])

    async def tick(self, at: datetime | None = None) -> None:
        """Let the jobs run once, at that instant if one is given."""
        if at is not None:
            self.clock.set(at)
        await work.tick(self.house)

    async def start_pulse(self, *, reminders: int = 0) -> None:
        """Schedule the pulse for Mondays at nine, open until Thursday, and open the first round."""
        async with self.house.sessions.begin() as session:
            await build.schedule(session, self.house.workspace_id, reminders=reminders, now=self.clock.now())
        await self.tick(MONDAY)

    async def close_round(self) -> None:
        """Go to the Friday after, when the round has closed, and to nine in the morning, when digests are sent."""
        friday = self.clock.now() + timedelta(days=4)
        await self.tick(friday.replace(hour=0, minute=1))
        await self.tick(friday.replace(hour=11, minute=0))


@asynccontextmanager
async def stage(transport: str, database_url: str, folder: Path) -> AsyncIterator[Stage]:
    """Set everything up on one transport ("http" or "socket"): sandbox, people, bot, roster from a CSV."""
    clock = Clock(MONDAY - timedelta(hours=2))
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(clock, limits=False, validator=slack_validator()))
        team = sandbox.add_workspace("Acme")
        people = [_user(team, number) for number in range(IN_A_TEAM * len(TEAMS))]
        app = sandbox.add_app("Groundswell", manifest())
        seat = sandbox.install(app, team)
        app.socket_mode = transport == "socket"
        settings = settings_for(sandbox, app, seat.bot_token, database_url, folder)
        house = await stack.enter_async_context(open_house(settings, clock=clock.now))
        if transport == "socket":
            await stack.enter_async_context(socket.connected(house))
        else:
            app.request_url = await stack.enter_async_context(web.serving(house)) + "/slack/events"
        rows = parse(_csv().encode())
        await roster.apply_plan(house.client, house.sessions, house.workspace_id, rows, now=clock.now())
        async with house.sessions.begin() as session:
            for user in people:
                await preferences.choose_time(session, house.workspace_id, user.id, weekday=0, hour=10)
        yield Stage(sandbox, clock, team, app, house, people)


def settings_for(sandbox: Sandbox, app: App, token: str, database_url: str, folder: Path) -> Settings:
    """Settings that point at the sandbox, with their own folders."""
    return load(
        _env_file=None,
        slack_bot_token=token,
        slack_app_token=app.app_token,
        slack_signing_secret=app.signing_secret,
        slack_api_url=sandbox.api_url,
        database_url=database_url,
        groundswell_data=folder / "data",
        groundswell_keys=folder / "keys",
        port=0,
        slack_timeout=3,  # shorter, and a busy machine makes it a failure of Slack
        slack_per_minute=0,
        groundswell_tier="a",  # whatever is installed
    )


def _user(team: Workspace, number: int) -> User:
    return team.add_user(
        f"ann{number}",
        real_name=f"Ann Example {number}",
        email=f"ann{number}@acme.example",
        locale=LOCALES[number % len(LOCALES)],
        tz="Europe/Brussels",
    )


def _csv() -> str:
    rows = [
        f"ann{number}@acme.example,{unit},{unit if number % IN_A_TEAM == 0 else ''}"
        for number in range(IN_A_TEAM * len(TEAMS))
        for unit in [TEAMS[number // IN_A_TEAM]]
    ]
    return "\n".join(["email,unit,manages", *rows])


def slack_validator() -> Validator | None:
    """The second opinion on every payload, from Slack's own schemas, where they are at hand; else None."""
    shared = Path(os.environ.get("GROUNDSWELL_SHARED", Path(__file__).parents[3] / "shared"))
    path = shared / "slack-schema" / "slackval.py"
    if not path.exists():
        return None
    spec = util.spec_from_file_location("slackval", path)
    if spec is None or spec.loader is None:
        return None
    module = util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves the closing of its files to the collector
        spec.loader.exec_module(module)

    def errors_of(method: str, arguments: dict[str, Any]) -> list[str]:
        if method == "files.getUploadURLExternal" and "alt_txt" in arguments:
            # Only the Node types say alt_text: the method (error alt_txt_too_large) and the Python SDK say alt_txt.
            arguments = {**arguments, "alt_text": arguments["alt_txt"]}
            del arguments["alt_txt"]
        return list(module.method_errors(method, arguments))

    return errors_of
