"""What starts, changes, pauses and stops the pulse of a workspace, each change written into the log.

`by` is the id of an owner, or None for the command line.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from people import changes, deliveries
from people.models import Workspace
from surveys import plans, pulses
from surveys.models import Pulse
from surveys.pulses import Schedule


async def start(session: AsyncSession, workspace_id: str, by: str | None, wanted: Schedule, *, now: datetime) -> Pulse:
    """Start the pulse, or change its schedule from the next round on. Raises surveys.pulses.Impossible."""
    pulse = await pulses.pulse_of(session, workspace_id)
    running = pulse is not None and pulse.running
    before = await plans.told_of(session, workspace_id)
    pulse = await pulses.schedule(session, workspace_id, wanted, now=now)
    after = await plans.told_of(session, workspace_id)
    what: changes.What = "pulse_changed" if running else "pulse_started"
    await changes.record(session, workspace_id, by, what, before=before, after=after, now=now)
    return pulse


async def pause(session: AsyncSession, workspace_id: str, by: str | None, *, now: datetime) -> bool:
    """Open no more rounds; one that is open goes on to its end. Returns whether there was a pulse to pause."""
    if not await pulses.stop(session, workspace_id):
        return False
    await changes.record(session, workspace_id, by, "pulse_paused", now=now)
    return True


async def resume(session: AsyncSession, workspace_id: str, by: str | None, *, now: datetime) -> bool:
    """Open rounds again, from the next time on. Returns whether there was a pulse that had been paused."""
    if not await pulses.resume(session, workspace_id, now=now):
        return False
    await changes.record(session, workspace_id, by, "pulse_resumed", now=now)
    return True


async def stop_sending(session: AsyncSession, workspace_id: str, by: str | None, *, now: datetime) -> bool:
    """Send nothing at all from the next claim on. Returns whether anything was sent before."""
    if await _is_stopped(session, workspace_id):
        return False
    await deliveries.stop(session, workspace_id)
    await changes.record(session, workspace_id, by, "sending_stopped", now=now)
    return True


async def resume_sending(session: AsyncSession, workspace_id: str, by: str | None, *, now: datetime) -> bool:
    """Send again what is owed and still makes sense. Returns whether it had been stopped."""
    if not await _is_stopped(session, workspace_id):
        return False
    await deliveries.resume(session, workspace_id)
    await changes.record(session, workspace_id, by, "sending_resumed", now=now)
    return True


async def _is_stopped(session: AsyncSession, workspace_id: str) -> bool:
    return (await session.get_one(Workspace, workspace_id, populate_existing=True, with_for_update=True)).stopped
