"""Reminders in Slack: the same words to everybody who is invited, whether they have answered or not."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.courier import Outgoing
from handlers.views.reminder import reminder
from handlers.views.words import words_for
from people.deliveries import Owed
from people.preferences import settings_of
from surveys import instruments, rounds
from surveys.models import Round


async def compose_reminder(session: AsyncSession, owed: Owed, *, now: datetime) -> Outgoing | None:
    """The reminder owed to somebody; nothing once the round takes no more answers."""
    held = await session.get(Round, owed.subject)
    if held is None or not rounds.takes_answers(held, now=now):
        return None
    settings = await settings_of(session, owed.workspace_id, owed.user_id)
    items = len(instruments.from_json(held.questions).items)
    return Outgoing(reminder(words_for(settings.language), held.id, closes_on=held.closes_on, items=items))
