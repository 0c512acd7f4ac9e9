"""`python -m sandbox` for who builds an app: where requests go, settings in a file, what went over the wire."""

import re
import signal
import subprocess
from pathlib import Path

import pytest
from slack_sdk import WebClient

from sandbox import settings, telling
from sandbox.journal import Delivery
from sandbox.world import World
from tests.sandbox.child import ROOT, run
from tests.sandbox.conftest import MONDAY, Scene, manifest

URL = "http://127.0.0.1:3000/slack/events"


def installed(*names: str) -> World:
    """A world with these apps in one workspace."""
    world = World()
    team = world.add_workspace("Acme")
    for name in names:
        world.install(world.add_app(name, manifest(socket_mode_enabled=True)), team)
    return world


def test_an_app_is_led_to_its_url_and_away_from_socket_mode() -> None:
    world = installed("Hello")

    app = settings.lead(world, URL)

    assert (app.request_url, app.socket_mode) == (URL, False)


def test_one_of_several_apps_is_led_by_its_name() -> None:
    world = installed("Hello", "Bye")

    settings.lead(world, f"Bye={URL}?a=b")

    assert [app.request_url for app in world.apps.values()] == [None, f"{URL}?a=b"]


@pytest.mark.parametrize(
    ("names", "given", "complaint"),
    [
        (["Hello"], "localhost:3000", "must begin with http"),
        (["Hello"], "http:///slack", "must begin with http"),
        (["Hello"], f"Bye={URL}", "no app is called 'Bye'; there is Hello"),
        (["Hello", "Bye"], URL, "name one app, as in NAME=URL; there is Hello, Bye"),
        ([], URL, "there is none"),
    ],
)
def test_a_url_that_leads_nowhere_is_refused(names: list[str], given: str, complaint: str) -> None:
    with pytest.raises(settings.Unfit, match=complaint):
        settings.lead(installed(*names), given)


def test_a_shell_can_source_the_settings(tmp_path: Path) -> None:
    world, path = installed("Hello"), tmp_path / ".env"
    settings.write(world, path, "http://127.0.0.1:8900/api/")

    shown = subprocess.run(  # noqa: S603 - our own words
        ["/bin/sh", "-c", f". {path}; echo $SLACK_API_URL $SLACK_BOT_TOKEN $SLACK_APP_TOKEN $SLACK_SIGNING_SECRET"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()

    (seat,) = world.seats.values()
    assert shown == ["http://127.0.0.1:8900/api/", seat.bot_token, seat.app.app_token, seat.app.signing_secret]


def test_an_app_over_http_is_given_no_app_token(tmp_path: Path) -> None:
    world = installed("Hello")
    settings.lead(world, URL)

    assert "SLACK_APP_TOKEN" not in settings.text(world, "http://127.0.0.1:8900/api/")


def test_of_several_apps_the_first_is_set_and_the_others_are_shown() -> None:
    told = settings.text(installed("Hello", "Bye"), "http://127.0.0.1:8900/api/")

    assert len(re.findall("^SLACK_BOT_TOKEN=", told, re.MULTILINE)) == 1
    assert len(re.findall("^# SLACK_BOT_TOKEN=", told, re.MULTILINE)) == 1


def test_what_the_sandbox_has_written_it_writes_again(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    settings.write(installed("Hello"), path, "http://127.0.0.1:1/api/")

    settings.write(installed("Hello"), path, "http://127.0.0.1:2/api/")

    assert "127.0.0.1:2" in path.read_text(encoding="utf-8")


def test_settings_of_somebody_else_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("SLACK_BOT_TOKEN=a real one\n", encoding="utf-8")

    with pytest.raises(settings.Unfit, match="left as it is"):
        settings.write(installed("Hello"), path, "http://127.0.0.1:8900/api/")

    assert path.read_text(encoding="utf-8") == "SLACK_BOT_TOKEN=a real one\n"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(settings.Unfit, match="cannot be written: No such file"):
        settings.write(installed("Hello"), tmp_path / "gone" / ".env", "http://127.0.0.1:8900/api/")


async def test_a_call_is_told_with_its_error_and_its_findings(scene: Scene) -> None:
    await scene.refusal("chat.postMessage", channel=scene.ann.id, text="x", blocks=[{"type": "nothing"}])

    first, *findings = telling.line_of(scene.sandbox.journal.entries[-1], scene.sandbox.apps).splitlines()

    assert first == "09:00:00 from Pulse: chat.postMessage, invalid_blocks"
    assert any("blocks[0].type" in finding for finding in findings)


async def test_a_call_with_a_foreign_token_is_told(scene: Scene) -> None:
    await scene.error("auth.test", token="xoxb-nobody")

    told = telling.line_of(scene.sandbox.journal.entries[-1], scene.sandbox.apps)

    assert told == "09:00:00 from somebody: auth.test, invalid_auth"


def test_a_delivery_is_told_with_its_outcome() -> None:
    world = installed("Hello")
    (app,) = world.apps.values()
    event = {"event": {"type": "team_join"}}
    delivery = Delivery("event", app.id, "T1", event, MONDAY, retry_num=1, retry_reason="http_error")
    delivery.outcome, delivery.status = "refused", 500

    told = telling.line_of(delivery, world.apps)

    assert told == "09:00:00 to Hello: event team_join, refused (500), retry 1 (http_error)"


async def test_who_listens_to_the_journal_hears_of_a_delivery_once_it_has_ended(scene: Scene) -> None:
    heard: list[str] = []
    scene.sandbox.journal.told.append(lambda what: heard.append(telling.line_of(what, scene.sandbox.apps)))

    await scene.sandbox.verify_url(scene.app)

    assert heard == ["09:00:00 to Pulse: url_verification, unreachable"]


def test_the_command_writes_settings_and_logs_calls(tmp_path: Path) -> None:
    path = tmp_path / ".env"

    with run("--port", "0", "--quiet", "--log", "--env", str(path), "--request-url", URL) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        token = re.search("SLACK_BOT_TOKEN=(.+)", path.read_text(encoding="utf-8"))
        assert token
        WebClient(token=token[1], base_url=f"{address}/api/").auth_test()
        logged = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)

    assert logged.rstrip().endswith("from Hello: auth.test, ok")


@pytest.mark.parametrize("arguments", [("--request-url", "nowhere"), ("--seed", "gone.yaml"), ("--env", str(ROOT))])
def test_what_cannot_be_done_is_said_in_a_line(arguments: tuple[str, str]) -> None:
    with run("--port", "0", *arguments) as process:
        _, errors = process.communicate(timeout=20)

    assert process.returncode == 2
    assert arguments[1] in errors
    assert len(errors.splitlines()) == 1
