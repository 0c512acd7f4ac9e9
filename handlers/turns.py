"""Turns at the boxes: who comes to a round, what they are told, and what becomes of their slot, a group at a time."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.views.words import Words, words_for
from people.hierarchy import unit_names
from people.preferences import languages_of
from surveys import ballots, latest, rounds
from surveys.keys import KeyRing
from surveys.shown import Shown


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is told to a person, and for their slot its new box, or None where it is emptied."""

    told: dict[str, Any]
    slots: Mapping[bytes, bytes | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What a deed may need besides: the units' names, and the last results of all who are asked, by figure."""

    units: Sequence[str] = ()
    last: Mapping[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """A person's claim to their place, and what they do once it is known.

    `names_units` if they need the units' names, `shows_last` if they need the last results. `deed` touches nothing: if
    it is called again, the first time counts for nothing.
    """

    claim: rounds.Claim
    deed: Callable[[Words, rounds.Seat | rounds.Refusal, Known], Outcome]
    names_units: bool = False
    shows_last: bool = False


class LastResults:
    """The last results of all whom a round asks, of rounds before it: the same while it is open, so read once."""

    def __init__(self) -> None:
        self._of: dict[str, Mapping[str, Shown]] = {}

    async def before(self, session: AsyncSession, workspace_id: str, seat: rounds.Seat) -> Mapping[str, Shown]:
        """What was last told of each figure of that round."""
        if seat.round_id not in self._of:
            self._of = {seat.round_id: await latest.of_all(session, workspace_id, seat.instrument, seat.audience)}
        return self._of[seat.round_id]


async def settle(
    session: AsyncSession, turns: Sequence[Turn], *, keys: KeyRing, workspace_id: str, results: LastResults
) -> list[dict[str, Any]]:
    """Let people have their turns one after another, and write down what is in the slots after the last."""
    languages = await languages_of(session, workspace_id, {turn.claim.user_id for turn in turns})
    seats = await rounds.seats_of(session, keys, workspace_id, [turn.claim for turn in turns])
    units = await unit_names(session, workspace_id) if any(turn.names_units for turn in turns) else []
    told = []
    slots: dict[str, dict[bytes, bytes | None]] = defaultdict(dict)
    for turn, seat in zip(turns, seats, strict=True):
        last: Mapping[str, Shown] = {}
        if turn.shows_last and isinstance(seat, rounds.Seat):
            last = await results.before(session, workspace_id, seat)
        outcome = turn.deed(words_for(languages[turn.claim.user_id]), seat, Known(units, last))
        slots[turn.claim.round_id].update(outcome.slots)
        told.append(outcome.told)
    for round_id in sorted(slots):
        await ballots.settle(session, round_id, slots[round_id])
    return told
