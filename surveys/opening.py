"""The opening of a round: due by its pulse's row, with all that is asked and counted frozen from then on."""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from people.hierarchy import ancestors_of, units_of
from people.models import Member, Workspace
from people.roster import audience_of
from surveys import asking, cadence, consent, instruments, membership, own_items, pulses, recipients, rotation, rounds
from surveys.cells import Layout, Place, TooSmall, layout_of
from surveys.frozen import layout_to_json
from surveys.keys import KeyRing
from surveys.models import Audience, Invitee, Pulse, Round

POLICY = "G-4"
ROUND_ID_BYTES = 12
LOOK_BACK = 100
"""So many earlier rounds say whose turn it is: a question that none of them asked has waited longest."""


class Spent(Exception):
    """The questions that anybody may be asked in a month have been asked."""


async def open_due(session: AsyncSession, keys: KeyRing, workspace_id: str, *, k: int, now: datetime) -> list[str]:
    """Open a round for each pulse that is due, and owe everyone their invitation. Returns the ids of the new rounds."""
    due = await session.scalars(
        select(Pulse)
        .where(Pulse.workspace_id == workspace_id, Pulse.running, Pulse.next_open_at <= now)
        .with_for_update(skip_locked=True)
    )
    workspace = await session.get_one(Workspace, workspace_id)
    opened = []
    busy = await rounds.open_round(session, workspace_id, now=now) is not None
    for pulse in due:
        # A company of under eight people is never asked, nobody twice at once or more than the month's budget allows;
        # the pulse tries again at its next time.
        with suppress(TooSmall, Spent):
            if not busy:
                opened.append(await _open(session, keys, workspace, pulse, k=k, now=now))
        pulse.next_open_at = cadence.next_open_at(
            pulses.rhythm_of(pulse), pulse.next_open_at, workspace.time_zone, now=now
        )
    return opened


async def _open(
    session: AsyncSession, keys: KeyRing, workspace: Workspace, pulse: Pulse, *, k: int, now: datetime
) -> str:
    opens_on = now.astimezone(ZoneInfo(workspace.time_zone)).date()
    asked = await questions_for(session, pulse, opens_on)
    layout = await layout_for(session, workspace, k=k, audience=pulse.audience)
    invited = sorted(
        member.user_id
        for member in await audience_of(session, workspace.id, opens_on)
        if member.user_id in layout.cell_of
    )
    round_id = secrets.token_hex(ROUND_ID_BYTES)
    key = keys.rounding_key()
    record = membership.record_of(layout, key=key, workspace_id=workspace.id)
    members = await membership.compared(session, workspace.id, layout, record, key=key)
    held = Round(
        id=round_id,
        workspace_id=workspace.id,
        pulse_id=pulse.id,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=pulse.open_days - 1),
        time_zone=workspace.time_zone,
        state="OPEN",
        questions=instruments.to_json(asked),
        tree=layout_to_json(layout) | {"members": members.to_json()},
        k=k,
        policy=POLICY,
        consent_version=consent.current().version,
        public_key=keys.forge(round_id),
    )
    session.add(held)
    await session.flush()
    session.add(Audience(round_id=round_id, members=record))
    session.add_all(
        Invitee(round_id=round_id, workspace_id=workspace.id, user_id=user_id, cell=layout.cell_of[user_id])
        for user_id in invited
    )
    await asking.plan(session, held, invited, reminders=pulse.reminders, now=now)
    return round_id


async def questions_for(session: AsyncSession, pulse: Pulse, on: date) -> instruments.Instrument:
    """What a round that opens on that day asks: whose turn it is, as far as the month's budget goes. Raises Spent."""
    rows = await session.execute(
        select(Round.opens_on, Round.questions)
        .where(Round.pulse_id == pulse.id)
        .order_by(Round.opens_on.desc())
        .limit(LOOK_BACK)
    )
    earlier = [(row.opens_on, instruments.from_json(row.questions).items) for row in rows]
    number = rotation.affordable(
        pulse.per_round, ((day, len(items)) for day, items in earlier), budget=pulse.budget, on=on
    )
    known = await own_items.known(session, pulse.workspace_id)
    deck = [key for key in pulse.deck if key in known]
    turn = rotation.turn_of(deck, ([item.key for item in items] for _, items in earlier), number)
    if not turn:
        raise Spent
    return instruments.composed([known[key] for key in turn])


async def layout_for(
    session: AsyncSession, workspace: Workspace, *, k: int, audience: recipients.Audience = None
) -> Layout:
    """The reporting cells, as a round opened now would freeze them. Raises surveys.cells.TooSmall.

    Counted are all who work there, those who paused or opted out among them: a smaller count would betray them. With an
    audience the group at the top is not the company, and has the name of its unit, or the names of its units.
    """
    units = await units_of(session, workspace.id)
    members = await session.execute(
        select(Member.user_id, Member.unit_id).where(Member.workspace_id == workspace.id, Member.active)
    )
    asked = recipients.asked_units(units, audience)
    if asked is None:
        places = [Place(unit.id, unit.parent_id, unit.name) for unit in units]
        return layout_of(places, {row.user_id: row.unit_id for row in members}, company=workspace.name, k=k)
    tops = recipients.tops_of(units, audience or ())
    names = {unit.id: unit.name for unit in units}
    layout = layout_of(
        [Place(unit.id, None if unit.id in tops else unit.parent_id, unit.name) for unit in units if unit.id in asked],
        {row.user_id: row.unit_id for row in members if row.unit_id in asked},
        company=" + ".join(names[top] for top in tops),
        k=k,
    )
    # Who manages a unit above all that are asked reads what these say together; nothing else of the round is theirs.
    above = set.intersection(*(set(ancestors_of(units, top)) for top in tops)) if tops else set()
    cell_for_unit = {**layout.cell_for_unit, **dict.fromkeys(above, layout.tree.cells[0].key)}
    return replace(layout, audience=tuple(sorted(tops)), cell_for_unit=cell_for_unit)
