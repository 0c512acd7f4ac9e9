"""The ground that tests stand on: a database of their own, and no way out of the machine."""

import asyncio
import socket

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot import database


@pytest.mark.parametrize("time", ["first", "second"])
async def test_what_one_test_writes_no_other_finds(sessions: async_sessionmaker[AsyncSession], time: str) -> None:
    async with sessions.begin() as session:
        await session.execute(
            text("INSERT INTO workspaces (id, name, language, time_zone) VALUES ('T1', :name, 'en', 'UTC')"),
            {"name": time},
        )

    async with sessions() as session:
        assert (await session.scalars(text("SELECT name FROM workspaces"))).all() == [time]


async def test_a_database_comes_migrated(engine: AsyncEngine) -> None:
    assert await database.revision_of(engine) == database.newest_revision() is not None


def test_a_socket_stays_on_this_machine() -> None:
    with pytest.raises(RuntimeError, match=r"this machine only, not to 192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


async def test_a_connection_of_asyncio_stays_on_this_machine() -> None:
    with pytest.raises(RuntimeError, match="this machine only"):
        await asyncio.open_connection("192.0.2.1", 80)


def test_a_socket_reaches_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
