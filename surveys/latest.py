"""The last released result of the whole company, item by item, whichever round it is of."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from surveys.cells import COMPANY
from surveys.instruments import Instrument, Item, from_json, same_answers
from surveys.models import Release, Round
from surveys.shown import Shown, figures_of, says_something

MOST_KEPT: Final = 64
_KEPT: Final[dict[tuple[str, tuple[str, ...]], dict[str, Shown]]] = {}


async def beside(session: AsyncSession, workspace_id: str, round_id: str, instrument: Instrument) -> dict[str, Shown]:
    """What `of_company` gives, looked up once for an open round and what is asked: each form that comes in shows it.

    Nothing newer is released while the round is open, unless the one before it is closed late; then its results stand
    beside the round after. On SQLite a lookup takes 4 ms after two years of rounds: too long for each of many forms.
    """
    key = round_id, tuple(item.key for item in instrument.items)
    if key not in _KEPT:
        found = await of_company(session, workspace_id, instrument)
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = found
    return _KEPT[key]


async def of_company(session: AsyncSession, workspace_id: str, instrument: Instrument) -> dict[str, Shown]:
    """The last result of the whole company for each of these items that was ever released, by figure.

    An item that offers other answers by now has none.
    """
    asked = {metric.key: metric for metric in instrument.metrics}
    of_company = (
        Round.workspace_id == workspace_id,
        Round.state.in_(["TALLIED", "SHREDDED"]),
        Release.cell == COMPANY,
        Release.item.in_(asked),
    )
    newest = (
        select(Release.item, func.max(Round.opens_on).label("opens_on"))
        .join(Round, Round.id == Release.round_id)
        .where(*of_company, Release.statistic == "n")
        .group_by(Release.item)
        .subquery()
    )
    rows = await session.execute(
        select(Release.round_id, Release.item, Release.statistic, Release.lo, Release.hi)
        .join(Round, Round.id == Release.round_id)
        .join(newest, (newest.c.item == Release.item) & (newest.c.opens_on == Round.opens_on))
        .where(*of_company)
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


async def _asked_in(session: AsyncSession, round_ids: Collection[str]) -> dict[tuple[str, str], Item]:
    """What was counted in these rounds, by round and metric."""
    rows = await session.execute(select(Round.id, Round.questions).where(Round.id.in_(round_ids)))
    return {(round_id, metric.key): metric for round_id, asked in rows for metric in from_json(asked).metrics}
