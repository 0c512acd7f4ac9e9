"""What would open a way is refused: unsafe settings, a restored backup, a changed chart, an audience by hand."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select, update
from sqlalchemy.ext.asyncio import create_async_engine

from bot import database, logs
from bot.config import Misconfigured, Settings, load
from bot.storage import statements
from people.anonymity import TooFew
from people.models import Member
from surveys import policy, pulses, releases
from surveys.keys import KeyRing, Unsafe
from surveys.models import Envelope, Release, Round
from surveys.policy import Tally
from tests import build
from tests.attacks.conftest import on_server
from tests.attacks.tables import SECRET as ROUNDING
from tests.attacks.tables import tree_of
from tests.build import GLAD, SAD

Refusing = Callable[[Path], object]


def at_debug(folder: Path) -> Settings:
    """Logs at DEBUG, at which Slack's libraries print whole payloads."""
    return load(_env_file=None, log_level="DEBUG")


def for_five(folder: Path) -> Settings:
    """A threshold of five."""
    return load(_env_file=None, groundswell_k=5)


def keys_beside_the_data(folder: Path) -> Settings:
    """Keys that every copy of the data takes along."""
    return load(_env_file=None, groundswell_data=folder, groundswell_keys=folder / "keys")


def keys_open_to_others(folder: Path) -> None:
    """A key directory that others may enter."""
    (folder / "keys").mkdir(mode=0o755)
    KeyRing(folder / "keys").prepare()


def key_file_open_to_others(folder: Path) -> None:
    """A key that others may read."""
    keys = build.key_ring(folder)
    keys.forge("r1")
    next(keys.directory.iterdir()).chmod(0o644)
    keys.prepare()


def keys_that_are_a_file(folder: Path) -> None:
    """No key directory, and something in its place."""
    (folder / "keys").write_bytes(b"")
    KeyRing(folder / "keys").prepare()


def released_for_five(folder: Path) -> object:
    """A release that is asked for with a lower threshold than any setting allows."""
    return policy.release_of(tree_of(20), Tally({}, {}), k=5, key=b"", prints={})


@pytest.mark.parametrize(
    "unsafe",
    [
        at_debug,
        for_five,
        keys_beside_the_data,
        keys_open_to_others,
        key_file_open_to_others,
        keys_that_are_a_file,
        released_for_five,
    ],
)
def test_what_fails_open_refuses_to_start(tmp_path: Path, unsafe: Refusing) -> None:
    with pytest.raises((Misconfigured, Unsafe, TooFew)) as refused:
        unsafe(tmp_path)

    assert len(str(refused.value).splitlines()) == 1


def test_settings_that_are_safe_are_not_refused(tmp_path: Path) -> None:
    """Without this, the refusals would prove nothing."""
    settings = load(
        _env_file=None,
        log_level="INFO",
        groundswell_k=6,
        groundswell_data=tmp_path,
        groundswell_keys=tmp_path.parent / "k",
    )
    build.key_ring(tmp_path).prepare()

    assert settings.groundswell_k == 6


def test_no_engine_of_ours_prints_what_it_writes(database_url: str) -> None:
    ours, naive = database.engine_for(database_url), create_async_engine(database_url, echo=True)

    assert (statements(ours).ok, statements(naive).ok) == (True, False)
    assert ours.sync_engine.hide_parameters
    assert not naive.sync_engine.hide_parameters
    assert logs.least_level_of("slack_sdk.socket_mode") > 10


async def open_and_answered(url: str, keys: KeyRing) -> str:
    """Open a round that everybody answers, and give its id."""
    engine = database.engine_for(url)
    async with database.sessions_for(engine).begin() as session:
        company = await build.company(session)
        round_id = await build.open_round(session, keys)
        await build.answer_all(session, keys, round_id, dict.fromkeys(company.people, (GLAD, None)))
    await engine.dispose()
    return round_id


