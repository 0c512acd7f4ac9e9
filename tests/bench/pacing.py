"""Invitations under the sandbox's rate model, on a clock that hurries: which share of the permitted rate they use."""

import asyncio
from datetime import timedelta

from bot import work
from bot.assembly import House, open_house
from people import deliveries
from sandbox.clock import Clock
from sandbox.limits import MESSAGES_PER_MINUTE
from surveys.rounds import INVITATION
from tests.bench import companies, grounds
from tests.bench.figures import Figure, Scale
from tests.bench.grounds import Ground
from tests.bench.invitations import settings_for
from tests.bench.slack import Hurry, Slack, Tally, slack
from tests.build import TEAM

SPEED = 20
BAR = 0.95
REFUSED_AN_HOUR = 10


async def measure(scale: Scale) -> list[Figure]:
    """On SQLite: from the first message to the last, as a share of what Slack would take."""
    number, since = scale.delivered // 10, Clock().now()
    clock = Hurry(since, SPEED)
    async with grounds.ground() as ground, slack(number, limits=True, since=since, speed=SPEED) as town:
        round_id = await _asked(ground, number)
        async with open_house(settings_for(ground, town.settings, per_minute=240), clock=clock.now) as house:
            began = clock.now()
            tally = await _sent(house, town, round_id, number)
        minutes = (tally.last_at - began.timestamp()) / 60
    return _figures(number, minutes, tally)


async def _asked(ground: Ground, number: int) -> str:
    async with ground.sessions.begin() as session:
        await companies.company(session, number)
        return await companies.open_now(session, ground)


async def _sent(house: House, town: Slack, round_id: str, number: int) -> Tally:
    async def pause(seconds: float) -> None:
        await asyncio.sleep(seconds / SPEED)

    sender = asyncio.create_task(work.outbox_of(house).run(pause))
    try:
        while await _owed(house, round_id) and not sender.done():  # noqa: ASYNC110 - the sender tells the ledger alone
            await asyncio.sleep(0.5)
    finally:
        sender.cancel()
        await asyncio.wait([sender])
    return await town.tally()


async def _owed(house: House, round_id: str) -> int:
    async with house.sessions.begin() as session:
        counts = await deliveries.counts(session, TEAM, INVITATION, round_id)
    return counts.get("pending", 0) + counts.get("claimed", 0)


def _figures(number: int, minutes: float, tally: Tally) -> list[Figure]:
    share = number / minutes / MESSAGES_PER_MINUTE
    lost = number - tally.arrived
    hours = timedelta(minutes=minutes) / timedelta(hours=1)
    permitted = f"permitted {MESSAGES_PER_MINUTE}/min"
    doubled = f"{tally.doubled} doubled, {lost} lost"
    return [
        Figure(
            f"{number:,} invitations under the rate model, {minutes:.1f} min", f"{number / minutes:.0f}/min", permitted,
            f"{share:.3f}", f"≥ {BAR}", share >= BAR,
        ),
        Figure(
            "  refused for their rate", f"{tally.refused}", doubled, f"{tally.refused / hours:.1f} an hour",
            f"≤ {REFUSED_AN_HOUR} an hour, 0, 0",
            tally.refused <= REFUSED_AN_HOUR * max(hours, 1) and not tally.doubled and not lost,
        ),
    ]  # fmt: skip
