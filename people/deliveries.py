"""The ledger of what is owed to whom: pending, claimed (committed before it leaves), then sent, failed or unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Delivery

CLAIM = 10
LEASE = timedelta(minutes=2)
INSERT_ROWS = 500


@dataclass(frozen=True, slots=True)
class Owed:
    """One message to send: the ledger's row, what kind of message about which subject, and to whom."""

    id: int
    workspace_id: str
    kind: str
    subject: str
    user_id: str


async def plan(
    session: AsyncSession, workspace_id: str, kind: str, subject: str, due: Iterable[tuple[str, datetime]]
) -> None:
    """Owe this message to each (user id, due instant); who is owed it already keeps their row."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [
        {
            "workspace_id": workspace_id,
            "kind": kind,
            "subject": subject,
            "user_id": user_id,
            "due_at": due_at,
            "state": "pending",
        }
        for user_id, due_at in due
    ]
    for start in range(0, len(rows), INSERT_ROWS):
        await session.execute(insert(Delivery).values(rows[start : start + INSERT_ROWS]).on_conflict_do_nothing())


async def claim_due(
    session: AsyncSession, workspace_id: str, worker: str, *, now: datetime, limit: int = CLAIM
) -> list[Owed]:
    """Take up to `limit` due messages for this worker, oldest first; commit before sending: nobody sends them twice."""
    due = (
        select(Delivery.id)
        .where(Delivery.workspace_id == workspace_id, Delivery.state == "pending", Delivery.due_at <= now)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        # As a subquery, PostgreSQL may ask it again for each row, and claim far more than the limit.
        .cte("due")
    )
    claimed = await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(select(due.c.id)), Delivery.state == "pending")
        .values(state="claimed", claimed_by=worker, claimed_at=now)
        .returning(Delivery.id, Delivery.workspace_id, Delivery.kind, Delivery.subject, Delivery.user_id)
    )
    return sorted((Owed(*row) for row in claimed), key=lambda owed: owed.id)


async def settle(session: AsyncSession, delivery_id: int, state: str, *, code: str | None = None) -> None:
    """What became of a claimed message: sent, failed (with Slack's word for it) or unknown."""
    await session.execute(update(Delivery).where(Delivery.id == delivery_id).values(state=state, code=code))


async def postpone(session: AsyncSession, delivery_id: int, *, until: datetime, code: str) -> None:
    """The message certainly did not leave: it is owed again from that instant on."""
    await session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(state="pending", due_at=until, claimed_by=None, claimed_at=None, code=code)
    )


async def abandon_claims(session: AsyncSession, *, now: datetime) -> int:
    """Claims whose worker died: nobody knows whether they left, so they end as unknown and are never repeated."""
    lost = await session.execute(
        update(Delivery)
        .where(Delivery.state == "claimed", Delivery.claimed_at <= now - LEASE)
        .values(state="unknown", code="worker_lost")
        .returning(Delivery.id)
    )
    return len(lost.all())


async def cancel(session: AsyncSession, workspace_id: str, kind: str, subject: str) -> None:
    """Nobody is owed this message any more, and no list remains of who was."""
    await session.execute(
        delete(Delivery).where(
            Delivery.workspace_id == workspace_id, Delivery.kind == kind, Delivery.subject == subject
        )
    )


async def counts(session: AsyncSession, workspace_id: str, kind: str, subject: str) -> dict[str, int]:
    """How many messages are in each state."""
    rows = await session.execute(
        select(Delivery.state, func.count())
        .where(Delivery.workspace_id == workspace_id, Delivery.kind == kind, Delivery.subject == subject)
        .group_by(Delivery.state)
    )
    return dict(iter(rows))
