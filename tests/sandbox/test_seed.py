"""`python -m sandbox`, its seed, and the second validator."""

import re
import signal
from pathlib import Path

import pytest
import yaml
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import schema, seed
from sandbox.__main__ import EXAMPLE, described
from sandbox.server import Sandbox
from sandbox.world import World
from tests.sandbox.child import run
from tests.sandbox.conftest import Scene


def test_the_example_describes_a_company() -> None:
    world = World()

    seed.plant(world, EXAMPLE)

    (team,) = world.workspaces.values()
    names = {user.name: user for user in team.users.values()}
    assert names["cleo"].locale == "fr-FR"
    assert names["gone"].deleted
    assert [channel.name for channel in team.channels.values()] == ["general", "board"]
    (group,) = team.usergroups.values()
    assert group.users == [names["bob"].id, names["dirk"].id]
    (seat,) = world.seats.values()
    assert seat.app.socket_mode
    assert "/hello" in seat.app.commands


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[]", "the seed: must be a mapping"),
        ("workspaces: [{users: []}]", r"workspaces\[0\]: needs a name"),
        ("workspaces: [{name: A, users: [{nam: x}]}]", r"A: users\[0\]: unknown nam"),
        ("workspaces: [{name: A, channels: [{name: c, members: [zoe]}]}]", "c: no user is called zoe"),
        ("workspaces: [{name: A}]\napps: [{name: App, workspaces: [B]}]", "App: no workspace is called B"),
        ("apps: [{name: App, manifest: gone.yaml}]", "gone.yaml"),
        ("apps: [{name: A, client_id: '1.2'}, {name: B, client_id: '1.2'}]", "B: another app has that client_id"),
        ("apps: [{name: A, app_token: xapp-1}, {name: B, app_token: xapp-1}]", "B: another app has that app_token"),
        ("workspaces: [{name: A}, {name: B}]\napps: [{name: App, bot_token: xoxb-1}]", "is that of one workspace"),
        ("workspaces: [{name: A, users: [{name: x, dnd_end: 2025-01-06 22:00:00}]}]", "x: dnd_end must be an instant"),
        ("a: [", "flow node"),
        ("workspaces:\n  - name: A\n    users: [{name: x}, {name: 7}]", r"line 3: A: users\[1\]: name must be text"),
        ("workspaces: [{name: A, users: [{name: x, is_admin: perhaps}]}]", "is_admin must be true or false"),
        ("workspaces: [{name: A, users: {name: x}}]", "users must be a list"),
        ("workspaces: [{name: A, users: [{name: x, tz: Mars/North}]}]", "no time zone 'Mars/North'"),
        ("workspaces: [{name: A, users: [{name: }]}]", "needs a name"),
        ("apps: [{name: App, manifest: {features: {slash_commands: [{}]}}}]", r"App: manifest: .*\[0\] needs command"),
        ("apps: [{name: App, manifest: [chat]}]", "App: manifest: must be a mapping"),
        ("apps: [{name: App, request_url: 3000}]", "request_url must be text"),
        ("apps: [{name: App, manifest: {settings: {event_subscriptions: {bot_events: all}}}}]", "a list of words"),
    ],
)
def test_a_seed_that_cannot_be_read_says_where(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(seed.Unreadable, match=complaint):
        seed.plant(World(), path)


async def test_an_app_brings_secrets_along_that_outlive_a_sandbox(tmp_path: Path) -> None:
    path = tmp_path / "seed.yaml"
    secrets = {
        "client_id": "1.2",
        "client_secret": "quiet",
        "signing_secret": "signed",
        "app_token": "xapp-1-mine",
        "bot_token": "xoxb-mine",
    }
    seeded = {"workspaces": [{"name": "A"}], "apps": [{"name": "App", **secrets}]}
    path.write_text(yaml.safe_dump(seeded), encoding="utf-8")

    async with Sandbox() as sandbox:
        seed.plant(sandbox, path)
        told = described(sandbox)
        answer = await AsyncWebClient("xoxb-mine", sandbox.api_url).auth_test()

    assert answer["team"] == "A"
    assert [name for name in ("SLACK_SIGNING_SECRET=signed", "SLACK_BOT_TOKEN=xoxb-mine") if name not in told] == []
    assert "# OAuth: client id 1.2, client secret quiet" in told


def test_an_app_that_is_installed_nowhere_is_told_with_its_client_id(tmp_path: Path) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text("workspaces: [{name: A}]\napps: [{name: App, client_id: '1.2', workspaces: []}]", encoding="utf-8")
    sandbox = Sandbox()

    seed.plant(sandbox, path)

    assert "App (A0000000003) is installed nowhere" in described(sandbox)
    assert "client id 1.2" in described(sandbox)


@pytest.mark.parametrize(
    ("content", "line"), [("a: b: c", 1), ("workspaces:\n  - name: A\n    users:\n      - {nam: x}", 4)]
)
def test_a_seed_that_cannot_be_read_names_its_file_and_line(tmp_path: Path, content: str, line: int) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(seed.Unreadable, match=f"^{re.escape(str(path))}, line {line}: "):
        seed.plant(World(), path)


def test_what_a_seed_leaves_empty_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text("workspaces: [{name: A, users: [{name: x, email: }], channels: }]", encoding="utf-8")
    world = World()

    seed.plant(world, path)

    (team,) = world.workspaces.values()
    assert "x" in {user.name for user in team.users.values()}


async def test_tokens_and_address_are_told(scene: Scene) -> None:
    told = described(scene.sandbox)

    assert f"SLACK_API_URL={scene.sandbox.api_url}" in told
    assert f"SLACK_BOT_TOKEN={scene.seat.bot_token}" in told
    assert f"SLACK_SIGNING_SECRET={scene.app.signing_secret}" in told


def test_the_command_starts_a_sandbox_and_ends_cleanly() -> None:
    with run("--port", "0") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", first)
        assert found, first
        assert WebClient(base_url=f"{found[0]}/api/").api_test(foo="bar")["ok"]
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=20)

    assert (process.returncode, errors) == (0, "")
    assert rest.rstrip().endswith("The sandbox is closed.")


async def test_a_port_in_use_is_named(scene: Scene) -> None:
    port = scene.sandbox.url.rpartition(":")[2]

    with run("--port", port) as process:
        _, errors = process.communicate(timeout=20)

    assert process.returncode == 1
    assert f"Cannot listen on port {port}" in errors


async def test_a_second_validator_notes_what_it_finds_and_lets_the_call_through(tmp_path: Path) -> None:
    module = tmp_path / "strict.py"
    module.write_text("def method_errors(method, arguments):\n    return ['no']\n", encoding="utf-8")

    world = World(limits=False, validator=schema.validator_at(module))

    assert world.validator is not None
    assert world.validator("auth.test", {}) == ["no"]


async def test_a_sandbox_starts_in_less_than_a_second_and_on_the_port_it_is_given() -> None:
    async with Sandbox(port=0) as first:
        assert first.url.startswith("http://127.0.0.1:")
        with pytest.raises(OSError, match="in use"):
            async with Sandbox(port=int(first.url.rpartition(":")[2])):
                pass


def test_the_example_manifest_is_one() -> None:
    manifest = yaml.safe_load((EXAMPLE.parent / "manifest.yaml").read_text(encoding="utf-8"))

    assert manifest["display_information"]["name"]
