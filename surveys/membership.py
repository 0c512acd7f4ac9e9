"""Who is counted in the groups of a round: recorded under pseudonyms when it opens, and kept for 90 days.

Recorded are all who work there, whether they are asked or not: a pause or an opt-out shows nowhere. How each group
changed since the round before follows from two records, and is frozen with the round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from surveys.cells import Layout, Tree
from surveys.frozen import layout_from_json
from surveys.keys import KeyRing
from surveys.models import Audience, Round
from surveys.policy.trends import Turnover, key_id, print_of, pseudonym_of, turnover_of

Record = Mapping[str, Sequence[str]]
"""For each finest cell that counts somebody, the pseudonyms of all who are counted there, sorted."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Which key made the pseudonyms of a round, and how each cell changed since the round `before`; empty: unknown."""

    key: str = ""
    before: str | None = None
    turnover: Mapping[str, Turnover] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, Any]:
        """Write it as plain data, to be kept beside the tree."""
        return {"key": self.key, "before": self.before, "turnover": dict(self.turnover)}

    @classmethod
    def from_json(cls, held: Mapping[str, Any] | None) -> Self:
        """Read what `to_json` wrote; a round of an earlier version has nothing."""
        return cls(held["key"], held["before"], held["turnover"]) if held else cls()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A round with the people that were counted in it."""

    round_id: str
    tree: Tree
    record: Record


def record_of(layout: Layout, *, key: bytes, workspace_id: str) -> dict[str, list[str]]:
    """Give the record of a layout. Nothing of who was asked is in it, and no order but that of chance."""
    people: dict[str, list[str]] = {cell.key: [] for cell in layout.tree.cells}
    for user_id, finest in layout.cell_of.items():
        people[finest].append(pseudonym_of(key, workspace_id, user_id))
    return {cell: sorted(pseudonyms) for cell, pseudonyms in people.items() if pseudonyms}


def membership_of(tree: Tree, record: Record, *, key: bytes, before: Recorded | None) -> Membership:
    """Compare the groups of a round with those of the round before, whose record the same key made, if there is one."""
    if before is None:
        return Membership(key_id(key))
    earlier = _groups_of(before.tree, before.record)
    turnover = {cell: turnover_of(earlier.get(cell), people) for cell, people in _groups_of(tree, record).items()}
    return Membership(key_id(key), before.round_id, turnover)


def _groups_of(tree: Tree, record: Record) -> dict[str, set[str]]:
    """Everybody who is counted in each cell, from who is in the finest ones."""
    people = {cell.key: set(record.get(cell.key, ())) for cell in tree.cells}
    for cell in reversed(tree.cells):
        if cell.parent is not None:
            people[cell.parent] |= people[cell.key]
    return people


async def compared(
    session: AsyncSession, workspace_id: str, layout: Layout, record: Record, *, key: bytes
) -> Membership:
    """How the groups of a round that is about to open changed since the newest one there is.

    Nothing is known if that one has no record (it is void, or over 90 days old), or one that another key made. The
    group at the top is a new one where other units are asked than then.
    """
    newest = await session.scalar(
        select(Round).where(Round.workspace_id == workspace_id).order_by(Round.opens_on.desc(), Round.id).limit(1)
    )
    if newest is None or Membership.from_json(newest.tree.get("members")).key != key_id(key):
        return membership_of(layout.tree, record, key=key, before=None)
    held, earlier = await _record(session, newest.id), layout_from_json(newest.tree)
    before = Recorded(newest.id, earlier.tree, held) if held else None
    found = membership_of(layout.tree, record, key=key, before=before)
    if before is None or earlier.audience == layout.audience:
        return found
    return replace(found, turnover={**found.turnover, layout.tree.cells[0].key: "new"})


async def prints(session: AsyncSession, round_id: str, tree: Tree, *, key: bytes) -> dict[str, str]:
    """Give what stands for the members of each cell; without a record, something that no other round has."""
    held = await _record(session, round_id)
    if not held:
        return {cell.key: f"{round_id}|{cell.key}" for cell in tree.cells}
    return {cell: print_of(key, people) for cell, people in _groups_of(tree, held).items()}


async def _record(session: AsyncSession, round_id: str) -> Record:
    return await session.scalar(select(Audience.members).where(Audience.round_id == round_id)) or {}


async def recorded(session: AsyncSession, workspace_id: str, *, since: date) -> dict[str, dict[str, str]]:
    """Give for each round that opened on or after a day the finest cell of each pseudonym, oldest round first.

    A round without a record is left out, and so is one whose record another key made than the newest one's: nobody
    could be recognised in it.
    """
    found = await session.execute(
        select(Round.id, Round.tree, Audience.members)
        .join(Audience, Audience.round_id == Round.id)
        .where(Round.workspace_id == workspace_id, Round.opens_on >= since)
        .order_by(Round.opens_on, Round.id)
    )
    rows = [(row.id, Membership.from_json(row.tree.get("members")).key, row.members) for row in found if row.members]
    return {
        round_id: {pseudonym: cell for cell, people in members.items() for pseudonym in people}
        for round_id, key, members in rows
        if key == rows[-1][1]
    }


async def forget(session: AsyncSession, round_id: str) -> None:
    """Empty the record of a round; its row goes once the database is scrubbed (`surveys.retention`)."""
    await session.execute(
        update(Audience).where(Audience.round_id == round_id).values(members={}),
        execution_options={"synchronize_session": False},
    )


async def rounding_key_is_lost(session: AsyncSession, keys: KeyRing) -> bool:
    """Whether the pseudonyms of the newest round were made with a rounding key that is not in the key directory."""
    tree = await session.scalar(select(Round.tree).order_by(Round.opens_on.desc(), Round.id).limit(1))
    made_with = Membership.from_json(tree.get("members")).key if tree else ""
    return bool(made_with) and (not keys.has_rounding_key() or key_id(keys.rounding_key()) != made_with)
