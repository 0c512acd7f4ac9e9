"""A newcomer's app works against the sandbox unchanged but for its base URL: on both transports, threaded and async."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox.apps import App, Installation
from sandbox.hands import Person
from sandbox.server import Sandbox
from sandbox.sockets import Connection
from sandbox.workspace import Json, Workspace

pytestmark = pytest.mark.asyncio(loop_scope="module")

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
KINDS = [(script, transport) for script in ("lunch.py", "lunch_async.py") for transport in ("http", "socket")]
MANIFEST: Json = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/lunch", "description": "Order lunch"}],
        "shortcuts": [{"name": "Lunch", "type": "global", "callback_id": "lunch", "description": "Order lunch"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
    },
}
LISTENING = ("development server", "Running on")
"""What Bolt's own servers print once they take requests."""
STARTING_SECONDS = 30
NAMES = count()


@dataclass(frozen=True, slots=True)
class Lunchroom:
    """A workspace whose lunch app runs as a process of its own."""

    sandbox: Sandbox
    team: Workspace
    app: App

    def guest(self) -> Person:
        """Somebody who has not eaten yet."""
        return self.sandbox.person(self.team, self.team.add_user(f"guest{next(NAMES)}"))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for what the app does after it has acknowledged."""
        await self.sandbox.journal.until(holds)

    def renewed(self, before: list[Connection]) -> bool:
        """Whether other connections stand in the place of those."""
        there = self.sandbox.sockets.connections(self.app.id)
        return bool(there) == bool(before) and not any(each in before for each in there)

    async def asked(self) -> Person:
        """Somebody with the form in front of them."""
        person = self.guest()
        await person.command("/lunch")
        await self.until(lambda: person.modal)
        return person


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=KINDS, ids="-".join)
async def room(request: pytest.FixtureRequest) -> AsyncIterator[Lunchroom]:
    """Give a workspace with the app of that kind at work in it; limits and the clock are as on Slack."""
    script, transport = request.param
    async with Sandbox() as sandbox:
        team = sandbox.add_workspace("Acme")
        app = sandbox.add_app("Lunch", MANIFEST)
        app.socket_mode = transport == "socket"
        async with running(sandbox, sandbox.install(app, team), script):
            yield Lunchroom(sandbox, team, app)


@contextlib.asynccontextmanager
async def running(sandbox: Sandbox, seat: Installation, script: str) -> AsyncIterator[None]:
    """Run the script as a newcomer does, from the moment that it hears of things."""
    port = _free_port()
    seat.app.request_url = f"http://127.0.0.1:{port}/slack/events"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, HERE / "indoors.py", HERE / script),
        env=_environment(sandbox, seat, port),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        await asyncio.wait_for(_at_work(process, sandbox, seat.app), STARTING_SECONDS)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


def _environment(sandbox: Sandbox, seat: Installation, port: int) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    tokens = {"SLACK_BOT_TOKEN": seat.bot_token, "SLACK_SIGNING_SECRET": seat.app.signing_secret}
    way = {"SLACK_APP_TOKEN": seat.app.app_token} if seat.app.socket_mode else {"PORT": str(port)}
    python = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    return {**kept, **python, **tokens, **way, "SLACK_API_URL": sandbox.api_url}


async def _at_work(process: asyncio.subprocess.Process, sandbox: Sandbox, app: App) -> None:
    if app.socket_mode:
        await sandbox.journal.until(lambda: sandbox.sockets.connections(app.id), STARTING_SECONDS)
        return
    assert process.stdout is not None
    said = []
    async for line in process.stdout:
        said.append(line.decode())
        if any(word in said[-1] for word in LISTENING):
            return
    pytest.fail(f"the app ended: {''.join(said)}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


async def test_a_command_opens_a_form(room: Lunchroom) -> None:
    person = await room.asked()

    assert person.modal is not None
    assert person.modal["title"]["text"] == "Lunch"


async def test_a_shortcut_opens_the_form(room: Lunchroom) -> None:
    person = room.guest()

    await person.shortcut("lunch")

    await room.until(lambda: person.modal)


async def test_a_menu_suggests_what_begins_like_that(room: Lunchroom) -> None:
    person = await room.asked()

    offered = await person.suggest_in_modal("dish", "l")

    assert [option["value"] for option in offered] == ["Lasagne", "Lentil soup"]


async def test_a_wrong_entry_is_said_in_the_form(room: Lunchroom) -> None:
    person = await room.asked()
    await person.suggest_in_modal("dish")

    result = await person.submit({"dish/dish": "Salad", "count/count": "many"})

    assert result.errors == {"count": "Please write a number."}


async def test_a_right_form_becomes_a_word_of_thanks(room: Lunchroom) -> None:
    person = await room.asked()
    await person.suggest_in_modal("dish")

    result = await person.submit({"dish/dish": "Salad"})

    assert result.modal is not None
    assert result.modal["title"]["text"] == "Thank you"


async def test_an_order_is_confirmed_in_a_message_and_can_be_cancelled(room: Lunchroom) -> None:
    person = await room.asked()
    await person.suggest_in_modal("dish")
    await person.submit({"dish/dish": "Lasagne", "count/count": "2"})
    await room.until(lambda: person.messages(room.app))
    assert person.messages(room.app)[0].text == "You ordered 2 x Lasagne."

    await person.press("cancel", app=room.app)
    await room.until(lambda: len(person.messages(room.app)) == 2)

    assert [message.text for message in person.messages(room.app)] == [
        "The order is cancelled.",
        "Come back when you are hungry.",
    ]


async def test_home_is_published_and_its_button_opens_the_form(room: Lunchroom) -> None:
    person = room.guest()
    await person.open_home(room.app)
    await room.until(lambda: person.home(room.app))

    await person.press_in_home(room.app, "order")

    await room.until(lambda: person.modal)


async def test_an_app_that_has_an_address_proves_that_it_is_its_own(room: Lunchroom) -> None:
    assert room.app.socket_mode or await room.sandbox.verify_url(room.app)


async def test_an_app_answers_when_slack_has_warned_of_the_end_of_its_connections(room: Lunchroom) -> None:
    before = list(room.sandbox.sockets.connections(room.app.id))

    await room.sandbox.sockets.disconnect(room.app.id, "warning")
    await room.until(lambda: room.renewed(before))

    assert (await room.asked()).modal


async def test_a_newcomers_app_is_refused_nothing(room: Lunchroom) -> None:
    await room.asked()

    assert room.sandbox.journal.findings() == []
    assert room.sandbox.failures == []
    assert all(call.response["ok"] for call in room.sandbox.journal)
