"""What is unsafe keeps a process from starting: one line for each thing, that names it and says what to do."""

import logging
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from types import ModuleType

import asyncpg
import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import database, process
from bot.assembly import House
from bot.config import Misconfigured
from surveys.keys import KeyRing
from tests import build
from tests.bot.conftest import Place
from tests.bot.test_cli import there, type_, type_there
from tests.build import GLAD, MONDAY, TEAM, Sessions

__all__ = ["there"]


async def refusal_of(place: Place) -> str:
    """Start a process that must refuse, and give the one line that it says."""
    with pytest.raises(Misconfigured) as refused:
        await process.run(place.settings, place.clock.now)
    (line,) = refused.value.lines
    return str(line)


SETTINGS = {
    "GROUNDSWELL_K": ("5", r"GROUNDSWELL_K is 5: use 6 or more"),
    "LOG_LEVEL": ("DEBUG", r"LOG_LEVEL is DEBUG: use INFO"),
    "GROUNDSWELL_KEYS": ("data/keys", r"GROUNDSWELL_KEYS lies in the data folder: move it out"),
    "GROUNDSWELL_DATA": ("keys/data", r"GROUNDSWELL_KEYS holds the data folder or the database: move them out"),
    "DATABASE_URL": ("sqlite:///keys/groundswell.db", r"GROUNDSWELL_KEYS holds the data folder or the database"),
}


@pytest.mark.parametrize("command", ["run", "work", "migrate", "doctor"])
@pytest.mark.parametrize("name", SETTINGS)
def test_an_unsafe_setting_keeps_everything_from_starting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, name: str
) -> None:
    value, line = SETTINGS[name]
    monkeypatch.setenv(name, value)

    result = type_(command)

    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(rf"groundswell: {line}.*\n", result.stderr)


def missing(keys: KeyRing) -> None:
    keys.directory.rmdir()


def open_to_others(keys: KeyRing) -> None:
    keys.directory.chmod(0o750)


def open_key(keys: KeyRing) -> None:
    keys.text_key()
    keys.text_file.chmod(0o644)


def linked_key(keys: KeyRing) -> None:
    keys.text_key()
    keys.text_file.symlink_to(keys.text_file.rename(keys.directory.parent / "elsewhere"))


def replaceable(keys: KeyRing) -> None:
    for database_beside in keys.directory.parent.glob("*.db"):
        database_beside.chmod(0o600)
    keys.directory.parent.chmod(0o777)


def of_another_user(keys: KeyRing) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    os.chown(keys.directory, 65534, 65534)


def in_a_checkout(keys: KeyRing) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git was not found")
    subprocess.run([git, "init", str(keys.directory.parent)], check=True, capture_output=True)  # noqa: S603 - our words


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (missing, "is not there; to mend it: mkdir -m 700"),
        (open_to_others, "is open to others; to mend it: chmod 700"),
        (open_key, "texts.key is open to others; to mend it: chmod 600"),
        (linked_key, "texts.key is not a plain file; to mend it: move the key itself"),
        (replaceable, "anybody may replace the key directory"),
        (of_another_user, "belongs to another user; to mend it: chown"),
        (in_a_checkout, "lies in a git checkout that does not ignore it; to mend it: move it out"),
    ],
)
async def test_an_unsafe_key_directory_keeps_a_process_from_starting(
    there: Place, spoil: Callable[[KeyRing], None], said: str
) -> None:
    spoil(KeyRing(there.settings.groundswell_keys))

    line = await refusal_of(there)

    assert line.startswith("key directory: ")
    assert said in line


async def test_a_database_that_others_may_read_keeps_a_process_from_starting(there: Place, database_url: str) -> None:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        pytest.skip("a server keeps its files itself")
    file = Path(str(url.database))
    file.parent.chmod(0o755)
    file.chmod(0o644)

    assert f"database file: {file} is open to others; to mend it: chmod 600 {file}" in await refusal_of(there)


