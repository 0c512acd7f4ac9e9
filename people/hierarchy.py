"""The tree of units: paths such as "Engineering / Platform", what is above and below a unit, and who manages it."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Manager, Member, Unit

SEPARATOR = " / "
MAX_LEVELS = 6
MAX_NAME = 150

Path = tuple[str, ...]
"""The names from the top of the tree down to a unit."""


class NotATree(ValueError):
    """A unit hangs in a circle, or under a unit that is not there."""


def parts_of(path: str) -> Path:
    """The names in a path; blanks around `/` do not count, and a blank text is the empty path."""
    if not path.strip():
        return ()
    return tuple(" ".join(unicodedata.normalize("NFC", name).split()) for name in path.split("/"))


def text_of(parts: Sequence[str]) -> str:
    """A path as people write it."""
    return SEPARATOR.join(parts)


def flaw_of(parts: Sequence[str]) -> str | None:
    """What keeps a path from being a unit, as the end of a sentence; None if nothing does."""
    unseen = any(unicodedata.category(character) in {"Cc", "Cs"} for name in parts for character in name)
    flaws = (
        (not all(parts), "has an empty name in it"),
        (len(parts) > MAX_LEVELS, f"has {len(parts)} levels, and {MAX_LEVELS} are the most"),
        (any(len(name) > MAX_NAME for name in parts), f"has a name of more than {MAX_NAME} characters"),
        (unseen, "has a control character in it"),
    )
    return next((flaw for found, flaw in flaws if found), None)


def lineage_of(parts: Path) -> Iterator[Path]:
    """The path of each unit from the top down to this one, itself included."""
    return (parts[:depth] for depth in range(1, len(parts) + 1))


def ancestors_of(units: Iterable[Unit], unit_id: int) -> list[int]:
    """The units above one, the nearest first. Raises NotATree."""
    parents = {unit.id: unit.parent_id for unit in units}
    above: list[int] = []
    current: int | None = unit_id
    while current is not None:
        if current not in parents or len(above) > len(parents):
            raise NotATree(f"unit {unit_id}")
        current = parents[current]
        if current is not None:
            above.append(current)
    return above


def descendants_of(units: Iterable[Unit], unit_id: int) -> list[int]:
    """The units below one, each after the unit that it hangs under."""
    children = _children_of(units)
    below: list[int] = []
    waiting = [unit_id]
    while waiting:
        found = [child.id for child in children.pop(waiting.pop(0), [])]
        below += found
        waiting += found
    return below


def path_of(units: Iterable[Unit], unit_id: int) -> Path:
    """The path of one unit. Raises NotATree."""
    known = list(units)
    names = {unit.id: unit.name for unit in known}
    return tuple(names[each] for each in [*reversed(ancestors_of(known, unit_id)), unit_id])


def paths_of(units: Iterable[Unit]) -> dict[int, Path]:
    """The path of every unit, in one pass; each unit after the one above it. Raises NotATree."""
    known = list(units)
    children = _children_of(known)
    paths: dict[int, Path] = {}
    waiting: list[tuple[int | None, Path]] = [(None, ())]
    while waiting:
        parent_id, above = waiting.pop(0)
        for unit in children.pop(parent_id, []):
            paths[unit.id] = (*above, unit.name)
            waiting.append((unit.id, paths[unit.id]))
    if children:
        raise NotATree("some units do not hang from the top")
    return paths


def _children_of(units: Iterable[Unit]) -> dict[int | None, list[Unit]]:
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    return children


async def units_of(session: AsyncSession, workspace_id: str) -> list[Unit]:
    """The units of a workspace in the order of their paths, so that each stands after the one above it."""
    units = (await session.scalars(select(Unit).where(Unit.workspace_id == workspace_id))).all()
    paths = paths_of(units)
    return sorted(units, key=lambda unit: paths[unit.id])


async def unit_names(session: AsyncSession, workspace_id: str) -> list[str]:
    """What the units of a workspace are called, in no order."""
    return list(await session.scalars(select(Unit.name).where(Unit.workspace_id == workspace_id)))


async def ensure_path(session: AsyncSession, workspace_id: str, parts: Sequence[str]) -> Unit:
    """The unit of that path, made with all above it where it is not there yet.

    The database cannot keep two top units of one name apart: whoever makes units holds the lock of `roster.lock`.
    """
    flaw = flaw_of(parts) if parts else "names no unit"
    if flaw:
        raise ValueError(f"the path {flaw}")
    above = await ensure_path(session, workspace_id, parts[:-1]) if len(parts) > 1 else None
    return await _child_of(session, workspace_id, above, parts[-1])


async def _child_of(session: AsyncSession, workspace_id: str, parent: Unit | None, name: str) -> Unit:
    parent_id = parent.id if parent else None
    found = await session.scalar(
        select(Unit).where(Unit.workspace_id == workspace_id, Unit.parent_id == parent_id, Unit.name == name)
    )
    if found is None:
        found = Unit(workspace_id=workspace_id, parent_id=parent_id, name=name)
        session.add(found)
        await session.flush()
    return found


async def remove_empty(session: AsyncSession, workspace_id: str) -> list[Path]:
    """Take away each unit with no member in it nor below it, and its managers' charge; the paths of those that went."""
    units = await units_of(session, workspace_id)
    paths = paths_of(units)
    lived_in = await session.scalars(
        select(Member.unit_id).where(Member.workspace_id == workspace_id, Member.unit_id.is_not(None)).distinct()
    )
    kept = {path for unit_id in lived_in if unit_id is not None for path in lineage_of(paths[unit_id])}
    empty = [unit for unit in units if paths[unit.id] not in kept]
    for unit in reversed(empty):  # what is below goes before what is above
        await session.execute(delete(Manager).where(Manager.workspace_id == workspace_id, Manager.unit_id == unit.id))
        await session.delete(unit)
        await session.flush()
    return [paths[unit.id] for unit in empty]


async def managed_units(session: AsyncSession, workspace_id: str, user_id: str) -> list[int]:
    """The units that somebody active manages."""
    return (await managers_of(session, workspace_id, user_id=user_id)).get(user_id, [])


async def managers_of(session: AsyncSession, workspace_id: str, *, user_id: str | None = None) -> dict[str, list[int]]:
    """The units of every active manager, by user id; of one person only if named."""
    rows = (
        select(Manager.user_id, Manager.unit_id)
        .join(Member, (Member.workspace_id == Manager.workspace_id) & (Member.user_id == Manager.user_id))
        .where(Manager.workspace_id == workspace_id, Member.active)
        .order_by(Manager.user_id, Manager.unit_id)
    )
    if user_id is not None:
        rows = rows.where(Manager.user_id == user_id)
    charges: dict[str, list[int]] = {}
    for manager, unit_id in await session.execute(rows):
        charges.setdefault(manager, []).append(unit_id)
    return charges
