"""A hundred hostile organisations: nothing can be derived of what the product releases, and much of exact figures."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from rich.console import Console

from people.anonymity import MINIMUM_AUDIENCE, K
from surveys.cells import Layout, layout_of
from tests.fuzz import naive
from tests.fuzz.__main__ import main, told
from tests.fuzz.answering import USEFUL
from tests.fuzz.groups import Shown
from tests.fuzz.organisations import WEEKS, Organisation, Week, organisation_of
from tests.fuzz.play import NO_VERDICT, POLICIES, PRODUCT, Verdict, findings_of, no_gate, released, verdict_of

SEEDS = 100
CHUNK = 10
CHUNKS = [range(first, first + CHUNK) for first in range(0, SEEDS, CHUNK)]


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_nothing_can_be_derived_from_all_that_was_ever_released(seeds: range) -> None:
    assert [(seed, each) for seed in seeds for each in verdict_of(PRODUCT, seed).findings] == []


def test_exact_figures_of_five_people_give_somebody_away_in_nearly_every_organisation() -> None:
    organisations = [organisation_of(seed) for seed in range(SEEDS)]

    # The first week is mostly enough, and quickly audited.
    violated = sum(
        any(findings_of(naive.published(replace(each, weeks=each.weeks[:weeks]))[0]) for weeks in (1, WEEKS))
        for each in organisations
    )

    assert violated >= 95


def test_a_seed_always_gives_the_same_organisation() -> None:
    assert organisation_of(7) == organisation_of(7)
    assert organisation_of(7) != organisation_of(8)


def test_organisations_hold_from_ten_to_about_two_hundred_people() -> None:
    heads = [len(organisation_of(seed).weeks[0].unit_of) for seed in range(SEEDS)]

    assert min(heads) >= 10
    assert 80 < max(heads) <= 220


def test_an_organisation_has_six_rounds() -> None:
    assert {len(organisation_of(seed).weeks) for seed in range(SEEDS)} == {WEEKS}


def layouts() -> Iterator[tuple[Week, Layout]]:
    for seed in range(SEEDS):
        for week in organisation_of(seed).weeks:
            yield week, layout_of(week.places, week.unit_of, company="Company")


def values_of(week: Week, layout: Layout, cell: str) -> list[int | None]:
    """What the people of a finest cell chose of five degrees; of who left it blank, None."""
    return [said.get(USEFUL.key) for person, said in week.answers.items() if layout.cell_of[person] == cell]


def of_one_mind(week: Week, layout: Layout) -> bool:
    chosen = [values_of(week, layout, cell.key) for cell in layout.tree.cells[1:]]
    return any(len(values) >= K and len(set(values)) == 1 for values in chosen)


def of_one_mind_but_one(week: Week, layout: Layout) -> bool:
    chosen = [values_of(week, layout, cell.key) for cell in layout.tree.cells[1:]]
    return any(len(values) >= K and 1 in {values.count(each) for each in values} for values in chosen)


def answering(number: Callable[[int], int]) -> Callable[[Week, Layout], bool]:
    """Whether in some finest cell exactly so many of all answered."""

    def so_many(week: Week, layout: Layout) -> bool:
        heads = {cell.key: list(layout.cell_of.values()).count(cell.key) for cell in layout.tree.cells}
        return any(
            number(people) == len(values_of(week, layout, cell))
            for cell, people in heads.items()
            if people >= MINIMUM_AUDIENCE
        )

    return so_many


@pytest.mark.parametrize(
    "hurts",
    [
        pytest.param(of_one_mind, id="a group of one mind"),
        pytest.param(of_one_mind_but_one, id="a group of one mind but for one person"),
        pytest.param(answering(lambda _: 0), id="nobody answers"),
        pytest.param(answering(lambda _: K - 1), id="one answer too few"),
        pytest.param(answering(lambda _: K), id="just enough answers"),
        pytest.param(answering(lambda people: people - 1), id="all but one answer"),
        pytest.param(answering(lambda people: people), id="all answer"),
        pytest.param(lambda _, layout: any(len(cell.names) > 1 for cell in layout.tree.cells), id="merged units"),
        pytest.param(lambda _, layout: any(cell.rest for cell in layout.tree.cells), id="strays that sink"),
    ],
)
def test_some_week_hurts_in_this_way(hurts: Callable[[Week, Layout], bool]) -> None:
    assert any(hurts(week, layout) for week, layout in layouts())


def one_came(before: Week, after: Week) -> bool:
    return len(after.unit_of.keys() - before.unit_of.keys()) == 1 and before.unit_of.keys() < after.unit_of.keys()


def one_left(before: Week, after: Week) -> bool:
    return one_came(after, before)


def one_moved(before: Week, after: Week) -> bool:
    return len(before.unit_of.items() ^ after.unit_of.items()) == 2 and before.unit_of.keys() == after.unit_of.keys()


def nobody_changed(before: Week, after: Week) -> bool:
    """Somebody came or went, and all others answered as they had."""
    both = before.unit_of.keys() & after.unit_of.keys()
    same = all(before.answers.get(person) == after.answers.get(person) for person in both)
    return same and before.unit_of.keys() != after.unit_of.keys()


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(one_came, id="one person comes"),
        pytest.param(one_left, id="one person leaves"),
        pytest.param(one_moved, id="one person moves"),
        pytest.param(lambda before, after: before.unit_of == after.unit_of, id="nobody moves"),
        pytest.param(lambda before, after: len(before.places) > len(after.places), id="a unit is dissolved"),
        pytest.param(lambda before, after: len(before.places) < len(after.places), id="a unit is founded"),
        pytest.param(nobody_changed, id="all others answer as they had"),
    ],
)
def test_between_some_weeks_this_happens(happens: Callable[[Week, Week], bool]) -> None:
    weeks = [organisation_of(seed).weeks for seed in range(SEEDS)]

    assert any(happens(*both) for each in weeks for both in pairwise(each))


def test_somebody_comes_back_after_a_week_away() -> None:
    def comes_back(organisation: Organisation) -> bool:
        there = [week.unit_of.keys() for week in organisation.weeks]
        return any((first - then) & last for first, then, last in zip(there, there[1:], there[2:], strict=False))

    assert any(comes_back(organisation_of(seed)) for seed in range(SEEDS))


def one_week() -> tuple[dict[str, Any], list[str]]:
    """What is released of a first week, which tells nothing of anybody, and seven people of that week."""
    organisation = organisation_of(0)
    first = replace(organisation, weeks=organisation.weeks[:1])
    return released(first, gated=no_gate)[0], sorted(first.weeks[0].unit_of)[:7]


def test_an_exact_count_of_seven_people_among_what_is_released_is_found() -> None:
    document, seven = one_week()
    planted = {"wave": "week 1", "group": seven, "metric": USEFUL.key, "n": 7}

    found = findings_of(document | {"published": [*document["published"], planted]})

    assert findings_of(document) == ()
    assert "L3p" in {kind for kind, _ in found}


def test_a_release_that_cannot_be_true_has_no_verdict_and_is_no_success() -> None:
    document, seven = one_week()
    rows = [{"wave": "week 1", "group": seven, "metric": USEFUL.key, "n": number} for number in (6, 7)]

    found = findings_of(document | {"published": [*document["published"], *rows]})

    assert [kind for kind, _ in found] == [NO_VERDICT]


def test_what_can_be_derived_is_printed_with_its_seed_and_fails_the_run() -> None:
    out = io.StringIO()
    clean = [Verdict(17, policy, (), Shown(3, 4, 3), 1.0) for policy in POLICIES]
    found = Verdict(18, PRODUCT, (("L5", "L5 useful, wave 1 and 2: the answer of U1 is known"),), Shown(1, 4, 3), 1.0)

    assert told(clean, Console(file=io.StringIO(), width=200)) == 0
    assert told([*clean, found], Console(file=out, width=200)) == 1
    assert "seed 18: L5 useful, wave 1 and 2: the answer of U1 is known" in out.getvalue()
    assert "50.0 %" in out.getvalue()


def test_the_command_plays_one_organisation_again(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--first", "0", "--seeds", "1", "--workers", "1"])
    said = capsys.readouterr().out

    assert code == 0
    assert all(policy in said for policy in POLICIES)
