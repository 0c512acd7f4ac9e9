"""Closing: a full round opened, tagged, released, shredded, scrubbed; and whether its cost grows with the ballots."""

from datetime import timedelta
from time import perf_counter

from bot import database
from handlers import pulse
from tests import build
from tests.bench import companies, grounds
from tests.bench.figures import Figure, Scale, middle

BAR_SECONDS = 60
BAR_PER_BALLOT = 1.5


async def measure(scale: Scale) -> list[Figure]:
    """On each database: seconds for the large round, and its cost per ballot against that of the small one."""
    return [figure for kind in grounds.kinds() for figure in await _on(kind, scale)]


async def _on(kind: str, scale: Scale) -> list[Figure]:
    small, large = scale.closing
    before, large_seconds, after = [await seconds(kind, size) for size in (small, large, small)]
    small_seconds = middle([before, after])
    growth = (large_seconds / large) / (small_seconds / small)
    return [
        Figure(
            f"closing {large:,} ballots, {kind}",
            f"{large_seconds:.1f} s",
            f"{small:,}: {small_seconds:.1f} s",
            f"{growth:.2f} a ballot",
            f"< {BAR_SECONDS} s and linear (≤ {BAR_PER_BALLOT})",
            large_seconds < BAR_SECONDS and growth <= BAR_PER_BALLOT,
        )
    ]


async def seconds(kind: str, people: int) -> float:
    """How long a round of so many ballots takes to close."""
    async with grounds.ground(kind) as ground:
        async with ground.sessions.begin() as session:
            await companies.company(session, people)
            round_id = await build.open_round(session, ground.keys)
        await companies.answer_all(ground, round_id)

        async def scrub() -> None:
            await database.scrub(ground.engine)

        begun = perf_counter()
        closed = await pulse.close_due(
            ground.sessions,
            ground.keys,
            scrub,
            build.nothing_afterwards,
            build.TEAM,
            now=build.MONDAY + timedelta(days=4),
        )
        taken = perf_counter() - begun
    if closed != [round_id]:
        raise RuntimeError("the round was not closed")
    return taken
