"""What waits together shares one transaction: nobody is answered before its commit, and nobody fails for another."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from handlers.together import MOST, Together
from people.models import Workspace
from tests.build import Sessions


class Refused(Exception):
    """What is asked for cannot be done."""


async def add(session: AsyncSession, names: Sequence[str]) -> list[str]:
    """Write a workspace of each name, but for a bad one."""
    for name in names:
        session.add(Workspace(id=name, name=name, language="en", time_zone="UTC"))
        await session.flush()
        if name == "bad":
            raise Refused(name)
    return [f"{name} is there" for name in names]


@pytest.fixture
def together(sessions: Sessions) -> Together[str, str]:
    return Together(sessions, add)


@pytest.fixture
def commits(engine: AsyncEngine) -> list[None]:
    """Give a list that grows by each commit."""
    seen: list[None] = []
    event.listen(engine.sync_engine, "commit", lambda _: seen.append(None))
    return seen


async def kept(sessions: Sessions) -> list[str]:
    """What another connection sees."""
    async with sessions() as session:
        return list(await session.scalars(select(Workspace.id).order_by(Workspace.id)))


async def test_what_waits_together_is_committed_once(
    together: Together[str, str], sessions: Sessions, commits: list[None]
) -> None:
    told = await asyncio.gather(*(together(name) for name in "abc"))

    assert (told, len(commits)) == (["a is there", "b is there", "c is there"], 1)
    assert await kept(sessions) == ["a", "b", "c"]


async def test_nobody_is_answered_before_the_commit(engine: AsyncEngine, together: Together[str, str]) -> None:
    asking = [asyncio.create_task(together(name)) for name in "abc"]
    answered: list[bool] = []
    # SQLAlchemy tells of a commit before it is sent to the database.
    event.listen(engine.sync_engine, "commit", lambda _: answered.extend(task.done() for task in asking))

    await asyncio.gather(*asking)

    assert answered == [False, False, False]


async def test_who_is_answered_is_written_down_for_all_to_see(together: Together[str, str], sessions: Sessions) -> None:
    async def ask(name: str) -> bool:
        await together(name)
        return name in await kept(sessions)

    assert await asyncio.gather(*(ask(name) for name in "abc")) == [True, True, True]


async def test_who_fails_is_told_why_and_the_others_are_written_down(
    together: Together[str, str], sessions: Sessions
) -> None:
    told = await asyncio.gather(*(together(name) for name in ("a", "bad", "c")), return_exceptions=True)

    assert [told[0], told[2]] == ["a is there", "c is there"]
    assert isinstance(told[1], Refused)
    assert await kept(sessions) == ["a", "c"]


async def test_what_the_database_refuses_harms_nobody_else(together: Together[str, str], sessions: Sessions) -> None:
    told = await asyncio.gather(*(together(name) for name in ("a", "a", "b")), return_exceptions=True)

    assert [told[0], told[2]] == ["a is there", "b is there"]
    assert isinstance(told[1], IntegrityError)
    assert await kept(sessions) == ["a", "b"]


async def test_who_goes_away_before_their_turn_is_not_served_and_takes_nobody_along(
    together: Together[str, str], sessions: Sessions
) -> None:
    asking = [asyncio.create_task(together(name)) for name in "abc"]
    await asyncio.sleep(0)
    asking[0].cancel()

    told = await asyncio.gather(*asking, return_exceptions=True)

    assert isinstance(told[0], asyncio.CancelledError)
    assert told[1:] == ["b is there", "c is there"]
    assert await kept(sessions) == ["b", "c"]


async def test_who_goes_away_during_their_turn_takes_nobody_along(sessions: Sessions) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def add_slowly(session: AsyncSession, names: Sequence[str]) -> list[str]:
        begun.set()
        await go_on.wait()
        return await add(session, names)

    together = Together(sessions, add_slowly)
    asking = [asyncio.create_task(together(name)) for name in "abc"]
    await begun.wait()
    asking[1].cancel()
    go_on.set()

    told = await asyncio.gather(*asking, return_exceptions=True)

    assert [told[0], told[2]] == ["a is there", "c is there"]


async def test_who_comes_during_a_turn_is_in_the_next(sessions: Sessions) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    groups: list[list[str]] = []

    async def note(_session: AsyncSession, names: Sequence[str]) -> Sequence[str]:
        groups.append(list(names))
        begun.set()
        await go_on.wait()
        return names

    together = Together(sessions, note)
    first = asyncio.create_task(together("a"))
    await begun.wait()
    later = [asyncio.create_task(together(name)) for name in "bc"]
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(first, *later)

    assert groups == [["a"], ["b", "c"]]


async def test_no_group_is_larger_than_a_statement_can_name(sessions: Sessions) -> None:
    groups: list[int] = []

    async def note(_session: AsyncSession, names: Sequence[str]) -> Sequence[str]:
        groups.append(len(names))
        return names

    together = Together(sessions, note)
    await asyncio.gather(*(together(str(number)) for number in range(MOST + 1)))

    assert groups == [MOST, 1]


async def test_the_end_waits_for_the_group_under_way(sessions: Sessions) -> None:
    begun = asyncio.Event()

    async def add_after_the_end_is_near(session: AsyncSession, names: Sequence[str]) -> list[str]:
        begun.set()
        return await add(session, names)

    async with Together(sessions, add_after_the_end_is_near) as together:
        asking = asyncio.create_task(together("a"))
        await begun.wait()

    assert await kept(sessions) == ["a"]
    assert await asking == "a is there"


async def test_nothing_is_left_of_what_was_asked(together: Together[str, str]) -> None:
    await asyncio.gather(*(together(name) for name in "abc"))
    await asyncio.sleep(0)

    assert (together._waiting, together._working) == ([], None)
