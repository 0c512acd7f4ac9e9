"""Faults on demand: what a method does wrong the next times that it is called."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

Kind = Literal["error", "5xx", "429", "slow", "timeout_after_commit"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong once: the answer `error`, status 503 or 429, or an answer late by `seconds` or never."""

    kind: Kind
    error: str = "internal_error"
    seconds: float = 0


class Faults:
    """The faults in store for each method, the next one first."""

    def __init__(self) -> None:
        """Start without faults."""
        self._store: dict[str, deque[Fault]] = {}

    def add(self, method: str, kind: Kind, times: int = 1, error: str = "internal_error", seconds: float = 0) -> None:
        """Let the next `times` calls of a method go wrong.

        `timeout_after_commit` does what was asked and then says nothing until the caller has hung up, or, when
        `seconds` is given, answers 504 after so many real seconds.
        """
        self._store.setdefault(method, deque()).extend([Fault(kind, error, seconds)] * times)

    def next(self, method: str) -> Fault | None:
        """The fault of this call, used up by asking."""
        waiting = self._store.get(method) if self._store else None
        return waiting.popleft() if waiting else None

    def clear(self) -> None:
        """Let everything work again."""
        self._store.clear()
