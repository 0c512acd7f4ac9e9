"""Digests in Slack: owed to each manager on the morning after a round, drawn when they are sent."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from digests.charts import trend_chart
from digests.issue import Digest, digest_for
from handlers.courier import Outgoing, Picture
from handlers.views import digest as views
from handlers.views.words import Words, words_for
from people import deliveries
from people.deliveries import Owed
from people.hierarchy import managers_of
from people.models import Member
from people.preferences import settings_of
from people.roster import OPEN_END
from surveys import slots
from surveys.models import Round

DIGEST = "digest"
DRAWING = threading.Lock()
LOOK_AGAIN = timedelta(days=1)


async def owe(session: AsyncSession, workspace_id: str, round_id: str, *, now: datetime) -> None:
    """Owe a digest to each active manager, on their own next working morning; none to who would read an empty one."""
    held = await session.get_one(Round, round_id)
    due = []
    for user_id in sorted(await managers_of(session, workspace_id)):
        member = await session.get(Member, (workspace_id, user_id))
        if member is None or not member.active:
            continue
        if await digest_for(session, workspace_id, user_id, held.opens_on) is not None:
            due.append((user_id, slots.morning_after(_back_at(member, now), member.time_zone)))
    await deliveries.plan(session, workspace_id, DIGEST, round_id, due)


def _back_at(member: Member, now: datetime) -> datetime:
    """When somebody is at work again; of a leave without an end, when to look again."""
    back_at = now + LOOK_AGAIN if member.away_until == OPEN_END else member.away_until
    return max(now, back_at or now)


async def held_back(session: AsyncSession, group: Sequence[Owed], *, now: datetime) -> dict[int, datetime]:
    """Those of some messages that are digests and may not leave now, by the ids of their deliveries, and until when.

    It is a quiet time where the manager lives, or they are on leave.
    """
    until = {}
    for owed in group:
        member = await session.get(Member, (owed.workspace_id, owed.user_id)) if owed.kind == DIGEST else None
        if member is not None:
            back_at = _back_at(member, now)
            if back_at > now or slots.is_quiet(member.time_zone, now):
                until[owed.id] = slots.morning_after(back_at, member.time_zone)
    return until


async def compose_digest(session: AsyncSession, owed: Owed, *, now: datetime) -> Outgoing | None:  # noqa: ARG001 - a Compose
    """The digest owed to a manager; nothing when nothing may be shown any more, say after they changed units."""
    held = await session.get_one(Round, owed.subject)
    digest = await digest_for(session, owed.workspace_id, owed.user_id, held.opens_on)
    if digest is None:
        return None
    words = words_for((await settings_of(session, owed.workspace_id, owed.user_id)).language)
    return Outgoing(views.message(words, digest), partial(picture_of, words, digest))


def picture_of(words: Words, digest: Digest) -> Picture:
    """Draw the digest's picture; one at a time, since the fonts are shared."""
    chart = views.chart(words, digest)
    with DRAWING:
        content = trend_chart(chart)
    return Picture(content, f"pulse-{digest.opens_on}.png", chart.title, views.alt_text(words, digest))
