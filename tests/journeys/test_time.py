"""Everyone's own time, as people live it: working hours, a chosen hour, holidays, leave, DND, a move, a pause."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from handlers import roster
from handlers.views import ids
from people.models import Delivery, Member
from tests.build import MONDAY
from tests.journeys.hours import came_at, choose, days_and_hours, let_pass, start_on, whenever
from tests.journeys.stage import Stage
from tests.journeys.test_home import opened_home
from tests.journeys.test_pulse import answer, what_went_wrong

ENGLISH = 2


@pytest.fixture
def transport() -> str:
    """One transport is enough: when messages leave does not depend on it."""
    return "http"


async def test_invitations_come_spread_over_the_working_hours_of_the_first_day(acme: Stage) -> None:
    await whenever(acme)
    await acme.start_pulse()

    await let_pass(acme, 12)

    came = [at for number in range(40) for at in came_at(acme, number)]
    assert len(came) == 40
    assert {at.day for at in came} == {5}
    assert {at.hour for at in came} <= set(range(10, 18))  # up to an hour and five minutes after their moment
    assert len({at.hour for at in came}) >= 4
    assert what_went_wrong(acme) == []


async def test_who_chose_a_weekday_and_an_hour_is_asked_then(acme: Stage) -> None:
    person = acme.person(ENGLISH)
    await person.command("/pulse", "settings")
    await person.submit({ids.WEEKDAY: "2", ids.HOUR: "14"})
    await acme.start_pulse()
    assert person.messages() == []

    await let_pass(acme, 60)

    assert days_and_hours(acme, ENGLISH) == [(7, 14)]
    assert "Wednesday at 14:00" in await opened_home(acme, ENGLISH)
    assert what_went_wrong(acme) == []


async def test_who_chooses_another_time_while_a_pulse_is_open_is_asked_then(acme: Stage) -> None:
    await choose(acme, ENGLISH, 2, 14)
    await acme.start_pulse()
    person = acme.person(ENGLISH)

    await person.command("/pulse", "settings")
    await person.submit({ids.WEEKDAY: "1", ids.HOUR: "16"})
    await let_pass(acme, 72)

    assert days_and_hours(acme, ENGLISH) == [(6, 16)]


@pytest.mark.parametrize(
    ("monday", "holiday", "weekday", "resting"),
    [
        (datetime(2026, 7, 13, 8, tzinfo=UTC), 14, 1, {"Europe/Paris"}),
        (datetime(2026, 11, 9, 9, tzinfo=UTC), 11, 2, {"Europe/Paris", "Europe/Brussels"}),
    ],
)
async def test_a_public_holiday_is_kept_where_people_live(
    acme: Stage, monday: datetime, holiday: int, weekday: int, resting: set[str]
) -> None:
    zones = ("Europe/Paris", "Europe/Brussels", "Europe/Amsterdam")
    for number, zone in enumerate(zones):
        await acme.team.change_user(acme.people[number], tz=zone)
        await choose(acme, number, weekday, 15)
    await start_on(acme, monday)

    await let_pass(acme, 24 * 4)

    came = {zone: days_and_hours(acme, number) for number, zone in enumerate(zones)}
    assert [len(each) for each in came.values()] == [1, 1, 1]
    assert {zone for zone, ((day, _),) in came.items() if day != holiday} == resting
    assert {hour for ((_, hour),) in came.values()} == {15}


async def test_nobody_is_disturbed_who_does_not_want_to_be(acme: Stage) -> None:
    await acme.person(ENGLISH).do_not_disturb(MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=4, minutes=30))
    await acme.start_pulse()
    assert [len(acme.person(number).messages()) for number in (1, ENGLISH, 3)] == [1, 0, 1]

    await let_pass(acme, 6)

    assert days_and_hours(acme, ENGLISH) == [(5, 15)]  # until half past two in Brussels
    assert {call.method for call in acme.sandbox.journal.calls("dnd.teamInfo")} == {"dnd.teamInfo"}
    assert what_went_wrong(acme) == []


async def test_who_is_not_to_be_disturbed_until_the_end_hears_nothing_and_finds_the_pulse_at_home(acme: Stage) -> None:
    await acme.person(ENGLISH).do_not_disturb(MONDAY - timedelta(hours=1), MONDAY + timedelta(days=9))
    await acme.start_pulse()

    await let_pass(acme, 24 * 5)

    assert acme.person(ENGLISH).messages() == []


@pytest.mark.parametrize("error", ["missing_scope", "ratelimited", "internal_error"])
async def test_when_slack_does_not_tell_who_is_not_to_be_disturbed_all_are_asked(acme: Stage, error: str) -> None:
    fault = acme.sandbox.faults.add("dnd.teamInfo", kind="error", error=error, times=99)

    await acme.start_pulse()

    assert sum(len(acme.person(number).messages()) for number in range(40)) == 40
    assert fault.times == 98  # asked once, and then left alone for a while


async def test_who_is_on_leave_is_asked_when_they_are_back(acme: Stage) -> None:
    await acme.person(ENGLISH).set_status(":palm_tree:", until=MONDAY + timedelta(days=2))
    await acme.start_pulse()
    await let_pass(acme, 47)
    assert acme.person(ENGLISH).messages() == []

    await let_pass(acme, 8)

    ((day, hour),) = days_and_hours(acme, ENGLISH)
    assert day == 7
    assert 10 <= hour <= 17


async def test_who_comes_back_sooner_is_asked_then_and_once(acme: Stage) -> None:
    away = acme.person(ENGLISH)
    await away.set_status(":face_with_thermometer:")
    await acme.start_pulse()
    await let_pass(acme, 23)
    assert away.messages() == []

    await away.set_status("")
    await let_pass(acme, 48)

    ((day, _),) = days_and_hours(acme, ENGLISH)
    assert day in {6, 7}


async def test_who_stays_away_is_not_asked_and_may_answer_from_home(acme: Stage) -> None:
    away = acme.person(ENGLISH)
    await away.set_status(":airplane:", until=MONDAY + timedelta(days=9))
    await acme.start_pulse()
    await let_pass(acme, 72)
    assert away.messages() == []

    await away.open_home(acme.app)
    await away.press_in_home(acme.app, ids.OPEN_FORM)

    assert (await away.submit({"trust": 4})).errors == {}


async def test_nothing_of_a_status_is_kept_but_its_end(acme: Stage) -> None:
    back = MONDAY + timedelta(days=2)
    await acme.person(ENGLISH).set_status(":palm_tree:", "Ibiza!", until=back)
    await acme.person(1).set_status(":house_with_garden:", "At home")

    async with acme.house.sessions() as session:
        members = {member.user_id: member for member in await session.scalars(select(Member))}
    assert members[acme.people[ENGLISH].id].away_until == back
    assert members[acme.people[1].id].away_until is None


async def test_who_joined_less_than_a_week_ago_is_left_in_peace(acme: Stage) -> None:
    acme.clock.set(MONDAY - timedelta(hours=3))
    late = await acme.team.join("late", real_name="Late Example", email="late@acme.example", locale="en-GB")
    await acme.start_pulse()
    await let_pass(acme, 12)
    newcomer = acme.sandbox.person(acme.team, late)
    assert newcomer.messages() == []
    await newcomer.command("/pulse")
    assert newcomer.modal is not None
    assert newcomer.modal["title"]["text"] == "Not this time"

    await acme.tick(MONDAY + timedelta(days=7))
    await let_pass(acme, 9)

    assert len(newcomer.messages()) == 1


async def test_who_moves_to_another_zone_is_asked_by_its_clock_and_once(acme: Stage) -> None:
    await choose(acme, ENGLISH, 2, 14)
    await acme.start_pulse()
    await let_pass(acme, 20)

    await acme.team.change_user(acme.people[ENGLISH], tz="Asia/Tokyo")
    await let_pass(acme, 72)

    assert days_and_hours(acme, ENGLISH, ZoneInfo("Asia/Tokyo")) == [(7, 14)]


async def test_who_was_asked_before_moving_is_not_asked_again(acme: Stage) -> None:
    await acme.start_pulse()

    await acme.team.change_user(acme.people[ENGLISH], tz="America/Los_Angeles")
    await let_pass(acme, 72)

    assert days_and_hours(acme, ENGLISH) == [(5, 10)]


@pytest.mark.parametrize("wish", [{ids.OPT_OUT: ["out"]}, {ids.PAUSE: "2026-02-01"}])
async def test_who_pauses_or_opts_out_while_a_pulse_is_open_hears_no_more_of_it_and_can_come_back(
    acme: Stage, wish: dict[str, str | list[str]]
) -> None:
    await choose(acme, ENGLISH, 1, 14)
    await acme.start_pulse()
    person = acme.person(ENGLISH)
    await person.command("/pulse", "settings")
    await person.submit(dict(wish))
    await let_pass(acme, 40)
    assert person.messages() == []

    await person.command("/pulse", "settings")
    await person.submit({key: [] if key == ids.OPT_OUT else None for key in wish})
    await let_pass(acme, 24)

    assert days_and_hours(acme, ENGLISH) == [(7, 14)]


async def test_the_ledger_does_not_tell_who_opted_out_from_who_is_on_leave(acme: Stage) -> None:
    for number in (1, ENGLISH):
        await choose(acme, number, 1, 14)
    await acme.start_pulse()
    await acme.person(1).set_status(":palm_tree:", until=MONDAY + timedelta(days=9))
    await acme.person(ENGLISH).command("/pulse", "settings")
    await acme.person(ENGLISH).submit({ids.OPT_OUT: ["out"]})

    await let_pass(acme, 40)

    async with acme.house.sessions() as session:
        rows = {row.user_id: row for row in await session.scalars(select(Delivery))}
    away, out = (rows[acme.people[number].id] for number in (1, ENGLISH))
    assert (away.state, away.code, away.due_at) == (out.state, out.code, out.due_at)
    assert away.state == "pending"


async def test_a_refresh_undoes_no_opt_out_no_pause_and_no_chosen_time(acme: Stage) -> None:
    person = acme.person(ENGLISH)
    await person.command("/pulse", "settings")
    await person.submit({ids.OPT_OUT: ["out"], ids.WEEKDAY: "3"})

    await roster.refresh(acme.house.client, acme.house.sessions, acme.house.workspace_id, now=acme.clock.now())
    await acme.start_pulse()
    await let_pass(acme, 80)

    assert person.messages() == []
    assert "no, you opted out" in await opened_home(acme, ENGLISH)
    assert "Thursday" in await opened_home(acme, ENGLISH)


async def test_a_late_process_sends_nothing_at_night(acme: Stage) -> None:
    await choose(acme, ENGLISH, 0, 18)
    await acme.start_pulse()

    await acme.tick(MONDAY + timedelta(hours=13))
    assert acme.person(ENGLISH).messages() == []
    await let_pass(acme, 24)

    ((day, hour),) = days_and_hours(acme, ENGLISH)
    assert day == 6
    assert 9 <= hour < 19


async def test_a_manager_on_leave_reads_the_digest_when_they_are_back(acme: Stage) -> None:
    await acme.start_pulse()
    for number in range(40):
        await answer(acme.person(number))
    await acme.person(10).set_status(":palm_tree:", until=MONDAY + timedelta(days=7))

    await acme.close_round()
    assert [len(acme.person(number).messages()) for number in (0, 10)] == [3, 1]
    await acme.tick(MONDAY + timedelta(days=8))

    assert [day for day, _ in days_and_hours(acme, 10)] == [5, 13, 13, 13]  # with its picture; then the next pulse
