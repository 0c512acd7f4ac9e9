"""The life of a round: due by its pulse's row, opened with everything frozen, closed (`closing`), then shredded."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from people import deliveries
from people.models import Member, Unit, Workspace
from people.roster import audience_of
from surveys import ballots, cadence, consent, instruments, membership
from surveys.cells import Cell, Layout, Place, TooSmall, groups_of, layout_of
from surveys.frozen import Frozen, layout_to_json
from surveys.keys import KeyRing, Missing, RoundKeys
from surveys.models import Audience, Invitee, Pulse, Round

INVITATION = "invitation"
POLICY = "G-3"
ROUND_ID_BYTES = 12


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


async def open_due(session: AsyncSession, keys: KeyRing, workspace_id: str, *, k: int, now: datetime) -> list[str]:
    """Open a round for each pulse that is due, and owe everyone their invitation. Returns the ids of the new rounds."""
    due = await session.scalars(
        select(Pulse)
        .where(Pulse.workspace_id == workspace_id, Pulse.running, Pulse.next_open_at <= now)
        .with_for_update(skip_locked=True)
    )
    workspace = await session.get_one(Workspace, workspace_id)
    opened = []
    busy = await open_round(session, workspace_id, now=now) is not None
    for pulse in due:
        # A company of under eight people is never asked, and nobody twice at once; the pulse tries again next week.
        with suppress(TooSmall):
            if not busy:
                opened.append(await _open(session, keys, workspace, pulse, k=k, now=now))
        scheduled_on = pulse.next_open_at.astimezone(ZoneInfo(workspace.time_zone)).date()
        pulse.next_open_at = cadence.next_open_at(scheduled_on, pulse.hour, workspace.time_zone, now=now)
    return opened


async def _open(
    session: AsyncSession, keys: KeyRing, workspace: Workspace, pulse: Pulse, *, k: int, now: datetime
) -> str:
    opens_on = now.astimezone(ZoneInfo(workspace.time_zone)).date()
    layout = await layout_for(session, workspace, k=k)
    invited = sorted(member.user_id for member in await audience_of(session, workspace.id, opens_on))
    round_id = secrets.token_hex(ROUND_ID_BYTES)
    key = keys.rounding_key()
    record = membership.record_of(layout, key=key, workspace_id=workspace.id)
    members = await membership.compared(session, workspace.id, layout.tree, record, key=key)
    session.add(
        Round(
            id=round_id,
            workspace_id=workspace.id,
            pulse_id=pulse.id,
            opens_on=opens_on,
            closes_on=opens_on + timedelta(days=pulse.open_days - 1),
            time_zone=workspace.time_zone,
            state="OPEN",
            questions=instruments.to_json(instruments.load(pulse.instrument)),
            tree=layout_to_json(layout) | {"members": members.to_json()},
            k=k,
            policy=POLICY,
            consent_version=consent.current().version,
            public_key=keys.forge(round_id),
        )
    )
    await session.flush()
    session.add(Audience(round_id=round_id, members=record))
    session.add_all(
        Invitee(round_id=round_id, workspace_id=workspace.id, user_id=user_id, cell=layout.cell_of[user_id])
        for user_id in invited
    )
    await deliveries.plan(session, workspace.id, INVITATION, round_id, [(user_id, now) for user_id in invited])
    return round_id


async def layout_for(session: AsyncSession, workspace: Workspace, *, k: int) -> Layout:
    """The reporting cells, as a round opened now would freeze them. Raises surveys.cells.TooSmall.

    Counted are all who work there, those who paused or opted out among them: a smaller count would betray them.
    """
    units = await session.scalars(select(Unit).where(Unit.workspace_id == workspace.id))
    members = await session.execute(
        select(Member.user_id, Member.unit_id).where(Member.workspace_id == workspace.id, Member.active)
    )
    return layout_of(
        [Place(unit.id, unit.parent_id, unit.name) for unit in units],
        {row.user_id: row.unit_id for row in members},
        company=workspace.name,
        k=k,
    )


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
        groups=tuple(groups_of(frozen.tree, cell)),
        k=held.k,
        consent=consent.of(held.consent_version),
        slot=slot,
        public_key=frozen.public_key,
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
    """Remove the boxes of a round, and what would still invite people to it."""
    held.public_key = None
    await ballots.destroy(session, held.id)
    await deliveries.cancel(session, held.workspace_id, INVITATION, held.id)


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
