"""Invitations, drawn once for all who read the same language; nothing of them once the round takes no more answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from handlers.courier import Outgoing
from handlers.views import pulse as views
from handlers.views.words import words_for
from people.deliveries import Owed
from surveys import instruments, rounds
from surveys.models import Round

WITHOUT_TREE = (defer(Round.tree, raiseload=True),)
"""The frozen organisation grows with the company, and no invitation speaks of it."""


AGAIN = timedelta(seconds=1)
"""A round that was read less than this ago is not read again; its end is looked at each time."""


@dataclass(slots=True)
class Invitations:
    """Composes invitations (`handlers.composing.Compose`); keeps the rounds that it has read, for a second."""

    _read: dict[str, tuple[datetime, Round | None]] = field(default_factory=dict)

    async def __call__(self, session: AsyncSession, group: Sequence[Owed], *, now: datetime) -> Mapping[int, Outgoing]:
        """The invitations owed to these people, by delivery."""
        found: dict[int, Outgoing] = {}
        for round_id in {owed.subject for owed in group}:
            held = await self._round(session, round_id, now)
            if held is None or not rounds.takes_answers(held, now=now):
                continue
            items = len(instruments.from_json(held.questions).items)
            invited = (owed for owed in group if owed.subject == round_id)
            found |= {owed.id: _drawn(owed.language, round_id, held.closes_on, items) for owed in invited}
        return found

    async def _round(self, session: AsyncSession, round_id: str, now: datetime) -> Round | None:
        read_at, held = self._read.get(round_id, (None, None))
        if read_at is None or not read_at <= now < read_at + AGAIN:
            held = await session.get(Round, round_id, options=WITHOUT_TREE)
            self._read = {round_id: (now, held)}
        return held


@lru_cache(maxsize=64)
def _drawn(language: str, round_id: str, closes_on: date, items: int) -> Outgoing:
    return Outgoing(views.invitation(words_for(language), round_id, closes_on=closes_on, items=items))
