"""The schedule of a workspace: kept, changed, stopped, and refused where it cannot be kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from people.models import Member, Workspace
from surveys import pulses
from surveys.cadence import Rhythm
from surveys.models import Pulse
from surveys.pulses import Impossible, Schedule
from tests.build import MONDAY, Sessions, members, schedule, workspace


async def test_a_pulse_is_due_at_its_first_weekday_and_hour(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)

        pulse = await pulses.schedule(session, "T1", Schedule(rhythm=Rhythm(weekday=2, hour=14)), now=MONDAY)

    assert pulse.next_open_at == MONDAY.replace(day=7, hour=14)
    assert (pulse.running, pulse.every, pulse.open_days) == (True, "weekly", 4)


async def test_the_hour_is_that_of_the_zone_in_which_most_members_live(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await members(session, 3, zone="Asia/Tokyo")
        await members(session, 2, zone="Europe/Paris")

        pulse = await pulses.schedule(session, "T1", Schedule(rhythm=Rhythm(weekday=1)), now=MONDAY)

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

        pulse = await pulses.schedule(session, "T1", Schedule(rhythm=Rhythm(hour=11), zone="Europe/Paris"), now=MONDAY)

    assert pulse.next_open_at == MONDAY + timedelta(hours=1)


async def test_a_new_schedule_takes_the_place_of_the_old(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await workspace(session)
        await schedule(session)
        await pulses.stop(session, "T1")
    async with sessions.begin() as session:
        await pulses.schedule(session, "T1", Schedule(rhythm=Rhythm(weekday=3), open_days=2), now=MONDAY)

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
        ({"deck": ("trust", "overall", "the_weather")}, "no question the_weather"),
        ({"deck": ("trust", "overall")}, "at least 3 questions"),
        ({"deck": ("trust", "overall", "trust")}, "each of them once"),
        ({"per_round": 1}, "2 to 4 questions"),
        ({"per_round": 5}, "2 to 4 questions"),
        ({"budget": 0}, "1 to 20 questions"),
        ({"budget": 21}, "1 to 20 questions"),
        ({"budget": 14}, "15 questions to each person in a month, and 14"),
        ({"rhythm": Rhythm("cron", cron="0 9 * * *")}, "no day at all"),
        ({"rhythm": Rhythm("cron", cron="0 9 1,5 * *"), "open_days": 4}, "1 to 3 days"),
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
