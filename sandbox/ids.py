"""Ids as Slack writes them: a letter for the kind, then capitals and digits, given out in order."""

from itertools import count

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Ids:
    """Gives each thing of one sandbox an id that nothing else in it has."""

    __slots__ = ("_count",)

    def __init__(self) -> None:
        """Start at the beginning."""
        self._count = count(1)

    def new(self, kind: str) -> str:
        """A new id such as `U00000002A`, for the kind `U`."""
        return f"{kind}0{base36(next(self._count)):0>9}"

    def short(self) -> str:
        """A short new id, as Slack gives to blocks that have none."""
        return f"{base36(next(self._count)).lower():0>5}"

    def number(self) -> int:
        """A new number."""
        return next(self._count)


def base36(number: int) -> str:
    """`number` in capitals and digits."""
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = DIGITS[rest] + text
    return text or "0"
