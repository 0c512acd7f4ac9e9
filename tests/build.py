"""Builders: a company, its keys, and rounds that are opened, answered and closed by the product's own calls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from handlers import pulse
from people.hierarchy import ensure_path
from people.models import Delivery, Manager, Member, Workspace
from surveys import ballots, closing, instruments, opening, pulses, rounds
from surveys.comments.sanitising import sanitised
from surveys.keys import KeyRing
from surveys.models import Pulse

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)
WEEK = timedelta(days=7)

TEAM = "T1"
TEAMS = ("Engineering / Platform", "Engineering / Data", "Sales / North", "Sales / South")
PLATFORM, DATA, NORTH, SOUTH = TEAMS
IN_A_TEAM = 10

ITEMS = instruments.load("first_pulse").items
GLAD = {item.key: item.values[-1] for item in ITEMS}
UNSURE = {item.key: item.values[len(item.values) // 2] for item in ITEMS}
SAD = {item.key: item.values[0] for item in ITEMS}

Sessions = async_sessionmaker[AsyncSession]
Answer = tuple[Mapping[str, int], str | None]
"""A value per item, and perhaps a comment."""


@dataclass(frozen=True, slots=True)
class Company:
    """Who works where: units by path, and people by the path of their team, its manager first."""

    workspace_id: str
    units: Mapping[str, int]
    teams: Mapping[str, tuple[str, ...]]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody, team by team."""
        return tuple(user_id for team in self.teams.values() for user_id in team)


async def workspace(
    session: AsyncSession, workspace_id: str = TEAM, *, name: str = "Acme", language: str = "en", zone: str = "UTC"
) -> None:
    """Add a workspace with nobody in it."""
    session.add(Workspace(id=workspace_id, name=name, language=language, time_zone=zone))
    await session.flush()


async def units(session: AsyncSession, paths: Iterable[str], *, workspace_id: str = TEAM) -> dict[str, int]:
    """Add units by their paths, and all above them; give every one's id by its path."""
    ids: dict[str, int] = {}
    for path in paths:
        parts = path.split(" / ")
        for depth in range(1, len(parts) + 1):
            ids[" / ".join(parts[:depth])] = (await ensure_path(session, workspace_id, parts[:depth])).id
    return ids


async def members(
    session: AsyncSession,
    number: int,
    unit_id: int | None = None,
    *,
    workspace_id: str = TEAM,
    language: str = "en",
    zone: str = "UTC",
) -> tuple[str, ...]:
    """Add people to a unit; the same numbers come in every workspace, as Slack's ids may."""
    there = await session.scalar(select(func.count()).where(Member.workspace_id == workspace_id)) or 0
    user_ids = tuple(f"U{there + each:04}" for each in range(number))
    session.add_all(
        Member(workspace_id=workspace_id, user_id=user_id, unit_id=unit_id, language=language, time_zone=zone)
        for user_id in user_ids
    )
    await session.flush()
    return user_ids


async def manager(session: AsyncSession, user_id: str, unit_id: int, *, workspace_id: str = TEAM) -> None:
    """Let somebody manage a unit."""
    session.add(Manager(workspace_id=workspace_id, user_id=user_id, unit_id=unit_id))
    await session.flush()


async def company(
    session: AsyncSession, workspace_id: str = TEAM, *, sizes: Mapping[str, int] | None = None, zone: str = "UTC"
) -> Company:
    """Add a company: as it stands forty people in four teams of two departments, the first of each team its manager."""
    sizes = dict.fromkeys(TEAMS, IN_A_TEAM) if sizes is None else sizes
    await workspace(session, workspace_id, zone=zone)
    ids = await units(session, sizes, workspace_id=workspace_id)
    teams = {
        path: await members(session, size, ids[path], workspace_id=workspace_id, zone=zone)
        for path, size in sizes.items()
    }
    for path, team in teams.items():
        await manager(session, team[0], ids[path], workspace_id=workspace_id)
    return Company(workspace_id, ids, teams)


def key_ring(folder: Path) -> KeyRing:
    """Prepare a key directory in a folder of the test's own."""
    keys = KeyRing(folder / "keys")
    keys.prepare()
    return keys


