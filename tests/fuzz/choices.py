"""Choices drawn from what people of hostile organisations answered: of one of two to five options, and of several."""

from dataclasses import replace
from typing import Final

from surveys.instruments import Instrument, Item
from tests.fuzz.answering import TRIED, USEFUL, Values
from tests.fuzz.organisations import Organisation


def _one_of(*options: str) -> Item:
    return Item(f"one_of_{len(options)}", "choice", "fuzz", "one_of", None, {}, {}, {}, options)


TWO, THREE, FOUR, FIVE = (_one_of(*"abcde"[:number]) for number in range(2, 6))
SEVERAL: Final = Item("several", "choice", "fuzz", "several_of", None, {}, {}, {}, ("ends", "high", "tried"))
CHOICES: Final = Instrument("fuzz choices", 1, (TWO, THREE, FOUR, FIVE, SEVERAL), {})


def chosen(values: Values) -> Values:
    """What somebody chooses who answered so; what they left blank gives no choice."""
    found: dict[str, int] = {}
    if USEFUL.key in values:
        value = values[USEFUL.key]
        found = {TWO.key: value // 4, THREE.key: value // 2, FOUR.key: min(value - 1, 3), FIVE.key: value - 1}
    if USEFUL.key in values and TRIED.key in values:
        ticked = {"ends": value in {1, 5}, "high": value > 2, "tried": bool(values[TRIED.key])}
        found |= {choice.key: int(ticked[option]) for choice, option in zip(SEVERAL.choices, ticked, strict=True)}
    return found


def choosing(organisation: Organisation) -> Organisation:
    """The same people in the same weeks, answering the choices."""
    return replace(
        organisation,
        weeks=tuple(
            replace(week, answers={person: chosen(values) for person, values in week.answers.items()})
            for week in organisation.weeks
        ),
    )
