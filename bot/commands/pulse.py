"""`groundswell pulse`: the schedule of the workspace's pulse, started, stopped and shown."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import system_clock
from bot.commands.plainly import Stopped, plainly, say, settings_with
from bot.config import Misconfigured
from people import deliveries, hierarchy
from people.models import Member
from surveys import instruments, pulses, rotation, rounds
from surveys.cadence import Every, NoRhythm, Rhythm
from surveys.models import Pulse
from surveys.pulses import WEEKDAYS, Schedule

if TYPE_CHECKING:
    from bot.assembly import House

app = typer.Typer(no_args_is_help=True, help="The schedule of the pulse.")
Answer = TypeVar("Answer")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@app.command()
@plainly
def start(  # noqa: PLR0913 - each is an option of the command
    *,
    every: Annotated[Every, typer.Option(help="How often a round opens; monthly: the first such weekday.")] = "weekly",
    cron: Annotated[
        str, typer.Option(help='In place of weekday and hour: five fields, as "0 9 1,15 * *" (7 and 0 are Sunday).')
    ] = "",
    weekday: Annotated[Weekday, typer.Option(help="On which day a round opens.")] = "monday",
    hour: Annotated[int, typer.Option(min=0, max=23, help="At which hour of the zone.")] = 9,
    days: Annotated[int, typer.Option(min=1, help="For how many days it is open.")] = 4,
    instrument: Annotated[
        list[str] | None, typer.Option(help="Whose questions are asked by turns; may be given again. [first_pulse]")
    ] = None,
    per_round: Annotated[int, typer.Option(help="How many questions a round asks.")] = 3,
    budget: Annotated[int, typer.Option(help="The most questions to each person in 30 days.")] = rotation.BUDGET,
    reminders: Annotated[int, typer.Option(help="How often all are reminded in a round, 0 to 2; answered or not.")] = 1,
    zone: Annotated[str | None, typer.Option(help="A time zone. [default: that of most people]")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Ask everybody, from the next such day on; who is asked is shown first."""
    try:
        rhythm = Rhythm("cron" if cron else every, WEEKDAYS.index(weekday), hour, cron)
    except NoRhythm as reason:
        raise Misconfigured(str(reason)) from None
    rest = Schedule(rhythm=rhythm, per_round=per_round, budget=budget, open_days=days, reminders=reminders, zone=zone)
    wanted = _wanted(instrument or ["first_pulse"], rest)
    for line in [*asyncio.run(_in_house(_recipients)), _burden_of(wanted)]:
        say(line)
    if not yes and not typer.confirm("Ask them like that?"):
        raise Stopped("nothing was changed")
    say(asyncio.run(_in_house(lambda house, session: _schedule(house, session, wanted))))


def _wanted(chosen: list[str], rest: Schedule) -> Schedule:
    try:
        deck = [item.key for key in chosen for item in instruments.load(key).items]
        wanted = replace(rest, deck=tuple(dict.fromkeys(deck)))
        pulses.check(wanted, now=system_clock())
    except (instruments.Unknown, pulses.Impossible) as reason:
        raise Misconfigured(str(reason)) from None
    return wanted


def _burden_of(wanted: Schedule) -> str:
    return (
        f"{wanted.per_round} of {len(wanted.deck)} questions a round, never more than {wanted.budget} in 30 days; "
        f"each question comes back after {wanted.rounds_until_return} rounds"
    )


@app.command()
@plainly
def stop() -> None:
    """Open no more rounds; one that is open goes on to its end."""
    stopped = asyncio.run(_in_house(lambda house, session: pulses.stop(session, house.workspace_id)))
    say("No more rounds are opened." if stopped else "There was no pulse to stop.")


@app.command()
@plainly
def show() -> None:
    """Print the schedule, and how the invitations of an open round went."""
    say(asyncio.run(_in_house(_shown)))


@app.command()
@plainly
def void(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Give up the open rounds whose keys are lost, as after a restore; their answers can be read by nobody."""
    if not yes and not typer.confirm("Give up the open rounds that have no key? Their answers are lost for good."):
        raise Stopped("nothing was changed")
    days = asyncio.run(_in_house(_void))
    say(f"Given up: the round of {', '.join(days)}." if days else "Every open round has its key: nothing was changed.")


async def _in_house(do: Callable[["House", AsyncSession], Awaitable[Answer]]) -> Answer:
    from bot import process  # noqa: PLC0415 - slow to load; --help does without

    async with process.opened(settings_with()) as house, house.sessions.begin() as session:
        return await do(house, session)


async def _recipients(house: "House", session: AsyncSession) -> list[str]:
    """Everybody by unit; those who paused or opted out are not taken off, since a count would betray them."""
    counted = (
        select(Member.unit_id, func.count())
        .where(Member.workspace_id == house.workspace_id, Member.active)
        .group_by(Member.unit_id)
    )
    heads = {row[0]: int(row[1]) for row in await session.execute(counted)}
    if not heads:
        raise Stopped("nobody is on the roster yet: groundswell roster import FILE")
    paths = hierarchy.paths_of(await hierarchy.units_of(session, house.workspace_id))
    lines = [f"{heads[unit_id]:>6}  {hierarchy.text_of(path)}" for unit_id, path in paths.items() if unit_id in heads]
    lines += [f"{heads[None]:>6}  (no unit)"] if None in heads else []
    return [*lines, f"{sum(heads.values()):>6}  in all; those who paused or opted out are not asked"]


async def _schedule(house: "House", session: AsyncSession, wanted: Schedule) -> str:
    try:
        pulse = await pulses.schedule(session, house.workspace_id, wanted, now=house.clock())
    except pulses.Impossible as reason:
        raise Misconfigured(str(reason)) from None
    return f"The first round opens at {pulse.next_open_at:%Y-%m-%d %H:%M} UTC."


async def _void(house: "House", session: AsyncSession) -> list[str]:
    lost = await rounds.keyless(session, house.keys)
    for held in lost:
        await rounds.void(session, house.keys, held)
    return [str(held.opens_on) for held in lost]


async def _shown(house: "House", session: AsyncSession) -> str:
    pulse = await pulses.pulse_of(session, house.workspace_id)
    if pulse is None:
        return "There is no pulse yet: groundswell pulse start"
    held = await rounds.open_round(session, house.workspace_id, now=house.clock())
    if held is None:
        return _in_words(pulse)
    sent = await deliveries.counts(session, house.workspace_id, rounds.INVITATION, held.id)
    told = ", ".join(f"{number} {state}" for state, number in sorted(sent.items()))
    return f"{_in_words(pulse)}\nA round is open until {held.closes_on}; invitations: {told}."


def _in_words(pulse: Pulse) -> str:
    state = f"the next round opens at {pulse.next_open_at:%Y-%m-%d %H:%M} UTC" if pulse.running else "stopped"
    day = WEEKDAYS[pulse.weekday].capitalize()
    told = "1 reminder" if pulse.reminders == 1 else f"{pulse.reminders or 'no'} reminders"
    when = f"by cron {pulse.cron}" if pulse.cron else f"{pulse.every}, {day} at {pulse.hour}:00"
    return (
        f"{pulse.per_round} of {len(pulse.deck)} questions, {when}, open for {pulse.open_days} days, {told}; {state}."
    )
