"""Faults on demand: what a method, a response address, an upload or a delivery does wrong the next times."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal, get_args

Kind = Literal["error", "5xx", "429", "slow", "reset", "reset_after_commit", "timeout_after_commit"]
KINDS: tuple[str, ...] = get_args(Kind)
EVERY = "*"
"""Stands for every method of the Web API, and for nothing beside it."""
RESPONSE_URL, UPLOAD, DELIVER = "response_url", "upload", "deliver"
BESIDE = (RESPONSE_URL, UPLOAD, DELIVER)
"""What goes wrong beside the methods: answers to a response_url, the POST of a file, and what is sent to an app."""
AFTERWARDS = ("reset_after_commit", "timeout_after_commit")
"""Faults of what has been done as asked."""
ON_THE_WAY = ("slow", "reset", *AFTERWARDS)
"""Faults of a delivery; what an app answers is its own affair."""


@dataclass(slots=True)
class Fault:
    """What goes wrong, and how many `times` yet (None: until it is removed).

    `error` answers that error, `5xx` status 503, `429` asks to wait `seconds`; `slow` is late by so many real seconds;
    `reset` closes the connection without an answer, before or after doing what was asked; `timeout_after_commit` does
    it and then says nothing until the caller hangs up or, when `seconds` is given, answers 504 after so many.
    Of a delivery, `slow` is late, `reset` never reaches the app, and the last two do, but Slack hears no answer.
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
        """Let the next `times` calls of a method, of every method (`*`), or of one of BESIDE go wrong; None for always.

        ValueError for a kind that there is not.
        """
        kinds = ON_THE_WAY if method == DELIVER else KINDS
        if kind not in kinds:
            raise ValueError(f"{kind!r} is no fault of {method}; there are {', '.join(kinds)}")
        fault = Fault(next(self._ids), method, kind, error, seconds, times)
        if times is None or times > 0:
            self._store.append(fault)
        return fault

    def next(self, method: str) -> Fault | None:
        """The fault of this call, used up by asking."""
        names = {method} if method in BESIDE else {method, EVERY}
        fault = next((each for each in self._store if each.method in names), None)
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
