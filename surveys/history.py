"""All that was ever released of a workspace, as the auditor reads it: the figures, and who is the same by pseudonym."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, get_args

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from surveys import membership
from surveys.auditor.export import Released, document_of, unnamed
from surveys.frozen import layout_from_json
from surveys.instruments import from_json
from surveys.models import Release, Round
from surveys.policy import Name, Statistic
from surveys.policy.audiences import TOGETHER

CLOSED: Final = ("TALLIED", "SHREDDED")
NAMES: Final[Mapping[str, Name]] = {name: name for name in get_args(Name)}


async def audited_with(session: AsyncSession, held: Round) -> list[Released]:
    """The rounds that are audited together with one (R10), oldest first: those of whose people there is a record."""
    recorded = await membership.recorded(session, held.workspace_id, since=held.opens_on - TOGETHER)
    rounds = await _closed(session, held.workspace_id, since=held.opens_on - TOGETHER)
    return [
        as_released(each, recorded[each.id], await _statistics(session, each.id))
        for each in rounds
        if each.opens_on < held.opens_on and each.id in recorded
    ]


async def released(session: AsyncSession, workspace_id: str) -> list[Released]:
    """Every closed round of a workspace, oldest first; where the record of a round is gone, its people are its own."""
    recorded = await membership.recorded(session, workspace_id, since=date.min)
    return [
        as_released(each, recorded.get(each.id) or _numbered(each), await _statistics(session, each.id))
        for each in await _closed(session, workspace_id)
    ]


async def workspaces(session: AsyncSession) -> list[str]:
    """The workspaces in which a round has closed."""
    held = select(Round.workspace_id).where(Round.state.in_(CLOSED)).distinct().order_by(Round.workspace_id)
    return list(await session.scalars(held))


async def document(session: AsyncSession, workspace_id: str) -> dict[str, Any]:
    """All that was ever released of a workspace, as `groundswell audit` reads it; people are numbers in it."""
    return document_of(unnamed(await released(session, workspace_id)))


async def counted_in(session: AsyncSession, held: Round) -> dict[str, str]:
    """The finest cell of each person who is counted in a round, by pseudonym, or by number where there is no record."""
    recorded = await membership.recorded(session, held.workspace_id, since=held.opens_on)
    return recorded.get(held.id) or _numbered(held)


def as_released(held: Round, cell_of: Mapping[str, str], statistics: Sequence[Statistic]) -> Released:
    """A round in the auditor's terms; a wave is named by the day on which it opened."""
    tree, instrument = layout_from_json(held.tree).tree, from_json(held.questions)
    return Released(held.opens_on.isoformat(), tree, cell_of, instrument, held.k, statistics)


def _numbered(held: Round) -> dict[str, str]:
    tree = layout_from_json(held.tree).tree
    direct = {cell.key: cell.audience for cell in tree.cells}
    for cell in tree.cells:
        if cell.parent is not None:
            direct[cell.parent] -= cell.audience
    return {f"{held.id} {key} {number}": key for key, people in direct.items() for number in range(people)}


async def _closed(session: AsyncSession, workspace_id: str, *, since: date = date.min) -> Sequence[Round]:
    held = select(Round).where(Round.workspace_id == workspace_id, Round.state.in_(CLOSED), Round.opens_on >= since)
    return (await session.scalars(held.order_by(Round.opens_on, Round.id))).all()


async def _statistics(session: AsyncSession, round_id: str) -> list[Statistic]:
    rows = await session.scalars(
        select(Release).where(Release.round_id == round_id).order_by(Release.cell, Release.item, Release.statistic)
    )
    return [Statistic(row.cell, row.item, NAMES[row.statistic], row.lo, row.hi) for row in rows]
