"""The database, SQLite or PostgreSQL: engine, sessions, migrations, and what scrubs a closed round."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, func, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

MIGRATIONS = Path(__file__).parents[1] / "migrations"
BUSY_MS = 15_000

Sessions = async_sessionmaker[AsyncSession]


class NotScrubbed(Exception):
    """What was deleted is still to be found on the disk."""


def async_url(url: str) -> str:
    """The address with the asynchronous driver: asyncpg for PostgreSQL, aiosqlite for SQLite."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    if backend == "sqlite":
        return parsed.set(drivername="sqlite+aiosqlite").render_as_string(hide_password=False)
    raise ValueError(f"DATABASE_URL names {backend}: Groundswell keeps its data in SQLite or PostgreSQL")


def engine_for(url: str) -> AsyncEngine:
    """An engine that never prints a parameter; SQLite with WAL, foreign keys and secure deletion."""
    url = async_url(url)
    # A server may have gone meanwhile; a file has not, and to ask would cost as much as what is asked.
    engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def sessions_for(engine: AsyncEngine) -> Sessions:
    """What listeners and jobs open their one transaction with."""
    return async_sessionmaker(engine, expire_on_commit=False)


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401, ARG001 - the driver's own type; SQLAlchemy's signature
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"busy_timeout={BUSY_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # A deferred transaction that turns to writing fails at once while another writes; an immediate one waits.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _alembic(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", async_url(url).replace("%", "%%"))
    return config


def migrate(url: str) -> None:
    """Bring the tables to the newest migration; the folder of an SQLite file is made for its owner."""
    path = make_url(url).database
    if make_url(url).get_backend_name() == "sqlite" and path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    command.upgrade(_alembic(url), "head")


def newest_revision() -> str | None:
    """The revision that `migrate` would bring the tables to."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


async def revision_of(engine: AsyncEngine) -> str | None:
    """The revision that the tables are at; None before the first migration."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def scrub(engine: AsyncEngine) -> None:
    """Leave nothing of deleted rows behind: SQLite's file and its log are rewritten, PostgreSQL's dead rows removed.

    Raises NotScrubbed when another reader keeps SQLite from it; the caller tries again later.
    """
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        if driver is None:  # a connection of the pool always has one
            raise RuntimeError("the database connection is gone: run the job again")
        if engine.dialect.name == "sqlite":
            await driver.execute("VACUUM")
            row = await (await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")).fetchone()
            if row[0]:
                raise NotScrubbed("another program reads the database: what was deleted is still in its log")
        else:
            for table in ("envelopes", "invitees", "comments", "audiences"):
                await driver.execute(f"VACUUM {table}")


@asynccontextmanager
async def alone(engine: AsyncEngine, name: str) -> AsyncIterator[bool]:
    """Whether no other process is in the middle of what has this name; if so, none begins it before the end.

    On PostgreSQL an advisory lock of a connection of its own, which the server frees when its holder dies. SQLite
    serves one process, which keeps its own order.
    """
    if engine.dialect.name == "sqlite":
        yield True
        return
    number = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        taken = bool(await connection.scalar(select(func.pg_try_advisory_lock(number))))
        try:
            yield taken
        finally:
            if taken:
                await connection.execute(select(func.pg_advisory_unlock(number)))


async def reachable(engine: AsyncEngine) -> bool:
    """Whether the database answers."""
    async with engine.connect() as connection:
        return bool((await connection.execute(text("SELECT 1"))).scalar_one() == 1)
