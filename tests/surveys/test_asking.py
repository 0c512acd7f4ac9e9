"""What is owed about a round: an invitation and reminders to all who are invited, each in its time, whoever answers."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from people import deliveries, preferences
from people.deliveries import Owed
from people.models import Delivery, Member
from people.preferences import Times
from surveys import asking, cadence, slots
from surveys.keys import KeyRing
from surveys.models import Round
from surveys.rounds import INVITATION, KINDS
from surveys.slots import APART, Own
from tests import build
from tests.build import MONDAY, Company, Sessions

THURSDAY_NIGHT = datetime(2026, 1, 9, tzinfo=UTC)
ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone))


@pytest.fixture
async def round_id(sessions: Sessions, keys: KeyRing, acme: Company) -> str:
    """An open round of forty people in UTC, with two reminders."""
    async with sessions.begin() as session:
        await build.schedule(session, reminders=2)
        return await build.open_round(session, keys)


async def owed(sessions: Sessions) -> dict[tuple[str, str], Delivery]:
    """Give what is owed, by person and kind."""
    async with sessions() as session:
        return {(row.user_id, row.kind): row for row in await session.scalars(select(Delivery))}


def messages(rows: dict[tuple[str, str], Delivery]) -> list[Owed]:
    return [Owed(row.id, row.workspace_id, row.kind, row.subject, row.user_id) for row in rows.values()]


async def test_everybody_is_owed_the_same_messages(sessions: Sessions, acme: Company, round_id: str) -> None:
    rows = await owed(sessions)

    assert rows.keys() == {(user_id, kind) for user_id in acme.people for kind in KINDS}
    assert {row.subject for row in rows.values()} == {round_id}
    assert all(row.due_at < THURSDAY_NIGHT for row in rows.values())
    assert len({row.due_at for row in rows.values()}) > 100  # each at their own time


async def test_what_is_due_is_the_same_in_another_database_with_the_same_round(
    sessions: Sessions, acme: Company, round_id: str
) -> None:
    """It follows from the round and the person alone, so that planning it again changes nothing."""
    before = {key: row.due_at for key, row in (await owed(sessions)).items()}
    async with sessions.begin() as session:
        await asking.plan_anew(session, "T1", acme.people, now=MONDAY)

    assert {key: row.due_at for key, row in (await owed(sessions)).items()} == before


@given(
    st.builds(Own, ZONES, st.none() | st.integers(0, 4), st.none() | st.integers(8, 18)),
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.integers(0, 13),
    ZONES,
    st.text("0123456789abcdef", min_size=4, max_size=4),
)
def test_between_two_messages_lies_a_day_and_no_reminder_comes_at_a_quiet_time(
    own: Own, opens_on: date, days: int, zone: str, round_id: str
) -> None:
    held = Round(id=round_id, opens_on=opens_on, closes_on=opens_on + timedelta(days=days), time_zone=zone)
    opened, end = cadence.instant_of(opens_on, 9, zone), cadence.closes_at(held.closes_on, zone)
    planned, before = [], None
    for kind in KINDS:
        at = asking._moment(held, kind, "U1", own, before, now=opened)
        if at is not None:
            planned.append(at)
            before = at

    assert planned
    assert opened <= planned[0]
    assert planned[-1] < end
    assert all(later - earlier >= APART for earlier, later in pairwise(planned))
    assert not any(slots.is_quiet(own.zone, each) for each in planned[1:])
    assert len(planned) <= 1 + days


async def test_who_is_away_to_the_end_is_owed_it_at_the_end_and_at_their_time_when_they_are_back(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    away = acme.people[3]
    async with sessions.begin() as session:
        (await session.get_one(Member, ("T1", away))).away_until = THURSDAY_NIGHT + timedelta(days=9)
        await build.schedule(session, reminders=2)
        await build.open_round(session, keys)
    assert {(await owed(sessions))[away, kind].due_at for kind in KINDS} == {THURSDAY_NIGHT}

    async with sessions.begin() as session:
        (await session.get_one(Member, ("T1", away))).away_until = None
        await asking.plan_anew(session, "T1", [away], now=MONDAY + timedelta(days=1))

    due = [(await owed(sessions))[away, kind].due_at for kind in KINDS]
    assert due[0].day == 6
    assert all(later == THURSDAY_NIGHT or later - earlier >= APART for earlier, later in pairwise(due))
    assert due[1] < THURSDAY_NIGHT


async def test_what_has_left_is_not_planned_anew(sessions: Sessions, acme: Company, round_id: str) -> None:
    sent = acme.people[3]
    async with sessions.begin() as session:
        invitation = await session.scalar(select(Delivery).where(Delivery.kind == INVITATION, Delivery.user_id == sent))
        assert invitation is not None
        invitation.state, invitation.claimed_at = "sent", MONDAY
        (await session.get_one(Member, ("T1", sent))).time_zone = "Asia/Tokyo"
        await asking.plan_anew(session, "T1", [sent], now=MONDAY + timedelta(days=1))

    rows = await owed(sessions)
    assert rows[sent, INVITATION].state == "sent"
    assert len([key for key in rows if key[0] == sent]) == 3
    assert not any(slots.is_quiet("Asia/Tokyo", rows[sent, kind].due_at) for kind in KINDS[1:])


async def test_at_night_all_is_held_back_to_everyones_own_time(sessions: Sessions, round_id: str) -> None:
    rows, night = await owed(sessions), MONDAY + timedelta(hours=12)
    invitations = [each for each in messages(rows) if each.kind == INVITATION]
    async with sessions() as session:
        until = await asking.held_back(session, invitations, now=night)

    assert until.keys() == {each.id for each in invitations}
    assert {at.day for at in until.values()} == {6}
    assert all(9 <= at.hour < 17 for at in until.values())


async def test_in_working_hours_nothing_is_held_back(sessions: Sessions, round_id: str) -> None:
    invitations = [each for each in messages(await owed(sessions)) if each.kind == INVITATION]
    async with sessions() as session:
        assert await asking.held_back(session, invitations, now=MONDAY + timedelta(hours=1)) == {}


async def test_no_reminder_leaves_before_the_invitation(sessions: Sessions, round_id: str) -> None:
    reminders = [each for each in messages(await owed(sessions)) if each.kind != INVITATION]
    wednesday = MONDAY + timedelta(days=2, hours=1)
    async with sessions() as session:
        until = await asking.held_back(session, reminders, now=wednesday)

    assert until.keys() == {each.id for each in reminders}
    assert min(until.values()) >= wednesday + APART


async def test_what_is_no_message_of_a_round_or_of_a_closed_one_is_nobodys_to_hold_back(
    sessions: Sessions, round_id: str
) -> None:
    night = MONDAY + timedelta(hours=12)
    async with sessions() as session:
        assert await asking.held_back(session, [Owed(1, "T1", "digest", round_id, "U0001")], now=night) == {}
        assert await asking.held_back(session, [Owed(1, "T1", INVITATION, "gone", "U0001")], now=night) == {}
        late = [Owed(1, "T1", INVITATION, round_id, "U0001")]
        assert await asking.held_back(session, late, now=THURSDAY_NIGHT) == {}


def test_of_all_that_keeps_somebody_from_messages_the_latest_counts() -> None:
    back, end = MONDAY + timedelta(days=1), THURSDAY_NIGHT
    paused = date(2026, 1, 7)

    def after(*, away: datetime | None = None, pause: date | None = None, out: bool = False) -> datetime | None:
        return asking.own_of(Times("UTC", None, None, away, pause, out), end=end).after

    assert after() is None
    assert after(away=back) == back
    assert after(away=back, pause=paused) == datetime(2026, 1, 7, tzinfo=UTC)
    assert after(away=back, pause=paused, out=True) == end


async def test_an_opt_out_is_no_less_heard_for_being_late(sessions: Sessions, acme: Company, round_id: str) -> None:
    """It is looked at again when the message is to leave, so that none is sent that was claimed meanwhile."""
    out = acme.people[3]
    async with sessions.begin() as session:
        await preferences.keep(session, "T1", out, language=None, paused_until=None, opted_out=True)
        claimed = await deliveries.claim_due(session, "T1", "w", now=MONDAY + timedelta(hours=8), limit=99)
        until = await asking.held_back(session, claimed, now=MONDAY + timedelta(hours=8))

    assert list(until.values()) == [THURSDAY_NIGHT]
