"""Who is in charge: appointed, dismissed, gone; each written into the log, which is only ever added to."""

import pytest
from sqlalchemy import select

from people import changes, drafts, owners
from people.changes import Unlisted
from people.models import Draft, Member
from tests.build import MONDAY, Sessions, members, workspace


async def test_an_office_is_given_once_and_logged(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)

        first = await owners.appoint(session, "T1", "U1", "owner", by=None, now=MONDAY)
        again = await owners.appoint(session, "T1", "U1", "owner", by="U2", now=MONDAY)

        (entry,) = await changes.since(session, "T1", 0)
    assert (first, again) == (True, False)
    assert (entry.what, entry.user_id, entry.after) == ("owner_added", None, {"user": "U1", "role": "owner"})


async def test_another_office_takes_the_place_of_the_first(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await owners.appoint(session, "T1", "U1", "owner", by=None, now=MONDAY)

        await owners.appoint(session, "T1", "U1", "representative", by="U2", now=MONDAY)

        entry = (await changes.since(session, "T1", 0))[-1]
        assert await owners.role_of(session, "T1", "U1") == "representative"
    assert (entry.before, entry.after) == ({"user": "U1", "role": "owner"}, {"user": "U1", "role": "representative"})


async def test_who_is_dismissed_has_no_office_and_no_draft(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await owners.appoint(session, "T1", "U1", "owner", by=None, now=MONDAY)
        await drafts.keep(session, "T1", "U1", {"per_round": 2}, base=1)

        there = await owners.dismiss(session, "T1", "U1", by="U2", now=MONDAY)
        gone = await owners.dismiss(session, "T1", "U1", by="U2", now=MONDAY)

        assert await session.scalar(select(Draft)) is None
        assert await owners.owners_of(session, "T1") == {}
    assert (there, gone) == (True, False)


async def test_who_has_left_the_workspace_is_in_charge_of_nothing(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        (user_id,) = await members(session, 1)
        await owners.appoint(session, "T1", user_id, "owner", by=None, now=MONDAY)
        (await session.get_one(Member, ("T1", user_id))).active = False
        await session.flush()

        assert await owners.role_of(session, "T1", user_id) is None


async def test_an_office_is_of_one_workspace(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await workspace(session, "T2")
        await owners.appoint(session, "T1", "U1", "owner", by=None, now=MONDAY)

        assert await owners.role_of(session, "T2", "U1") is None
        assert await changes.count(session, "T2") == 0


def test_a_role_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="choose from owner, representative"):
        owners.role_called("king")


async def test_only_what_differs_is_logged(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)

        await changes.record(
            session,
            "T1",
            "U1",
            "pulse_changed",
            before={"hour": 9, "per_round": 3, "channel": None},
            after={"hour": 9, "per_round": 2, "channel": "C1"},
            now=MONDAY,
        )

        (entry,) = await changes.newest(session, "T1", number=5)
    assert (entry.before, entry.after) == ({"per_round": 3, "channel": None}, {"per_round": 2, "channel": "C1"})
    assert entry.at == MONDAY


async def test_the_log_is_read_from_the_newest_page_by_page(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        for number in range(5):
            await changes.record(session, "T1", None, "pulse_changed", after={"hour": number}, now=MONDAY)

        pages = [await changes.newest(session, "T1", number=2, offset=offset) for offset in (0, 2, 4)]
        assert await changes.last_id(session, "T1") == pages[0][0].id

    assert [[entry.after["hour"] for entry in page] for page in pages] == [[4, 3], [2, 1], [0]]


@pytest.mark.parametrize("detail", ["answered", "paused_until", "opted_out", "invited", "comment"])
async def test_nothing_but_the_set_up_is_logged(sessions: Sessions, detail: str) -> None:
    async with sessions.begin() as session:
        await workspace(session)

        with pytest.raises(Unlisted):
            await changes.record(session, "T1", "U1", "pulse_changed", after={detail: 1}, now=MONDAY)
        assert await changes.count(session, "T1") == 0
