"""What a listing would change in a workspace's units, places and managers: planned purely, told, then applied."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Delete, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from people import hierarchy, roster
from people.directory import matched
from people.hierarchy import Path, lineage_of, text_of
from people.listing import Listing, Problem
from people.models import Manager, Member
from people.roster import Profile


class Flawed(Exception):
    """The plan has problems, and so it is not applied."""


@dataclass(frozen=True, slots=True, order=True)
class Charge:
    """Somebody manages a unit."""

    user_id: str
    unit: Path


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody goes from one unit to another; None is no unit at all."""

    user_id: str
    before: Path | None
    after: Path | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Units, places and managers as the database has them."""

    units: frozenset[Path] = frozenset()
    places: Mapping[str, Path] = field(default_factory=dict)
    charges: frozenset[Charge] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a listing would change, and what keeps it from being applied.

    `unlisted` counts the people in Slack whom the listing does not name, and `passed_over` those of user groups who are
    guests, bots or deactivated.
    """

    units_created: tuple[Path, ...] = ()
    units_emptied: tuple[Path, ...] = ()
    moves: tuple[Move, ...] = ()
    managers_gained: tuple[Charge, ...] = ()
    managers_lost: tuple[Charge, ...] = ()
    unlisted: int = 0
    passed_over: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything would be another than it is."""
        return any((self.units_created, self.units_emptied, self.moves, self.managers_gained, self.managers_lost))


def plan(listing: Listing, profiles: Iterable[Profile], standing: Standing) -> Plan:
    """Compare a listing, which is the whole truth about units, with what stands: who is not in it has no unit after it.

    With problems, only what the good rows add is told, since nobody knows yet what the bad ones mean to keep.
    """
    people = {profile.user_id: profile for profile in profiles}
    match = matched(listing, people.values())
    places = {entry.user_id: entry.row.unit for entry in match.entries if entry.row.unit}
    charges = {Charge(entry.user_id, unit) for entry in match.entries for unit in entry.row.manages}
    if match.problems:
        places = {**standing.places, **places}
        charges |= standing.charges
    units = {unit for place in places.values() for unit in lineage_of(place)}
    moves = (
        Move(user_id, standing.places.get(user_id), places.get(user_id)) for user_id in {*places, *standing.places}
    )
    listed = {entry.user_id for entry in match.entries}
    present = {profile.user_id for profile in people.values() if profile.active and profile.person}
    return Plan(
        units_created=tuple(sorted(units - standing.units)),
        units_emptied=() if match.problems else tuple(sorted(standing.units - units)),
        moves=tuple(sorted((move for move in moves if move.before != move.after), key=lambda move: move.user_id)),
        managers_gained=tuple(sorted(charges - standing.charges)),
        managers_lost=tuple(sorted(standing.charges - charges)),
        unlisted=len(present - listed),
        passed_over=match.passed_over,
        problems=match.problems,
    )


async def standing_of(session: AsyncSession, workspace_id: str) -> Standing:
    """Units, places and managers of a workspace, people who have left included."""
    paths = hierarchy.paths_of(await hierarchy.units_of(session, workspace_id))
    members = select(Member.user_id, Member.unit_id).where(Member.workspace_id == workspace_id)
    managers = select(Manager.user_id, Manager.unit_id).where(Manager.workspace_id == workspace_id)
    return Standing(
        units=frozenset(paths.values()),
        places={user_id: paths[unit_id] for user_id, unit_id in await session.execute(members) if unit_id is not None},
        charges=frozenset(Charge(user_id, paths[unit_id]) for user_id, unit_id in await session.execute(managers)),
    )


async def apply(session: AsyncSession, workspace_id: str, agreed: Plan) -> None:
    """Write a plan, whose people are members already. Raises Flawed, before anything is written, if it has problems."""
    if agreed.problems:
        raise Flawed
    await roster.lock(session, workspace_id)
    for parts in agreed.units_created:
        await hierarchy.ensure_path(session, workspace_id, parts)
    paths = hierarchy.paths_of(await hierarchy.units_of(session, workspace_id))
    ids = {path: unit_id for unit_id, path in paths.items()}
    wanted = await session.scalars(select(Member).where(Member.workspace_id == workspace_id))
    members = {member.user_id: member for member in wanted}
    for move in agreed.moves:
        members[move.user_id].unit_id = None if move.after is None else ids[move.after]
    for charge in agreed.managers_gained:
        await session.merge(Manager(workspace_id=workspace_id, user_id=charge.user_id, unit_id=ids[charge.unit]))
    for charge in agreed.managers_lost:
        await session.execute(_charge_in(workspace_id, charge, ids[charge.unit]))
    await session.flush()
    await hierarchy.remove_empty(session, workspace_id)


def _charge_in(workspace_id: str, charge: Charge, unit_id: int) -> Delete:
    return delete(Manager).where(
        Manager.workspace_id == workspace_id, Manager.user_id == charge.user_id, Manager.unit_id == unit_id
    )


def describe(agreed: Plan) -> list[str]:
    """The plan as lines for the operator, in English; people by their Slack ids, since we keep no names."""
    lines = [*_problems_of(agreed), *_changes_of(agreed)]
    if not lines:
        lines.append("Nothing changes: units, places and managers are as listed.")
    if agreed.unlisted and not agreed.problems:  # a bad line may well mean somebody who counts as not listed
        lines.append(f"In Slack and not listed, so without a unit: {agreed.unlisted}")
    if agreed.passed_over:
        lines.append(f"In the groups and passed over (guests, bots, deactivated accounts): {agreed.passed_over}")
    return lines


def _problems_of(agreed: Plan) -> Iterator[str]:
    if agreed.problems:
        yield f"Problems, and nothing is written while there are any: {len(agreed.problems)}"
    for problem in agreed.problems:
        yield f"  line {problem.line}: {problem.sentence}" if problem.line else f"  {problem.sentence}"


def _changes_of(agreed: Plan) -> Iterator[str]:
    told = (
        ("Units created", [f"+ {text_of(unit)}" for unit in agreed.units_created]),
        ("Units that become empty and go", [f"- {text_of(unit)}" for unit in agreed.units_emptied]),
        ("People who change places", [_move_in_words(move) for move in agreed.moves]),
        ("Managers gained", [f"+ {charge.user_id}: {text_of(charge.unit)}" for charge in agreed.managers_gained]),
        ("Managers lost", [f"- {charge.user_id}: {text_of(charge.unit)}" for charge in agreed.managers_lost]),
    )
    for title, lines in told:
        if lines:
            yield f"{title}: {len(lines)}"
            yield from (f"  {line}" for line in lines)


def _move_in_words(move: Move) -> str:
    before, after = (text_of(unit) if unit else "no unit" for unit in (move.before, move.after))
    return f"{move.user_id}: {before} -> {after}"
