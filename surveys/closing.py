"""The close of a round: read, counted in memory, released and destroyed; once, whatever happens on the way.

Reading and writing are short transactions. What lies between them takes long in a large company, and needs none: the
round's time is over, so its boxes stay as they are. Should one still come in, it is counted again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from surveys import ballots, history, membership, policy, releases, rounds, tally, texts
from surveys.auditor.export import Released
from surveys.auditor.gate import gate_for
from surveys.comments import lexical
from surveys.comments.tagging import Tier
from surveys.keys import KeyRing, Missing
from surveys.models import Round
from surveys.policy import Statistic


@dataclass(frozen=True, slots=True)
class Sealed:
    """A round whose time is over, as it was read; `earlier` are the rounds that are audited with it, oldest first."""

    round_id: str
    boxes: Sequence[bytes]
    private_key: bytes
    rounding_key: bytes
    candidate: Released
    prints: Mapping[str, str]
    earlier: Sequence[Released]


@dataclass(frozen=True, slots=True)
class Counted:
    """What may be shown of a round, and the comments that may be kept, by item."""

    statistics: Sequence[Statistic]
    comments: Mapping[str, Sequence[releases.Tagged]]


async def read(session: AsyncSession, keys: KeyRing, round_id: str, *, now: datetime) -> Sealed | str:
    """Read a round that is to be closed; where there is nothing to count (any more), give its state.

    Without its key the round is VOID: nobody will ever read it, and no new key is made for it.
    """
    held = await _locked(session, round_id)
    if held is None or held.state != "OPEN" or rounds.takes_answers(held, now=now):
        return "" if held is None else held.state
    try:
        private_key = keys.of(round_id).private_key
    except Missing:
        await rounds.void(session, keys, held)
        return held.state
    rounding_key, cell_of = keys.rounding_key(), await history.counted_in(session, held)
    candidate = history.as_released(held, cell_of, ())
    return Sealed(
        round_id=round_id,
        boxes=await ballots.boxes_of(session, round_id),
        private_key=private_key,
        rounding_key=rounding_key,
        candidate=candidate,
        prints=await membership.prints(session, round_id, candidate.tree, key=rounding_key),
        earlier=await history.audited_with(session, held),
    )


def count(sealed: Sealed, tier: Tier = lexical.TIER) -> Counted:
    """Open the boxes in memory, decide what may be shown (R1 to R12), and tag the comments.

    Takes seconds for 10,000 ballots, and half a minute with a quarter of earlier rounds.
    """
    cast, candidate = ballots.opened(sealed.boxes, sealed.private_key), sealed.candidate
    counts = tally.tally_of(candidate.instrument, candidate.tree, cast)
    statistics = policy.release_of(
        candidate.tree,
        counts,
        k=candidate.k,
        key=sealed.rounding_key,
        prints=sealed.prints,
        gate=gate_for(candidate, sealed.earlier, counts),
    )
    comments = releases.comments_of(candidate.instrument, cast, tier)
    return Counted([*statistics, *releases.net_of(comments)], comments)


async def write(session: AsyncSession, keys: KeyRing, sealed: Sealed, counted: Counted) -> str:
    """Release what was counted and destroy the boxes, in one transaction; give the state.

    Should a box have come in or gone meanwhile, nothing is done, the state is OPEN, and the round is to be read again.
    """
    held = await _locked(session, sealed.round_id)
    if held is None or held.state != "OPEN":
        return "" if held is None else held.state
    if list(sealed.boxes) == await ballots.boxes_of(session, held.id):
        releases.write(session, held.id, counted.statistics)
        words_key = await texts.key_for_writing(session, keys)
        releases.write_comments(session, held.id, counted.comments, key=words_key)
        held.state = "TALLIED"
        await rounds.destroy(session, held)
    return held.state


async def _locked(session: AsyncSession, round_id: str) -> Round | None:
    held: Round | None = await session.scalar(select(Round).where(Round.id == round_id).with_for_update())
    return held
