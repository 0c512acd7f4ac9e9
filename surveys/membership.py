"""Who is counted in the groups of a round, as keyed marks that tell whether it is the same people, and not who.

Made when a round opens, from all who work there. The marks themselves are kept for the newest round alone: when the
next opens, it notes how each group changed, and they are forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from surveys import instruments
from surveys.cells import COMPANY, Layout, Tree, groups_of
from surveys.keys import KeyRing
from surveys.models import Round
from surveys.policy.audiences import Asked
from surveys.policy.trends import Likeness, Turnover, key_id, likeness_of, turnover_of


@dataclass(frozen=True, slots=True)
class Membership:
    """The marks of each cell, the key they were made with, and how each cell changed since the round `before`."""

    key: str = ""
    likenesses: Mapping[str, Likeness] = field(default_factory=dict, hash=False)
    before: str | None = None
    turnover: Mapping[str, Turnover] = field(default_factory=dict, hash=False)

    def prints(self, round_id: str, tree: Tree) -> dict[str, str]:
        """Give what stands for the members of each cell; without marks, something that no other round has."""
        return {
            cell.key: self.likenesses[cell.key].print if cell.key in self.likenesses else f"{round_id}|{cell.key}"
            for cell in tree.cells
        }

    def to_json(self) -> dict[str, Any]:
        """Write it as plain data, to be kept beside the tree."""
        return {
            "key": self.key,
            "likenesses": {cell: [marks.print, marks.sketch] for cell, marks in self.likenesses.items()},
            "before": self.before,
            "turnover": dict(self.turnover),
        }

    @classmethod
    def from_json(cls, held: Mapping[str, Any] | None) -> Self:
        """Read what `to_json` wrote; a round of an earlier version has nothing."""
        if not held:
            return cls()
        likenesses = {cell: Likeness(*marks) for cell, marks in held["likenesses"].items()}
        return cls(held["key"], likenesses, held["before"], held["turnover"])


def membership_of(
    layout: Layout, *, key: bytes, workspace_id: str, before: tuple[str, Membership] | None
) -> Membership:
    """Mark the groups of a layout, and compare them with those of the round before, if one key made both."""
    people: dict[str, list[str]] = {cell.key: [] for cell in layout.tree.cells}
    chains = {cell.key: [group.key for group in groups_of(layout.tree, cell.key)] for cell in layout.tree.cells}
    for user_id, finest in layout.cell_of.items():
        for group in chains[finest]:
            people[group].append(user_id)
    likenesses = {cell: likeness_of(key, workspace_id, members) for cell, members in people.items()}
    if before is None or before[1].key != key_id(key) or not before[1].likenesses:
        return Membership(key_id(key), likenesses)
    round_id, earlier = before
    turnover = {cell: turnover_of(earlier.likenesses.get(cell), marks) for cell, marks in likenesses.items()}
    return Membership(key_id(key), likenesses, round_id, turnover)


async def rounding_key_is_lost(session: AsyncSession, keys: KeyRing) -> bool:
    """Whether the newest round was marked with a rounding key that is not the one in the key directory."""
    tree = await session.scalar(select(Round.tree).order_by(Round.opens_on.desc(), Round.id).limit(1))
    made_with = Membership.from_json(tree.get("members")).key if tree else ""
    return bool(made_with) and (not keys.has_rounding_key() or key_id(keys.rounding_key()) != made_with)


async def asked(session: AsyncSession, workspace_id: str) -> list[Asked]:
    """The rounds of a workspace as R10 compares them, oldest first; void ones released nothing and are left out."""
    held = await session.scalars(
        select(Round)
        .where(Round.workspace_id == workspace_id, Round.state != "VOID")
        .order_by(Round.opens_on, Round.id)
    )
    found: list[Asked] = []
    for each in held:
        items = frozenset(item.key for item in instruments.from_json(each.questions).items)
        members = Membership.from_json(each.tree.get("members"))
        known = bool(found) and members.before == found[-1].round_id
        found.append(Asked(each.id, each.opens_on, items, members.turnover.get(COMPANY) if known else None))
    return found
