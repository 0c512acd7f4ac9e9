"""A store as it is usually built, "a separate table, a random id, no name", with each fault in a table of its own."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from nacl.secret import SecretBox
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from tests.attacks.cast import Script, Sent
from tests.attacks.loot import Copy, Played, log_place, of_a_folder, taken
from tests.build import MONDAY, WEEK

SQLITE = ("BLOB", " WITHOUT ROWID", "INTEGER PRIMARY KEY AUTOINCREMENT")
POSTGRES = ("BYTEA", "", "SERIAL PRIMARY KEY")


def tables(blob: str, without_numbers: str, numbered: str) -> dict[str, str]:
    """Each fault of the trade by the table that has it."""
    content = "round_id TEXT, answers TEXT, comment TEXT"
    return {
        "answers": f"id TEXT PRIMARY KEY, {content}",
        "numbered_answers": f"number {numbered}, id TEXT UNIQUE, {content}",
        "keyed_answers": f"id TEXT PRIMARY KEY, {content}){without_numbers}--",
        "timed_answers": f"id TEXT PRIMARY KEY, {content}, created_at TEXT",
        "ordered_answers": f"id TEXT PRIMARY KEY, {content}){without_numbers}--",
        "hashed_answers": f"slot {blob} PRIMARY KEY, {content}",
        "sealed_answers": f"slot {blob} PRIMARY KEY, round_id TEXT, box {blob}",
        "participants": "id TEXT PRIMARY KEY, round_id TEXT, user_id TEXT",
    }


def unkeyed_slot(round_id: str, person: str) -> bytes:
    """A slot that anybody can compute who knows whom there is to be asked."""
    return hashlib.sha256(f"slot|{round_id}|{person}".encode()).digest()[:16]


def random_slot(row_id: str) -> bytes:
    """A slot that follows from a random id, and from nothing else."""
    return hashlib.sha256(row_id.encode()).digest()[:16]


def time_ordered(at: datetime) -> str:
    """An id of version 7: milliseconds first, then chance."""
    head = int(at.timestamp() * 1000) << 80
    return str(uuid.UUID(int=head | 7 << 76 | secrets.randbits(76) & ~(3 << 62) | 2 << 62))


class Naive:
    """Writes each form as it comes, in plain text; keeps one key for ever beside what it seals."""

    def __init__(self, engine: AsyncEngine, keys: Path, only: str = "") -> None:
        """Write there, into all tables or one."""
        self._engine, self._box = engine, SecretBox(secrets.token_bytes(32))
        (keys / "answers.key").write_bytes(bytes(self._box))
        self._ids: dict[tuple[str, str], str] = {}
        made = tables(*(SQLITE if engine.dialect.name == "sqlite" else POSTGRES))
        self._tables = {name: columns for name, columns in made.items() if only in {"", name}}

    async def make(self, page_bytes: int) -> None:
        """Make the tables, in SQLite with pages of that size and a log that is never emptied."""
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine.sync_engine, "connect", partial(_prepare, page_bytes))
        async with self._engine.begin() as connection:
            for name, columns in self._tables.items():
                head, _, tail = columns.partition(")")
                await connection.execute(text(f"CREATE TABLE {name} ({head}){tail.removesuffix('--')}"))

    async def send(self, round_id: str, form: Sent, at: datetime) -> None:
        """Keep a form; a second one of a person is an UPDATE."""
        known = self._ids.get((round_id, form.person))
        row_id = self._ids[round_id, form.person] = known or str(uuid.uuid4())
        content = {"round": round_id, "answers": json.dumps(dict(form.values)), "comment": form.comment}
        async with self._engine.begin() as connection:
            for table in self._tables:
                keys = self._keys_of(table, round_id, form, row_id, at)
                await connection.execute(text(_statement(table, keys, known=known is not None)), {**content, **keys})

    def _keys_of(self, table: str, round_id: str, form: Sent, row_id: str, at: datetime) -> dict[str, Any]:
        sealed = json.dumps({"values": dict(form.values), "comment": form.comment}).encode()
        keys: dict[str, dict[str, Any]] = {
            "hashed_answers": {"slot": unkeyed_slot(round_id, form.person)},
            "sealed_answers": {"slot": random_slot(row_id), "box": self._box.encrypt(sealed)},
            "timed_answers": {"id": row_id, "created_at": at.isoformat()},
            "ordered_answers": {"id": self._ids.setdefault((row_id, ""), time_ordered(at))},
            "participants": {"id": row_id, "user_id": form.person},
        }
        return keys.get(table, {"id": row_id})

    async def withdraw(self, round_id: str, person: str) -> None:
        """Delete a person's rows."""
        row_id = self._ids.pop((round_id, person))
        ordered = self._ids.get((row_id, ""), "")
        slots = {
            "hashed_answers": unkeyed_slot(round_id, person),
            "sealed_answers": random_slot(row_id),
        }
        async with self._engine.begin() as connection:
            for table in self._tables:
                key = "slot" if table in slots else "id"
                which = slots.get(table, ordered if table == "ordered_answers" else row_id)
                await connection.execute(text(f"DELETE FROM {table} WHERE {key} = :which"), {"which": which})  # noqa: S608


def _statement(table: str, keys: Mapping[str, Any], *, known: bool) -> str:
    given = {name: f":{name}" for name in keys}
    given["round_id"] = ":round"
    if table not in {"participants", "sealed_answers"}:
        given |= {"answers": ":answers", "comment": ":comment"}
    if not known:
        return f"INSERT INTO {table} ({', '.join(given)}) VALUES ({', '.join(given.values())})"  # noqa: S608 - our names
    key = "slot" if "slot" in keys else "id"
    changed = [f"{name} = {value}" for name, value in given.items() if name not in {key, "created_at"}]
    return f"UPDATE {table} SET {', '.join(changed)} WHERE {key} = :{key}"  # noqa: S608 - our names


def _prepare(page_bytes: int, connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's own type
    cursor = connection.cursor()
    for pragma in (f"page_size={page_bytes}", "journal_mode=WAL", "synchronous=OFF", "wal_autocheckpoint=0"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def only_final(script: Script) -> Script:
    """The same round in which nobody changed their mind."""
    kept = script.kept()
    return Script(tuple(form for form in script.sent if kept.get(form.person) is form), frozenset())


async def play(url: str, folder: Path, ours: Played, *, only: str = "", page_bytes: int = 4096) -> Played:
    """Let the same forms of the first round come to the naive store, and take of it what is taken of ours."""
    (round_id, script) = next(iter(ours.rounds.items()))
    scripts = {round_id: only_final(script) if only else script}
    keys = folder / f"naive keys {only}"
    keys.mkdir()
    engine = create_async_engine(url)
    store, copies, watched = Naive(engine, keys, only), list[Copy](), list[tuple[str, Mapping[bytes, bytes]]]()
    log_from = await log_place(url)
    await store.make(page_bytes)
    for number, (round_id, script) in enumerate(scripts.items()):
        for second, form in enumerate(script.sent):
            await store.send(round_id, form, MONDAY + number * WEEK + timedelta(seconds=41 * second))
            if not number and not only:
                watched.append((form.person, await _watched(engine)))
        copies.append(await taken(url, log_from))
        for person in sorted(script.withdrawn):
            await store.withdraw(round_id, person)
    closed = await taken(url, log_from)
    await engine.dispose()
    return Played(engine.dialect.name, scripts, copies, closed, of_a_folder(keys), ours.table, watched)


async def _watched(engine: AsyncEngine) -> dict[bytes, bytes]:
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT id, answers FROM answers"))
        return {row_id.encode(): answers.encode() for row_id, answers in rows}
