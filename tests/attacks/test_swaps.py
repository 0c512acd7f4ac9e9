"""Who answered what, when, how often and whether at all leaves no trace: exchange colleagues, and all is the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot import database
from handlers import digest, pulse
from surveys import ballots
from surveys.keys import KeyRing
from surveys.rounds import seat_of
from tests import build
from tests.attacks.loot import Copy, Row, of_a_folder, taken
from tests.build import GLAD, SAD, UNSURE


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody sends a form, or takes theirs back."""

    person: str
    values: Mapping[str, int] | None
    comment: str | None = None


def plainly(company: build.Company) -> list[Step]:
    """Let nine of each ten answer, team after team, each once."""
    return [
        Step(person, (GLAD, SAD, UNSURE)[number % 3], "It helps." if number == 1 and path == build.TEAMS[0] else None)
        for path, team in company.teams.items()
        for number, person in enumerate(team[:-1])
    ]


def exchanged(company: build.Company) -> list[Step]:
    """The same answers from other colleagues of each team, backwards, with changes of mind and withdrawals."""
    steps: list[Step] = []
    for path, team in reversed(list(company.teams.items())):
        turned = (*team[4:], *team[:4])
        for number, person in enumerate(turned[:-1]):
            said = Step(
                person, (GLAD, SAD, UNSURE)[number % 3], "It helps." if number == 1 and path == build.TEAMS[0] else None
            )
            detours = [replace(said, values=SAD, comment="Never mind"), Step(person, None), replace(said, values=GLAD)]
            steps += [said, *detours[: number % 4], said] if number % 4 else [said]
        steps += [Step(turned[-1], SAD), Step(turned[-1], None)]
    return steps


async def played(url: str, folder: Path, steps: Any, *, keep_open: bool = False) -> Copy:  # noqa: ANN401 - a function of a company
    """Play one round of these steps and close it as the jobs do, digests owed; give what lies there at the end."""
    engine, keys = await stepped(url, folder, steps)
    sessions = database.sessions_for(engine)

    async def owe(session: AsyncSession, round_id: str) -> None:
        await digest.owe(session, build.TEAM, round_id, now=build.FRIDAY)

    await pulse.close_due(sessions, keys, partial(database.scrub, engine), owe, build.TEAM, now=build.FRIDAY)
    if keep_open:
        left = await taken(url)
        await engine.dispose()
        return left
    await engine.dispose()
    return await taken(url)


async def stepped(
    url: str,
    folder: Path,
    steps: Any,  # noqa: ANN401 - a function of a company
    *,
    reminders: int = 2,
) -> tuple[AsyncEngine, KeyRing]:
    """Open a round in an empty database and take these steps; the engine is still open."""
    engine = database.engine_for(url)
    sessions = database.sessions_for(engine)
    folder.mkdir()
    keys = build.key_ring(folder)
    async with sessions.begin() as session:
        company = await build.company(session)
        await build.schedule(session, reminders=reminders)
        round_id = await build.open_round(session, keys)
    for step in steps(company):
        async with sessions.begin() as session:
            await take(session, keys, round_id, step)
    return engine, keys


async def take(session: AsyncSession, keys: KeyRing, round_id: str, step: Step) -> None:
    """Take one step, as the form does."""
    seat = await seat_of(session, keys, build.TEAM, round_id, step.person, now=build.MONDAY + timedelta(hours=1))
    if step.values is None:
        await ballots.withdraw(session, round_id, seat.slot)
    else:
        await build.answer(session, seat, step.values, comment=step.comment)


def logical(copy: Copy) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rows of all tables, in the order in which they lie."""
    return [(row.table, sorted((name, repr(value)) for name, value in row.held.items())) for row in copy.rows]


def ranks(rows: Sequence[Row], place: str) -> list[tuple[str, int]]:
    """For each row, table by table, the how-manieth of the values of a place it has: numbers without their size."""
    values = sorted({row.places[place] for row in rows if place in row.places})
    return [(row.table, values.index(row.places[place])) for row in rows if place in row.places]


@pytest.mark.usefixtures("one_round_id")
async def test_the_closed_database_is_the_same_whoever_answered_what_and_when(
    two_databases: tuple[str, str], tmp_path: Path
) -> None:
    one, other = two_databases

    plain, turned = await played(one, tmp_path / "k1", plainly), await played(other, tmp_path / "k2", exchanged)

    assert logical(plain) == logical(turned)
    if make_url(one).get_backend_name() == "sqlite":
        assert plain.files == turned.files
        assert list(plain.files) == ["groundswell.db"]
    else:
        assert plain.files["dump.sql"] == turned.files["dump.sql"]
        assert ranks(plain.rows, "xmin") == ranks(turned.rows, "xmin")
        assert ranks(plain.rows, "ctid") == ranks(turned.rows, "ctid")


@pytest.mark.usefixtures("one_round_id")
async def test_the_exchange_is_seen_in_a_store_that_keeps_rows(two_databases: tuple[str, str], tmp_path: Path) -> None:
    """Without this, that nothing differs would prove nothing: the boxes themselves differ before the close."""

    async def open_rows(url: str, folder: Path, steps: Any) -> Copy:  # noqa: ANN401 - a function of a company
        engine, _ = await stepped(url, folder, steps)
        await engine.dispose()
        return await taken(url)

    plain = await open_rows(two_databases[0], tmp_path / "k1", plainly)
    turned = await open_rows(two_databases[1], tmp_path / "k2", exchanged)

    assert logical(plain) != logical(turned)
    assert plain.files != turned.files


@pytest.mark.usefixtures("one_round_id")
async def test_a_copy_of_the_running_database_has_an_empty_log(two_databases: tuple[str, str], tmp_path: Path) -> None:
    if make_url(two_databases[0]).get_backend_name() != "sqlite":
        pytest.skip("PostgreSQL's log is not the product's to empty")
    one, other = two_databases

    plain = await played(one, tmp_path / "k1", plainly, keep_open=True)
    turned = await played(other, tmp_path / "k2", exchanged, keep_open=True)

    assert plain.files["groundswell.db"] == turned.files["groundswell.db"]
    assert plain.files["groundswell.db-wal"] == turned.files["groundswell.db-wal"] == b""


async def test_the_key_directory_is_the_same_whoever_answered(two_databases: tuple[str, str], tmp_path: Path) -> None:
    await played(two_databases[0], tmp_path / "k1", plainly)
    await played(two_databases[1], tmp_path / "k2", exchanged)

    one, other = of_a_folder(tmp_path / "k1" / "keys"), of_a_folder(tmp_path / "k2" / "keys")
    assert {name: len(held) for name, held in one.items()} == {name: len(held) for name, held in other.items()}
    assert sorted(one) == ["rounding.key", "texts.key"]
