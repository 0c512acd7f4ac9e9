"""Ours, played: rounds that are opened, answered, changed, withdrawn and closed by the product's own calls."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot import database
from surveys import ballots, rounds
from surveys.cells import groups_of
from surveys.frozen import layout_from_json
from surveys.keys import KeyRing
from surveys.models import Release, Round
from tests import build
from tests.attacks.cast import SIZES, Script, Sent, script_of
from tests.attacks.loot import Copy, Played, log_place, of_a_folder, taken

ROUNDS = 6
TOGETHER = 10
"""Forms in one transaction after the first round, which has one for each: only the first is watched form by form."""


async def play(url: str, folder: Path) -> Played:
    """Play all rounds on an empty database, and take of it what a thief could."""
    engine = database.engine_for(url)
    sessions, keys = database.sessions_for(engine), build.key_ring(folder)
    async with sessions.begin() as session:
        company = await build.company(session, sizes=SIZES)
    scripts, copies, watched = dict[str, Script](), list[Copy](), list[tuple[str, Mapping[bytes, bytes]]]()
    log_from = await log_place(url)
    for week in range(ROUNDS):
        now = build.MONDAY + week * build.WEEK
        async with sessions.begin() as session:
            round_id = await build.open_round(session, keys, now=now)
        script = scripts[round_id] = script_of(company.teams, seed=week)
        together = TOGETHER if week else 1
        for start in range(0, len(script.sent), together):
            await send(sessions, keys, round_id, script.sent[start : start + together], now)
            if not week:
                watched.append((script.sent[start].person, await _watched(engine)))
        earlier = [each for each in scripts if each != round_id]
        copies.append(await taken(url, None if week else log_from, before=earlier))
        await withdraw(sessions, keys, round_id, script)
        copies.append(await taken(url, before=earlier))
        await build.close_rounds(
            sessions, keys, now=now + (build.FRIDAY - build.MONDAY), scrub=partial(database.scrub, engine)
        )
    closed = await taken(url, log_from)
    async with sessions() as session:
        table = {key: guess for round_id in scripts async for key, guess in read_by_all(session, company, round_id)}
    await engine.dispose()
    return Played(engine.dialect.name, scripts, copies, closed, of_a_folder(keys.directory), table, watched)


async def read_by_all(
    session: AsyncSession, company: build.Company, round_id: str
) -> AsyncIterator[tuple[tuple[str, str, str], str]]:
    """Tell for each person and item what most of the smallest shown group said that the person is in."""
    tree = layout_from_json((await session.get_one(Round, round_id)).tree).tree
    rows = await session.scalars(select(Release).where(Release.round_id == round_id, Release.statistic == "favourable"))
    shares = {(row.cell, row.item): row.lo + row.hi for row in rows}
    for path, people in company.teams.items():
        unit_id = company.units[path]
        finest = next(cell.key for cell in reversed(tree.cells) if unit_id in cell.unit_ids or not cell.parent)
        groups = [cell.key for cell in reversed(groups_of(tree, finest))]
        for item in (each.key for each in build.ITEMS):
            share = next((shares[cell, item] for cell in groups if (cell, item) in shares), 100)
            for person in people:
                yield (round_id, person, item), "favourable" if share >= 100 else "unfavourable"


async def send(sessions: build.Sessions, keys: KeyRing, round_id: str, forms: Sequence[Sent], now: datetime) -> None:
    """Let these forms come."""
    async with sessions.begin() as session:
        for form in forms:
            seat = await rounds.seat_of(session, keys, build.TEAM, round_id, form.person, now=now)
            await build.answer(session, seat, form.values, comment=form.comment)


async def withdraw(sessions: build.Sessions, keys: KeyRing, round_id: str, script: Script) -> None:
    """Let those withdraw who do."""
    for person in sorted(script.withdrawn):
        async with sessions.begin() as session:
            await ballots.withdraw(session, round_id, keys.of(round_id).slot(round_id, person))


async def _watched(engine: AsyncEngine) -> dict[bytes, bytes]:
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT slot, substr(box, 1, 64) FROM envelopes"))
        return {bytes(slot): bytes(box) for slot, box in rows}