async def schedule(
    session: AsyncSession, workspace_id: str = TEAM, *, reminders: int = 0, now: datetime = MONDAY
) -> Pulse:
    """Schedule the pulse for Mondays at nine, open until Thursday is over, with all six questions in each round."""
    pulse = await pulses.schedule(session, workspace_id, pulses.Schedule(reminders=reminders), now=now)
    pulse.per_round, pulse.budget = len(ITEMS), 5 * len(ITEMS)  # more than an owner may ask; tests know what is asked
    return pulse


def noon_zone(now: datetime) -> str:
    """Find a zone of no country where it is about noon, for tests with real processes, which go by the real clock."""
    ahead = 12 - now.astimezone(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


async def all_due(session: AsyncSession, *, now: datetime = MONDAY) -> None:
    """Let every message that is owed be due now, whatever time its reader has."""
    await session.execute(update(Delivery).where(Delivery.state == "pending").values(due_at=now))


async def open_round(
    session: AsyncSession, keys: KeyRing, workspace_id: str = TEAM, *, k: int = 6, now: datetime = MONDAY
) -> str:
    """Open the round that is due, scheduling the pulse if there is none; give its id."""
    if await pulses.pulse_of(session, workspace_id) is None:
        await schedule(session, workspace_id, now=now)
    (round_id,) = await opening.open_due(session, keys, workspace_id, k=k, now=now)
    return round_id


async def answer(
    session: AsyncSession,
    seat: rounds.Seat,
    values: Mapping[str, int] = GLAD,
    *,
    comment: str | None = None,
    language: str = "en",
    texts: Mapping[str, str] | None = None,
) -> None:
    """Seal and file an answer as the form does."""
    comment = sanitised(comment) if comment else None
    said = {item: clean for item, words in (texts or {}).items() if (clean := sanitised(words, longest=300))}
    ballot = ballots.Ballot(seat.cell, values, comment or None, language, said)
    box = ballots.seal(ballot, seat.public_key, size=seat.content_bytes)
    await ballots.cast(session, seat.round_id, seat.slot, box)


async def answer_all(
    session: AsyncSession,
    keys: KeyRing,
    round_id: str,
    answers: Mapping[str, Answer],
    *,
    workspace_id: str = TEAM,
    now: datetime = MONDAY,
) -> None:
    """Let these people answer an open round."""
    for user_id, (values, comment) in answers.items():
        seat = await rounds.seat_of(session, keys, workspace_id, round_id, user_id, now=now)
        await answer(session, seat, values, comment=comment)


async def nothing_to_scrub() -> None:
    """Stand for the scrubbing of a database where a test does not look at its bytes."""


async def nothing_afterwards(session: AsyncSession, round_id: str) -> None:
    """Stand for what follows a round where a test does not look at it."""


async def close_rounds(
    sessions: Sessions,
    keys: KeyRing,
    workspace_id: str = TEAM,
    *,
    now: datetime = FRIDAY,
    scrub: pulse.Scrub = nothing_to_scrub,
) -> list[str]:
    """Close, shred and finish all that is due, as the job does."""
    return await pulse.close_due(sessions, keys, scrub, nothing_afterwards, workspace_id, now=now)


async def count_round(session: AsyncSession, keys: KeyRing, round_id: str, *, now: datetime = FRIDAY) -> str:
    """Read, count and release a round in one transaction; give its state."""
    sealed = await closing.read(session, keys, round_id, now=now)
    return sealed if isinstance(sealed, str) else await closing.write(session, keys, sealed, closing.count(sealed))


async def play_round(
    sessions: Sessions,
    keys: KeyRing,
    answers: Mapping[str, Answer],
    *,
    workspace_id: str = TEAM,
    now: datetime = MONDAY,
) -> str:
    """Open a round, let these people answer, and close it when its time is over; give its id."""
    async with sessions.begin() as session:
        round_id = await open_round(session, keys, workspace_id, now=now)
        await answer_all(session, keys, round_id, answers, workspace_id=workspace_id, now=now)
    await close_rounds(sessions, keys, workspace_id, now=now + (FRIDAY - MONDAY))
    return round_id