async def test_tables_of_another_version_keep_a_process_from_starting(there: Place, database_url: str) -> None:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        pytest.skip("the same on a server")
    with closing(sqlite3.connect(str(url.database))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'older'")
        connection.commit()

    assert "migrations: the tables are at older" in await refusal_of(there)


@asynccontextmanager
async def server_that(database_url: str, setting: str) -> AsyncIterator[None]:
    """Let the server write down more for this database."""
    url = make_url(database_url)
    if url.get_backend_name() != "postgresql":
        pytest.skip("a setting of PostgreSQL")
    connection = await asyncpg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    await connection.execute(f"ALTER DATABASE {url.database} SET {setting}")
    await connection.close()
    yield


@pytest.mark.parametrize(
    "setting",
    [
        "log_statement = 'all'",
        "log_duration = on",
        "log_min_duration_statement = 0",
        "log_min_duration_sample = 0",
        "log_transaction_sample_rate = 1",
        "log_parameter_max_length_on_error = -1",
        "log_parser_stats = on",
        "log_planner_stats = on",
        "log_executor_stats = on",
        "debug_print_parse = on",
        "debug_print_rewritten = on",
        "debug_print_plan = on",
    ],
)
async def test_a_server_that_writes_down_what_is_sent_or_when_keeps_a_process_from_starting(
    there: Place, database_url: str, setting: str
) -> None:
    async with server_that(database_url, setting):
        line = await refusal_of(there)

    assert line.startswith("database settings: ")
    assert f"{setting.split(maxsplit=1)[0]}=" in line
    assert "to mend it: in postgresql.conf: " in line


async def test_an_engine_that_prints_statements_keeps_a_process_from_starting(
    there: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = database.engine_for
    monkeypatch.setattr(database, "engine_for", lambda url: _loud(quiet(url)))

    assert "statements: every statement is printed" in await refusal_of(there)


def _loud(engine: AsyncEngine) -> AsyncEngine:
    engine.sync_engine.echo = True
    logging.getLogger("sqlalchemy.engine.Engine").setLevel(logging.WARNING)
    return engine


async def test_a_library_that_records_requests_keeps_a_process_from_starting(
    there: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", ModuleType("sentry_sdk"))

    assert "watchers: sentry_sdk is loaded and would record requests" in await refusal_of(there)


@pytest.mark.parametrize(
    "command", [("keys", "rotate-texts"), ("keys", "rotate-texts", "--dry-run"), ("pulse", "show")]
)
async def test_what_is_unsafe_keeps_other_commands_from_the_keys_too(there: Place, command: tuple[str, ...]) -> None:
    there.settings.groundswell_keys.chmod(0o755)

    result = await type_there(*command)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "open to others; to mend it: chmod 700" in result.stderr
    assert len(result.stderr.splitlines()) == 1


async def test_a_restore_that_brings_back_an_open_round_is_told_in_words_and_given_up(
    there: Place, sessions: Sessions
) -> None:
    keys = KeyRing(there.settings.groundswell_keys)
    async with sessions.begin() as session:
        company = await build.company(session, there.team.id)
        round_id = await build.open_round(session, keys, there.team.id)
        answers: dict[str, build.Answer] = {company.people[0]: (GLAD, None)}
        await build.answer_all(session, keys, round_id, answers, workspace_id=there.team.id, now=MONDAY)
    keys.forget(round_id)

    refused = await refusal_of(there)
    voided, again = [await type_there("pulse", "void", "--yes") for _ in range(2)]

    assert "has no key for the open round of 2026-01-05" in refused
    assert "give the round up with `groundswell pulse void`" in refused
    assert voided.stdout == "Given up: the round of 2026-01-05.\n"
    assert again.stdout == "Every open round has its key: nothing was changed.\n"
    assert not keys.has(round_id)


async def test_the_key_of_texts_is_rotated_by_a_command(there: Place, sessions: Sessions) -> None:
    keys = KeyRing(there.settings.groundswell_keys)
    async with sessions.begin() as session:
        company = await build.company(session, there.team.id)
    answers: dict[str, build.Answer] = dict.fromkeys(company.people[:12], (GLAD, "It helps."))
    await build.play_round(sessions, keys, answers, workspace_id=there.team.id)
    before = keys.text_key()

    foreseen = await type_there("keys", "rotate-texts", "--dry-run")
    assert keys.text_key() == before
    rotated = await type_there("keys", "rotate-texts")

    assert foreseen.stdout == "12 comments would be encrypted anew. A dry run: nothing was changed.\n"
    assert rotated.stdout.startswith("12 comments are encrypted under a new key, and the old key is destroyed.\n")
    assert keys.text_key() != before


async def test_comments_that_no_key_opens_are_not_rotated(there: Place, sessions: Sessions) -> None:
    keys = KeyRing(there.settings.groundswell_keys)
    async with sessions.begin() as session:
        company = await build.company(session, there.team.id)
    answers: dict[str, build.Answer] = dict.fromkeys(company.people[:12], (GLAD, "It helps."))
    await build.play_round(sessions, keys, answers, workspace_id=there.team.id)
    keys.text_file.write_bytes(b"k" * 32)

    results = [await type_there("keys", "rotate-texts", *more) for more in ([], ["--dry-run"])]

    assert [result.exit_code for result in results] == [1, 1]
    assert all("opens with no key of this directory" in result.stderr for result in results)


async def test_a_rotation_that_was_cut_off_is_finished_when_a_process_starts(house: House) -> None:
    old = house.keys.text_key()
    house.keys.set_text_key_aside()

    await process.finish_rotation(house)

    assert house.keys.text_key() != old
    assert [path.name for path in house.keys.directory.iterdir()] == ["texts.key"]


async def test_a_rotation_that_no_key_can_finish_keeps_a_process_from_starting(
    house: House, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        company = await build.company(session, TEAM)
    answers: dict[str, build.Answer] = dict.fromkeys(company.people[:12], (GLAD, "It helps."))
    await build.play_round(sessions, house.keys, answers)
    house.keys.text_file.write_bytes(b"k" * 32)
    house.keys.set_text_key_aside()

    with pytest.raises(Misconfigured, match="name the right folder"):
        await process.finish_rotation(house)
