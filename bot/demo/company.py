"""The demo's company: 120 plainly invented people in 14 units, four languages and six time zones."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from people.hierarchy import SEPARATOR

NAME: Final = "Marelle & Zoon"

# How many work directly in each unit; who stands first manages it. The company itself is one of the 14 units, and
# holds only its director and an assistant; a department only its head. Everybody else is in one of the ten teams.
# Online and Repairs are too small to be reported on alone, so that merging can be seen.
SIZES: Final[dict[tuple[str, ...], int]] = {
    (NAME,): 2,
    (NAME, "Workshop"): 1,
    (NAME, "Workshop", "Cutting"): 14,
    (NAME, "Workshop", "Assembly"): 16,
    (NAME, "Workshop", "Finishing"): 12,
    (NAME, "Shops"): 1,
    (NAME, "Shops", "Brussels"): 12,
    (NAME, "Shops", "Antwerp"): 12,
    (NAME, "Shops", "Online"): 6,
    (NAME, "Shops", "Repairs"): 5,
    (NAME, "Office"): 1,
    (NAME, "Office", "Planning"): 13,
    (NAME, "Office", "Finance"): 10,
    (NAME, "Office", "Design"): 15,
}

Outside = Literal["is_bot", "is_restricted", "deleted"]


@dataclass(frozen=True, slots=True)
class Tongue:
    """How people of one language are made: how many manage a unit, how many do not, and where they live."""

    locale: str
    managers: int
    others: int
    surname: str
    first_names: tuple[str, ...]
    zones: dict[str, int]


# The surname is what each language puts into a specimen form.
TONGUES: Final = (
    Tongue(
        "fr-FR",
        6,
        48,
        "Exemple",
        ("Léa", "Noé", "Chloé", "Hugo", "Inès", "Théo", "Zélie", "Malik", "Anaïs", "Rémi", "Aminata", "Gaël"),
        {"Europe/Brussels": 14, "Europe/Paris": 6, "America/Toronto": 1},
    ),
    Tongue(
        "nl-NL",
        4,
        26,
        "Voorbeeld",
        ("Zoë", "Daan", "Fenna", "Joris", "Noor", "Sem", "Anouk", "Ruben", "Yasmin", "Wout"),
        {"Europe/Brussels": 3, "Europe/Amsterdam": 2},
    ),
    Tongue(
        "en-GB",
        2,
        22,
        "Example",
        ("Ann", "Bob", "Priya", "Sam", "Grace", "Owen", "Tara", "Leo"),
        {"Europe/Brussels": 7, "Europe/Lisbon": 1},
    ),
    Tongue(
        "de-DE",
        2,
        10,
        "Muster",
        ("Max", "Jörg", "Käthe", "Lena", "Emre", "Ulrike"),
        {"Europe/Berlin": 2, "Europe/Brussels": 1},
    ),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the company; `path` and `manages` are units as the roster writes them."""

    handle: str
    real_name: str
    email: str
    locale: str
    time_zone: str
    path: str
    manages: tuple[str, ...]

    @property
    def language(self) -> str:
        """The language without its country."""
        return self.locale.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Outsider:
    """A user of the workspace whom no pulse may reach, and the flag by which Slack tells."""

    handle: str
    real_name: str
    kind: Outside


@dataclass(frozen=True, slots=True)
class Company:
    """All users of the workspace: the people, unit by unit, and who is not of the company."""

    name: str
    people: tuple[Person, ...]
    outsiders: tuple[Outsider, ...]


OUTSIDERS: Final = (
    Outsider("timetable", "Timetable Example", "is_bot"),
    Outsider("visitor", "Vera Visitor Example", "is_restricted"),
    Outsider("formerly", "Frits Voormalig Voorbeeld", "deleted"),
)


def company(seed: int = 7) -> Company:
    """The same company for the same seed; another seed spreads languages, names and zones otherwise."""
    drawn = Random(seed)
    managers = [tongue for tongue in TONGUES for _ in range(tongue.managers)]
    others = [tongue for tongue in TONGUES for _ in range(tongue.others)]
    drawn.shuffle(managers)
    drawn.shuffle(others)
    people = tuple(
        _person(number, path, managers.pop() if leads else others.pop(), drawn, leads=leads)
        for number, (path, leads) in enumerate(_places(), start=1)
    )
    return Company(NAME, people, OUTSIDERS)


def _places() -> Iterator[tuple[str, bool]]:
    """Each place in the company: its unit, and whether whoever has it manages the unit."""
    for parts, size in SIZES.items():
        for place in range(size):
            yield SEPARATOR.join(parts), place == 0


def _person(number: int, path: str, tongue: Tongue, drawn: Random, *, leads: bool) -> Person:
    first = drawn.choice(tongue.first_names)
    handle = f"{_plain(first)}.{tongue.surname.lower()}{number}"
    (zone,) = drawn.choices(list(tongue.zones), list(tongue.zones.values()))
    return Person(
        handle=handle,
        real_name=f"{first} {tongue.surname} {number}",
        email=f"{handle}@marelle.example",
        locale=tongue.locale,
        time_zone=zone,
        path=path,
        manages=(path,) if leads else (),
    )


def _plain(name: str) -> str:
    """A name as handles are written: small letters without accents."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def roster_csv(company: Company) -> str:
    """The roster as an operator would import it, with the columns email, unit and manages."""
    lines = io.StringIO(newline="")
    sheet = csv.writer(lines, lineterminator="\n")
    sheet.writerow(["email", "unit", "manages"])
    sheet.writerows([person.email, person.path, ";".join(person.manages)] for person in company.people)
    return lines.getvalue()
