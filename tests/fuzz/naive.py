"""The positive control: "k = 5" alone, which publishes exact figures of every unit of which five people answered."""

from collections import Counter
from typing import Any, Final

from people.anonymity import minimum_audience
from surveys.cells import COMPANY
from surveys.instruments import Item, class_of
from tests.fuzz.answering import INSTRUMENT
from tests.fuzz.groups import Shown
from tests.fuzz.organisations import Organisation, Week

NAIVE_K: Final = 5


def published(organisation: Organisation) -> tuple[dict[str, Any], Shown]:
    """Number, counts and mean of each unit and question, in each week, as a document to audit."""
    groups: dict[str, list[str]] = {}
    rows: list[dict[str, Any]] = []
    counted = Shown(0, 0, 0)
    for week in organisation.weeks:
        for name, people in _units(week).items():
            label = f"{name}, {week.name}"
            told = [row for item in INSTRUMENT.items if (row := _exact(item, people, week)) is not None]
            rows += ({"wave": week.name, "group": label, **row} for row in told)
            groups[label] = people
            if len(people) >= minimum_audience():
                answering = sum(person in week.answers for person in people)
                counted += Shown(bool(told), 1, answering >= NAIVE_K)
    document = {
        "k": NAIVE_K,
        "coalition": 1,
        "scale": {item.key: list(item.values) for item in INSTRUMENT.items},
        "classes": {item.key: _classes(item) for item in INSTRUMENT.items},
        "groups": groups,
        "published": rows,
    }
    return document, counted


def _units(week: Week) -> dict[str, list[str]]:
    """Everybody, and the people of each unit and of those below it."""
    parents = {place.unit_id: place.parent_id for place in week.places}
    units: dict[int | None, list[str]] = {None: sorted(week.unit_of)}
    for person, home in sorted(week.unit_of.items()):
        above = home
        while above is not None:
            units.setdefault(above, []).append(person)
            above = parents[above]
    return {COMPANY if unit is None else f"unit {unit}": people for unit, people in units.items()}


def _exact(item: Item, people: list[str], week: Week) -> dict[str, Any] | None:
    """What is told of a unit; nothing of fewer than five answers."""
    given = [week.answers[person].get(item.key) for person in people if person in week.answers]
    values = [value for value in given if value is not None]
    if len(values) < NAIVE_K:
        return None
    counts = {str(value): number for value, number in sorted(Counter(values).items())}
    mean = round(sum(values) / len(values), 2)
    return {"metric": item.key, "n": len(values), "counts": counts, "mean": mean, "decimals": 2}


def _classes(item: Item) -> dict[str, list[int]]:
    classes: dict[str, list[int]] = {}
    for value in item.values:
        classes.setdefault(class_of(item, value), []).append(value)
    return classes
