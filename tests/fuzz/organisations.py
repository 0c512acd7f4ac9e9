"""One seed, one hostile organisation: its units, its people and their answers in six weekly rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from surveys.cells import Place
from tests.fuzz.answering import Values, Voices
from tests.fuzz.companies import HABITS, company_of

WEEKS: Final = 6


@dataclass(frozen=True, slots=True)
class Week:
    """A round as it truly was: the units, who was in which, and the answers of those who answered."""

    name: str
    places: tuple[Place, ...]
    unit_of: Mapping[str, int | None]
    answers: Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class Organisation:
    """What is played from one seed."""

    seed: int
    weeks: tuple[Week, ...]


def organisation_of(seed: int) -> Organisation:
    """Draw an organisation; the same seed gives the same one."""
    random = Random(seed)
    company, voices = company_of(random), Voices(random)
    habit = random.choice(HABITS)
    weeks = []
    for number in range(1, WEEKS + 1):
        if number > 1:
            for happen in habit(random):
                happen(company)
        answers = voices.of(company.unit_of)
        weeks.append(Week(f"week {number}", tuple(company.places.values()), dict(company.unit_of), answers))
    return Organisation(seed, tuple(weeks))
