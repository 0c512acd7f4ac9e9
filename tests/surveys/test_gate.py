"""The gate at the close: a whole group is withheld as soon as anything could be derived with it, and none otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest

from people.anonymity import K
from surveys import auditor
from surveys.auditor.blocks import CELLS, blocks_of
from surveys.auditor.export import Released, document_of, unnamed
from surveys.auditor.gate import gate_for
from surveys.cells import COMPANY, Cell, Layout, Place, Tree, layout_of
from surveys.instruments import load
from surveys.policy import WHOLE_FORM, Counts, Statistic, Tally, release_of

ITEM, OTHER = "usefulness", "trust"
PULSE = load("first_pulse")
Answers = Mapping[str, Counts]
ALL, TELLING = Counts(22, 0, 10, 22, 0), 1
"""All of 32 answer, none of them neutrally; and a key under which both classes are rounded up, so that it shows."""


def team(audience: int, *, company: str = COMPANY) -> Layout:
    """A company that is one group."""
    tree = Tree((Cell(company, None, ("Acme",), (), audience),))
    return Layout(tree, {f"U{number:03}": company for number in range(audience)}, {})


def company(*sizes: int) -> Layout:
    """A company of teams of these sizes."""
    places = [Place(1, None, "Acme"), *(Place(2 + number, 1, f"Team {number}") for number in range(len(sizes)))]
    people = {f"U{unit}-{number}": unit for unit, size in enumerate(sizes, start=2) for number in range(size)}
    return layout_of(places, people, company="Acme")


def candidate_of(layout: Layout, wave: str = "1") -> Released:
    return Released(wave, layout.tree, layout.cell_of, PULSE, K, ())


def released(
    layout: Layout, answers: Answers, *, wave: str = "1", key: int = 1, earlier: tuple[Released, ...] = (), gated: bool
) -> Released:
    """What is shown of two questions that are answered alike, with the gate or without."""
    tally = Tally(
        {cell: counts.n for cell, counts in answers.items()},
        {(cell, item): counts for cell, counts in answers.items() for item in (ITEM, OTHER)},
    )
    statistics = release_of(
        layout.tree,
        tally,
        k=K,
        key=key.to_bytes(32, "big"),
        prints={cell.key: cell.key for cell in layout.tree.cells},
        gate=gate_for(candidate_of(layout, wave), earlier, tally) if gated else None,
    )
    return replace(candidate_of(layout, wave), statistics=statistics)


def derivable(*rounds: Released) -> list[auditor.Violation]:
    return auditor.violations(auditor.read(document_of(rounds)))


@pytest.mark.parametrize("key", range(1, 25))
def test_a_group_is_withheld_exactly_when_its_figures_would_tell_that_everybody_answered(key: int) -> None:
    free, kept = (released(team(32), {COMPANY: ALL}, key=key, gated=gated) for gated in (False, True))

    assert (kept.statistics == []) == bool(derivable(free))
    assert {each.kind for each in derivable(free)} <= {"L3p"}


def grown(joiners: int) -> Layout:
    return team(14 + joiners)


@pytest.mark.parametrize(("joiners", "answered", "shown"), [(1, 12, False), (1, 11, True), (6, 14, True)])
def test_a_group_is_withheld_when_it_would_tell_of_who_joined_since_the_last_round(
    joiners: int,
    answered: int,
    shown: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    before = released(team(14), {COMPANY: Counts(6, 2, 3, 3, 1)}, gated=True)
    after = {COMPANY: Counts(6, answered - 9, 3, 3, 1)}

    found = released(grown(joiners), after, wave="2", earlier=(before,), gated=True)

    assert bool(before.statistics)
    assert bool(found.statistics) == shown
    assert derivable(before, found) == []


def test_only_the_group_that_tells_is_withheld_and_with_all_its_questions() -> None:
    others = Counts(12, 8, 10, 4, 4)
    before = released(company(14, 40), {"2": Counts(6, 2, 3, 3, 1), "3": others}, gated=True)
    layout, answers = company(15, 40), {"2": Counts(6, 3, 3, 3, 1), "3": others}

    free, kept = (
        released(layout, answers, wave="2", earlier=(before,), gated=gated).statistics for gated in (False, True)
    )

    assert [shown for shown in free if shown.cell != "2"] == kept
    assert {shown.item for shown in free if shown.cell == "2"} == {ITEM, OTHER, WHOLE_FORM}


def test_without_the_gate_the_one_who_joined_would_be_told() -> None:
    before = released(team(14), {COMPANY: Counts(6, 2, 3, 3, 1)}, gated=True)

    found = derivable(before, released(grown(1), {COMPANY: Counts(6, 3, 3, 3, 1)}, wave="2", gated=False))

    assert {(each.kind, each.people) for each in found} == {("L5", ("U014",))}


def test_what_earlier_rounds_told_by_themselves_withholds_nothing_now() -> None:
    told = released(team(32), {COMPANY: ALL}, key=TELLING, gated=False)

    now = released(team(32), {COMPANY: Counts(10, 8, 5, 4, 2)}, wave="2", earlier=(told,), gated=True)

    assert derivable(told)
    assert now.statistics


def test_figures_that_cannot_all_be_true_are_withheld_from_the_finest_group_up() -> None:
    layout = company(20, 20)
    finest = sorted(set(layout.cell_of.values()))
    impossible = [Statistic(COMPANY, ITEM, "n", 8, 11), *(Statistic(cell, ITEM, "n", 17, 20) for cell in finest)]

    gate = gate_for(candidate_of(layout), (), Tally({}, {}))

    assert set(gate(impossible)) & set(finest)
    assert COMPANY not in gate(impossible)


def test_what_the_solver_cannot_decide_in_its_time_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    before = released(team(14), {COMPANY: Counts(6, 2, 3, 3, 1)}, gated=True)
    after = {COMPANY: Counts(6, 2, 3, 3, 1)}
    decided = released(grown(1), after, wave="2", earlier=(before,), gated=True)

    monkeypatch.setattr("surveys.auditor.programme.SECONDS", 0.0)
    undecided = released(grown(1), after, wave="2", earlier=(before,), gated=True)

    assert decided.statistics
    assert undecided.statistics == []


def test_nothing_to_show_needs_no_gate() -> None:
    assert list(gate_for(candidate_of(team(8)), (), Tally({}, {}))([])) == []


def crowd(random: Random, size: int) -> Counts:
    answered = random.randint(0, size)
    favourable = random.randint(0, answered)
    unfavourable = random.randint(0, answered - favourable)
    return Counts(
        favourable, answered - favourable - unfavourable, unfavourable, favourable // 2, (unfavourable + 1) // 2
    )


@pytest.mark.parametrize("seed", [0, 2, 3])
def test_a_company_of_many_groups_is_audited_in_blocks_and_nothing_is_left_to_derive(seed: int) -> None:
    random = Random(seed)
    sizes = [random.choice((8, 9, 12, 31, 32)) for _ in range(3 * CELLS)]
    layout = company(*sizes)
    heads = {cell: list(layout.cell_of.values()).count(cell) for cell in set(layout.cell_of.values())}
    answers = {cell: crowd(random, size) for cell, size in heads.items()}
    answers |= {cell: Counts(22, 0, size - 22, 22, 0) for cell, size in heads.items() if size > 30}

    free, kept = (released(layout, answers, key=seed, gated=gated) for gated in (False, True))

    assert len(layout.tree.cells) > CELLS
    assert derivable(free)
    assert derivable(kept) == []
    assert len({shown.cell for shown in kept.statistics}) > len({shown.cell for shown in free.statistics}) / 2


@pytest.mark.parametrize("seed", range(30))
def test_blocks_hold_each_person_once_and_name_what_is_around_them(seed: int) -> None:
    random = Random(seed)
    places = [Place(1, None, "Acme")]
    for unit in range(2, 60):
        places.append(Place(unit, random.choice(places).unit_id, f"Unit {unit}"))
    people = {f"U{number}": random.choice(places).unit_id for number in range(600)}
    layout = layout_of(places, people, company="Acme")
    shown = frozenset(cell.key for cell in layout.tree.cells if cell.key == COMPANY or random.random() < 0.8)

    blocks = blocks_of(layout.tree, shown)

    parents = {cell.key: cell.parent for cell in layout.tree.cells}
    assert sorted(key for block in blocks for key in block.finest) == sorted(parents)
    assert all(len(block.cells) <= CELLS for block in blocks)
    for block in blocks:
        for finest in block.finest:
            key: str | None = finest
            chain = []
            while key is not None:
                chain.append(key)
                key = parents[key]
            assert set(chain) & shown <= {*block.cells, *block.around}


def test_a_document_that_leaves_the_house_numbers_its_people_alike_in_all_rounds() -> None:
    first, second = candidate_of(team(8)), candidate_of(team(9), "2")

    numbered = unnamed([first, second])

    assert list(numbered[0].cell_of) == [f"p{number}" for number in range(1, 9)]
    assert set(numbered[1].cell_of) - set(numbered[0].cell_of) == {"p9"}
