"""A migrated and empty database with a key directory, in a folder of its own, and nothing of it left afterwards."""

import asyncio
import os
import sqlite3
import tempfile
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import database
from bot.database import Sessions
from surveys.keys import KeyRing
from tests.build import key_ring
from tests.postgres import VARIABLE


@dataclass(frozen=True, slots=True)
class Ground:
    """What a section works on."""

    kind: str
    url: str
    folder: Path
    engine: AsyncEngine
    sessions: Sessions
    keys: KeyRing

    async def analyse(self) -> None:
        """Let PostgreSQL look at its tables, as it does by itself in its first minute."""
        if self.kind == "PostgreSQL":
            async with self.engine.begin() as connection:
                await connection.execute(text("ANALYZE"))


def kinds() -> tuple[str, ...]:
    """The databases that are at hand."""
    return ("SQLite", "PostgreSQL") if os.environ.get(VARIABLE) else ("SQLite",)


@asynccontextmanager
async def ground(kind: str = "SQLite") -> AsyncIterator[Ground]:
    """Make a new database of that kind, with keys beside it."""
    with tempfile.TemporaryDirectory(prefix="groundswell-bench-") as name:
        folder = Path(name)
        async with _address(kind, folder) as url:
            await asyncio.to_thread(database.migrate, url)
            engine = database.engine_for(url)
            try:
                yield Ground(kind, url, folder, engine, database.sessions_for(engine), key_ring(folder))
            finally:
                await engine.dispose()


@asynccontextmanager
async def _address(kind: str, folder: Path) -> AsyncIterator[str]:
    if kind == "SQLite":
        yield f"sqlite+aiosqlite:///{folder / 'data' / 'groundswell.db'}"
        return
    name = f"groundswell_bench_{uuid.uuid4().hex}"
    server = os.environ[VARIABLE]
    await _tell(server, f"CREATE DATABASE {name}")
    try:
        yield make_url(server).set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)
    finally:
        await _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _tell(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def described() -> str:
    """The databases and what they do for durability; a PostgreSQL that gives it up is not to be believed too much."""
    told = [f"SQLite {sqlite3.sqlite_version} (WAL, synchronous=FULL)"]
    if len(kinds()) > 1:
        connection = await asyncpg.connect(os.environ[VARIABLE])
        try:
            asked = ("server_version", "fsync", "synchronous_commit")
            version, fsync, commit = [str(await connection.fetchval(f"SHOW {name}")) for name in asked]
        finally:
            await connection.close()
        told.append(f"PostgreSQL {version.split()[0]} (fsync={fsync}, synchronous_commit={commit})")
    return ", ".join(told)
