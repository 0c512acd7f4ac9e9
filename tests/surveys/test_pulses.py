"""The schedule of a workspace: kept, changed, stopped, and refused where it cannot be kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from people.models import Member, Workspace
from surveys import pulses
from surveys.models import Pulse
from surveys.pulses import Impossible, Schedule
from tests.build import MONDAY, Sessions, members, schedule, workspace


async def test_a_pulse_is_due_at_its_first_weekday_and_hour(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)

        pulse = await pulses.schedule(session, "T1", Schedule(weekday=2, hour=14), now=MONDAY)

    assert pulse.next_open_at == MONDAY.replace(day=7, hour=14)
    assert (pulse.running, pulse.instrument, pulse.open_days) == (True, "first_pulse", 4)


async def test_the_hour_is_that_of_the_zone_in_which_most_members_live(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await members(session, 3, zone="Asia/Tokyo")
        await members(session, 2, zone="Europe/Paris")

        pulse = await pulses.schedule(session, "T1", Schedule(weekday=1, hour=9), now=MONDAY)

        held = await session.get_one(Workspace, "T1")
    assert held.time_zone == "Asia/Tokyo"
    assert pulse.next_open_at == datetime(2026, 1, 6, 0, tzinfo=UTC)


async def test_who_left_has_no_say_in_the_zone(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session, zone="Europe/Paris")
        await members(session, 3, zone="Asia/Tokyo")
        for member in await session.scalars(select(Member)):
            member.active = False

        await schedule(session)

        assert (await session.get_one(Workspace, "T1")).time_zone == "Europe/Paris"


async def test_a_zone_may_be_chosen(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await members(session, 3, zone="Asia/Tokyo")

        pulse = await pulses.schedule(session, "T1", Schedule(hour=11, zone="Europe/Paris"), now=MONDAY)

    assert pulse.next_open_at == MONDAY + timedelta(hours=1)


async def test_a_new_schedule_takes_the_place_of_the_old(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await schedule(session)
        await pulses.stop(session, "T1")
    async with sessions.begin() as session:
        await pulses.schedule(session, "T1", Schedule(weekday=3, open_days=2), now=MONDAY)

    async with sessions() as session:
        pulse = await pulses.pulse_of(session, "T1")
        assert await session.scalar(select(func.count()).select_from(Pulse)) == 1
    assert pulse is not None
    assert (pulse.weekday, pulse.open_days, pulse.running) == (3, 2, True)


async def test_a_pulse_is_stopped_once(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)

        assert not await pulses.stop(session, "T1")
        await schedule(session)
        assert await pulses.stop(session, "T1")
        assert not await pulses.stop(session, "T1")


@pytest.mark.parametrize(
    ("wanted", "remedy"),
    [
        ({"open_days": 0}, "1 to 6 days"),
        ({"open_days": 7}, "1 to 6 days"),
        ({"weekday": 7}, "from 0 .Monday. to 6"),
        ({"weekday": -1}, "from 0 .Monday. to 6"),
        ({"hour": 24}, "hour from 0 to 23"),
        ({"instrument": "last_pulse"}, "choose from depth_of_use, "),
        ({"zone": "Brussels"}, "Europe/Brussels"),
        ({"zone": "../etc/passwd"}, "Europe/Brussels"),
    ],
)
async def test_a_schedule_that_cannot_be_kept_is_refused_with_what_to_choose(
    sessions: Sessions, wanted: dict[str, Any], remedy: str
) -> None:
    async with sessions.begin() as session:
        await workspace(session)

        with pytest.raises(Impossible, match=remedy):
            await pulses.schedule(session, "T1", Schedule(**wanted), now=MONDAY)

        assert await pulses.pulse_of(session, "T1") is None


async def test_each_workspace_has_a_pulse_of_its_own(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session, "T1")
        await workspace(session, "T2")
        await schedule(session, "T1")
        await schedule(session, "T2")

        await pulses.stop(session, "T2")

        one, other = await pulses.pulse_of(session, "T1"), await pulses.pulse_of(session, "T2")
    assert one is not None
    assert other is not None
    assert (one.running, other.running) == (True, False)
