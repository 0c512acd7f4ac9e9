"""Choices in hostile organisations: nothing can be derived of one of several options, or of several of them."""

from typing import Any

import pytest

from surveys.auditor.gate import gate_for
from tests.fuzz.choices import CHOICES, FIVE, SEVERAL, TWO, choosing
from tests.fuzz.organisations import organisation_of
from tests.fuzz.play import findings_of, no_gate, released

SEEDS = 60
CHUNKS = [range(first, first + 10) for first in range(0, SEEDS, 10)]


def document_of(seed: int, *, gated: bool = True) -> dict[str, Any]:
    gate = gate_for if gated else no_gate
    return released(choosing(organisation_of(seed)), gated=gate, asked=CHOICES)[0]


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_nothing_can_be_derived_from_the_choices_that_were_ever_released(seeds: range) -> None:
    assert [(seed, each) for seed in seeds for each in findings_of(document_of(seed))] == []


def test_choices_are_released_in_some_organisation_and_all_options_with_them() -> None:
    told = {row["metric"] for seed in (0, 2) for row in document_of(seed)["published"]}

    assert {TWO.key, FIVE.key, *(choice.key for choice in SEVERAL.choices)} <= told


def test_without_the_gate_something_could_be_derived_of_choices_too() -> None:
    assert any(findings_of(document_of(seed, gated=False)) for seed in range(12))
