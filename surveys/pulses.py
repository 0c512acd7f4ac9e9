"""The recurring pulse of a workspace: scheduled, shown, stopped and started again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Workspace
from surveys import cadence, instruments
from surveys.models import Pulse

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_OPEN_DAYS = 6


class Impossible(ValueError):
    """A schedule that cannot be kept; the message says what to choose instead."""


async def schedule(
    session: AsyncSession, workspace_id: str, *, instrument: str, weekday: int, hour: int, open_days: int, now: datetime
) -> Pulse:
    """Start the pulse of a workspace, or change its schedule from the next round on. Raises Impossible."""
    if not 1 <= open_days <= MOST_OPEN_DAYS:
        raise Impossible(f"a weekly round is open for 1 to {MOST_OPEN_DAYS} days, not {open_days}")
    if not (0 <= weekday <= 6 and 0 <= hour <= 23):
        raise Impossible("choose a weekday from 0 (Monday) to 6 and an hour from 0 to 23")
    if instrument not in instruments.available():
        raise Impossible(f"there is no instrument {instrument}: choose from {', '.join(instruments.available())}")
    workspace = await session.get_one(Workspace, workspace_id)
    pulse = await pulse_of(session, workspace_id)
    if pulse is None:
        pulse = Pulse(workspace_id=workspace_id)
        session.add(pulse)
    pulse.instrument, pulse.weekday, pulse.hour, pulse.open_days = instrument, weekday, hour, open_days
    pulse.running = True
    pulse.next_open_at = cadence.first_open_at(weekday, hour, workspace.time_zone, now=now)
    return pulse


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
