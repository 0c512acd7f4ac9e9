"""A round closes once, whatever happens on the way, and leaves only what may be shown."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from people import deliveries
from people.models import Delivery
from surveys import closing, instruments, membership, policy, releases, rounds
from surveys.ballots import Ballot
from surveys.comments.tagging import tag
from surveys.frozen import layout_from_json
from surveys.keys import KeyRing, Missing
from surveys.models import Comment, Envelope, Invitee, Release, Round
from surveys.rounds import INVITATION, Closed
from surveys.tally import tally_of
from tests.build import (
    FRIDAY,
    GLAD,
    MONDAY,
    PLATFORM,
    SAD,
    WEEK,
    Answer,
    Company,
    Sessions,
    answer,
    answer_all,
    close_rounds,
    company,
    count_round,
    open_round,
    play_round,
)

LAST_SECOND = MONDAY.replace(day=8, hour=23, minute=59, second=59)
COUNTED = (
    (Envelope, Envelope.round_id),
    (Invitee, Invitee.round_id),
    (Delivery, Delivery.subject),
    (Comment, Comment.round_id),
    (Release, Release.round_id),
)


def answers_of(acme: Company) -> dict[str, Answer]:
    """All but one of each team answer, every third one gladly and every second one with words."""
    people = [user_id for team in acme.teams.values() for user_id in team[1:]]
    return {
        user_id: (SAD if number % 3 else GLAD, f"What I think, number {number}." if number % 2 else None)
        for number, user_id in enumerate(people)
    }


async def rows_of(session: AsyncSession, round_id: str) -> dict[str, int]:
    """How many rows each table holds of a round."""
    return {
        table.__tablename__: await session.scalar(select(func.count()).where(column == round_id)) or 0
        for table, column in COUNTED
    }


async def test_a_round_is_not_closed_before_its_end(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        await answer_all(session, keys, round_id, answers_of(acme))

    assert await close_rounds(sessions, keys, now=LAST_SECOND) == []
    async with sessions.begin() as session:
        await count_round(session, keys, round_id, now=LAST_SECOND)
        assert not await rounds.finish(session, round_id)

        assert (await session.get_one(Round, round_id)).state == "OPEN"
        assert (await rows_of(session, round_id))["envelopes"] == 36


async def expected_release(
    session: AsyncSession, keys: KeyRing, round_id: str, acme: Company
) -> set[tuple[str, str, str, int, int]]:
    """What the policy shows of `answers_of`, counted from the answers themselves."""
    held = await session.get_one(Round, round_id)
    tree = layout_from_json(held.tree).tree
    prints = await membership.prints(session, round_id, tree, key=keys.rounding_key())
    team_of = {user_id: str(acme.units[path]) for path, team in acme.teams.items() for user_id in team}
    cast = [Ballot(team_of[user_id], values) for user_id, (values, _) in answers_of(acme).items()]
    shown = policy.release_of(
        tree, tally_of(instruments.from_json(held.questions), tree, cast), k=6, key=keys.rounding_key(), prints=prints
    )
    tagged = [(comment, tag(comment, reads="en")) for _, comment in answers_of(acme).values() if comment]
    shown += releases.net_of({releases.OF_THE_WHOLE: tagged})
    return {(each.cell, each.item, each.statistic, each.lo, each.hi) for each in shown}


async def ending_of(session: AsyncSession, keys: KeyRing, round_id: str) -> Mapping[str, Any]:
    """All that is left of a round."""
    held = await session.get_one(Round, round_id)
    rows = await session.scalars(select(Release).where(Release.round_id == round_id))
    return {
        "state": held.state,
        "public key": held.public_key,
        "shown": {(row.cell, row.item, row.statistic, row.lo, row.hi) for row in rows},
        "texts": sorted(await releases.comment_texts(session, round_id, key=keys.text_key())),
        "keys": sorted(path.name for path in keys.directory.iterdir()),
        "rows": await rows_of(session, round_id),
    }


class Killed(Exception):
    """Stands for the end of the process at that point."""


async def die() -> None:
    raise Killed


async def close_and_die_before_the_commit(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    async with sessions.begin() as session:
        await count_round(session, keys, round_id)
        raise Killed


async def close_and_die_before_the_keys_are_forgotten(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    async with sessions.begin() as session:
        await count_round(session, keys, round_id)
    raise Killed


async def close_and_die_before_the_first_scrub(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    await close_rounds(sessions, keys, scrub=die)


async def close_and_die_while_finishing(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    async with sessions.begin() as session:
        await count_round(session, keys, round_id)
    keys.forget(round_id)
    async with sessions.begin() as session:
        await rounds.finish(session, round_id)
        raise Killed


async def close_and_die_before_the_last_scrub(sessions: Sessions, keys: KeyRing, round_id: str) -> None:
    scrubs = iter((None, Killed()))

    async def scrub() -> None:
        if failure := next(scrubs):
            raise failure

    await close_rounds(sessions, keys, scrub=scrub)


Death = Callable[[Sessions, KeyRing, str], Awaitable[None]]
DEATHS = (
    close_and_die_before_the_commit,
    close_and_die_before_the_keys_are_forgotten,
    close_and_die_before_the_first_scrub,
    close_and_die_while_finishing,
    close_and_die_before_the_last_scrub,
)


@pytest.mark.parametrize("death", DEATHS, ids=lambda death: death.__name__)
async def test_a_round_whose_close_was_killed_ends_as_any_other(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str, death: Death
) -> None:
    said = answers_of(acme)
    async with sessions.begin() as session:
        await answer_all(session, keys, round_id, said)
        shown = await expected_release(session, keys, round_id, acme)
    with pytest.raises(Killed):
        await death(sessions, keys, round_id)

    await close_rounds(sessions, keys)
    await close_rounds(sessions, keys, now=FRIDAY + WEEK)

    async with sessions() as session:
        assert await ending_of(session, keys, round_id) == {
            "state": "SHREDDED",
            "public key": None,
            "shown": shown,
            "texts": sorted(comment for _, comment in said.values() if comment),
            "keys": ["rounding.key", "texts.key"],
            "rows": {"envelopes": 0, "invitees": 0, "deliveries": 0, "comments": 18, "releases": len(shown)},
        }


async def test_a_round_that_closes_undisturbed_is_finished_and_told_once(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        await answer_all(session, keys, round_id, answers_of(acme))

    first = await close_rounds(sessions, keys)
    async with sessions() as session:
        left = await ending_of(session, keys, round_id)
    second = await close_rounds(sessions, keys)

    assert (first, second) == ([round_id], [])
    async with sessions() as session:
        assert await ending_of(session, keys, round_id) == left


async def test_two_workers_at_once_close_a_round_once(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        await answer_all(session, keys, round_id, answers_of(acme))
        shown = await expected_release(session, keys, round_id, acme)

    finished = await asyncio.gather(*(close_rounds(sessions, keys) for _ in range(3)))

    assert sorted(finished) == [[], [], [round_id]]
    async with sessions() as session:
        left = await ending_of(session, keys, round_id)
    assert (left["state"], left["shown"], left["rows"]["comments"]) == ("SHREDDED", shown, 18)


async def test_an_answer_on_its_way_in_when_the_job_comes_leaves_no_box_behind(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        seat = await rounds.seat_of(session, keys, "T1", round_id, acme.people[0], now=LAST_SECOND)
        closing = asyncio.create_task(close_rounds(sessions, keys))
        await answer(session, seat)

    assert await closing == [round_id]
    async with sessions() as session:
        assert (await rows_of(session, round_id))["envelopes"] == 0


async def test_a_closed_round_takes_no_answer_whatever_the_clock_says(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    await close_rounds(sessions, keys)

    async with sessions.begin() as session:
        with pytest.raises(Closed):
            await rounds.seat_of(session, keys, "T1", round_id, acme.people[0], now=MONDAY)


async def test_a_round_that_nobody_answered_is_shredded_with_nothing_shown(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    assert await close_rounds(sessions, keys) == [round_id]

    async with sessions() as session:
        (shown,) = await releases.published(session, "T1", latest=1)
    assert (shown.items, shown.rates, shown.comments) == ({}, {}, None)


def lose(path: Path) -> None:
    path.unlink()


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [lose, damage])
async def test_a_round_without_its_key_is_void(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str, harm: Callable[[Path], None]
) -> None:
    async with sessions.begin() as session:
        await answer_all(session, keys, round_id, answers_of(acme))
    harm(keys.directory / f"round-{round_id}.key")

    finished = await close_rounds(sessions, keys)

    async with sessions() as session:
        left = await ending_of(session, keys, round_id)
        shown = await releases.published(session, "T1", latest=9)
    assert (finished, shown) == ([], [])
    assert left == {
        "state": "VOID",
        "public key": None,
        "shown": set(),
        "texts": [],
        "keys": ["rounding.key", "texts.key"],
        "rows": {"envelopes": 0, "invitees": 0, "deliveries": 0, "comments": 0, "releases": 0},
    }


async def test_a_void_round_is_left_alone_and_the_next_one_opens(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    keys.forget(round_id)
    await close_rounds(sessions, keys)

    assert await close_rounds(sessions, keys) == []
    async with sessions.begin() as session:
        assert await open_round(session, keys, now=MONDAY + WEEK) != round_id


async def test_no_new_key_is_made_for_an_open_round_that_lost_its_own(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    keys.forget(round_id)

    async with sessions.begin() as session:
        with pytest.raises(Missing):
            await rounds.seat_of(session, keys, "T1", round_id, acme.people[0], now=MONDAY)

    assert [path.name for path in keys.directory.iterdir()] == ["rounding.key"]


async def test_the_digests_of_a_round_are_not_taken_back_with_its_invitations(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        await deliveries.plan(session, "T1", "digest", round_id, [("U0000", FRIDAY)])

    await close_rounds(sessions, keys)

    async with sessions() as session:
        assert await deliveries.counts(session, "T1", "digest", round_id) == {"pending": 1}
        assert await deliveries.counts(session, "T1", INVITATION, round_id) == {}


async def test_two_workspaces_walk_through_a_round_and_see_nothing_of_each_other(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        other = await company(session, "T2")
        theirs = await open_round(session, keys, "T2")
        await answer_all(session, keys, round_id, dict.fromkeys(acme.people, (GLAD, None)))
        await answer_all(session, keys, theirs, dict.fromkeys(other.people, (SAD, None)), workspace_id="T2")
        with pytest.raises(Closed):
            await rounds.seat_of(session, keys, "T2", round_id, other.people[0], now=MONDAY)
        claimed = await deliveries.claim_due(session, "T2", "w", now=MONDAY + timedelta(hours=9), limit=99)
        assert {(owed.workspace_id, owed.subject) for owed in claimed} == {("T2", theirs)}

    assert await close_rounds(sessions, keys, "T1") == [round_id]

    async with sessions() as session:
        assert (await rows_of(session, theirs))["envelopes"] == 40
        assert (
            await rounds.open_round(session, "T1", now=MONDAY),
            await releases.published(session, "T2", latest=9),
        ) == (
            None,
            [],
        )
    assert await close_rounds(sessions, keys, "T2") == [theirs]
    async with sessions() as session:
        (ours,), (of_others,) = [await releases.published(session, team, latest=9) for team in ("T1", "T2")]
    said = {shown.said for items in ours.items.values() for shown in items.values()}
    of_others_said = {shown.said for items in of_others.items.values() for shown in items.values()}
    assert "mostly_favourable" in said
    assert all(each == "mostly_favourable" or (isinstance(each, int) and each >= 80) for each in said)
    assert "mostly_unfavourable" in of_others_said
    assert all(each == "mostly_unfavourable" or (isinstance(each, int) and each <= 20) for each in of_others_said)


async def test_rounds_follow_each_other_week_by_week(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    played = [
        await play_round(sessions, keys, dict.fromkeys(acme.people, (GLAD, None)), now=MONDAY + week * WEEK)
        for week in range(3)
    ]

    async with sessions() as session:
        shown = await releases.published(session, "T1", latest=9)
    assert [each.round_id for each in shown] == played
    assert sorted(path.name for path in keys.directory.iterdir()) == ["rounding.key", "texts.key"]


async def test_a_box_that_somebody_forged_does_not_keep_the_round_from_closing(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    async with sessions.begin() as session:
        round_id = await open_round(session, keys)
        await answer_all(session, keys, round_id, dict.fromkeys(acme.teams[PLATFORM], (GLAD, None)))
        session.add(Envelope(round_id=round_id, slot=b"x" * 16, box=b"not a box of ours"))

    assert await close_rounds(sessions, keys) == [round_id]

    async with sessions() as session:
        (shown,) = await releases.published(session, "T1", latest=1)
    assert shown.items


async def test_only_open_rounds_without_a_key_are_given_up(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    async with sessions.begin() as session:
        round_id = await open_round(session, keys)
        assert await rounds.keyless(session, keys) == []
    keys.forget(round_id)

    async with sessions.begin() as session:
        (lost,) = await rounds.keyless(session, keys)
        await rounds.void(session, keys, lost)

    async with sessions() as session:
        assert await rounds.keyless(session, keys) == []
        assert (await session.get_one(Round, round_id)).state == "VOID"
        assert await session.scalar(select(func.count()).select_from(Invitee)) == 0


async def test_a_form_that_comes_in_while_the_boxes_are_counted_is_counted_too(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    *others, late = answers_of(acme).items()
    async with sessions.begin() as session:
        await answer_all(session, keys, round_id, dict(others))
        sealed = await closing.read(session, keys, round_id, now=FRIDAY)
    assert not isinstance(sealed, str)
    counted = closing.count(sealed)

    async with sessions.begin() as session:
        await answer_all(session, keys, round_id, dict([late]))
        assert await closing.write(session, keys, sealed, counted) == "OPEN"
        assert (await rows_of(session, round_id))["releases"] == 0
    assert await close_rounds(sessions, keys) == [round_id]

    async with sessions() as session:
        assert (await ending_of(session, keys, round_id))["shown"] == await expected_release(
            session, keys, round_id, acme
        )
