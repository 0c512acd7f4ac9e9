"""What is promised, as data in four languages: how each promise is kept, which tests show it, and where it ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

PROMISES: Final = Path(__file__).parent / "promises.yaml"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise; what a person reads is keyed by language, `where` is a file of the repository."""

    promise: Mapping[str, str] = field(hash=False)
    how: Mapping[str, str] = field(hash=False)
    where: str
    tests: tuple[str, ...]
    limit: Mapping[str, str] = field(hash=False)


@cache
def promises() -> tuple[Promise, ...]:
    """All promises, in the order in which they are told."""
    held: list[dict[str, Any]] = yaml.safe_load(PROMISES.read_text(encoding="utf-8"))
    return tuple(
        Promise(each["promise"], each["how"], each["where"], tuple(each["tests"]), each["limit"]) for each in held
    )
