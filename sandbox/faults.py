"""Faults on demand: what a method does wrong the next times that it is called."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal, get_args

Kind = Literal["error", "5xx", "429", "slow", "reset", "reset_after_commit", "timeout_after_commit"]
KINDS: tuple[str, ...] = get_args(Kind)
EVERY = "*"
"""Stands for every method of the Web API."""


@dataclass(slots=True)
class Fault:
    """What goes wrong, and how many `times` yet (None: until it is removed).

    `error` answers that error, `5xx` status 503, `429` asks to wait `seconds`; `slow` is late by so many real seconds;
    `reset` closes the connection without an answer, before or after doing what was asked; `timeout_after_commit` does
    it and then says nothing until the caller hangs up or, when `seconds` is given, answers 504 after so many.
    """

    id: int
    method: str
    kind: Kind
    error: str = "internal_error"
    seconds: float = 0
    times: int | None = 1


class Faults:
    """The faults in store, the next one of a method first."""

    def __init__(self) -> None:
        """Start without faults."""
        self._store: list[Fault] = []
        self._ids = count(1)

    def add(
        self, method: str, kind: Kind, times: int | None = 1, error: str = "internal_error", seconds: float = 0
    ) -> Fault:
        """Let the next `times` calls of a method, or of every method (`*`), go wrong; None means until removed."""
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no fault; there are {', '.join(KINDS)}")
        fault = Fault(next(self._ids), method, kind, error, seconds, times)
        if times is None or times > 0:
            self._store.append(fault)
        return fault

    def next(self, method: str) -> Fault | None:
        """The fault of this call, used up by asking."""
        fault = next((each for each in self._store if each.method in {method, EVERY}), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if not fault.times:
                self._store.remove(fault)
        return fault

    def remove(self, fault_id: int) -> bool:
        """Take one fault out of store; whether it was there."""
        kept = [fault for fault in self._store if fault.id != fault_id]
        removed = len(kept) < len(self._store)
        self._store = kept
        return removed

    def clear(self) -> None:
        """Let everything work again."""
        self._store.clear()

    def __iter__(self) -> Iterator[Fault]:
        """What is in store, in the order in which it was added."""
        return iter(list(self._store))
