"""Companies to measure with: units of equal size, an open round, and the answers of all to it."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Member
from sandbox.clock import Clock
from surveys import ballots
from surveys.models import Invitee, Round
from tests import build
from tests.bench.grounds import Ground

IN_A_UNIT = 20
REMARKS = (
    "The assistant saves me an hour on every report, and that is wonderful.",
    "I still do not know what we are allowed to paste into it.",
    "Training was far too short, and nobody answers questions afterwards.",
    "It is fine for first drafts and bad at anything with numbers.",
    "Please let us choose the tools ourselves; the ones we got are slow.",
)
CAST_AT_ONCE = 500

Numbered = tuple[int, tuple[str, str]]


async def company(session: AsyncSession, people: int, *, in_a_unit: int = IN_A_UNIT) -> build.Company:
    """That many people, or a few more, in units below departments of ten units; the first of each unit manages it."""
    units = -(-people // in_a_unit)
    sizes = {f"Department {number // 10} / Unit {number}": in_a_unit for number in range(units)}
    return await build.company(session, sizes=sizes)


async def open_now(session: AsyncSession, ground: Ground) -> str:
    """Open a round by the real clock, which the processes beside the bench follow; give its id.

    It is about noon where everybody lives, the round ends today, all are due, and nobody is reminded: nothing waits.
    """
    now = Clock().now()
    await session.execute(update(Member).values(time_zone=build.noon_zone(now)))
    pulse = await build.schedule(session, now=now)
    pulse.next_open_at, pulse.open_days, pulse.reminders = now, 1, 0
    round_id = await build.open_round(session, ground.keys, now=now)
    await build.all_due(session, now=now)
    return round_id


def settings_of(ground: Ground) -> dict[str, str]:
    """The settings of a process that works on that ground, but for Slack's."""
    return {
        "DATABASE_URL": ground.url,
        "GROUNDSWELL_DATA": str(ground.folder / "data"),
        "GROUNDSWELL_KEYS": str(ground.keys.directory),
        "LOG_LEVEL": "ERROR",
    }


def remark(number: int) -> str | None:
    """A comment from every fifth person, no two the same."""
    return f"{REMARKS[number // 5 % len(REMARKS)]} ({number})" if number % 5 == 0 else None


async def answer_all(ground: Ground, round_id: str) -> int:
    """Let everybody answer, every fifth with a comment: sealed and cast as the form does. Returns how many."""
    keys = ground.keys.of(round_id)
    async with ground.sessions.begin() as session:
        held = await session.get_one(Round, round_id)
        cells = await session.execute(select(Invitee.user_id, Invitee.cell).where(Invitee.round_id == round_id))
        invited = sorted((user_id, cell) for user_id, cell in cells)
    public_key = held.public_key or b""
    said = (build.GLAD, build.UNSURE, build.SAD)
    numbered = list(enumerate(invited))
    for some in _in_parts(numbered, CAST_AT_ONCE):
        async with ground.sessions.begin() as session:
            for number, (user_id, cell) in some:
                box = ballots.seal(ballots.Ballot(cell, said[number % 3], remark(number)), public_key)
                await ballots.cast(session, round_id, keys.slot(round_id, user_id), box)
    return len(invited)


def _in_parts(things: Sequence[Numbered], size: int) -> Iterator[list[Numbered]]:
    rest = iter(things)
    while part := list(islice(rest, size)):
        yield part
