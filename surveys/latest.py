"""The last released result of all who were asked, item by item, whichever round it is of."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from surveys.cells import COMPANY
from surveys.instruments import Instrument, Item, from_json, same_answers
from surveys.models import Release, Round
from surveys.shown import Shown, figures_of, says_something


async def of_all(
    session: AsyncSession, workspace_id: str, instrument: Instrument, audience: tuple[int, ...] = ()
) -> dict[str, Shown]:
    """The last result of the whole company, or of these units, for each of these items, by figure.

    An item that offers other answers by now has none, and a round that asked other units is left out.
    """
    asked = {metric.key: metric for metric in instrument.metrics}
    of_all = (
        Round.workspace_id == workspace_id,
        Round.state.in_(["TALLIED", "SHREDDED"]),
        Release.cell == COMPANY,
        Release.item.in_(asked),
        Round.id.in_(await _asking(session, workspace_id, audience)),
    )
    newest = (
        select(Release.item, func.max(Round.opens_on).label("opens_on"))
        .join(Round, Round.id == Release.round_id)
        .where(*of_all, Release.statistic == "n")
        .group_by(Release.item)
        .subquery()
    )
    rows = await session.execute(
        select(Release.round_id, Release.item, Release.statistic, Release.lo, Release.hi)
        .join(Round, Round.id == Release.round_id)
        .join(newest, (newest.c.item == Release.item) & (newest.c.opens_on == Round.opens_on))
        .where(*of_all)
    )
    spans: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for round_id, item, statistic, lo, hi in rows:
        spans.setdefault((round_id, item), {})[statistic] = lo, hi
    then = await _asked_in(session, {round_id for round_id, _ in spans})
    latest: dict[str, Shown] = {}
    for (round_id, item), told in spans.items():
        if says_something(told) and same_answers(then[round_id, item], asked[item]):
            latest |= figures_of(asked[item], told)
    return latest


async def _asking(session: AsyncSession, workspace_id: str, audience: tuple[int, ...]) -> list[str]:
    """The closed rounds that asked these units, or everybody."""
    rows = await session.execute(
        select(Round.id, Round.tree["audience"].label("audience")).where(
            Round.workspace_id == workspace_id, Round.state.in_(["TALLIED", "SHREDDED"])
        )
    )
    return [row.id for row in rows if tuple(row.audience or ()) == audience]


async def _asked_in(session: AsyncSession, round_ids: Collection[str]) -> dict[tuple[str, str], Item]:
    """What was counted in these rounds, by round and metric."""
    rows = await session.execute(select(Round.id, Round.questions).where(Round.id.in_(round_ids)))
    return {(round_id, metric.key): metric for round_id, asked in rows for metric in from_json(asked).metrics}
