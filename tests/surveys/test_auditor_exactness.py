"""The auditor against a plain enumeration of all tables: both find the same, on thousands of small documents.

AUDITOR_EXAMPLES sets how many documents each test draws; a long run takes thousands.
"""

import os
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from surveys.auditor import read, violations
from surveys.auditor.certainties import Certainties
from surveys.auditor.document import Document, Person, Row
from surveys.auditor.roundings import decoded
from surveys.auditor.search import Search
from surveys.auditor.system import Contradiction, System
from surveys.auditor.totals import smallest
from surveys.auditor.turnover import _refuted, changes_of
from tests.surveys import brute
from tests.surveys.audits import documents

EXAMPLES = int(os.environ.get("AUDITOR_EXAMPLES", "400"))
many = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def rows_in(document: Document, wave: int = 1) -> list[Row]:
    rows = list(document.told(wave, "m"))
    assume(rows)
    return rows


@many
@given(documents())
def test_classes_and_participation_are_certain_in_both_or_in_neither(given_document: dict[str, Any]) -> None:
    document = read(given_document)
    rows, metric = rows_in(document), document.metrics["m"]
    tables = brute.tables_of(rows, metric)

    asked = Certainties(Search(System(rows, metric)))
    clusters, classes = asked.system.clusters, asked.system.classes
    found = {
        p: classes[c] for people, c in zip(clusters, asked.classes(), strict=True) if c is not None for p in people
    }
    there = {p: t for people, t in zip(clusters, asked.participation(), strict=True) if t is not None for p in people}

    assert found == brute.certain_classes(tables, metric)
    assert there == brute.certain_participation(tables)


@many
@given(documents(people=5))
def test_insiders_learn_the_same_in_both(given_document: dict[str, Any]) -> None:
    document = read(given_document)
    rows, metric = rows_in(document), document.metrics["m"]
    tables = brute.tables_of(rows, metric)

    asked = Certainties(Search(System(rows, metric)))
    found = set()
    for _, cluster, known in asked.told_by(document.coalition):
        found |= {(person, asked.system.classes[known]) for person in asked.system.clusters[cluster]}

    assert found == brute.told_to_insiders(tables, metric, document.coalition)


@many
@given(documents())
def test_the_smallest_total_has_the_same_size_in_both(given_document: dict[str, Any]) -> None:
    document = read(given_document)
    rows, metric = rows_in(document), document.metrics["m"]
    tables = brute.tables_of(rows, metric)

    system = System(rows, metric)
    total = smallest(Search(system), document.k)

    size = None if total is None else int(total.clusters @ system.sizes)
    assert size == brute.smallest_told(tables, rows, metric, document.k, frozenset(tables[0]))


@many
@given(documents())
def test_the_same_roundings_are_decoded_by_both(given_document: dict[str, Any]) -> None:
    document = read(given_document)
    rows, metric = rows_in(document), document.metrics["m"]
    tables = brute.tables_of(rows, metric)

    found = {(row.index, total.quantity.name) for row, total in decoded(Search(System(rows, metric)))}

    assert found == brute.decoded(tables, rows, metric)


@many
@given(documents(waves=3))
def test_who_came_or_went_is_told_by_both(given_document: dict[str, Any]) -> None:
    document = read(given_document)
    metric = document.metrics["m"]
    compared = [(list(change.rows), change.people) for change in changes_of(document, metric)]
    expected = [*brute.pairs_of(document, metric)]

    assert {(frozenset(r.index for r in rows), changed) for rows, changed in compared} == {
        (frozenset(r.index for r in rows), changed) for rows, changed in expected
    }
    for rows, changed in compared:
        assert not _refuted(rows) or across_by_brute(rows, changed, document) is None
        assert across(rows, changed, document) == across_by_brute(rows, changed, document)


def across(rows: list[Row], changed: frozenset[Person], document: Document) -> object:
    """What follows for who came or went, or None if they cannot have left the others unchanged."""
    try:
        search = Search(System(rows, document.metrics["m"]))
    except Contradiction:
        return None
    clusters = search.system.clusters
    meant = np.array([changed.issuperset(cluster) for cluster in clusters])
    asked = Certainties(search)
    names = search.system.classes
    total = smallest(search, document.k, among=meant)
    return (
        {
            p: names[c]
            for people, c in zip(clusters, asked.classes(), strict=True)
            if c is not None
            for p in people
            if p in changed
        },
        {
            p: t
            for people, t in zip(clusters, asked.participation(), strict=True)
            if t is not None
            for p in people
            if p in changed
        },
        None if total is None else int(total.clusters @ search.system.sizes),
    )


def across_by_brute(rows: list[Row], changed: frozenset[Person], document: Document) -> object:
    metric = document.metrics["m"]
    tables = brute.tables_of(rows, metric)
    if not tables:
        return None
    return (
        {p: c for p, c in brute.certain_classes(tables, metric).items() if p in changed},
        {p: t for p, t in brute.certain_participation(tables).items() if p in changed},
        brute.smallest_told(tables, rows, metric, document.k, changed),
    )


@settings(max_examples=max(1, EXAMPLES // 5), suppress_health_check=[HealthCheck.too_slow])
@given(documents(waves=2, people=4))
def test_a_whole_audit_names_kinds_and_people_as_the_enumeration_does(given_document: dict[str, Any]) -> None:
    document = read(given_document)
    metric = document.metrics["m"]

    found = violations(document)

    for wave in document.waves:
        rows = document.told(wave, "m")
        if not rows:
            continue
        tables = brute.tables_of(rows, metric)
        of = {
            kind: {p for v in found if (v.kind, v.waves) == (kind, (wave,)) for p in v.people}
            for kind in ("L3", "L3p", "L3c")
        }
        assert of["L3"] == brute.certain_classes(tables, metric).keys()
        assert of["L3p"] == brute.certain_participation(tables).keys()
        assert of["L3c"] <= {person for person, _ in brute.told_to_insiders(tables, metric, document.coalition)}


@pytest.mark.parametrize("heads", [2, 5])
def test_an_enumeration_knows_what_fits(heads: int) -> None:
    people = [f"p{number}" for number in range(heads)]
    document = read(
        {
            "k": 2,
            "scale": {"m": [1, 2]},
            "groups": {"all": people},
            "published": [{"wave": 1, "group": "all", "metric": "m", "n": heads}],
        }
    )

    tables = brute.tables_of(document.rows, document.metrics["m"])

    assert len(tables) == 2**heads
