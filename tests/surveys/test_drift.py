"""A warning when the comments of a round are read less well than those before it."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from surveys.comments import lexical
from surveys.drift import BEFORE, Drift, Read, drifts, risen
from surveys.keys import KeyRing
from surveys.models import Comment, Round
from tests.build import GLAD, TEAM, company, play_round

Sessions = async_sessionmaker[AsyncSession]
DAY = date(2026, 1, 5)


def rounds(*counts: tuple[int, int, int]) -> list[Read]:
    """Rounds a week apart: comments, unsure ones, and ones in an unknown language."""
    return [Read(DAY + timedelta(weeks=week), "a-1.1", *each) for week, each in enumerate(counts)]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], []),
        ([(100, 90, 0)], []),
        ([(100, 10, 0), (100, 10, 0)], []),
        ([(100, 10, 0), (100, 40, 0)], ["unsure"]),
        ([(100, 10, 2), (100, 10, 40)], ["unknown"]),
        ([(100, 10, 0), (100, 40, 30)], ["unsure", "unknown"]),
        ([(100, 40, 0), (100, 10, 0)], []),
        ([(1000, 100, 0), (1000, 180, 0)], []),  # more, but not by ten points
        ([(30, 6, 0), (30, 10, 0)], []),  # by more, but so does chance
        ([(100, 10, 0), (19, 19, 0)], []),  # too few to say
        ([(19, 0, 0), (100, 50, 0)], []),
        ([(10, 1, 0), (10, 1, 0), (40, 20, 0)], ["unsure"]),  # the earlier ones together
    ],
)
def test_what_has_risen_is_told(counts: list[tuple[int, int, int]], told: list[str]) -> None:
    assert [drift.what for drift in risen(rounds(*counts))] == told


def test_the_shares_are_told_with_the_day_of_the_round() -> None:
    assert risen(rounds((40, 4, 0), (50, 25, 0))) == [Drift("unsure", DAY + timedelta(weeks=1), 0.5, 0.1)]


def test_only_the_last_few_rounds_are_looked_at() -> None:
    long_ago, lately = [(1000, 0, 0)], [(100, 50, 0)] * BEFORE

    assert risen(rounds(*long_ago, *lately, (100, 50, 0))) == []


def test_a_round_is_compared_with_those_that_the_same_version_has_read() -> None:
    before, alike = (Read(DAY + timedelta(weeks=week), "a-1.1", 100, 10, 0) for week in range(2))
    surer = Read(DAY + timedelta(weeks=2), "b-1.1", 100, 40, 0)
    again = Read(DAY + timedelta(weeks=3), "b-1.1", 100, 70, 0)

    assert risen([before, alike, surer]) == []
    assert risen([before, alike, surer, again]) == [Drift("unsure", again.opens_on, 0.7, 0.4)]


async def test_the_comments_of_the_database_are_counted(sessions: Sessions, keys: KeyRing) -> None:
    async with sessions.begin() as session:
        people = (await company(session, TEAM)).people
    round_id = await play_round(sessions, keys, dict.fromkeys(people[:24], (GLAD, "It helps.")))
    async with sessions.begin() as session:
        assert await drifts(session) == []
        held = await session.get_one(Round, round_id)
        later = Round(**{column.key: getattr(held, column.key) for column in Round.__table__.columns} | {"id": "later"})
        later.opens_on = held.opens_on + timedelta(weeks=1)
        session.add(later)
        await session.flush()
        session.add_all(
            Comment(
                round_id="later",
                cell="company",
                item="",
                position=position,
                body=b"",
                language="und" if position % 2 else "en",
                sentiment="unsure",
                themes=[],
                tagged_by=lexical.TIER.version,
            )
            for position in range(30)
        )
        await session.flush()

        assert await drifts(session) == [
            Drift("unsure", later.opens_on, 1.0, 0.0),
            Drift("unknown", later.opens_on, 0.5, 0.0),
        ]
