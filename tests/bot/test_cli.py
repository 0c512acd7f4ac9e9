"""The command line, as people meet it: what it says, where it says it, and with which exit code it ends."""

import asyncio
import json
import logging
import os
import re
import signal
import socket as sockets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.database import migrate
from bot.manifest import manifest
from surveys.keys import KeyRing
from tests.bot.conftest import Place
from tests.house.source import ROOT

NAMES = ("slack_bot_token", "slack_app_token", "slack_signing_secret")


def type_(*words: str, answer: str | None = None) -> Result:
    handlers = logging.root.handlers[:]
    try:
        return CliRunner().invoke(app, words, input=answer, catch_exceptions=False)
    finally:
        logging.root.handlers[:] = handlers  # those of the command write to a stream that is closed now


async def type_there(*words: str, answer: str | None = None) -> Result:
    """Type while the sandbox goes on in this thread."""
    return await asyncio.to_thread(type_, *words, answer=answer)


def environment_of(place: Place) -> dict[str, str]:
    """The settings of a place, as variables."""
    told = {name.upper(): str(value) for name, value in place.settings.model_dump().items() if name not in NAMES}
    return told | {
        "SLACK_BOT_TOKEN": place.seat.bot_token,
        "SLACK_APP_TOKEN": place.app.app_token,
        "SLACK_SIGNING_SECRET": place.app.signing_secret,
    }


