"""An installation of the bot in a sandbox, with its own database and folders, for the tests of the assembly."""

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from bot import logs
from bot.assembly import House, open_house
from bot.config import Settings, load
from bot.manifest import manifest
from sandbox.apps import App, Installation
from sandbox.clock import Clock
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.build import MONDAY


@dataclass(slots=True)
class Place:
    """A sandbox with one workspace, the app installed in it, and the settings that point there."""

    sandbox: Sandbox
    clock: Clock
    team: Workspace
    app: App
    seat: Installation
    settings: Settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Read no setting of the machine that tests, and none of a `.env` beside it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Leave the logging of the other tests as it was."""
    root, loggers = logging.root, {name: logging.getLogger(name).level for name in logs.PINNED}
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    for name, before in loggers.items():
        logging.getLogger(name).setLevel(before)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
async def place(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """Give a workspace in which the app is installed."""
    clock = Clock(MONDAY - timedelta(hours=1))
    async with Sandbox(clock, limits=False) as sandbox:
        team = sandbox.add_workspace("Acme")
        app = sandbox.add_app("Groundswell", manifest())
        seat = sandbox.install(app, team)
        settings = load(
            slack_bot_token=seat.bot_token,
            slack_app_token=app.app_token,
            slack_signing_secret=app.signing_secret,
            slack_api_url=sandbox.api_url,
            database_url=database_url,
            groundswell_data=tmp_path / "data",
            groundswell_keys=tmp_path / "keys",
            port=0,
            groundswell_tier="a",  # whatever is installed
        )
        yield Place(sandbox, clock, team, app, seat, settings)


@pytest.fixture
async def house(place: Place) -> AsyncIterator[House]:
    """Open the house of that place."""
    async with open_house(place.settings, clock=place.clock.now) as house:
        yield house
