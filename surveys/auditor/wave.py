"""One wave and one metric: the rows published then, and each thing that can be derived from them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from surveys.auditor.certainties import Certainties, Insiders
from surveys.auditor.document import Document, Metric, Person, Wave, number_text
from surveys.auditor.findings import Kind, Violation
from surveys.auditor.reasons import (
    Claim,
    class_claim,
    combination_of,
    insiders_claim,
    number_claim,
    participation_claim,
    reason_of,
)
from surveys.auditor.roundings import decoded
from surveys.auditor.search import Search
from surveys.auditor.system import Contradiction, System
from surveys.auditor.totals import Members, Total, smallest

ANSWER, PARTICIPATION = "the answer", "participation"


def findings_of(document: Document, wave: Wave, metric: Metric) -> Iterator[Violation]:
    """What can be derived within a wave: L2, L3, L3p, L3c, L4. Raises `Contradiction`, naming wave and metric."""
    rows = document.told(wave, metric.name)
    if not rows:
        return
    try:
        search = Search(System(rows, metric))
    except Contradiction as reason:
        raise Contradiction(f"{metric.name}, wave {wave}: {reason}") from None
    yield from findings_in(search, document.k, document.coalition)


def findings_in(search: Search, k: int, coalition: int) -> Iterator[Violation]:
    """What can be derived of the people of a system."""
    everybody: Members = np.ones(search.system.shape[0], dtype=bool)
    total = smallest(search, k)
    if total is not None:
        yield told_total("L2", search.system, total, k)
    asked = Certainties(search)
    yield from told_classes("L3", asked, everybody)
    yield from told_participation("L3p", asked, everybody)
    for insiders, cluster, known in asked.told_by(coalition):
        yield _told_to_insiders(asked, insiders, cluster, known)
    for _, count in decoded(search):
        yield _told_count(search.system, count)


def told_total(kind: Kind, system: System, total: Total, k: int) -> Violation:
    """Say of which people a total is certain."""
    people = _people(system, total.clusters)
    within = (total.lo, total.hi) if total.lo == total.hi else (1, k - 1)
    claim = number_claim(people, total.quantity.counted, *within)
    return _violation(kind, system, people, total.quantity.name, _span(total), claim)


def told_classes(kind: Kind, asked: Certainties, meant: Members) -> Iterator[Violation]:
    """Say of whom the class of their answer is certain."""
    system = asked.system
    for cluster, known in enumerate(asked.classes()):
        if known is not None and meant[cluster]:
            name, people = system.classes[known], system.clusters[cluster]
            yield _violation(kind, system, people, ANSWER, _class(name), class_claim(people[0], name))


def told_participation(kind: Kind, asked: Certainties, meant: Members) -> Iterator[Violation]:
    """Say of whom it is certain that they answered, or that they did not."""
    system = asked.system
    for cluster, took_part in enumerate(asked.participation()):
        if took_part is not None and meant[cluster]:
            people = system.clusters[cluster]
            claim = participation_claim(people[0], took_part=took_part)
            yield _violation(kind, system, people, PARTICIPATION, "answered" if took_part else "did not answer", claim)


def _told_to_insiders(asked: Certainties, insiders: Insiders, cluster: int, known: int) -> Violation:
    system = asked.system
    taken: list[tuple[Person, str | None]] = []
    free = [list(people) for people in system.clusters]
    for home, kind in sorted(insiders.elements()):
        option = system.types[kind][0] if kind < len(system.types) else None
        taken.append((free[home].pop(0), option))
    people, name = tuple(free[cluster]), system.classes[known]
    claim = insiders_claim(people[0], name, taken)
    return replace(
        _violation("L3c", system, people, ANSWER, _class(name), claim),
        insiders=tuple(person for person, _ in taken),
        insight=" and ".join(f"{p} did not answer" if o is None else f"{p} answered {o}" for p, o in taken),
    )


def _told_count(system: System, total: Total) -> Violation:
    people = _people(system, total.clusters)
    claim = number_claim(people, total.quantity.counted, total.lo, total.hi)
    return _violation("L4", system, people, total.quantity.name, _span(total), claim)


def _violation(
    kind: Kind, system: System, people: tuple[Person, ...], what: str, derived: str, claim: Claim
) -> Violation:
    waves = tuple(dict.fromkeys(row.wave for row in system.rows))
    rows = reason_of(system, people, claim)
    combination = combination_of(rows, set(people))
    return Violation(
        kind, system.metric.name, waves, people, what, derived, combination, tuple(sorted(row.index for row in rows))
    )


def _people(system: System, clusters: Members) -> tuple[Person, ...]:
    return tuple(sorted((person for at in np.flatnonzero(clusters) for person in system.clusters[at]), key=str))


def _span(total: Total) -> str:
    lo, hi = number_text(total.lo), number_text(total.hi)
    return lo if lo == hi else f"{lo}-{hi}"


def _class(name: str | None) -> str:
    return "in none of the classes" if name is None else name
