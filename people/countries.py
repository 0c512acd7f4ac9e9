"""Which country a time zone lies in, and that country's public holidays. Those of its regions are not known here."""

from datetime import date
from functools import cache
from importlib import resources
from typing import Final

OTHER_NAMES: Final = "L"
"""How a line of tzdata.zi begins that gives a zone a second name, as Asia/Kolkata is also Asia/Calcutta."""


def is_holiday(zone: str, day: date) -> bool:
    """Whether the whole country of a time zone has that day off by law; a zone of no country never has."""
    country = country_of(zone)
    return country is not None and day in _holidays_of(country, day.year)


def country_of(zone: str) -> str | None:
    """The country of an IANA time zone, as ISO 3166 writes it ("BE"); None where it lies in none, as UTC."""
    countries = _countries()
    return countries.get(zone) or countries.get(_first_names().get(zone, zone))


@cache
def _countries() -> dict[str, str]:
    """The country of each zone, by tzdata's zone.tab: a country, a place and a zone to a line, and comments."""
    lines = (line.split("\t") for line in _read("zone.tab").splitlines() if not line.startswith("#"))
    return {columns[2]: columns[0] for columns in lines if len(columns) >= 3}


@cache
def _first_names() -> dict[str, str]:
    links = (line.split() for line in _read("tzdata.zi").splitlines() if line.startswith(f"{OTHER_NAMES} "))
    return {second: first for _, first, second in links}


def _read(name: str) -> str:
    return (resources.files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")


@cache
def _holidays_of(country: str, year: int) -> frozenset[date]:
    """The days off of a whole country; none where nobody has listed them."""
    import holidays  # noqa: PLC0415 - slow to load; most commands do without

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
