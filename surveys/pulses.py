"""The recurring pulse of a workspace: scheduled, shown, stopped and started again."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Member, Workspace
from surveys import cadence, instruments
from surveys.models import Pulse

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_OPEN_DAYS = 6


class Impossible(ValueError):
    """A schedule that cannot be kept; the message says what to choose instead."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When and what a workspace is asked; weekday 0 is Monday, and no zone means that of most members."""

    instrument: str = "first_pulse"
    weekday: int = 0
    hour: int = 9
    open_days: int = 4
    zone: str | None = None


async def schedule(session: AsyncSession, workspace_id: str, wanted: Schedule, *, now: datetime) -> Pulse:
    """Start the pulse of a workspace, or change its schedule from the next round on. Raises Impossible."""
    _check(wanted)
    workspace = await session.get_one(Workspace, workspace_id)
    workspace.time_zone = wanted.zone or await _usual_zone(session, workspace)
    pulse = await pulse_of(session, workspace_id)
    if pulse is None:
        pulse = Pulse(workspace_id=workspace_id)
        session.add(pulse)
    pulse.instrument, pulse.weekday, pulse.hour = wanted.instrument, wanted.weekday, wanted.hour
    pulse.open_days = wanted.open_days
    pulse.running = True
    pulse.next_open_at = cadence.first_open_at(wanted.weekday, wanted.hour, workspace.time_zone, now=now)
    return pulse


def _check(wanted: Schedule) -> None:
    if not 1 <= wanted.open_days <= MOST_OPEN_DAYS:
        raise Impossible(f"a weekly round is open for 1 to {MOST_OPEN_DAYS} days, not {wanted.open_days}")
    if not (0 <= wanted.weekday <= 6 and 0 <= wanted.hour <= 23):
        raise Impossible("choose a weekday from 0 (Monday) to 6 and an hour from 0 to 23")
    if wanted.instrument not in instruments.available():
        raise Impossible(
            f"there is no instrument {wanted.instrument}: choose from {', '.join(instruments.available())}"
        )
    if wanted.zone is not None and wanted.zone not in available_timezones():
        raise Impossible(f"{wanted.zone} is no time zone: write it as Europe/Brussels")


async def _usual_zone(session: AsyncSession, workspace: Workspace) -> str:
    """The zone in which most members live; that of the workspace while there are none."""
    zone = await session.scalar(
        select(Member.time_zone)
        .where(Member.workspace_id == workspace.id, Member.active)
        .group_by(Member.time_zone)
        .order_by(func.count().desc(), Member.time_zone)
        .limit(1)
    )
    return zone or workspace.time_zone


async def stop(session: AsyncSession, workspace_id: str) -> bool:
    """Open no more rounds; one that is open goes on to its end. Returns whether there was a pulse to stop."""
    pulse = await pulse_of(session, workspace_id)
    if pulse is None or not pulse.running:
        return False
    pulse.running = False
    return True


async def pulse_of(session: AsyncSession, workspace_id: str) -> Pulse | None:
    """The pulse of a workspace, if one was ever scheduled."""
    return await session.scalar(select(Pulse).where(Pulse.workspace_id == workspace_id))
