"""What the anonymous tables may hold: the agreed columns, no way back to a person, nothing finer than a date."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, DateTime, ForeignKey, Inspector, Integer, MetaData, String, Table, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

import surveys.models  # noqa: F401 - registers the tables
from people.models import Base, UtcDateTime

AGREED = {
    "envelopes": {"round_id", "slot", "box"},
    "releases": {"round_id", "cell", "item", "statistic", "lo", "hi"},
    "comments": {"round_id", "cell", "item", "position", "body", "language", "sentiment", "themes", "tagged_by"},
    "audiences": {"round_id", "members"},
    "rounds": {
        "id",
        "workspace_id",
        "pulse_id",
        "opens_on",
        "closes_on",
        "time_zone",
        "state",
        "questions",
        "tree",
        "k",
        "policy",
        "consent_version",
        "public_key",
    },
}
ANONYMOUS = {"envelopes", "releases", "comments"}
PSEUDONYMOUS = {"audiences"}  # who is counted where, asked or not; deleted after 90 days
OF_PEOPLE = {"members", "managers", "preferences", "deliveries"}
NAMED = {"invitees"}  # who is invited, not who answered; deleted with the round's keys
TIMED = {("pulses", "next_open_at")}  # when the next round is due: of the pulse, not of an answer
TELLING = ("created", "updated", "modified", "answered", "submitted", "responded", "seen", "inserted")
A_PERSON = {"user_id", "member_id", "member", "author", "slack_id", "email", "name", "real_name"}


def of_the_surveys() -> set[str]:
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    tables = {str(model.__tablename__) for model in classes if model.__module__.startswith("surveys.")}
    assert tables >= set(AGREED)
    return tables


def ways_back(metadata: MetaData, tables: set[str]) -> list[str]:
    """Name each column by which a table of the surveys, or one that points at it, leads to a person or to a moment."""
    found = []
    for table in metadata.tables.values():
        for column in table.columns:
            aims = {key.column.table.name for key in column.foreign_keys}
            if aims & (ANONYMOUS | PSEUDONYMOUS) or (table.name in tables and leads_back(table, column, aims)):
                found.append(f"{table.name}.{column.name}")
    return sorted(found)


def leads_back(table: Table, column: Column[object], aims: set[str]) -> bool:
    to_a_person = table.name not in NAMED and (aims & OF_PEOPLE or column.name in A_PERSON)
    to_a_moment = isinstance(column.type, DateTime | UtcDateTime) and (table.name, column.name) not in TIMED
    return bool(to_a_person or to_a_moment or column.name.startswith(TELLING))


def columns_of(metadata: MetaData) -> dict[str, set[str]]:
    return {name: set(metadata.tables[name].columns.keys()) for name in AGREED}


def test_the_anonymous_tables_have_the_agreed_columns() -> None:
    assert columns_of(Base.metadata) == AGREED


def test_nothing_of_the_surveys_leads_back_to_a_person_or_a_moment() -> None:
    assert ways_back(Base.metadata, of_the_surveys()) == []


async def test_the_migrated_database_has_the_agreed_columns_and_no_others(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        found = await connection.run_sync(_columns_in_the_database)

    assert found == AGREED


def _columns_in_the_database(connection: object) -> dict[str, set[str]]:
    inspector = inspect(connection)
    assert isinstance(inspector, Inspector)
    return {table: {column["name"] for column in inspector.get_columns(table)} for table in AGREED}


def test_no_hidden_row_number_tells_the_order_of_answers(sqlite_template: Path) -> None:
    with closing(sqlite3.connect(sqlite_template)) as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())

    assert [table for table in sorted(ANONYMOUS | PSEUDONYMOUS) if "WITHOUT ROWID" not in made[table]] == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: Column("user_id", String),
        lambda: Column("given", ForeignKey("members.id")),
        lambda: Column("opened", DateTime),
        lambda: Column("closed", UtcDateTime),
        lambda: Column("answered_on", String),
        lambda: Column("created_at", String),
    ],
)
def test_a_way_back_is_seen(make: Callable[[], Column[object]]) -> None:
    column = make()
    metadata = MetaData()
    Table("members", metadata, Column("id", Integer, primary_key=True))
    Table("envelopes", metadata, Column("slot", Integer, primary_key=True), column)

    assert ways_back(metadata, {"envelopes"}) == [f"envelopes.{column.name}"]


def test_a_key_that_points_at_an_anonymous_table_is_seen() -> None:
    metadata = MetaData()
    Table("envelopes", metadata, Column("slot", Integer, primary_key=True))
    Table("deliveries", metadata, Column("slot", ForeignKey("envelopes.slot")))

    assert ways_back(metadata, {"envelopes"}) == ["deliveries.slot"]
