"""The life of an open round: a person's place in it, when its time is over, and how it is finished or given up."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from people import deliveries
from surveys import ballots, cadence, consent, instruments, membership
from surveys.cells import Cell, groups_of
from surveys.frozen import layout_from_json
from surveys.keys import KeyRing
from surveys.models import Invitee, Round

INVITATION = "invitation"
REMINDERS = ("reminder_1", "reminder_2")
KINDS = (INVITATION, *REMINDERS)
"""The messages about a round, in their order."""


class Closed(Exception):
    """The round takes no more answers."""


class NotInvited(Exception):
    """This person was not on the list when the round opened."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in an open round: what to ask, how they are counted, what their answer is sealed with."""

    round_id: str
    instrument: instruments.Instrument
    closes_on: date
    cell: str
    groups: tuple[Cell, ...]
    k: int
    consent: consent.Consent
    slot: bytes
    public_key: bytes


async def seat_of(
    session: AsyncSession, keys: KeyRing, workspace_id: str, round_id: str, user_id: str, *, now: datetime
) -> Seat:
    """The place of a person in an open round. Raises Closed, NotInvited or surveys.keys.Missing."""
    held = await session.scalar(
        select(Round).where(Round.id == round_id, Round.workspace_id == workspace_id).with_for_update(read=True)
    )
    if held is None or held.public_key is None or not takes_answers(held, now=now):
        raise Closed
    invitee = await session.get(Invitee, (round_id, user_id))
    if invitee is None:
        raise NotInvited
    layout = layout_from_json(held.tree)
    return Seat(
        round_id=round_id,
        instrument=instruments.from_json(held.questions),
        closes_on=held.closes_on,
        cell=invitee.cell,
        groups=tuple(groups_of(layout.tree, invitee.cell)),
        k=held.k,
        consent=consent.of(held.consent_version),
        slot=keys.of(round_id).slot(round_id, user_id),
        public_key=held.public_key,
    )


def takes_answers(held: Round, *, now: datetime) -> bool:
    """Whether the round is open at that instant, whatever the jobs have got round to."""
    return held.state == "OPEN" and now < cadence.closes_at(held.closes_on, held.time_zone)


async def open_round(session: AsyncSession, workspace_id: str, *, now: datetime) -> Round | None:
    """The round that takes answers now, if there is one."""
    held = await session.scalars(select(Round).where(Round.workspace_id == workspace_id, Round.state == "OPEN"))
    return next((found for found in held if takes_answers(found, now=now)), None)


async def due_to_close(session: AsyncSession, workspace_id: str, *, now: datetime) -> list[str]:
    """The rounds whose time is over and that are not shredded yet, oldest first."""
    held = await session.scalars(
        select(Round)
        .where(Round.workspace_id == workspace_id, Round.state.in_(["OPEN", "TALLIED"]))
        .order_by(Round.opens_on, Round.id)
    )
    return [found.id for found in held if not takes_answers(found, now=now)]


async def void(session: AsyncSession, keys: KeyRing, held: Round) -> None:
    """Give up an open round that nobody can read: nothing of it is released, and nothing is kept."""
    keys.forget(held.id)
    held.state = "VOID"
    await destroy(session, held)
    await membership.forget(session, held.id)
    await _forget_invitees(session, held.id)


async def destroy(session: AsyncSession, held: Round) -> None:
    """Remove the boxes of a round, and what would still invite people to it or remind them of it."""
    held.public_key = None
    await ballots.destroy(session, held.id)
    for kind in KINDS:
        await deliveries.cancel(session, held.workspace_id, kind, held.id)


async def keyless(session: AsyncSession, keys: KeyRing) -> list[Round]:
    """The open rounds whose keys are not in the key directory: it is the wrong one, or they are lost for good."""
    held = await session.scalars(select(Round).where(Round.state == "OPEN").order_by(Round.opens_on, Round.id))
    return [found for found in held if not keys.has(found.id)]


async def finish(session: AsyncSession, round_id: str) -> bool:
    """After all that was deleted is off the disk: call the round shredded. Returns whether this call finished it."""
    held = await session.scalar(select(Round).where(Round.id == round_id).with_for_update())
    if held is None or held.state != "TALLIED":
        return False
    held.state = "SHREDDED"
    return True


async def forget_invited(session: AsyncSession, round_id: str) -> None:
    """After the keys are gone: forget who was invited to a round that takes no more answers."""
    held = await session.scalar(select(Round).where(Round.id == round_id).with_for_update())
    if held is not None and held.state != "OPEN":
        await _forget_invitees(session, round_id)


async def _forget_invitees(session: AsyncSession, round_id: str) -> None:
    await session.execute(delete(Invitee).where(Invitee.round_id == round_id))
