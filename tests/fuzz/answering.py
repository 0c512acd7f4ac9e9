"""Who answers a round and what, in ways that hurt: one too few, all but one, of one mind, and the same each week."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from people.anonymity import K
from surveys.instruments import Instrument, Item

USEFUL: Final = Item("useful", "usefulness", "fuzz", "agreement", "positive", {}, {}, {})
TRIED: Final = Item("tried", "use", "fuzz", "yes_no", "positive", {}, {}, {})
INSTRUMENT: Final = Instrument("fuzz", 1, (USEFUL, TRIED), {})

Values = Mapping[str, int]
Number = Callable[[Random, int], int]

NUMBERS: Final[tuple[Number, ...]] = (
    lambda _random, _heads: 0,
    lambda random, _heads: random.randint(1, 3),
    lambda _random, _heads: K - 1,
    lambda _random, _heads: K,
    lambda _random, _heads: K,
    lambda _random, _heads: K + 1,
    lambda _random, heads: heads - 1,
    lambda _random, heads: heads - 1,
    lambda _random, heads: heads,
    lambda _random, heads: heads,
    lambda random, heads: round(heads * random.uniform(0.3, 1)),
    lambda random, heads: round(heads * random.uniform(0.3, 1)),
)
"""How many of a unit answer: none, few, about as many as the threshold asks for, all but one, all, some."""

MINDS: Final[tuple[tuple[int, ...], ...]] = ((5,), (1,), (3,), (4, 5), (1, 2), (1, 5), (1, 2, 3, 4, 5))
"""From which answers the people of a unit choose."""

ANYTHING: Final = MINDS[-1]
EVERYWHERE: Final = -1
"""Stands for the unit of everybody, where the whole company is of one mind or answers in one way."""


class Voices:
    """The answers of a company, kept from week to week as far as its people stay with them."""

    def __init__(self, random: Random) -> None:
        """Draw how this company answers, in all its weeks."""
        self._random = random
        self._by_team = random.random() < 0.7
        self._minds_by_team = random.random() < 0.5
        self._numbers = [random.choice(NUMBERS[2:]), *random.choices(NUMBERS, k=random.randint(0, 2))]
        self._minds = random.choices(MINDS, k=random.randint(1, 3))
        self._dissent = random.random() < 0.3
        self._contrary = random.random() < 0.3
        self._newcomers_answer = random.choice((0.0, 0.5, 1.0, 1.0))
        self._wavering = random.choice((0.0, 0.0, 0.0, 0.03, 0.15, 1.0))
        self._blank = random.choice((0.0, 0.0, 0.0, 0.1))
        self._mind_of: dict[int | None, tuple[int, ...]] = {}
        self._said: dict[str, Values | None] = {}

    def of(self, unit_of: Mapping[str, int | None]) -> dict[str, Values]:
        """The answers of those who answer this week. At first all is drawn; later whoever is new, and who wavers."""
        if not self._said or self._wavering == 1:
            self._said = self._drawn(unit_of)
        for person, unit in sorted(unit_of.items()):
            if person not in self._said:
                self._said[person] = self._newcomer(unit)
            elif 0 < self._wavering < 1 and self._random.random() < self._wavering:
                self._said[person] = self._values(self._mind(unit)) if self._random.random() < 0.8 else None
        return {person: said for person in sorted(unit_of) if (said := self._said[person]) is not None}

    def _drawn(self, unit_of: Mapping[str, int | None]) -> dict[str, Values | None]:
        teams: dict[int | None, list[str]] = {}
        for person, unit in sorted(unit_of.items()):
            teams.setdefault(unit if self._by_team else EVERYWHERE, []).append(person)
        said: dict[str, Values | None] = dict.fromkeys(unit_of)
        for people in teams.values():
            number = self._random.choice(self._numbers)(self._random, len(people))
            for person in self._random.sample(people, min(number, len(people))):
                said[person] = self._values(self._mind(unit_of[person]))
        self._let_some_dissent(said, unit_of)
        return said

    def _let_some_dissent(self, said: dict[str, Values | None], unit_of: Mapping[str, int | None]) -> None:
        """One person of each mind's people says something else: all but one are of that mind."""
        if not self._dissent:
            return
        alone: dict[int | None, str] = {}
        for person, values in sorted(said.items()):
            if values is not None:
                alone.setdefault(unit_of[person] if self._minds_by_team else EVERYWHERE, person)
        for person in alone.values():
            said[person] = self._values(ANYTHING)

    def _newcomer(self, unit: int | None) -> Values | None:
        if self._random.random() >= self._newcomers_answer:
            return None
        mind = self._mind(unit)
        return self._values(tuple(6 - value for value in mind) if self._contrary else mind)

    def _mind(self, unit: int | None) -> tuple[int, ...]:
        """What the people of a unit choose from; drawn once and kept."""
        whose = unit if self._minds_by_team else EVERYWHERE
        return self._mind_of.setdefault(whose, self._random.choice(self._minds))

    def _values(self, mind: tuple[int, ...]) -> Values:
        value = self._random.choice(mind)
        tried = int(value > 3) if value != 3 else self._random.randint(0, 1)
        values = {USEFUL.key: value, TRIED.key: tried}
        return {key: value for key, value in values.items() if self._random.random() >= self._blank}
