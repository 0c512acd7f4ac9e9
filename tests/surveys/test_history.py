"""What the auditor is given of a workspace: all that was released, and who is the same, without a name."""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from surveys import auditor, history
from surveys.keys import KeyRing
from surveys.models import Audience, Release, Round
from surveys.policy.audiences import TOGETHER
from tests.build import GLAD, MONDAY, SAD, TEAM, WEEK, Company, Sessions, open_round, play_round


async def play(sessions: Sessions, keys: KeyRing, acme: Company, weeks: int) -> list[str]:
    """So many rounds, each answered by all but a few."""
    said = {user_id: (SAD if number % 3 else GLAD, None) for number, user_id in enumerate(acme.people) if number % 10}
    return [await play_round(sessions, keys, said, now=MONDAY + week * WEEK) for week in range(weeks)]


async def people_told(sessions: Sessions) -> set[str]:
    """Everybody who stands in the document."""
    async with sessions() as session:
        document = await history.document(session, TEAM)
    return {person for listed in document["groups"].values() for person in listed}


async def test_every_figure_that_was_released_is_in_the_document(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await play(sessions, keys, acme, 2)

    async with sessions() as session:
        document = await history.document(session, TEAM)
        shown = {(row.cell, row.item) for row in await session.scalars(select(Release))}

    assert {row["wave"] for row in document["published"]} == {"2026-01-05", "2026-01-12"}
    assert len({(row["group"], row["metric"]) for row in document["published"]}) == len(shown)
    assert auditor.violations(auditor.read(document)) == []


async def test_people_are_numbers_in_the_document_and_the_same_in_each_round(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await play(sessions, keys, acme, 2)

    people = await people_told(sessions)

    assert people == {f"p{number}" for number in range(1, len(acme.people) + 1)}


async def test_where_the_record_of_a_round_is_gone_its_people_are_nobody_else(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first, _ = await play(sessions, keys, acme, 2)
    async with sessions.begin() as session:
        await session.execute(delete(Audience).where(Audience.round_id == first))

    people = await people_told(sessions)

    assert len(people) == 2 * len(acme.people)


async def audited_with_next(session: AsyncSession, keys: KeyRing, weeks: int) -> list[str]:
    """The days of the rounds with which the one that opens then is audited."""
    round_id = await open_round(session, keys, now=MONDAY + weeks * WEEK)
    found = await history.audited_with(session, await session.get_one(Round, round_id))
    return [each.wave for each in found]


async def test_a_round_is_audited_with_those_of_the_ninety_days_before_it(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first, second = await play(sessions, keys, acme, 2)
    async with sessions.begin() as session:
        opens_on = (MONDAY + 2 * WEEK).date()
        for round_id, days in ((first, TOGETHER + timedelta(days=1)), (second, TOGETHER)):
            await session.execute(update(Round).where(Round.id == round_id).values(opens_on=opens_on - days))

    async with sessions.begin() as session:
        assert await audited_with_next(session, keys, 2) == [(opens_on - TOGETHER).isoformat()]


async def test_a_round_that_is_void_or_still_open_was_never_released(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    first, _ = await play(sessions, keys, acme, 2)
    async with sessions.begin() as session:
        await session.execute(update(Round).where(Round.id == first).values(state="VOID"))
        await open_round(session, keys, now=MONDAY + 2 * WEEK)

    async with sessions() as session:
        assert [each.wave for each in await history.released(session, TEAM)] == ["2026-01-12"]
        assert await history.workspaces(session) == [TEAM]
