"""Digests: what is told to each manager, and its picture, after many rounds."""

from datetime import date, timedelta
from time import perf_counter
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from digests.charts import trend_chart
from digests.issue import Digest, digest_for
from handlers.views import digest as views
from handlers.views.words import words_for
from surveys.models import Release, Round
from tests import build
from tests.bench import companies, grounds
from tests.bench.figures import Figure, Scale, middle

IN_A_UNIT = 10
MANAGERS = 500
BAR_SECONDS = 60

Row = TypeVar("Row", Round, Release)


async def measure(scale: Scale) -> list[Figure]:
    """On each database: the median of a digest and of its chart, and what 500 managers would take."""
    return [figure for kind in grounds.kinds() for figure in await _on(kind, scale)]


async def _on(kind: str, scale: Scale) -> list[Figure]:
    async with grounds.ground(kind) as ground:
        async with ground.sessions.begin() as session:
            company = await companies.company(session, IN_A_UNIT * scale.managers, in_a_unit=IN_A_UNIT)
            round_id = await build.open_round(session, ground.keys)
        await companies.answer_all(ground, round_id)
        await build.close_rounds(ground.sessions, ground.keys)
        async with ground.sessions.begin() as session:
            latest = await _with_history(session, round_id, scale.history)
        managers = [team[0] for team in company.teams.values()]
        asked = managers[:: len(managers) // scale.told]
        told, drawn = [], []
        for user_id in asked:
            begun = perf_counter()
            async with ground.sessions() as session:
                digest = await digest_for(session, build.TEAM, user_id, latest)
            told.append((perf_counter() - begun) * 1000)
            drawn.append(_drawn_ms(digest, scale.history))
    seconds = MANAGERS * (middle(told) + middle(drawn)) / 1000
    return [
        Figure(
            f"digests, {len(asked)} of {len(managers)} managers, {scale.history} rounds, {kind}",
            f"{middle(told):.1f} ms + chart {middle(drawn):.1f} ms",
            "none",
            f"{seconds:.0f} s for {MANAGERS}",
            f"< {BAR_SECONDS} s for {MANAGERS}",
            seconds < BAR_SECONDS,
        )
    ]


def _drawn_ms(digest: Digest | None, history: int) -> float:
    if digest is None or len(digest.days) != history:
        raise RuntimeError("a manager has no digest of all rounds: nothing to measure")
    begun = perf_counter()
    trend_chart(views.chart(words_for("en"), digest))
    return (perf_counter() - begun) * 1000


async def _with_history(session: AsyncSession, round_id: str, number: int) -> date:
    """Repeat what the first round released each week after it; gives the day of the last."""
    first = await session.get_one(Round, round_id)
    released = list(await session.scalars(select(Release).where(Release.round_id == round_id)))
    for week in range(1, number):
        later = f"{round_id[:20]}{week:04}"
        session.add(_copy(first, id=later, opens_on=first.opens_on + timedelta(weeks=week)))
        await session.flush()
        session.add_all(_copy(shown, round_id=later) for shown in released)
        await session.flush()
    return first.opens_on + timedelta(weeks=number - 1)


def _copy(row: Row, **changed: object) -> Row:
    held = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return type(row)(**{**held, **changed})
