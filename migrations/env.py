"""Runs the migrations over the asynchronous engine of the product."""

import asyncio
import threading

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import surveys.models  # noqa: F401 - its tables belong to the metadata
from people.models import Base


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def _upgrade() -> None:
    url = context.config.get_main_option("sqlalchemy.url")
    if not url:
        raise SystemExit("no database address: run `groundswell migrate`, or set sqlalchemy.url")
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
        await connection.commit()
    await engine.dispose()


def _online() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(_upgrade())
        return
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(_upgrade())
        except BaseException as failure:  # noqa: BLE001 - carried to the caller's thread, where it is raised
            failures.append(failure)

    # Inside a running loop (a test, the demo) the migrations get a loop of their own.
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


_online()
