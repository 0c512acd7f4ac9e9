"""Both stores, played once for each backend in each process that tests: all attacks read what was taken then."""

import asyncio
import secrets
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import asyncpg
import pytest
from sqlalchemy import make_url

from bot import database
from surveys.keys import KeyRing
from tests.attacks import naive, ours
from tests.attacks.loot import Played
from tests.attacks.tables import SECRET as ROUNDING
from tests.conftest import BACKENDS, POSTGRES
from tests.postgres import account, programs, running


class Stores(NamedTuple):
    """The same people, forms and order of arrival, in the naive store and in ours."""

    backend: str
    naive: Played
    ours: Played
    steady: Played
    """One naive table in which nobody changed their mind; in SQLite without row numbers, on pages that hold a round."""


@pytest.fixture(scope="session", params=BACKENDS)
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """Play six rounds of 240 people on ours, and the first of them on the naive store."""
    folder, names = tmp_path_factory.mktemp("stores"), ("groundswell", "naive", "steady")
    found, owner = programs(), account()
    if request.param == "sqlite" or found is None or owner is None:
        with databases(request, folder, names, migrated=1) as urls:
            yield _played(str(request.param), folder, *urls)
        return
    # A log is the whole server's: with one to themselves, what other tests do moves nothing in it and cuts nothing off.
    with running(found, owner) as server:
        on_server(*(f"CREATE DATABASE {name}" for name in names), server=server.url)
        urls = [_address_of(name, server.url) for name in names]
        database.migrate(urls[0])
        yield _played(str(request.param), folder, *urls)


@pytest.fixture
def one_round_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let both rounds have the same id and the same rounding key, which are drawn by lot and would differ."""
    monkeypatch.setattr(secrets, "token_hex", lambda size: "77" * size)
    monkeypatch.setattr(KeyRing, "rounding_key", lambda _: ROUNDING)


@pytest.fixture(params=BACKENDS)
def two_databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Give two databases, migrated and empty, which are the same to the byte."""
    with databases(request, tmp_path, ("one", "other"), migrated=2) as (one, other):
        yield one, other


@contextmanager
def databases(
    request: pytest.FixtureRequest, folder: Path, names: Sequence[str], *, migrated: int
) -> Iterator[list[str]]:
    """Make databases of the fixture's backend, the first so many with tables; they are gone afterwards."""
    if request.param == "sqlite":
        for name in names[:migrated]:
            (folder / name).mkdir()
            shutil.copy(request.getfixturevalue("sqlite_template"), folder / name / "groundswell.db")
        for name in names[migrated:]:
            (folder / name).mkdir()
        yield [f"sqlite+aiosqlite:///{folder}/{name}/groundswell.db" for name in names]
        return
    template = request.getfixturevalue("postgres_template")
    made = [f"groundswell_attack_{uuid.uuid4().hex}" for _ in names]
    on_server(*(f"CREATE DATABASE {name} TEMPLATE {template}" for name in made[:migrated]))
    on_server(*(f"CREATE DATABASE {name}" for name in made[migrated:]))
    try:
        yield [_address_of(name) for name in made]
    finally:
        on_server(*(f"DROP DATABASE {name} WITH (FORCE)" for name in made))


def _played(backend: str, folder: Path, url: str, naive_url: str, steady_url: str) -> Stores:
    async def play() -> Stores:
        played = await ours.play(url, folder)
        in_the_open = await naive.play(naive_url, folder, played)
        only = "keyed_answers" if backend == "sqlite" else "answers"
        steady = await naive.play(steady_url, folder, played, only=only, page_bytes=65536)
        return Stores(backend, in_the_open, played, steady)

    return asyncio.run(play())


def _address_of(name: str, server: str | None = POSTGRES) -> str:
    return (
        make_url(server or "").set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)
    )


def on_server(*statements: str, server: str | None = POSTGRES) -> None:
    """Run statements on a server, else on the one that the tests were told of."""

    async def execute() -> None:
        connection = await asyncpg.connect(server)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(execute())
