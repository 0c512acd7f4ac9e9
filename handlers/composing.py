"""Drawing what is owed: a composer for each kind of message, and what becomes of one that cannot be drawn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.courier import Outgoing
from handlers.desk import Sessions
from handlers.outcomes import Outcome
from handlers.traces import trace_of
from people.deliveries import Owed

log = structlog.get_logger()
DATABASE_AWAY = timedelta(minutes=1)
QUIET = "quiet"
"""Of who may not be disturbed: one word for all reasons, since the ledger does not tell leave from an opt-out."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now, but at `until`: in quiet hours, say. `code` is kept with the delivery; it says why, in a word."""

    until: datetime
    code: str


class Compose(Protocol):
    """Draws a group of one kind, by the ids of its deliveries; whoever is left out has nothing left to be told.

    A message that is the same for many may be one and the same value. One that raises is tried again one by one.
    """

    async def __call__(
        self, session: AsyncSession, group: Sequence[Owed], *, now: datetime
    ) -> Mapping[int, Outgoing | Later]: ...


class ComposeOne(Protocol):
    """Draws one message, or says when to try again, or None when there is nothing left to say."""

    async def __call__(self, session: AsyncSession, owed: Owed, *, now: datetime) -> Outgoing | Later | None: ...


def one_by_one(compose: ComposeOne) -> Compose:
    """A composer of groups from a composer of one message."""

    async def composed(
        session: AsyncSession, group: Sequence[Owed], *, now: datetime
    ) -> Mapping[int, Outgoing | Later]:
        drawn = {owed.id: await compose(session, owed, now=now) for owed in group}
        return {delivery: said for delivery, said in drawn.items() if said is not None}

    return composed


async def drawn(
    sessions: Sessions, composers: Mapping[str, Compose], claimed: Iterable[Owed], *, now: datetime
) -> dict[int, Outgoing | Outcome]:
    """Each claimed message drawn, or what becomes of it without; one that cannot be drawn keeps no other waiting."""
    kinds: dict[str, list[Owed]] = defaultdict(list)
    for owed in claimed:
        kinds[owed.kind].append(owed)
    found: dict[int, Outgoing | Outcome] = {}
    for kind, group in kinds.items():
        found |= await _drawn(sessions, composers.get(kind), group, now)
    return found


async def _drawn(
    sessions: Sessions, compose: Compose | None, group: Sequence[Owed], now: datetime
) -> dict[int, Outgoing | Outcome]:
    try:
        if compose is None:
            raise KeyError(group[0].kind)
        async with sessions.begin() as session:
            said = await compose(session, group, now=now)
    except (OperationalError, InterfaceError, OSError):
        return dict.fromkeys((owed.id for owed in group), Outcome("pending", "database_away", now + DATABASE_AWAY))
    except Exception as bug:  # noqa: BLE001 - reported here, where the delivery is known
        if len(group) == 1:
            log.error("message not drawn", delivery=group[0].id, trace=trace_of(bug))  # noqa: TRY400 - without its message
            return {group[0].id: Outcome("failed", "not_drawn")}
        alone = [await _drawn(sessions, compose, [owed], now) for owed in group]
        return {delivery: each for one in alone for delivery, each in one.items()}
    return {owed.id: _of(said.get(owed.id)) for owed in group}


def _of(said: Outgoing | Later | None) -> Outgoing | Outcome:
    if said is None:
        return Outcome("failed", "nothing_to_say")
    return Outcome("pending", said.code, said.until) if isinstance(said, Later) else said
