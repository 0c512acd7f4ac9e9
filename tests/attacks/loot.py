"""What a thief carries away: copies of a database at a moment, its rows with the places that they lie at, key files."""

import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import make_url

from tests.attacks.cast import Script

TOKEN_BYTES = 24
LONGEST_LOG = 200_000_000
"""Bytes of PostgreSQL's log that are searched; the rest of a longer one is left out."""

Held = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and where it lies: `places` by kind, each of which can be sorted by."""

    table: str
    held: Held
    places: dict[str, Any] = field(default_factory=dict)
    readings: dict[int, Any] = field(default_factory=dict)
    """What was made of it with which keys, since that takes a while."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A database as it was taken at one moment: its files (SQLite) or dump and log (PostgreSQL), and its rows."""

    files: Mapping[str, bytes]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """One store after some rounds: what was done, and what an adversary may hold of it.

    `copies` were taken while each round was open, `closed` after the last was closed; `keys` are what the key directory
    holds then. `table` is what who has read the published table says of a round, a person and an item: what most of the
    smallest group said that is shown. `watched` are the rows after each form of the first round, as somebody sees who
    copies without end.
    """

    backend: str
    rounds: Mapping[str, Script]
    copies: Sequence[Copy]
    closed: Copy
    keys: Mapping[str, bytes]
    table: Mapping[tuple[str, str, str], str]
    watched: Sequence[tuple[str, Mapping[bytes, bytes]]]


def of_a_folder(folder: Path) -> dict[str, bytes]:
    """All files of a folder, with what is below it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


async def taken(url: str, log_from: str | None = None, *, before: Collection[str] = ()) -> Copy:
    """Take a copy of a database that is in use; of PostgreSQL's log, all from that place on, or none.

    Rows of the rounds `before`, which have been looked at in an earlier copy, are left out.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return of_sqlite(Path(make_url(url).database or ""), before=before)
    return await _of_postgres(url, log_from, before)


def of_sqlite(path: Path, *, before: Collection[str] = ()) -> Copy:
    """Copy file, log and index as they lie there, and read the rows from the copy."""
    files = {each.name: each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*"))}
    log = files.get(f"{path.name}-wal", b"")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / path.name
        place.write_bytes(files[path.name])
        (place.parent / f"{path.name}-wal").write_bytes(log)
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            rows = [row for row in _rows_of_sqlite(connection) if row.held.get("round_id") not in before]
        whole = place.read_bytes()
    return Copy(files, tuple(_placed(rows, {"offset": whole, "log": log})))


def _rows_of_sqlite(connection: sqlite3.Connection) -> Iterator[Row]:
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for table, sql in made:
        numbered = "WITHOUT ROWID" not in sql.upper()
        # A key that is the row number itself gives its own name to it: it is selected under ours, first.
        asked = connection.execute(f'SELECT {"rowid" if numbered else "NULL"} AS "#", * FROM "{table}"')  # noqa: S608 - names of the file's own tables
        names = [column[0] for column in asked.description]
        for values in asked:
            held = dict(zip(names, values, strict=True))
            number = held.pop("#")
            yield Row(table, held, {"rowid": number} if numbered else {})


def _placed(rows: Sequence[Row], heaps: Mapping[str, bytes]) -> Iterator[Row]:
    """Add to each row where what marks it first stands in each of these heaps of bytes."""
    marks = {
        table: _marking_column([row.held for row in rows if row.table == table]) for table in {r.table for r in rows}
    }
    for row in rows:
        if "round_id" not in row.held:
            yield row
            continue
        column = marks[row.table]
        if column is not None:
            token = _bytes_of(row.held[column])[:TOKEN_BYTES]
            for name, heap in heaps.items():
                if heap and (at := heap.find(token)) >= 0:
                    # A page is filled from its end to its beginning: what came later stands before.
                    row.places[name] = -at if name == "offset" else at
        yield row


def _marking_column(rows: Sequence[Held]) -> str | None:
    """The first column of bytes, or of ids, whose values are long enough to be found again and differ in each row."""
    for name in [name for name, value in rows[0].items() if isinstance(value, bytes) or name == "id"]:
        tokens = Counter(_bytes_of(row[name])[:TOKEN_BYTES] for row in rows)
        if max(tokens.values()) == 1 and min(map(len, tokens)) >= 12:
            return name
    return None


def _bytes_of(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


async def log_place(url: str) -> str | None:
    """Where PostgreSQL's log has come to; None on SQLite."""
    if make_url(url).get_backend_name() == "sqlite":
        return None
    connection = await _connected(url)
    try:
        return str(await connection.fetchval("SELECT pg_walfile_name(pg_current_wal_lsn())"))
    finally:
        await connection.close()


async def _of_postgres(url: str, log_from: str | None, before: Collection[str]) -> Copy:
    connection = await _connected(url)
    try:
        tables = await connection.fetch(
            "SELECT format('%I.%I', schemaname, tablename) AS name, tablename FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        )
        rows: list[Row] = []
        dump = bytearray()
        for table in tables:
            dump += await _dump_of(connection, table["name"])
            found = await connection.fetch(f'SELECT ctid AS "#c", xmin::text AS "#x", * FROM {table["name"]}')  # noqa: S608
            for number, record in enumerate(found):
                held = dict(record)
                page, place = held.pop("#c")
                born = int(held.pop("#x"))
                rows.append(Row(table["tablename"], held, {"ctid": (page, place), "xmin": born, "dump": number}))
        log = await _log_of(connection, log_from) if log_from else None
    finally:
        await connection.close()
    files = {"dump.sql": bytes(dump)} | ({} if log is None else {"pg_wal": log})
    rows = [row for row in rows if row.held.get("round_id") not in before]
    return Copy(files, tuple(_placed(rows, {} if log is None else {"log": log})))


async def _connected(url: str) -> Any:  # noqa: ANN401 - asyncpg has no types
    return await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


async def _dump_of(connection: Any, table: str) -> bytes:  # noqa: ANN401 - asyncpg has no types
    """What pg_dump writes of a table: it sends this very statement."""
    lines = bytearray()

    async def keep(data: bytes) -> None:
        lines.extend(data)

    await connection.copy_from_query(f"SELECT * FROM {table}", output=keep)  # noqa: S608 - quoted by the server
    return bytes(lines)


async def _log_of(connection: Any, log_from: str) -> bytes | None:  # noqa: ANN401 - asyncpg has no types
    """The server's log from a file of it on, if whoever runs the tests may read it."""
    folder = Path(await connection.fetchval("SHOW data_directory")) / "pg_wal"
    try:
        paths = sorted(path for path in folder.iterdir() if re.fullmatch(r"[0-9A-F]{24}", path.name))
        parts = [path.read_bytes() for path in paths if path.name >= log_from]
    except OSError:
        return None
    return b"".join(parts)[:LONGEST_LOG]
