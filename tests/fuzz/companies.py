"""Invented companies of hurtful sizes, and how people come, go and move in them from week to week."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

from people.anonymity import MINIMUM_AUDIENCE
from surveys.cells import Place

Size = Callable[[Random], int]

COMPANY: Final = 1
"""The id of the unit on top, where there is one."""

TARGETS: Final = ((10, 24), (25, 45), (46, 80), (81, 180))
TARGET_WEIGHTS: Final = (44, 40, 12, 4)
DEPTHS: Final = (1, 2, 3, 4)
DEPTH_WEIGHTS: Final = (35, 35, 20, 10)
SIZES: Final[tuple[Size, ...]] = (
    lambda random: random.randint(1, 14),
    lambda random: random.randint(8, 13),
    lambda random: random.randint(1, 7),
    lambda random: random.choice((1, 2, 3, 20, 30)),
    lambda random: random.choice((random.randint(1, 14), random.randint(1, 14), random.randint(15, 40))),
)
"""Head-counts of teams: any small one, just large enough, all too small, a tiny one beside large ones, a few large."""


@dataclass(slots=True)
class Company:
    """Who works where, this week; `gone` are those who left, with the unit in which they worked."""

    random: Random
    places: dict[int, Place] = field(default_factory=dict)
    unit_of: dict[str, int | None] = field(default_factory=dict)
    gone: dict[str, int | None] = field(default_factory=dict)
    hired: int = 0
    founded: int = 0

    def found(self, parent: int | None) -> int:
        """Add a unit."""
        self.founded += 1
        self.places[self.founded] = Place(self.founded, parent, f"Unit {self.founded}")
        return self.founded

    def hire(self, unit: int | None) -> str:
        """Add somebody new."""
        self.hired += 1
        person = f"U{self.hired:03}"
        self.unit_of[person] = unit
        return person

    def let_go(self, person: str) -> None:
        """Let somebody leave, if enough people are left for a round."""
        if len(self.unit_of) > MINIMUM_AUDIENCE:
            self.gone[person] = self.unit_of.pop(person)

    def neighbours(self, unit: int | None) -> list[int]:
        """The units beside one, else the one above and those below it."""
        here = self.places.get(unit) if unit is not None else None
        parent = None if here is None else here.parent_id
        beside = [each.unit_id for each in self.places.values() if each.parent_id == parent and each.unit_id != unit]
        near = [each.unit_id for each in self.places.values() if each.unit_id == parent or each.parent_id == unit]
        return beside or [each for each in near if each != unit]

    def home(self) -> int | None:
        """The unit of a person picked at random: large teams grow and shrink more often, as they do."""
        return self.unit_of[self.anybody()]

    def anybody(self) -> str:
        """A person picked at random."""
        return self.random.choice(sorted(self.unit_of))


def company_of(random: Random) -> Company:
    """Draw a company of 10 to about 200 people, with a head or without, in units up to four levels deep."""
    company = Company(random)
    company.founded = COMPANY
    top: int | None = None if random.random() < 0.15 else COMPANY
    if top is not None:
        company.places[COMPANY] = Place(COMPANY, None, "Company")
    for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
        company.hire(top)
    depth = random.choices(DEPTHS, DEPTH_WEIGHTS)[0]
    size = random.choice(SIZES)
    target = random.randint(*random.choices(TARGETS, TARGET_WEIGHTS)[0])
    above: list[tuple[int | None, int]] = [(top, 0)]
    while len(company.unit_of) < target:
        parent, level = random.choice(above)
        unit = company.found(parent)
        inner = level + 1 < depth and random.random() < 0.6
        if inner:
            above.append((unit, level + 1))
        for _ in range(random.choice((0, 1, 1, 2, 4)) if inner else size(random)):
            company.hire(unit)
    return company


def join(company: Company) -> None:
    """Somebody new comes."""
    company.hire(company.home())


def leave(company: Company) -> None:
    """Somebody leaves."""
    company.let_go(company.anybody())


def move(company: Company) -> None:
    """Somebody goes to a neighbouring unit."""
    person = company.anybody()
    if near := company.neighbours(company.unit_of[person]):
        company.unit_of[person] = company.random.choice(near)


def follow(company: Company) -> None:
    """Somebody leaves, and another takes their place at once."""
    person = company.anybody()
    unit = company.unit_of[person]
    company.hire(unit)
    company.let_go(person)


def come_back(company: Company) -> None:
    """Somebody who left is there again; if nobody has left, somebody leaves."""
    if not company.gone:
        leave(company)
        return
    person = company.random.choice(sorted(company.gone))
    unit = company.gone.pop(person)
    top = COMPANY if COMPANY in company.places else None
    company.unit_of[person] = unit if unit in company.places else top


def dissolve(company: Company) -> None:
    """A unit without units below it is dissolved, and its people go to its neighbours."""
    parents = {place.parent_id for place in company.places.values()}
    ends = [unit for unit in sorted(company.places) if unit not in parents and company.neighbours(unit)]
    if not ends:
        return
    unit = company.random.choice(ends)
    near = company.neighbours(unit)
    del company.places[unit]
    for person, home in company.unit_of.items():
        if home == unit:
            company.unit_of[person] = company.random.choice(near)


def begin(company: Company) -> None:
    """A unit is founded beside another, by some people of that one and somebody new."""
    home = company.home()
    unit = company.found(company.places[home].parent_id if home is not None and home != COMPANY else home)
    people = [person for person, each in sorted(company.unit_of.items()) if each == home]
    for person in company.random.sample(people, company.random.randint(0, len(people))):
        company.unit_of[person] = unit
    company.hire(unit)


Event = Callable[[Company], None]

SMALL: Final[tuple[Event, ...]] = (join, join, leave, leave, move, move, follow, come_back)
LARGE: Final[tuple[Event, ...]] = (dissolve, begin)
HABITS: Final[tuple[Callable[[Random], list[Event]], ...]] = (
    lambda _random: [],
    lambda random: [random.choice(SMALL)],
    lambda random: [random.choice(SMALL)],
    lambda random: [random.choice(SMALL)] if random.random() < 0.4 else [],
    lambda random: random.choices(SMALL, k=random.randint(2, 5)),
    lambda random: [random.choice(SMALL if random.random() < 0.6 else LARGE)],
    lambda _random: [come_back],
)
"""What happens in a week: nothing ever, one change a week, one now and then, several, teams too, or people return."""
