"""Whom a pulse asks: everybody, or whole units with all that is below them (R10), never a list of people."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from people import hierarchy
from people.hierarchy import Path
from people.models import Member, Unit

Audience = Sequence[int] | None
"""Ids of units; None is everybody."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """How many work in each unit that is asked, its own people only; an empty path is that of those without a unit.

    Those who paused or opted out are not taken off: a count would betray them.
    """

    units: tuple[tuple[Path, int], ...]

    @property
    def total(self) -> int:
        """How many people in all."""
        return sum(number for _, number in self.units)


def tops_of(units: Iterable[Unit], audience: Collection[int]) -> list[int]:
    """The units of an audience that are still there and hang under no other one of it, in the order of the tree."""
    known = list(units)
    chosen = set(audience)
    return [
        unit.id for unit in known if unit.id in chosen and chosen.isdisjoint(hierarchy.ancestors_of(known, unit.id))
    ]


def asked_units(units: Iterable[Unit], audience: Audience) -> set[int] | None:
    """The units whose people are asked, with all below; None for everybody.

    All units are everybody, those without a unit among them: nothing tells such an audience from none.
    """
    known = list(units)
    if audience is None:
        return None
    tops = tops_of(known, audience)
    asked = {below for top in tops for below in (top, *hierarchy.descendants_of(known, top))}
    return None if known and len(asked) == len(known) else asked


async def counted(session: AsyncSession, workspace_id: str, audience: Audience) -> Recipients:
    """How many a round opened now would count, by unit, in the order of the tree."""
    units = await hierarchy.units_of(session, workspace_id)
    asked = asked_units(units, audience)
    rows = await session.execute(
        select(Member.unit_id, func.count())
        .where(Member.workspace_id == workspace_id, Member.active)
        .group_by(Member.unit_id)
    )
    heads = {row[0]: int(row[1]) for row in rows if asked is None or row[0] in asked}
    paths = hierarchy.paths_of(units)
    placed = [(paths[unit.id], heads[unit.id]) for unit in units if unit.id in heads]
    return Recipients((*placed, *([((), heads[None])] if None in heads else [])))