async def close(url: str, keys: KeyRing) -> tuple[str | None, int, int, int]:
    """Close what is due; give the state of the round, and how many boxes, figures and shown rounds there are."""
    engine = database.engine_for(url)
    sessions = database.sessions_for(engine)
    await build.close_rounds(sessions, keys)
    async with sessions() as session:
        found = (
            await session.scalar(select(Round.state)),
            await session.scalar(select(func.count()).select_from(Envelope)) or 0,
            await session.scalar(select(func.count()).select_from(Release)) or 0,
            len(await releases.published(session, build.TEAM, latest=9)),
        )
    await engine.dispose()
    return found


def back_up(url: str, other: str) -> None:
    """Make the other database what this one is now."""
    if make_url(url).get_backend_name() == "sqlite":
        shutil.copy(make_url(url).database or "", make_url(other).database or "")
        return
    name, source = make_url(other).database, make_url(url).database
    on_server(f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {source}")


def test_a_backup_that_is_restored_after_the_close_is_void_and_never_read(
    two_databases: tuple[str, str], tmp_path: Path
) -> None:
    live, restored = two_databases
    keys = build.key_ring(tmp_path)
    asyncio.run(open_and_answered(live, keys))
    back_up(live, restored)

    closed, again = asyncio.run(close(live, keys)), asyncio.run(close(restored, keys))

    assert (closed[0], closed[1], closed[3]) == ("SHREDDED", 0, 1)
    assert again == ("VOID", 0, 0, 0)


def test_a_backup_that_is_restored_with_its_keys_can_be_read(two_databases: tuple[str, str], tmp_path: Path) -> None:
    """Documented: keys belong in no backup. Without this, that the restored round is void would prove nothing."""
    live, restored = two_databases
    keys = build.key_ring(tmp_path)
    asyncio.run(open_and_answered(live, keys))
    back_up(live, restored)
    shutil.copytree(keys.directory, tmp_path / "copied")
    asyncio.run(close(live, keys))

    assert asyncio.run(close(restored, KeyRing(tmp_path / "copied")))[0] == "SHREDDED"


async def shown_with(url: str, folder: Path, *, moved: bool) -> set[tuple[str, str, str, int, int]]:
    """Play a round in whose midst one person, who alone thinks otherwise, is put into another unit, or is not."""
    folder.mkdir()
    engine, keys = database.engine_for(url), build.key_ring(folder)
    sessions = database.sessions_for(engine)
    async with sessions.begin() as session:
        company = await build.company(session, sizes={"A": 20, "B": 20})
        round_id = await build.open_round(session, keys)
        answers: dict[str, build.Answer] = dict.fromkeys(company.people, (GLAD, None))
        target = company.teams["A"][5]
        answers |= dict.fromkeys(company.teams["A"][5:15], (SAD, None))
        if moved:
            await session.execute(update(Member).where(Member.user_id == target).values(unit_id=company.units["B"]))
        await build.answer_all(session, keys, round_id, answers)
    await build.close_rounds(sessions, keys)
    async with sessions() as session:
        rows = await session.scalars(select(Release))
        shown = {(row.cell, row.item, row.statistic, row.lo, row.hi) for row in rows}
    await engine.dispose()
    return shown


async def test_moving_a_person_while_a_round_is_open_probes_nothing(
    two_databases: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyRing, "rounding_key", lambda _: ROUNDING)
    stayed = await shown_with(two_databases[0], tmp_path / "stayed", moved=False)
    moved = await shown_with(two_databases[1], tmp_path / "moved", moved=True)

    assert stayed == moved
    assert stayed


def test_an_audience_cannot_be_picked_by_hand() -> None:
    """A schedule names what is asked and when; whom, follows from the chart: `audience` are units."""
    named = {field.name for field in fields(pulses.Schedule)}

    asked = {"deck", "per_round", "budget", "rhythm", "open_days", "reminders", "zone", "starts_on"}
    assert named == asked | {"audience", "channel"}
