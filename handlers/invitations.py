"""Invitations and reminders, drawn once for all who read the same language; none once the round takes no answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from handlers.courier import Outgoing
from handlers.views.words import Words, words_for
from people.deliveries import Owed
from surveys import instruments, rounds
from surveys.models import Round

WITHOUT_TREE = (defer(Round.tree, raiseload=True),)
"""The frozen organisation grows with the company, and no invitation speaks of it."""


AGAIN = timedelta(seconds=1)
"""A round that was read less than this ago is not read again; its end is looked at each time."""


class Draw(Protocol):
    """Draws the message about a round, as arguments of chat.postMessage."""

    def __call__(self, words: Words, round_id: str, *, closes_on: date, items: int) -> dict[str, Any]: ...


@dataclass(slots=True)
class Invitations:
    """Composes messages about a round (`handlers.composing.Compose`); keeps what it has read of it for a second."""

    draw: Draw
    _read: dict[str, tuple[datetime, Round | None]] = field(default_factory=dict)

    async def __call__(self, session: AsyncSession, group: Sequence[Owed], *, now: datetime) -> Mapping[int, Outgoing]:
        """The messages owed to these people, by delivery."""
        found: dict[int, Outgoing] = {}
        for round_id in {owed.subject for owed in group}:
            held = await self._round(session, round_id, now)
            if held is None or not rounds.takes_answers(held, now=now):
                continue
            items = len(instruments.from_json(held.questions).items)
            asked = [owed for owed in group if owed.subject == round_id]
            drawn = {
                language: Outgoing(self.draw(words_for(language), round_id, closes_on=held.closes_on, items=items))
                for language in {owed.language for owed in asked}
            }
            found |= {owed.id: drawn[owed.language] for owed in asked}
        return found

    async def _round(self, session: AsyncSession, round_id: str, now: datetime) -> Round | None:
        read_at, held = self._read.get(round_id, (None, None))
        if read_at is None or not read_at <= now < read_at + AGAIN:
            held = await session.get(Round, round_id, options=WITHOUT_TREE)
            self._read = {round_id: (now, held)}
        return held