@pytest.fixture
def there(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A place that the command line finds in its environment, with its keys and twelve people in two teams."""
    for name, value in environment_of(place).items():
        monkeypatch.setenv(name, value)
    KeyRing(place.settings.groundswell_keys).prepare()
    for number in range(12):
        place.team.add_user(f"ann{number}", email=f"ann{number}@acme.example", tz="Europe/Brussels")
    return place


def roster_of(folder: Path, *, extra: str = "") -> str:
    lines = [f"ann{number}@acme.example,Sales / {'North' if number < 6 else 'South'}," for number in range(12)]
    path = folder / "roster.csv"
    path.write_text("\n".join(["email,unit,manages", *lines]) + extra)
    return str(path)


def test_the_version_is_that_of_the_package() -> None:
    assert type_("version").stdout == f"{version('groundswell')}\n"


def test_every_command_says_what_it_is_for() -> None:
    told = type_("--help").stdout

    for name in (
        "run",
        "work",
        "demo",
        "migrate",
        "doctor",
        "manifest",
        "config",
        "version",
        "tag",
        "roster",
        "pulse",
        "owners",
        "keys",
        "instruments",
    ):
        assert re.search(rf"^\W*{name}\s+[A-Z]", told, re.MULTILINE)


def test_an_unknown_command_is_answered_with_one_that_is_like_it() -> None:
    result = type_("doctr")

    assert result.exit_code == 2
    assert "doctor" in result.stderr


def test_the_settings_are_shown_without_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-marker")

    told = type_("config").stdout

    assert "SLACK_BOT_TOKEN=set" in told
    assert "GROUNDSWELL_K=6" in told
    assert "marker" not in told


def test_no_escape_sequence_goes_where_there_is_no_terminal() -> None:
    assert "\x1b" not in type_("config").output
    assert "\x1b" not in type_("doctor").output


def test_the_example_of_the_settings_is_printed() -> None:
    assert type_("config", "--example").stdout == (ROOT / ".env.example").read_text()


@pytest.mark.parametrize("command", ["config", "doctor", "run", "work", "migrate"])
def test_an_unsafe_setting_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("GROUNDSWELL_K", "3")

    result = type_(command)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert re.fullmatch(r"groundswell: GROUNDSWELL_K is 3: .*\n", result.stderr)


def test_the_manifest_is_printed_in_both_forms() -> None:
    assert yaml.safe_load(type_("manifest").stdout) == manifest()
    assert json.loads(type_("manifest", "--format", "json").stdout) == manifest()


def test_the_manifest_for_http_names_the_address() -> None:
    told = type_("manifest", "--http", "https://pulse.example.org").stdout

    assert yaml.safe_load(told) == manifest("https://pulse.example.org")


def test_an_address_that_is_none_is_refused() -> None:
    result = type_("manifest", "--http", "pulse")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "https://" in result.stderr


def test_migrating_makes_the_tables_and_the_key_directory(tmp_path: Path) -> None:
    first, second = type_("migrate"), type_("migrate")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert (tmp_path / "data" / "groundswell.db").is_file()
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_migrating_stops_at_a_key_directory_that_others_may_enter(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)

    result = type_("migrate")

    assert result.exit_code == 2
    assert "chmod 700" in result.stderr


@pytest.mark.parametrize("command", ["run", "work"])
def test_nothing_starts_without_token_tables_and_keys(tmp_path: Path, command: str) -> None:
    result = type_(command)

    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 3
    for told in ("groundswell migrate", f"mkdir -m 700 {tmp_path}/keys", "SLACK_BOT_TOKEN is not set"):
        assert told in result.stderr


def test_nothing_starts_with_keys_that_others_may_read(tmp_path: Path) -> None:
    type_("migrate")
    (tmp_path / "keys").chmod(0o755)

    result = type_("run")

    assert result.exit_code == 2
    assert f"chmod 700 {tmp_path}/keys" in result.stderr


def test_the_doctor_ends_with_1_where_something_is_not_well(tmp_path: Path) -> None:
    result = type_("doctor")

    assert result.exit_code == 1
    assert f"to mend it: mkdir -m 700 {tmp_path}/keys" in result.stdout


async def test_the_doctor_ends_with_0_where_all_is_well(there: Place) -> None:
    result = await type_there("doctor")

    assert (result.exit_code, result.stderr) == (0, "")
    assert all(line.startswith(("ok ", "    advice: ")) for line in result.stdout.splitlines())
    assert there.seat.bot_token not in result.stdout


def test_comments_are_tagged_line_by_line() -> None:
    result = type_("tag", "--lang", "en", answer="A wonderful tool.\n\nTerrible.\n")

    assert [json.loads(line)["label"] for line in result.stdout.splitlines()] == ["positive", "neutral", "negative"]


def test_a_tier_that_there_is_not_is_refused() -> None:
    result = type_("tag", "--tier", "z", answer="")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "use one of a, b" in result.stderr


async def test_a_dry_run_shows_what_would_change_and_changes_nothing(there: Place, tmp_path: Path) -> None:
    file = roster_of(tmp_path)

    first, again = [await type_there("roster", "import", file, "--dry-run") for _ in range(2)]

    assert first.exit_code == 0
    assert "Units created: 3" in first.stdout
    assert "nothing was changed" in first.stdout
    assert first.stdout == again.stdout


async def test_a_roster_is_imported_once(there: Place, tmp_path: Path) -> None:
    file = roster_of(tmp_path)

    first, again = [await type_there("roster", "import", file) for _ in range(2)]

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "Units created: 3" in first.stdout
    assert "Nothing changes" in again.stdout


async def test_every_bad_line_is_named_and_nothing_is_written(there: Place, tmp_path: Path) -> None:
    file = roster_of(tmp_path, extra="\nnobody@acme.example,Sales / North,\n,Sales / South,\n")

    result = await type_there("roster", "import", file)
    shown = await type_there("roster", "import", roster_of(tmp_path), "--dry-run")

    assert result.exit_code == 1
    assert {"line 14", "line 15"} <= set(re.findall(r"line \d+", result.stdout))
    assert "Units created: 3" in shown.stdout


async def test_a_roster_is_read_from_slacks_user_groups(there: Place) -> None:
    users = [user.id for user in there.team.users.values() if user.name.startswith("ann")]
    there.team.add_usergroup("team-north", "Sales / North", users[:6])
    there.team.add_usergroup("team-south", "Sales / South", users[6:])

    result = await type_there("roster", "import", "--from-groups")

    assert result.exit_code == 0
    assert "Units created: 3" in result.stdout


@pytest.mark.parametrize("words", [(), ("--from-groups", "roster.csv")])
def test_a_roster_comes_from_a_file_or_from_groups(tmp_path: Path, words: tuple[str, ...]) -> None:
    roster_of(tmp_path)

    assert type_("roster", "import", *words).exit_code == 2


def test_a_file_that_is_not_there_is_named() -> None:
    result = type_("roster", "import", "missing.csv")

    assert result.exit_code == 2
    assert "missing.csv" in result.stderr


async def test_a_token_that_slack_refuses_is_said_in_one_line(there: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")

    result = await type_there("pulse", "show")

    assert result.exit_code == 2
    assert result.stderr.startswith("groundswell: SLACK_BOT_TOKEN is refused by Slack (invalid_auth)")
    assert len(result.stderr.splitlines()) == 1


async def test_slack_out_of_reach_is_said_in_one_line(there: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")

    result = await type_there("pulse", "show")

    assert result.exit_code == 2
    assert "SLACK_API_URL http://127.0.0.1:1/api/ cannot be reached" in result.stderr


async def test_before_a_pulse_starts_who_is_asked_is_shown_by_unit(there: Place, tmp_path: Path) -> None:
    await type_there("roster", "import", roster_of(tmp_path))

    result = await type_there("pulse", "start", answer="n\n")
    shown = await type_there("pulse", "show")

    assert result.exit_code == 1
    assert re.search(r"^ +6 +Sales / North$", result.stdout, re.MULTILINE)
    assert re.search(r"^ +12 +in all", result.stdout, re.MULTILINE)
    assert "nothing was changed" in result.stderr
    assert "There is no pulse yet" in shown.stdout


async def test_a_pulse_is_started_shown_and_stopped(there: Place, tmp_path: Path) -> None:
    await type_there("roster", "import", roster_of(tmp_path))

    options = ("--weekday", "tuesday", "--hour", "10", "--days", "3", "--every", "fortnightly", "--per-round", "2")
    started = await type_there("pulse", "start", *options, "--reminders", "2", "--yes")
    shown = await type_there("pulse", "show")
    stopped = await type_there("pulse", "stop")
    after = await type_there("pulse", "show")
    again = await type_there("pulse", "stop")

    assert "2 of 8 questions a round, never more than 20 in 30 days; each question comes back after 4" in started.stdout
    assert "The first round opens at" in started.stdout
    assert shown.stdout.startswith("2 of 8 questions, fortnightly, Tuesday at 10:00, open for 3 days, 2 reminders; the")
    assert stopped.stdout == "No more rounds are opened.\n"
    assert after.stdout.endswith("stopped.\n")
    assert again.stdout == "There was no pulse to stop.\n"


async def test_a_yes_at_the_prompt_starts_the_pulse(there: Place, tmp_path: Path) -> None:
    await type_there("roster", "import", roster_of(tmp_path))

    assert (await type_there("pulse", "start", answer="y\n")).exit_code == 0


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        (("--per-round", "4", "--budget", "19"), "20 questions to each person in a month, and 19 are the most"),
        (("--cron", "each Monday"), "write five fields"),
        (("--instrument", "last_pulse"), "there are depth_of_use, earlier_projects, first_pulse"),
    ],
)
async def test_a_schedule_that_cannot_be_kept_is_refused_with_what_to_choose(
    there: Place, tmp_path: Path, options: tuple[str, ...], remedy: str
) -> None:
    await type_there("roster", "import", roster_of(tmp_path))

    result = await type_there("pulse", "start", *options, "--yes")

    assert result.exit_code == 2
    assert remedy in " ".join(result.stderr.split())
    assert "There is no pulse yet" in (await type_there("pulse", "show")).stdout


async def test_a_pulse_by_cron_is_shown_with_its_expression(there: Place, tmp_path: Path) -> None:
    await type_there("roster", "import", roster_of(tmp_path))

    await type_there("pulse", "start", "--cron", "0 9 1,15 * *", "--yes")

    assert "by cron 0 9 1,15 * *, open for 4 days" in (await type_there("pulse", "show")).stdout


async def test_no_pulse_starts_without_people(there: Place) -> None:
    result = await type_there("pulse", "start", "--yes")

    assert result.exit_code == 1
    assert "groundswell roster import" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--instrument", "gossip"),
        ("--weekday", "someday"),
        ("--days", "7"),
        ("--reminders", "3"),
        ("--hour", "24"),
        ("--zone", "X/Y"),
    ],
)
async def test_a_schedule_that_cannot_be_kept_is_refused(there: Place, tmp_path: Path, words: tuple[str, str]) -> None:
    await type_there("roster", "import", roster_of(tmp_path))

    result = await type_there("pulse", "start", "--yes", *words)

    assert result.exit_code == 2
    assert "Traceback" not in result.output


@asynccontextmanager
async def started(place: Place, *words: str, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process of its own, killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        env={**os.environ, **environment_of(place), "PYTHONPATH": str(ROOT), **more},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def until_told(process: asyncio.subprocess.Process, word: str) -> str:
    """Read the log up to the line with that word."""
    assert process.stderr is not None
    told = ""
    async with asyncio.timeout(30):
        while word not in told:
            line = await process.stderr.readline()
            assert line, told
            told += line.decode()
    return told


async def test_a_process_in_socket_mode_serves_people_until_ctrl_c(there: Place) -> None:
    ann = there.sandbox.person(there.team, next(user for user in there.team.users.values() if user.name == "ann0"))
    there.app.socket_mode = True

    async with started(there, "run", "--port", "0") as process:
        told = await until_told(process, "started ")
        await ann.open_home(there.app)
        async with first_line_of(address_in(told)) as ready:
            assert ready.startswith(b"HTTP/1.1 200")
        process.send_signal(signal.SIGINT)
        told += (await process.communicate())[1].decode()

    assert process.returncode == 130
    assert ann.home(there.app) is not None
    assert "Traceback" not in told
    assert there.seat.bot_token not in told


async def test_a_process_over_http_is_ready_and_ends_in_order_when_told_to(there: Place) -> None:
    async with started(there, "run", "--port", "0", SLACK_APP_TOKEN="") as process:
        told = await until_told(process, "started ")
        async with first_line_of(address_in(told)) as ready:
            assert ready.startswith(b"HTTP/1.1 200")
        process.terminate()
        told += (await process.communicate())[1].decode()

    assert process.returncode == 0
    assert "Traceback" not in told


async def test_a_worker_ends_in_order_when_told_to(there: Place) -> None:
    async with started(there, "work") as process:
        told = await until_told(process, "started ")
        process.terminate()
        told += (await process.communicate())[1].decode()

    assert process.returncode == 0
    assert "Traceback" not in told


def address_in(told: str) -> str:
    return str(re.findall(r"address=(\S+)", told)[-1])


@asynccontextmanager
async def first_line_of(address: str) -> AsyncIterator[bytes]:
    """The first line of what /ready answers there."""
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /ready HTTP/1.1\r\nHost: groundswell\r\nConnection: close\r\n\r\n")
    try:
        yield await reader.readline()
    finally:
        writer.close()
        await writer.wait_closed()


async def test_a_port_in_use_is_named_with_the_option_that_helps(there: Place) -> None:
    with sockets.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with started(there, "run", "--port", str(port)) as process:
            _, told = await process.communicate()

    assert process.returncode == 1
    assert f"127.0.0.1:{port}" in told.decode()
    assert "--port" in told.decode()
    assert "Traceback" not in told.decode()


async def test_a_database_of_an_earlier_version_asks_to_be_migrated(
    there: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.db").touch()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")

    result = await type_there("pulse", "show")

    assert result.exit_code == 2
    assert "to mend it: groundswell migrate" in result.stderr


def test_a_migrated_database_alone_is_not_enough(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/data/groundswell.db")

    assert "key directory" in type_("run").stderr


async def test_an_owner_is_named_by_e_mail_listed_and_removed_by_id(there: Place) -> None:
    user_id = next(user.id for user in there.team.users.values() if user.email == "ann3@acme.example")

    added = await type_there("owners", "add", "Ann3@acme.example")
    again = await type_there("owners", "add", user_id)
    reader = await type_there("owners", "add", "ann4@acme.example", "--as", "representative")
    listed = await type_there("owners", "list")
    removed = await type_there("owners", "remove", user_id)
    left = await type_there("owners", "list")

    assert added.stdout == f"{user_id} is owner now.\n"
    assert again.stdout == f"{user_id} is owner already: nothing was changed.\n"
    assert "is representative now" in reader.stdout
    assert listed.stdout.splitlines()[0] == f"{user_id}  owner"
    assert removed.stdout == f"{user_id} is no longer in charge.\n"
    assert user_id not in left.stdout


async def test_nobody_is_in_charge_at_first(there: Place) -> None:
    assert "Nobody is in charge yet: groundswell owners add" in (await type_there("owners", "list")).stdout


@pytest.mark.parametrize("who", ["U999", "nobody@acme.example"])
async def test_who_is_not_in_slack_becomes_no_owner(there: Place, who: str) -> None:
    result = await type_there("owners", "add", who)

    assert result.exit_code == 1
    assert f"nobody who is active in Slack is {who}" in result.stderr


async def test_who_was_not_in_charge_is_not_removed(there: Place) -> None:
    assert "was not in charge" in (await type_there("owners", "remove", "U999")).stdout


async def test_units_are_asked_by_their_path_and_shown_before(there: Place, tmp_path: Path) -> None:
    extra = "\n" + "\n".join(f"ann{number}@acme.example,Sales / West," for number in range(12, 22))
    for number in range(12, 22):
        there.team.add_user(f"ann{number}", email=f"ann{number}@acme.example", tz="Europe/Brussels")
    await type_there("roster", "import", roster_of(tmp_path, extra=extra))

    result = await type_there("pulse", "start", "--unit", "Sales / West", "--yes")
    shown = await type_there("pulse", "show")

    assert re.search(r"^ +10 +Sales / West$", result.stdout, re.MULTILINE)
    assert "Sales / North" not in result.stdout
    assert re.search(r"^ +10 +in all", result.stdout, re.MULTILINE)
    assert "some units" in shown.stdout


async def test_a_unit_that_is_not_there_is_refused(there: Place, tmp_path: Path) -> None:
    await type_there("roster", "import", roster_of(tmp_path))

    result = await type_there("pulse", "start", "--unit", "Sales / East", "--yes")

    assert result.exit_code == 2
    assert "there is no unit Sales / East" in result.stderr


async def test_what_the_command_line_changes_is_in_the_log(there: Place, tmp_path: Path) -> None:
    await type_there("roster", "import", roster_of(tmp_path))
    nothing = await type_there("pulse", "log")
    await type_there("owners", "add", "ann1@acme.example")
    await type_there("pulse", "start", "--yes")
    await type_there("pulse", "start", "--per-round", "2", "--yes")
    await type_there("pulse", "stop")
    await type_there("pulse", "halt")
    await type_there("pulse", "halt")
    await type_there("pulse", "resume")

    log = (await type_there("pulse", "log")).stdout
    newest = (await type_there("pulse", "log", "--number", "1")).stdout

    assert nothing.stdout == "Nothing of the set-up has been changed yet.\n"
    told = [line.partition("UTC  ")[2] for line in log.splitlines() if "UTC" in line]
    assert told == [
        "The command line: let everything be sent again",
        "The command line: stopped everything: nothing is sent",
        "The command line: paused the pulse: no new rounds open",
        "The command line: changed the set-up",
        "The command line: started the pulse",
        "The command line: gave an office",
    ]
    assert "in each round: 3 → 2" in log
    assert len(newest.splitlines()) == 1
