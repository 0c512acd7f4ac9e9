"""Looked at right before sending: quiet hours, leave, a pause, an opt-out, a message of the same day, Slack's DND."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers import digest
from handlers.composing import QUIET, Later
from handlers.desk import Sessions
from handlers.dnd import Dnd
from people.deliveries import Owed
from surveys import asking


@dataclass(frozen=True, slots=True)
class Courtesy:
    """Holds back what would disturb; asks Slack about all others at once, and outside of any transaction."""

    sessions: Sessions
    dnd: Dnd

    async def held_back(self, claimed: Sequence[Owed], *, now: datetime) -> dict[int, Later]:
        """Those of the claimed messages that may not leave now, by the ids of their deliveries."""
        async with self.sessions() as session:
            until = await asking.held_back(session, claimed, now=now)
            until |= await digest.held_back(session, claimed, now=now)
        free = [owed for owed in claimed if owed.id not in until]
        ends = await self.dnd.ends_of([owed.user_id for owed in free], now=now)
        until |= {owed.id: ends[owed.user_id] for owed in free if owed.user_id in ends}
        return {delivery: Later(at, QUIET) for delivery, at in until.items()}
