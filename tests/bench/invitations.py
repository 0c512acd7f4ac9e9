"""Invitations: claimed, drawn, sent and written down, against a loop of the SDK that only sends the same message."""

import asyncio
import gc
from collections.abc import Sequence
from time import perf_counter

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot import work
from bot.assembly import House, open_house
from bot.config import Settings, load
from bot.process import rarely_look_for_garbage
from handlers.views import pulse as views
from handlers.views.words import words_for
from people import deliveries
from surveys import instruments
from surveys.models import Round
from surveys.rounds import INVITATION
from tests.bench import companies, grounds, processes
from tests.bench.figures import Figure, Scale, middle
from tests.bench.grounds import Ground

BAR = 0.7
UNDER_WAY = 60
"""So many the SDK's loop has at once; with more it is no faster, and from a hundred on slower."""
TURNS = 3
"""A turn is short and so differs much from the next: there are so many more of them than of other figures."""


async def measure(scale: Scale) -> list[Figure]:
    """On each database: messages a second, to a sandbox in a process of its own, without rate limits."""
    return [figure for kind in grounds.kinds() for figure in await _on(kind, scale)]


async def _on(kind: str, scale: Scale) -> list[Figure]:
    async with grounds.ground(kind) as ground, processes.server("sandbox", str(2 * scale.invited)) as slack:
        async with ground.sessions.begin() as session:
            company = await companies.company(session, scale.invited)
            round_id = await companies.open_now(session, ground)
        await ground.analyse()
        async with open_house(settings_for(ground, slack)) as house:
            message = await _message(house, round_id)
            turns = []
            for _ in range(TURNS * scale.rounds):
                raw = await _raw(slack, company.people, message)
                turns.append((raw, await _sent(house, round_id, company.people)))
    ratio = middle([sent / raw for raw, sent in turns])
    raw, sent = (middle([turn[side] for turn in turns]) for side in (0, 1))
    return [
        Figure(
            f"{len(company.people):,} invitations, {kind}",
            f"{sent:,.0f}/s",
            f"SDK loop {raw:,.0f}/s",
            f"{ratio:.2f}",
            f"≥ {BAR:.2f}",
            ratio >= BAR,
        )
    ]


def settings_for(ground: Ground, slack: dict[str, str], *, per_minute: float = 0) -> Settings:
    """Settings that point at a sandbox; without a pace, unless one is given."""
    return load(
        _env_file=None,
        **{name.lower(): value for name, value in slack.items()},
        database_url=ground.url,
        groundswell_data=ground.folder / "data",
        groundswell_keys=ground.keys.directory,
        slack_per_minute=per_minute,
    )


async def _message(house: House, round_id: str) -> dict[str, object]:
    async with house.sessions() as session:
        held = await session.get_one(Round, round_id)
    items = len(instruments.from_json(held.questions).items)
    return views.invitation(words_for("en"), round_id, closes_on=held.closes_on, items=items)


async def _sent(house: House, round_id: str, people: Sequence[str]) -> float:
    """Owe everybody the invitation anew, and send what is due: messages a second."""
    now = house.clock()
    async with house.sessions.begin() as session:
        await deliveries.cancel(session, house.workspace_id, INVITATION, round_id)
        due = [(user_id, now) for user_id in people]
        await deliveries.plan(session, house.workspace_id, INVITATION, round_id, due)
    as_it_was = gc.get_threshold()
    rarely_look_for_garbage()
    begun = perf_counter()
    sent = await work.send_due(house)
    taken = perf_counter() - begun
    gc.set_threshold(*as_it_was)
    if sent != len(people):
        raise RuntimeError(f"{sent} of {len(people)} invitations were sent")
    return sent / taken


async def _raw(slack: dict[str, str], people: Sequence[str], message: dict[str, object]) -> float:
    """Send the same to everybody with UNDER_WAY at once, and write nothing down."""
    waiting = iter(people)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=slack["SLACK_BOT_TOKEN"], base_url=slack["SLACK_API_URL"], session=session)

        async def sender() -> None:
            for user_id in waiting:
                await client.chat_postMessage(channel=user_id, **message)  # type: ignore[arg-type]  # arguments by name

        begun = perf_counter()
        async with asyncio.TaskGroup() as senders:
            for _ in range(UNDER_WAY):
                senders.create_task(sender())
        return len(people) / (perf_counter() - begun)
