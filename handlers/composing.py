"""Drawing what is owed: what may not leave yet, a composer for each kind of message, and what cannot be drawn."""

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
AGAIN_IN = timedelta(minutes=1)
"""When a message is tried again that was held up on our side."""
GONE = (OperationalError, InterfaceError, OSError)
"""How a database fails that does not answer."""
NOTHING = Outcome("failed", "nothing_to_say")
QUIET = "quiet"
"""Of who may not be disturbed: one word for all reasons, since the ledger does not tell leave from an opt-out."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now, but at `until`: in quiet hours, say. `code` is kept with the delivery; it says why, in a word."""

    until: datetime
    code: str


class Hold(Protocol):
    """Says which of the claimed messages may not leave now, by the ids of their deliveries."""

    async def __call__(self, claimed: Sequence[Owed], *, now: datetime) -> Mapping[int, Later]: ...


class Compose(Protocol):
    """Draws a group of one kind, by the ids of its deliveries; whoever is left out has nothing left to be told.

    A message that is the same for many may be one and the same value. One that raises is tried again one by one.
    """

    async def __call__(
        self, session: AsyncSession, group: Sequence[Owed], *, now: datetime
    ) -> Mapping[int, Outgoing]: ...


class ComposeOne(Protocol):
    """Draws one message, or None when there is nothing left to say."""

    async def __call__(self, session: AsyncSession, owed: Owed, *, now: datetime) -> Outgoing | None: ...


def one_by_one(compose: ComposeOne) -> Compose:
    """A composer of groups from a composer of one message."""

    async def composed(session: AsyncSession, group: Sequence[Owed], *, now: datetime) -> Mapping[int, Outgoing]:
        drawn = {owed.id: await compose(session, owed, now=now) for owed in group}
        return {delivery: said for delivery, said in drawn.items() if said is not None}

    return composed


async def nothing_held(claimed: Sequence[Owed], *, now: datetime) -> Mapping[int, Later]:  # noqa: ARG001 - a Hold
    """Hold nothing back."""
    return {}


async def drawn(
    sessions: Sessions, composers: Mapping[str, Compose], hold: Hold, claimed: Sequence[Owed], *, now: datetime
) -> dict[int, Outgoing | Outcome]:
    """Each claimed message drawn, or what becomes of it without; one that cannot be drawn keeps no other waiting.

    Should it not be known who is to be held back, all wait: none is lost, and nobody is written to at night.
    """
    try:
        held = await hold(claimed, now=now)
    except GONE:
        return _again(claimed, "database_away", now)
    except Exception as bug:  # noqa: BLE001 - reported here; what is claimed must not be lost by it
        log.error("not known who is held back", trace=trace_of(bug))  # noqa: TRY400 - without its message
        return _again(claimed, "not_looked_at", now)
    found: dict[int, Outgoing | Outcome] = {
        delivery: Outcome("pending", later.code, later.until) for delivery, later in held.items()
    }
    kinds: dict[str, list[Owed]] = defaultdict(list)
    for owed in claimed:
        if owed.id not in held:
            kinds[owed.kind].append(owed)
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
    except GONE:
        return _again(group, "database_away", now)
    except Exception as bug:  # noqa: BLE001 - reported here, where the delivery is known
        if len(group) == 1:
            log.error("message not drawn", delivery=group[0].id, trace=trace_of(bug))  # noqa: TRY400 - without its message
            return {group[0].id: Outcome("failed", "not_drawn")}
        alone = [await _drawn(sessions, compose, [owed], now) for owed in group]
        return {delivery: each for one in alone for delivery, each in one.items()}
    return {owed.id: said.get(owed.id, NOTHING) for owed in group}


def _again(group: Iterable[Owed], code: str, now: datetime) -> dict[int, Outgoing | Outcome]:
    return dict.fromkeys((owed.id for owed in group), Outcome("pending", code, now + AGAIN_IN))
