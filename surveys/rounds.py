"""The life of an open round: a person's place in it, when its time is over, and how it is finished or given up."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from people import deliveries
from surveys import ballots, cadence, consent, instruments, membership
from surveys.cells import Cell, groups_of
from surveys.frozen import Frozen
from surveys.keys import KeyRing, Missing, RoundKeys
from surveys.models import Invitee, Round

INVITATION = "invitation"
REMINDERS = ("reminder_1", "reminder_2")
KINDS = (INVITATION, *REMINDERS)
"""The messages about a round, in their order."""
OPEN_ROUNDS = select(Round.id, Round.closes_on, Round.time_zone).where(
    Round.id.in_(bindparam("ids", expanding=True)), Round.state == "OPEN"
)


class Closed(Exception):
    """The round takes no more answers."""


class NotInvited(Exception):
    """This person was not on the list when the round opened."""


Refusal = Closed | NotInvited | Missing


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody wants their place in a round, at that instant."""

    round_id: str
    user_id: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in an open round: what to ask, how they are counted, what their answer is sealed with.

    `content_bytes` is the size of every box of the round; `audience` are the units that it asks, none for all.
    """

    round_id: str
    instrument: instruments.Instrument
    closes_on: date
    cell: str
    groups: tuple[Cell, ...]
    k: int
    consent: consent.Consent
    slot: bytes
    public_key: bytes
    content_bytes: int
    audience: tuple[int, ...] = ()


async def seat_of(
    session: AsyncSession, keys: KeyRing, workspace_id: str, round_id: str, user_id: str, *, now: datetime
) -> Seat:
    """The place of a person in an open round. Raises Closed, NotInvited or surveys.keys.Missing."""
    (seat,) = await seats_of(session, keys, workspace_id, [Claim(round_id, user_id, now)])
    if isinstance(seat, Exception):
        raise seat
    return seat


async def seats_of(
    session: AsyncSession, keys: KeyRing, workspace_id: str, claims: Sequence[Claim]
) -> list[Seat | Refusal]:
    """The places of several people in their order, or why there are none; until the end, no such round is closed."""
    rounds, people = {claim.round_id for claim in claims}, {claim.user_id for claim in claims}
    held = await session.scalars(
        select(Round)
        .where(Round.workspace_id == workspace_id, Round.id.in_(rounds))
        .order_by(Round.id)
        .with_for_update(read=True)
    )
    frozen = {found.id: Frozen(found, found.public_key) for found in held if found.public_key is not None}
    invited = await session.scalars(select(Invitee).where(Invitee.round_id.in_(rounds), Invitee.user_id.in_(people)))
    cells = {(each.round_id, each.user_id): each.cell for each in invited}
    keys_of = cache(keys.of)  # read once for all
    return [
        _seat(keys_of, frozen.get(each.round_id), cells.get((each.round_id, each.user_id)), each) for each in claims
    ]


def _seat(keys_of: Callable[[str], RoundKeys], frozen: Frozen | None, cell: str | None, claim: Claim) -> Seat | Refusal:
    if frozen is None or not takes_answers(frozen.held, now=claim.now):
        return Closed()
    held = frozen.held
    if cell is None:
        return NotInvited()
    try:
        slot = keys_of(held.id).slot(held.id, claim.user_id)
    except Missing as missing:
        return missing
    return Seat(
        round_id=held.id,
        instrument=frozen.instrument,
        closes_on=held.closes_on,
        cell=cell,
        groups=tuple(groups_of(frozen.layout.tree, cell)),
        k=held.k,
        consent=consent.of(held.consent_version),
        slot=slot,
        public_key=frozen.public_key,
        content_bytes=ballots.content_bytes(frozen.instrument),
        audience=frozen.layout.audience,
    )


def takes_answers(held: Round, *, now: datetime) -> bool:
    """Whether the round is open at that instant, whatever the jobs have got round to."""
    return held.state == "OPEN" and now < cadence.closes_at(held.closes_on, held.time_zone)


async def ends_of_open(session: AsyncSession, round_ids: Collection[str], *, now: datetime) -> dict[str, datetime]:
    """When those of some rounds end that take answers at that instant, by their ids."""
    rows = await session.execute(OPEN_ROUNDS, {"ids": list(round_ids)})
    ends = {round_id: cadence.closes_at(closes_on, time_zone) for round_id, closes_on, time_zone in rows}
    return {round_id: end for round_id, end in ends.items() if now < end}


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
