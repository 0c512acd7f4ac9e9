"""The sealed ballot box: answers sealed to a round's public key, in boxes of one size, under a keyed slot."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from surveys.comments.sanitising import LONGEST, LONGEST_OF_AN_ITEM
from surveys.instruments import Instrument
from surveys.models import Envelope

CONTENT_BYTES = 3072
LENGTH_BYTES = 2
STEP = 512
_WIDEST: Final = "\N{GRINNING FACE}"  # four bytes, as many as any character or its escape has once it is sanitised
_LONGEST_CELL: Final = 255


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person answered: the group they are counted in, a value per metric, and perhaps texts.

    `values` are by metric: agreement and its like by their value, "one of" by the place of the option; of "several of"
    there is a 1 or a 0 for each option, as `item.option`. `texts` are by item, answers in words and comments on it
    alike.
    """

    cell: str
    values: Mapping[str, int]
    comment: str | None = None
    language: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)


class TooLarge(Exception):
    """The answers do not fit the fixed size of a box; the form's own limits keep this from happening."""


def content_bytes(instrument: Instrument) -> int:
    """How large the content of every box of a round is: enough for whatever its form lets through, and 3072 at least.

    It follows from what the whole round asks, and so is the same for who answers everything and who answers little.
    """
    metrics = {metric.key: metric.values[-1] for metric in instrument.metrics}
    texts = [item.key for item in instrument.items if item.takes_words]
    widest = Ballot(
        "9" * _LONGEST_CELL,
        metrics,
        _WIDEST * LONGEST,
        texts=dict.fromkeys(texts, _WIDEST * LONGEST_OF_AN_ITEM),
    )
    return max(CONTENT_BYTES, -(-(LENGTH_BYTES + len(_content_of(widest))) // STEP) * STEP)


def seal(ballot: Ballot, public_key: bytes, *, size: int = CONTENT_BYTES) -> bytes:
    """A libsodium sealed box; every box of a round has the same length, from its `content_bytes`. Raises TooLarge."""
    content = _content_of(ballot)
    if len(content) > size - LENGTH_BYTES:
        raise TooLarge(len(content))
    padded = len(content).to_bytes(LENGTH_BYTES, "big") + content.ljust(size - LENGTH_BYTES, b"\0")
    return SealedBox(PublicKey(public_key)).encrypt(padded)


def _content_of(ballot: Ballot) -> bytes:
    held = {
        "cell": ballot.cell,
        "values": dict(ballot.values),
        "comment": ballot.comment,
        "language": ballot.language,
        "texts": dict(ballot.texts),
    }
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()


def unseal(box: bytes, private_key: bytes) -> Ballot:
    """What `seal` was given, by any release. Raises nacl.exceptions.CryptoError for a box of another round."""
    padded = SealedBox(PrivateKey(private_key)).decrypt(box)
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    content = json.loads(padded[LENGTH_BYTES : LENGTH_BYTES + length])
    return Ballot(content["cell"], content["values"], content["comment"], content["language"], content.get("texts", {}))


async def cast(session: AsyncSession, round_id: str, slot: bytes, box: bytes) -> None:
    """Put a box into its slot: a first answer and a change of mind are the same statement."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Envelope).values(round_id=round_id, slot=slot, box=box)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["round_id", "slot"], set_={"box": statement.excluded.box})
    )


async def withdraw(session: AsyncSession, round_id: str, slot: bytes) -> None:
    """Empty the slot; whether it held anything is told to nobody."""
    await session.execute(delete(Envelope).where(Envelope.round_id == round_id, Envelope.slot == slot))


async def boxes_of(session: AsyncSession, round_id: str) -> list[bytes]:
    """Every box of a round, in the order of the slots (which says nothing of people or times)."""
    boxes = select(Envelope.box).where(Envelope.round_id == round_id).order_by(Envelope.slot)
    return list(await session.scalars(boxes))


def opened(boxes: Iterable[bytes], private_key: bytes) -> list[Ballot]:
    """The ballots in these boxes, in memory only, in the same order."""
    ballots = []
    for box in boxes:
        with suppress(CryptoError):  # not sealed for this round: somebody wrote it into the database by hand
            ballots.append(unseal(box, private_key))
    return ballots


async def destroy(session: AsyncSession, round_id: str) -> None:
    """Remove every box of a round."""
    await session.execute(delete(Envelope).where(Envelope.round_id == round_id))
