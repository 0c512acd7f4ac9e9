"""Hours that pass in a journey, and when messages came, by the clock of who reads them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from people import preferences
from surveys import pulses
from tests.build import MONDAY
from tests.journeys.stage import Stage

BRUSSELS = ZoneInfo("Europe/Brussels")


async def whenever(acme: Stage) -> None:
    """Let everybody be asked when it suits, and not on Mondays at ten."""
    for number in range(len(acme.people)):
        await choose(acme, number, None, None)


async def choose(acme: Stage, number: int, weekday: int | None, hour: int | None) -> None:
    """Let one of the forty have chosen a weekday and an hour."""
    async with acme.house.sessions.begin() as session:
        await preferences.choose_time(
            session, acme.house.workspace_id, acme.people[number].id, weekday=weekday, hour=hour
        )


async def start_on(acme: Stage, monday: datetime, *, reminders: int = 0, open_days: int = 4) -> None:
    """Go to a Monday at ten in Brussels, and open a round there and then."""
    acme.clock.set(monday - timedelta(hours=2))
    async with acme.house.sessions.begin() as session:
        wanted = pulses.Schedule(open_days=open_days, reminders=reminders, zone="Europe/Brussels")
        await pulses.schedule(session, acme.house.workspace_id, wanted, now=acme.clock.now())
    await acme.tick(monday)


async def let_pass(acme: Stage, hours: int) -> None:
    """Let the jobs run at each of the next hours, five minutes after it has struck."""
    start = acme.clock.now().replace(minute=5)
    for hour in range(1, hours + 1):
        await acme.tick(start + timedelta(hours=hour))


def came_at(acme: Stage, number: int, zone: ZoneInfo = BRUSSELS) -> list[datetime]:
    """When messages came to one of the forty, by the clock of that zone, to the second: their stamps are all unique."""
    return [
        datetime.fromtimestamp(int(float(message.ts)), tz=MONDAY.tzinfo).astimezone(zone)
        for message in acme.person(number).messages()
    ]


def days_and_hours(acme: Stage, number: int, zone: ZoneInfo = BRUSSELS) -> list[tuple[int, int]]:
    """The same as days of the month with the hour."""
    return [(at.day, at.hour) for at in came_at(acme, number, zone)]
