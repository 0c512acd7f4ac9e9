"""How the pulse and its delivery stand, for who is in charge: in words and numbers, never with a name in it."""

from collections import Counter

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.desk import Desk
from handlers.views import changes, owner, times, troubles
from handlers.views.owner import Standing
from handlers.views.words import Words
from people import deliveries, owners
from people.anonymity import minimum_audience
from people.deliveries import Sending
from people.models import Workspace
from people.preferences import settings_of
from surveys import pulses, recipients, rounds
from surveys.models import Pulse


async def standing_of(session: AsyncSession, desk: Desk, words: Words, user_id: str) -> Standing | None:
    """What an owner or the representative sees on the Home tab; nothing for everybody else."""
    role = await owners.role_of(session, desk.workspace_id, user_id)
    if role is None:
        return None
    workspace = await session.get_one(Workspace, desk.workspace_id)
    pulse = await pulses.pulse_of(session, desk.workspace_id)
    held = await rounds.open_round(session, desk.workspace_id, now=desk.now)
    zone = (await settings_of(session, desk.workspace_id, user_id)).time_zone
    state = await deliveries.state_of(session, desk.workspace_id, subject=held.id if held else "")
    return Standing(
        role=role,
        running=None if pulse is None else pulse.running,
        next_opening="" if pulse is None else times.opening_of(words, pulse.next_open_at, workspace.time_zone),
        round_until=held.closes_on if held else None,
        sending=_sending(words, state, zone, asked=held is not None),
        stopped=state.stopped,
        too_few=await _too_few(session, desk, workspace, pulse),
    )


async def _too_few(session: AsyncSession, desk: Desk, workspace: Workspace, pulse: Pulse | None) -> int:
    least = minimum_audience(desk.k)
    if pulse is None:
        return 0
    asked = await recipients.counted(session, workspace.id, pulses.schedule_of(pulse, workspace).audience)
    return least if asked.total < least else 0


def _sending(words: Words, state: Sending, zone: str, *, asked: bool) -> list[str]:
    """The halt of a workspace, how the invitations of the open round went, and each reason why some did not arrive."""
    lines = []
    if state.halted is not None and state.halted_at is not None:
        since = changes.moment_of(words, state.halted_at, zone)
        lines.append(owner.halted(words, since, troubles.sentence_of(words, state.halted)))
    if not asked:
        return lines
    by_state: Counter[str] = Counter()
    by_code: Counter[str] = Counter()
    for (name, code), number in state.counts.get(rounds.INVITATION, {}).items():
        by_state[name] += number
        if code and name in {"failed", "unknown"}:
            by_code[code] += number
    reasons = [owner.trouble(number, troubles.sentence_of(words, code)) for code, number in sorted(by_code.items())]
    return [*lines, *owner.invitations(words, by_state), *reasons]
