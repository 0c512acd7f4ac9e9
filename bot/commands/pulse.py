"""`groundswell pulse`: the schedule of the workspace's pulse, started, stopped and shown."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import system_clock
from bot.commands.plainly import Stopped, plainly, say, settings_with
from bot.config import Misconfigured
from people import changes, deliveries, hierarchy
from surveys import instruments, own_items, plans, pulses, recipients, rotation, rounds, steering
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
    unit: Annotated[
        list[str] | None,
        typer.Option(help='Ask this unit with all below it, as "Sales / North"; may be given again. [everybody]'),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Ask everybody, from the next such day on; who is asked is shown first."""
    try:
        rhythm = Rhythm("cron" if cron else every, WEEKDAYS.index(weekday), hour, cron)
    except NoRhythm as reason:
        raise Misconfigured(str(reason)) from None
    rest = Schedule(rhythm=rhythm, per_round=per_round, budget=budget, open_days=days, reminders=reminders, zone=zone)
    wanted = _wanted(instrument or ["first_pulse"], rest)
    wanted = asyncio.run(_in_house(lambda house, session: _for_units(house, session, wanted, unit)))
    for line in [
        *asyncio.run(_in_house(lambda house, session: _recipients(house, session, wanted))),
        _burden_of(wanted),
    ]:
        say(line)
    if not yes and not typer.confirm("Ask them like that?"):
        raise Stopped("nothing was changed")
    say(asyncio.run(_in_house(lambda house, session: _schedule(house, session, wanted))))


def _wanted(chosen: list[str], rest: Schedule) -> Schedule:
    try:
        wanted = replace(rest, deck=plans.deck_of(chosen, (), instruments.library()))
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
    stopped = asyncio.run(_in_house(_pause))
    say("No more rounds are opened." if stopped else "There was no pulse to stop.")


@app.command()
@plainly
def show() -> None:
    """Print the schedule, and how the invitations of an open round went."""
    say(asyncio.run(_in_house(_shown)))


@app.command()
@plainly
def halt() -> None:
    """Send nothing at all, no invitation, reminder or digest, until `resume`; rounds open and close as ever."""
    asyncio.run(
        _in_house(lambda house, session: steering.stop_sending(session, house.workspace_id, None, now=house.clock()))
    )
    say("Nothing is sent until `groundswell pulse resume`; what is on its way to Slack just now still arrives.")


@app.command()
@plainly
def resume() -> None:
    """Send again after `halt`; what was owed meanwhile and is still of use goes out now."""
    asyncio.run(
        _in_house(lambda house, session: steering.resume_sending(session, house.workspace_id, None, now=house.clock()))
    )
    say("Messages are sent again; what was owed meanwhile and is still of use goes out now.")


@app.command()
@plainly
def log(*, number: Annotated[int, typer.Option(min=1, help="How many changes, the newest first.")] = 20) -> None:
    """Print who changed what of the set-up; never who answered, paused or opted out."""
    for line in asyncio.run(_in_house(lambda house, session: _log(house, session, number))):
        say(line)


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


async def _for_units(house: "House", session: AsyncSession, wanted: Schedule, named: list[str] | None) -> Schedule:
    """The schedule for the people of these units, given by their paths."""
    if not named:
        return wanted
    ids = {
        path: unit_id
        for unit_id, path in hierarchy.paths_of(await hierarchy.units_of(session, house.workspace_id)).items()
    }
    unknown = [name for name in named if hierarchy.parts_of(name) not in ids]
    if unknown:
        raise Misconfigured(f"there is no unit {unknown[0]}: write its path, as Sales / North")
    return replace(wanted, audience=tuple(dict.fromkeys(ids[hierarchy.parts_of(name)] for name in named)))


async def _recipients(house: "House", session: AsyncSession, wanted: Schedule) -> list[str]:
    """All who are asked, by unit; those who paused or opted out are not taken off, since a count would betray them."""
    counted = await recipients.counted(session, house.workspace_id, wanted.audience)
    if not counted.total:
        raise Stopped("nobody is on the roster yet: groundswell roster import FILE")
    lines = [f"{number:>6}  {hierarchy.text_of(path) or '(no unit)'}" for path, number in counted.units]
    return [*lines, f"{counted.total:>6}  in all; those who paused or opted out are not asked"]


async def _schedule(house: "House", session: AsyncSession, wanted: Schedule) -> str:
    try:
        pulse = await steering.start(session, house.workspace_id, None, wanted, now=house.clock())
    except pulses.Impossible as reason:
        raise Misconfigured(str(reason)) from None
    return f"The first round opens at {pulse.next_open_at:%Y-%m-%d %H:%M} UTC."


async def _pause(house: "House", session: AsyncSession) -> bool:
    return await steering.pause(session, house.workspace_id, None, now=house.clock())


async def _log(house: "House", session: AsyncSession, number: int) -> list[str]:
    from handlers.views.changes import line_of  # noqa: PLC0415 - slow to load; --help does without
    from handlers.views.words import words_for  # noqa: PLC0415 - the same

    known = await own_items.everything(session, house.workspace_id)
    entries = await changes.newest(session, house.workspace_id, number=number)
    told = [f"{each.at:%Y-%m-%d %H:%M} UTC  {line_of(words_for('en'), each, known, plain=True)}" for each in entries]
    return told or ["Nothing of the set-up has been changed yet."]


async def _void(house: "House", session: AsyncSession) -> list[str]:
    lost = await rounds.keyless(session, house.keys)
    for held in lost:
        await rounds.void(session, house.keys, held)
    return [str(held.opens_on) for held in lost]


async def _shown(house: "House", session: AsyncSession) -> str:
    return "\n".join([await _scheduled(house, session), *await _troubles(house, session)])


async def _troubles(house: "House", session: AsyncSession) -> list[str]:
    """What keeps messages from leaving, and what became of those that did not arrive, in words."""
    from handlers.views import troubles  # noqa: PLC0415 - slow to load; --help does without
    from handlers.views.words import words_for  # noqa: PLC0415 - the same

    state, words = await deliveries.state_of(session, house.workspace_id), words_for("en")
    lines = [troubles.stopped(words)] if state.stopped else []
    if state.halted is not None:
        said = troubles.sentence_of(words, state.halted)
        lines.append(f"Sending halts since {state.halted_at:%Y-%m-%d %H:%M} UTC. {said} ({state.halted})")
    return lines + [
        f"{number} {kind}, {name}: {troubles.sentence_of(words, code)} ({code})"
        for kind, counted in sorted(state.counts.items())
        for (name, code), number in sorted(counted.items(), key=str)
        if code and (name in {"failed", "unknown"} or troubles.is_known(code))
    ]


async def _scheduled(house: "House", session: AsyncSession) -> str:
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
    whom = "" if pulse.audience is None else ", some units"
    often = f"{pulse.per_round} of {len(pulse.deck)} questions, {when}"
    return f"{often}, open for {pulse.open_days} days, {told}{whom}; {state}."
