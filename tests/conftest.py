"""What every test may ask for: a database of its own, on each backend that is found, a browser, and no network."""

import asyncio
import os
import shutil
import socket
import sqlite3
import subprocess
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import hypothesis
import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from surveys.keys import KeyRing
from tests import build
from tests.postgres import VARIABLE

POSTGRES = os.environ.get(VARIABLE)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BACKENDS = ["sqlite", "postgresql"] if POSTGRES else ["sqlite"]

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let sockets reach this machine only."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: tuple[str, int] | str | bytes) -> None:
        # An address of AF_UNIX is a path; those of the others start with the host.
        if isinstance(address, tuple) and not (address[0] in {"localhost", "::1"} or address[0].startswith("127.")):
            self.close()
            # Not an OSError, so that no code takes it for a failure that passes.
            raise RuntimeError(f"tests talk to this machine only, not to {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep one migrated and empty file, made once in each process that tests."""
    from bot.database import migrate  # noqa: PLC0415 - tests without a database need not load it

    path = tmp_path_factory.mktemp("template") / "groundswell.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """Keep one migrated and empty database, made once in each process that tests."""
    from bot.database import migrate  # noqa: PLC0415 - tests without a database need not load it

    name = _new_name("template")
    _on_server(f"CREATE DATABASE {name}")
    try:
        migrate(_address_of(name))
        yield name
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a database of the test's own, once for each backend that is found."""
    yield from new_database(request.param, request, tmp_path)


def new_database(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a database that is migrated, empty, and gone afterwards."""
    if backend == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "groundswell.db")
        yield f"sqlite+aiosqlite:///{path}"
        return
    name = _new_name("test")
    _on_server(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}")
    try:
        yield _address_of(name)
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Build the product's engine on the test's database."""
    from bot.database import engine_for  # noqa: PLC0415 - tests without a database need not load it

    engine = engine_for(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Give what listeners and jobs open their transaction with."""
    from bot.database import sessions_for  # noqa: PLC0415 - tests without a database need not load it

    return sessions_for(engine)


def _new_name(kind: str) -> str:
    return f"groundswell_{kind}_{uuid.uuid4().hex}"


def _address_of(name: str) -> str:
    return (
        make_url(POSTGRES or "")
        .set(drivername="postgresql+asyncpg", database=name)
        .render_as_string(hide_password=False)
    )


def _on_server(statement: str) -> None:
    async def execute() -> None:
        connection = await asyncpg.connect(POSTGRES)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(execute())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none."""
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="Chromium was not found"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say on what the tests ran and what was missing, below all else but the closing line."""
    yield
    ran = _ran_on(_tests_run(terminalreporter))
    if ran:
        terminalreporter.write_line(f"ran on (tests): {', '.join(ran)}")
    missing = [name for name, found in (("PostgreSQL", POSTGRES), ("Chromium", CHROMIUM)) if found is None]
    if missing:
        terminalreporter.write_line(f"tests that did not run, for want of: {', '.join(missing)}", yellow=True)


def _tests_run(terminalreporter: pytest.TerminalReporter) -> dict[str, int]:
    """Count the tests that were run, by what they ran on."""
    counts = {"sqlite": 0, "postgresql": 0, "browser": 0}
    for outcome in ("passed", "failed", "xfailed"):
        for report in terminalreporter.getreports(outcome):
            parameters = report.nodeid.partition("[")[2].rstrip("]").split("-")
            for backend in {"sqlite", "postgresql"}.intersection(parameters):
                counts[backend] += 1
            counts["browser"] += "browser" in report.keywords
    return counts


def _ran_on(counts: dict[str, int]) -> list[str]:
    versions = {"sqlite": _sqlite_version, "postgresql": _postgres_version, "browser": _chromium_version}
    return [f"{versions[backend]()} ({count})" for backend, count in counts.items() if count]


def _sqlite_version() -> str:
    return f"SQLite {sqlite3.sqlite_version}"


def _postgres_version() -> str:
    async def ask() -> str:
        connection = await asyncpg.connect(POSTGRES)
        try:
            return str(await connection.fetchval("show server_version"))
        finally:
            await connection.close()

    return f"PostgreSQL {asyncio.run(ask()).split()[0]}"


def _chromium_version() -> str:
    told = subprocess.run([CHROMIUM or "", "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - found on PATH
    words = told.stdout.split()
    return f"Chromium {words[1].split('.')[0]}" if len(words) > 1 else "Chromium"


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    """Give a key directory of the test's own."""
    return build.key_ring(tmp_path)


@pytest.fixture
async def acme(sessions: build.Sessions) -> build.Company:
    """Give a company of forty, with no pulse yet."""
    async with sessions.begin() as session:
        return await build.company(session)


@pytest.fixture
async def round_id(sessions: build.Sessions, keys: KeyRing, acme: build.Company) -> str:
    """Open that company's first round."""
    async with sessions.begin() as session:
        return await build.open_round(session, keys)
