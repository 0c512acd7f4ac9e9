"""What an attack says of people once it has found rows that it can read, and how often that is right."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox

from tests.attacks.cast import BY_KEY, Script, class_told
from tests.attacks.figures import Score, score_of
from tests.attacks.loot import Held, Played, Row

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Content:
    """What could be read of a row."""

    values: Mapping[str, int] = field(default_factory=dict)
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """Whose answer or comment is whose, by round: values by person, and the author of each text."""

    values: dict[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    authors: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, round_id: str, person: str, content: Content) -> None:
        """Claim that this is of that person."""
        if content.values:
            self.values[round_id, person] = content.values
        if content.comment:
            self.authors[round_id, content.comment] = person


@cache
def keys_within(held: bytes) -> tuple[bytes, ...]:
    """Each run of bytes that may be a key; of a longer file, at each place."""
    return tuple({held[at : at + KEY_BYTES] for at in range(len(held) - KEY_BYTES + 1)})


def read_once(row: Row, keys: Mapping[str, bytes]) -> Content | None:
    """Read a row, and remember what was read."""
    if id(keys) not in row.readings:
        row.readings[id(keys)] = read(row.held, keys)
    found: Content | None = row.readings[id(keys)]
    return found


def read(held: Held, keys: Mapping[str, bytes]) -> Content | None:
    """Read a row, as it stands or with any key that is at hand."""
    candidates = [key for file in keys.values() for key in keys_within(file)]
    values: Mapping[str, int] = {}
    comment: str | None = None
    for value in held.values():
        for said in _readings(value, candidates):
            found = understood(said)
            values, comment = found.values or values, found.comment or comment
    return Content(values, comment) if values or comment else None


def _readings(value: object, keys: Sequence[bytes]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    if isinstance(value, bytes) and len(value) > 2 * KEY_BYTES:
        for key in keys:
            for open_with in (SecretBox(key).decrypt, SealedBox(PrivateKey(key)).decrypt):
                with suppress(CryptoError, UnicodeDecodeError):
                    yield open_with(value).strip(b"\0").decode()


def understood(said: str) -> Content:
    """What a text says, if it is a comment or answers."""
    if said.startswith("marker"):
        return Content(comment=said)
    with suppress(ValueError):
        held = json.loads(said[said.index("{") :])
        values = held.get("values", held)
        if isinstance(values, dict) and values and values.keys() <= BY_KEY.keys():
            return Content(values, held.get("comment"))
    return Content()


def by_order(played: Played, rows: Iterable[Row], place: str, *, last: bool = False) -> Claims:
    """Lay the rows that can be read, in the order of a place, beside the people in the order of their forms."""
    claims = Claims()
    for round_id, script in played.rounds.items():
        found = [
            (row.places[place], content)
            for row in rows
            if place in row.places and row.held.get("round_id") == round_id
            if (content := read_once(row, played.keys)) is not None
        ]
        came = arrivals_of(script, len(found), last=last)
        for person, (_, content) in zip(came, sorted(found, key=lambda at: at[0]), strict=False):
            claims.add(round_id, person, content)
    return claims


def arrivals_of(script: Script, rows: int, *, last: bool) -> list[str]:
    """Whose rows these are, in the order of first forms, or of last; before the end some stand there who withdraw."""
    forms = [form for form in script.sent if form.final] if last else script.sent
    everybody = list(dict.fromkeys(form.person for form in forms))
    return everybody if rows == len(everybody) else [each for each in everybody if each not in script.withdrawn]


def scored(played: Played, claims: Claims) -> Score:
    """Hold what is claimed of people's answers against what they answered, and against the published table."""
    return score_of(
        (
            None
            if (round_id, person) not in claims.values
            else class_told(item, claims.values[round_id, person][item]),
            played.table[round_id, person, item],
            class_told(item, form.values[item]),
        )
        for round_id, script in played.rounds.items()
        for person, form in script.kept().items()
        for item in form.values
    )


def scored_authors(played: Played, claims: Claims) -> Score:
    """Hold the claimed authors against the true ones; who knows nothing names the same person each time."""
    return score_of(
        (claims.authors.get((round_id, form.comment)), script.arrivals()[0], person)
        for round_id, script in played.rounds.items()
        for person, form in script.kept().items()
        if form.comment
    )
