"""Results that others made, as the pack takes them in: of an audit and of attacks; other files are refused."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class Unreadable(Exception):
    """A file does not hold what it should; the message names it."""


@dataclass(frozen=True, slots=True)
class Guesses:
    """How many guesses an attack made, how many were right, and how many are by the published table alone."""

    guesses: int
    right: int
    best: int


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack on one kind of database: on a store made naive on purpose, and on Groundswell."""

    name: str
    backend: str
    naive: Guesses
    ours: Guesses


def findings_of(path: Path) -> list[str]:
    """What `groundswell audit --json` found, a sentence each; none is good news. Raises Unreadable."""
    match _json_of(path):
        case {"violations": [*found]} if all(isinstance(each, dict) for each in found):
            return [_sentence(each) for each in found]
        case _:
            raise Unreadable(f"{path} is not what `groundswell audit --json` prints")


def _sentence(found: dict[str, Any]) -> str:
    people = ", ".join(str(person) for person in found.get("people", []))
    return f"{found.get('kind')} {found.get('metric')}: {found.get('what')} ({people}) = {found.get('derived')}"


def attacks_of(path: Path) -> list[Attack]:
    """What the attack suite wrote. Raises Unreadable."""
    held = _json_of(path)
    try:
        return [
            Attack(str(each["attack"]), str(each["backend"]), _guesses(each["naive"]), _guesses(each["ours"]))
            for each in (held["figures"] if isinstance(held, dict) else held)
        ]
    except (KeyError, TypeError, ValueError):
        raise Unreadable(f"{path} is not what the attack suite writes") from None


def _guesses(held: dict[str, Any]) -> Guesses:
    return Guesses(int(held["guesses"]), int(held["right"]), int(held["best"]))


def _json_of(path: Path) -> Any:  # noqa: ANN401 - what a file holds is known once it is read
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Unreadable(f"{path} cannot be read as JSON") from None
