"""The ledger of what is owed to whom: pending, claimed (committed before it leaves), then sent, failed or unknown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from people import pace
from people.models import CLAIMED, PENDING, Base, Delivery, Member, Preference, Workspace
from people.pace import Pace

CLAIM = 360
"""As many as a worker has claimed at any time: all of them are on their way to Slack, or back from there."""
LEASE = timedelta(minutes=2)
INSERT_ROWS = 500


@dataclass(frozen=True, slots=True)
class Owed:
    """One message to send: the ledger's row, what kind of message about which subject, and to whom.

    `user_id` is a person's id or a channel's; `language` what the person asked for, else theirs or the workspace's.
    """

    id: int
    workspace_id: str
    kind: str
    subject: str
    user_id: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Sending:
    """How sending stands: by kind, how many are in each (state, code); whether all is stopped; the pace, and halts."""

    counts: Mapping[str, Mapping[tuple[str, str | None], int]]
    stopped: bool
    pace: Pace | None

    @property
    def halted(self) -> str | None:
        """Why nothing leaves but a trial now and then: Slack's word, or ours."""
        return self.pace.halted if self.pace else None

    @property
    def halted_at(self) -> datetime | None:
        """Since when."""
        return self.pace.halted_at if self.pace else None


# In Core's terms and built once: the ORM would draw each of them anew for each group.
TABLE = Base.metadata.tables["deliveries"]
LEDGER = TABLE.c
STOPPED = select(Workspace.stopped).where(Workspace.id == bindparam("team")).scalar_subquery()
DUE = (
    select(LEDGER.id)
    .where(
        LEDGER.workspace_id == bindparam("team"),
        PENDING,
        LEDGER.due_at <= bindparam("now"),
        ~STOPPED,
    )
    .order_by(LEDGER.due_at, LEDGER.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=Delivery)
    # As a subquery, PostgreSQL may ask it again for each row, and claim far more than the limit.
    .cte("due")
)
CLAIMING = (
    update(TABLE)
    .where(LEDGER.id.in_(select(DUE.c.id)), PENDING)
    .values(state="claimed", claimed_by=bindparam("worker"), claimed_at=bindparam("now"))
    .returning(LEDGER.id)
)
PREFERENCES, MEMBERS, WORKSPACES = (Base.metadata.tables[name].c for name in ("preferences", "members", "workspaces"))
# Not in the RETURNING, where SQLite looks into no index: each message would cost a walk through all members.
OWED = (
    select(
        *(LEDGER.id, LEDGER.workspace_id, LEDGER.kind, LEDGER.subject, LEDGER.user_id),
        func.coalesce(PREFERENCES.language, MEMBERS.language, WORKSPACES.language),
    )
    .join(Workspace, WORKSPACES.id == LEDGER.workspace_id)
    .outerjoin(Preference, (PREFERENCES.workspace_id == LEDGER.workspace_id) & (PREFERENCES.user_id == LEDGER.user_id))
    .outerjoin(Member, (MEMBERS.workspace_id == LEDGER.workspace_id) & (MEMBERS.user_id == LEDGER.user_id))
    .where(LEDGER.id.in_(bindparam("ids", expanding=True)))
    .order_by(LEDGER.id)
)
MINE = (
    update(TABLE)
    .where(
        LEDGER.id.in_(bindparam("ids", expanding=True)),
        LEDGER.state == "claimed",
        LEDGER.claimed_by == bindparam("worker"),
    )
    .values(code=bindparam("said"))
)
SETTLING = MINE.values(state=bindparam("became"))
POSTPONING = MINE.values(state="pending", due_at=bindparam("until"), claimed_by=None, claimed_at=None)


async def plan(
    session: AsyncSession, workspace_id: str, kind: str, subject: str, due: Iterable[tuple[str, datetime]]
) -> None:
    """Owe this message to each (id of a user or channel, due instant); who is owed it already keeps their row."""
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
    """Take up to `limit` due messages for this worker, oldest first; none while the workspace is stopped.

    Commit before sending: nobody sends them twice. How many may leave now is the pace's to say (`people.pace`).
    """
    claim = {"team": workspace_id, "worker": worker, "now": now, "most": limit}
    claimed = (await session.scalars(CLAIMING, claim)).all()
    return [Owed(*row) for row in await session.execute(OWED, {"ids": claimed})] if claimed else []


async def next_due_at(session: AsyncSession, workspace_id: str) -> datetime | None:
    """When the next message is due, or was; None when nothing is owed."""
    return await session.scalar(select(func.min(Delivery.due_at)).where(Delivery.workspace_id == workspace_id, PENDING))


async def settle(
    session: AsyncSession, worker: str, ids: Sequence[int], state: str, *, code: str | None = None
) -> None:
    """What became of claimed messages: sent, failed (with Slack's word for it) or unknown.

    Only of those that are still this worker's: who slept longer than the lease changes nothing of what others wrote.
    """
    await session.execute(SETTLING, {"ids": ids, "worker": worker, "became": state, "said": code})


async def postpone(session: AsyncSession, worker: str, ids: Sequence[int], *, until: datetime, code: str) -> None:
    """These messages certainly did not leave: they are owed again from that instant on."""
    await session.execute(POSTPONING, {"ids": ids, "worker": worker, "until": until, "said": code})


async def abandon_claims(session: AsyncSession, *, now: datetime) -> int:
    """Claims whose worker died: nobody knows whether they left, so they end as unknown and are never repeated."""
    lost = await session.execute(
        update(Delivery)
        .where(CLAIMED, Delivery.claimed_at <= now - LEASE)
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


async def stop(session: AsyncSession, workspace_id: str) -> None:
    """Send nothing at all from the next claim on; what is on its way arrives."""
    await session.execute(update(Workspace).where(Workspace.id == workspace_id).values(stopped=True))


async def resume(session: AsyncSession, workspace_id: str) -> None:
    """Send again; what was owed meanwhile and still makes sense goes out."""
    await session.execute(update(Workspace).where(Workspace.id == workspace_id).values(stopped=False))


async def counts(session: AsyncSession, workspace_id: str, kind: str, subject: str) -> dict[str, int]:
    """How many messages are in each state."""
    rows = await session.execute(
        select(Delivery.state, func.count())
        .where(Delivery.workspace_id == workspace_id, Delivery.kind == kind, Delivery.subject == subject)
        .group_by(Delivery.state)
    )
    return dict(iter(rows))


async def state_of(session: AsyncSession, workspace_id: str, *, subject: str | None = None) -> Sending:
    """How sending stands in a workspace, of all that its ledger holds or of one subject (the id of a round)."""
    asked = [Delivery.workspace_id == workspace_id, *([Delivery.subject == subject] if subject else [])]
    rows = await session.execute(
        select(Delivery.kind, Delivery.state, Delivery.code, func.count())
        .where(*asked)
        .group_by(Delivery.kind, Delivery.state, Delivery.code)
    )
    counted: dict[str, dict[tuple[str, str | None], int]] = {}
    for kind, state, code, number in rows:
        counted.setdefault(kind, {})[state, code] = number
    stopped = await session.scalar(select(Workspace.stopped).where(Workspace.id == workspace_id))
    return Sending(counted, bool(stopped), await pace.standing(session, workspace_id))
