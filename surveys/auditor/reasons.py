"""Which published rows give a finding: the fewest that still leave no table in which it is untrue."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from fractions import Fraction

import numpy as np

from surveys.auditor.document import Person, Row
from surveys.auditor.programme import Given
from surveys.auditor.search import refuted
from surveys.auditor.system import Array, System

Claim = Callable[[System], Sequence[Given] | None]
"""In what ways something could be untrue, in terms of a system; None if the system does not know of whom it is said."""

Holds = Callable[[Sequence[Row]], bool]


def class_claim(person: Person, name: str | None) -> Claim:
    """That a person who answered chose an option of this class."""
    return insiders_claim(person, name, ())


def insiders_claim(person: Person, name: str | None, insiders: Sequence[tuple[Person, str | None]]) -> Claim:
    """The same, where these other people answered this (None: nothing)."""

    def untrue(system: System) -> list[Given] | None:
        home = system.place_of(person)
        if home is None:
            return None
        given = _answered(system, insiders)
        alternatives: list[Given] = []
        for other in system.classes:
            if other != name:
                weights = _class_weights(system, other)
                taken = sum(system.metric.class_of(o) == other and system.place_of(p) == home for p, o in insiders if o)
                alternatives.append([*given, (system.form(system.only(home), weights), float(1 + taken))])
        return alternatives

    return untrue


def _answered(system: System, insiders: Sequence[tuple[Person, str | None]]) -> list[tuple[Array, float]]:
    """What these people say of the tables; some who are in no row say nothing."""
    places = Counter((place, o) for p, o in insiders if (place := system.place_of(p)) is not None)
    kinds: Counter[tuple[int, int | None]] = Counter()
    for (place, option), number in places.items():
        kinds[place, next((at for at, kind in enumerate(system.types) if option in kind), None)] += number
    given = []
    for (place, kind), number in kinds.items():
        if kind is None:
            given.append((-system.form(system.only(place), system.every), number - float(system.sizes[place])))
        else:
            weights = (np.arange(len(system.types)) == kind).astype(float)
            given.append((system.form(system.only(place), weights), float(number)))
    return given


def _class_weights(system: System, name: str | None) -> Array:
    return np.array([float(system.metric.class_of(kind[0]) == name) for kind in system.types])


def participation_claim(person: Person, *, took_part: bool) -> Claim:
    """That a person answered, or did not."""

    def untrue(system: System) -> list[Given] | None:
        home = system.place_of(person)
        if home is None:
            return None
        form = system.form(system.only(home), system.every)
        return [[(-form, 1 - float(system.sizes[home]))]] if took_part else [[(form, 1.0)]]

    return untrue


def number_claim(
    people: Collection[Person], counted: frozenset[str] | None, lowest: Fraction | int, highest: Fraction | int
) -> Claim:
    """That so many of these people answered one of these options, or, without options, that so much is their sum."""

    def untrue(system: System) -> list[Given] | None:
        clusters = system.of(people)
        if clusters is None or (counted is not None and not system.tells_apart(counted)):
            return None
        if counted is None and not system.summed:
            return None
        weights, unit = (system.worth, system.unit) if counted is None else (system.chosen(counted), 1)
        form = system.form(clusters, weights)
        return [[(form, float(highest * unit) + 1)], [(-form, 1 - float(lowest * unit))]]

    return untrue


def reason_of(within: System, people: Sequence[Person], claim: Claim) -> list[Row]:
    """Find the rows of a system that give a claim about people: as few as can be, none of which can be left out."""
    concerned, rows = set(people), within.rows
    waves = len({row.wave for row in rows})
    if len(rows) == waves:
        # One row of each wave: what one of them says alone is told of its wave.
        return list(rows)

    def holds(some: Sequence[Row]) -> bool:
        system = System(some, within.metric, within.settled)
        alternatives = claim(system)
        return alternatives is not None and refuted(system, alternatives)

    near = sorted(rows, key=lambda row: (concerned.isdisjoint(row.members), len(row.members), row.index))
    alone = near if waves == 1 else []  # what a row of several waves says alone is told of its wave
    single = next((row for row in alone if concerned <= row.members and holds([row])), None)
    if single is not None:
        return [single]
    inside = [row for row in near if row.members <= concerned]
    touching = [row for row in near if not concerned.isdisjoint(row.members)]
    enough = next((some for some in (inside, touching) if some and len(some) < len(near) and holds(some)), near)
    return _needed(holds, [], enough, changed=False)


def _needed(holds: Holds, base: list[Row], rows: list[Row], *, changed: bool) -> list[Row]:
    """Halve what is needed beside a base, until each row that is left is needed (Junker's QuickXplain)."""
    if changed and holds(base):
        return []
    if len(rows) <= 1:
        return rows
    middle = len(rows) // 2
    first, second = rows[:middle], rows[middle:]
    of_second = _needed(holds, base + first, second, changed=True)
    of_first = _needed(holds, base + of_second, first, changed=bool(of_second))
    return of_first + of_second


def combination_of(rows: Sequence[Row], people: set[Person]) -> str:
    """Write rows as a sum and difference that leaves the people, where there is one; else one after another."""
    ordered = sorted(rows, key=lambda row: (-len(row.members), row.index))
    everybody = sorted(set().union(people, *(row.members for row in rows)), key=str)
    counted = np.array([[float(person in row.members) for row in ordered] for person in everybody])
    wanted = np.array([float(person in people) for person in everybody])
    factors = np.round(np.linalg.lstsq(counted, wanted, rcond=None)[0])
    if not np.array_equal(counted @ factors, wanted) or not factors.all():
        return " with ".join(_named(row, rows) for row in ordered)
    terms = sorted(zip(factors.astype(int).tolist(), ordered, strict=True), key=lambda term: -term[0])
    return "".join(_term(factor, _named(row, rows), first=not number) for number, (factor, row) in enumerate(terms))


def _named(row: Row, rows: Sequence[Row]) -> str:
    """Name the wave too where there are several."""
    return row.text if len({other.wave for other in rows}) == 1 else f"{row.text} in {row.wave}"


def _term(factor: int, text: str, *, first: bool) -> str:
    times = text if abs(factor) == 1 else f"{abs(factor)} x {text}"
    if first:
        return times if factor > 0 else f"- {times}"
    return f" {'+' if factor > 0 else '-'} {times}"
