"""Parts of a JSON document, each with the path to it, so that what is wrong is named where it stands."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import NoReturn


class Unreadable(ValueError):
    """A document cannot be used; the message is the path of what is wrong, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One value of the document, and where it stands."""

    path: str
    value: object

    def refuse(self, reason: str) -> NoReturn:
        """Raise `Unreadable` for this place."""
        raise Unreadable(f"{self.path or 'the document'}: {reason}")

    def entries(self) -> dict[str, "Part"]:
        """The entries of an object."""
        if not isinstance(self.value, dict):
            self.refuse("an object is expected")
        return {
            str(key): Part(f"{self.path}.{key}" if self.path else str(key), each) for key, each in self.value.items()
        }

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, "Part"]:
        """The entries of an object that has these fields and no others."""
        found = self.entries()
        for name, part in found.items():
            if name not in required and name not in optional:
                part.refuse(f"not a field of this; there are {', '.join([*required, *optional])}")
        for name in required:
            if name not in found:
                self.refuse(f'"{name}" is missing')
        return found

    def items(self) -> Iterator["Part"]:
        """The items of a list."""
        if not isinstance(self.value, list):
            self.refuse("a list is expected")
        for number, each in enumerate(self.value):
            yield Part(f"{self.path}[{number}]", each)

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            self.refuse("a text is expected")
        return self.value

    def whole(self, lowest: int, highest: int | None = None) -> int:
        """A whole number within these bounds."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse("a whole number is expected")
        if value < lowest or (highest is not None and value > highest):
            self.refuse(
                f"{value} is not {f'from {lowest} to {highest}' if highest is not None else f'{lowest} or more'}"
            )
        return value

    def number(self, lowest: int | None = None, highest: int | None = None) -> Fraction:
        """A number as it is written, 0.1 being a tenth, within these bounds."""
        value = self.value
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or (isinstance(value, float) and not isfinite(value))
        ):
            self.refuse("a number is expected")
        if (lowest is not None and value < lowest) or (highest is not None and value > highest):
            self.refuse(f"{value} is not from {lowest} to {highest}")
        return Fraction(str(value))

    def id(self) -> str | int:
        """A text, or a whole number that serves as a name."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int) or self.value == "":
            self.refuse("a text or a whole number is expected")
        return self.value

    def distinct(self) -> tuple[str | int, ...]:
        """A list of different names, at least one."""
        found: dict[str | int, None] = {}
        for part in self.items():
            name = part.id()
            if name in found:
                part.refuse(f'"{name}" stands here twice')
            found[name] = None
        if not found:
            self.refuse("at least one is expected")
        return tuple(found)
