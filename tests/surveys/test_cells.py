"""Merging at launch: no cell is small, and nobody is left between a cell and those below it."""

from collections import Counter
from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.cells import COMPANY, Cell, Layout, NotATree, Place, TooSmall, Tree, groups_of, layout_of

ACME, ENGINEERING, SALES, PLATFORM, DATA, DESIGN = range(1, 7)
CHART = [
    Place(ACME, None, "Acme"),
    Place(ENGINEERING, ACME, "Engineering"),
    Place(SALES, ACME, "Sales"),
    Place(PLATFORM, ENGINEERING, "Platform"),
    Place(DATA, ENGINEERING, "Data"),
    Place(DESIGN, ENGINEERING, "Design"),
]


def people(sizes: dict[int | None, int]) -> dict[str, int | None]:
    """Members named in turn, so many in each unit."""
    number = count()
    return {f"U{next(number):04}": unit_id for unit_id, size in sizes.items() for _ in range(size)}


def acme(sizes: dict[int | None, int], k: int = 6) -> Layout:
    return layout_of(CHART, people(sizes), company="Everybody", k=k)


def cell(layout: Layout, key: str) -> Cell:
    return next(cell for cell in layout.tree.cells if cell.key == key)


def audiences(layout: Layout) -> dict[str, int]:
    return {cell.key: cell.audience for cell in layout.tree.cells}


def test_teams_of_eight_stand_alone() -> None:
    layout = acme({SALES: 8, PLATFORM: 9, DATA: 8, DESIGN: 10})

    assert audiences(layout) == {"company": 35, "2": 27, "3": 8, "4": 9, "5": 8, "6": 10}
    assert not any(cell.rest for cell in layout.tree.cells)


def test_two_teams_too_small_are_counted_together() -> None:
    layout = acme({SALES: 8, PLATFORM: 6, DATA: 5, DESIGN: 10})

    assert cell(layout, "4+5") == Cell("4+5", "2", ("Data", "Platform"), (DATA, PLATFORM), 11)
    assert layout.cell_for_unit[PLATFORM] == layout.cell_for_unit[DATA] == "4+5"


def test_the_smallest_teams_are_put_together_first() -> None:
    layout = layout_of(
        [*CHART, Place(7, ENGINEERING, "Mobile")],
        people({SALES: 8, PLATFORM: 7, DATA: 2, DESIGN: 6, 7: 5}),
        company="Everybody",
    )

    assert cell(layout, "5+6+7").audience == 13 + 7
    assert layout.cell_for_unit[PLATFORM] == "5+6+7"


def test_a_head_of_department_is_counted_with_the_smallest_team() -> None:
    layout = acme({SALES: 20, ENGINEERING: 1, PLATFORM: 9, DATA: 8, DESIGN: 10})

    assert cell(layout, "5") == Cell("5", "2", ("Data",), (DATA,), 9, "Engineering")
    assert cell(layout, "5").rest
    assert layout.cell_for_unit[ENGINEERING] == "2"


def test_a_team_left_over_is_counted_with_the_smallest_neighbour_and_its_manager_reads_that() -> None:
    layout = acme({SALES: 20, PLATFORM: 9, DATA: 3, DESIGN: 10})

    assert cell(layout, "4") == Cell("4", "2", ("Platform",), (PLATFORM,), 12, "Engineering")
    assert layout.cell_for_unit[DATA] == "4"


def test_the_head_of_the_company_sinks_to_a_finest_cell_that_says_so() -> None:
    layout = acme({ACME: 1, SALES: 40, PLATFORM: 9, DATA: 8})

    assert cell(layout, "2").others_in == "Acme"
    assert cell(layout, "5").others_in == "Acme"
    assert layout.cell_of["U0000"] == "5"
    assert audiences(layout) == {"company": 58, "2": 18, "3": 40, "4": 9, "5": 9}


def test_strays_of_two_levels_are_counted_together() -> None:
    layout = acme({ACME: 2, SALES: 40, ENGINEERING: 6, PLATFORM: 9})

    assert audiences(layout) == {"company": 57, "2": 17, "3": 40, "4": 9}
    assert layout.cell_of["U0000"] == "2"
    assert cell(layout, "2").others_in == "Acme"


def test_eight_who_belong_to_no_team_are_counted_in_the_department_only() -> None:
    layout = acme({SALES: 20, ENGINEERING: 8, PLATFORM: 9})

    assert audiences(layout) == {"company": 37, "2": 17, "3": 20, "4": 9}
    assert Counter(layout.cell_of.values())["2"] == 8


def test_small_teams_without_a_neighbour_are_counted_in_the_department_only() -> None:
    layout = acme({SALES: 20, PLATFORM: 4, DATA: 3, ENGINEERING: 1})

    assert audiences(layout) == {"company": 28, "2": 8, "3": 20}
    assert layout.cell_for_unit[PLATFORM] == layout.cell_for_unit[DATA] == "2"


def test_the_manager_of_a_unit_without_people_reads_the_unit_above() -> None:
    layout = acme({SALES: 20, PLATFORM: 9, DESIGN: 8})

    assert layout.cell_for_unit[DATA] == "2"


def test_who_is_in_no_unit_belongs_to_the_company() -> None:
    layout = acme({None: 9, SALES: 20, PLATFORM: 9})

    assert Counter(layout.cell_of.values()) == {COMPANY: 9, "3": 20, "4": 9}
    assert cell(layout, COMPANY).names == ("Acme",)


def test_several_top_units_stand_under_a_company_of_the_given_name() -> None:
    layout = layout_of([Place(1, None, "North"), Place(2, None, "South")], people({1: 8, 2: 9}), company="Acme")

    assert layout.tree.cells[0] == Cell(COMPANY, None, ("Acme",), (), 17)
    assert [cell.parent for cell in layout.tree.cells[1:]] == [COMPANY, COMPANY]


def test_a_company_without_units_is_one_cell() -> None:
    layout = layout_of([], people({None: 8}), company="Acme")

    assert layout.tree.cells == (Cell(COMPANY, None, ("Acme",), (), 8),)


def test_a_company_of_seven_cannot_hold_a_round() -> None:
    with pytest.raises(TooSmall):
        acme({SALES: 7})


def test_a_higher_threshold_makes_larger_cells() -> None:
    assert audiences(acme({SALES: 20, PLATFORM: 9, DATA: 8}, k=8)) == {"company": 37, "2": 17, "3": 20, "4+5": 17}


def test_a_person_is_told_the_groups_from_the_company_down() -> None:
    layout = acme({SALES: 8, PLATFORM: 6, DATA: 5, DESIGN: 10})

    groups = groups_of(layout.tree, "4+5")

    assert [(group.names, group.audience) for group in groups] == [
        (("Acme",), 29),
        (("Engineering",), 21),
        (("Data", "Platform"), 11),
    ]


@pytest.mark.parametrize(
    "places",
    [
        [Place(1, None, "Top"), Place(2, 3, "Egg"), Place(3, 2, "Hen")],
        [Place(1, None, "Top"), Place(2, 9, "Lost")],
        [Place(1, None, "Top"), Place(1, None, "Twin")],
    ],
)
def test_units_in_a_circle_lost_or_doubled_are_refused(places: list[Place]) -> None:
    with pytest.raises(NotATree):
        layout_of(places, people({1: 20}), company="Acme")


def test_a_member_of_an_unknown_unit_is_refused() -> None:
    with pytest.raises(NotATree):
        acme({99: 20})


@pytest.mark.parametrize(
    "cells",
    [
        (Cell("4", COMPANY, ("Platform",), (4,), 9), Cell(COMPANY, None, ("Acme",), (), 20)),
        (Cell(COMPANY, None, ("Acme",), (), 20), Cell("4", None, ("Platform",), (4,), 9)),
        (Cell(COMPANY, None, ("Acme",), (), 20), Cell(COMPANY, COMPANY, ("Acme",), (), 20)),
    ],
)
def test_cells_read_back_in_disorder_are_refused(cells: tuple[Cell, ...]) -> None:
    with pytest.raises(NotATree):
        Tree(cells)


Chart = tuple[list[Place], dict[str, int | None]]


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """A random forest of up to 14 units with people anywhere in it, eight in all at least."""
    parents = [draw(st.integers(0, above)) for above in range(draw(st.integers(0, 14)))]
    places = [Place(unit_id, parent or None, f"Unit {unit_id}") for unit_id, parent in enumerate(parents, start=1)]
    counts: dict[int | None, int] = {place.unit_id: draw(st.integers(0, 12)) for place in places}
    counts[None] = draw(st.integers(8 if sum(counts.values()) < 8 else 0, 12))
    return places, people(counts)


@given(charts())
def test_everybody_is_counted_in_exactly_one_finest_cell(chart: Chart) -> None:
    places, members = chart

    layout = layout_of(places, members, company="Acme")

    assert layout.cell_of.keys() == members.keys()
    counted = Counter(group.key for key in layout.cell_of.values() for group in groups_of(layout.tree, key))
    assert counted == audiences(layout)


@given(charts())
def test_no_cell_is_small_and_no_few_are_left_beside_the_cells_below(chart: Chart) -> None:
    cells = layout_of(*chart, company="Acme").tree.cells

    for parent in cells:
        below = [cell.audience for cell in cells if cell.parent == parent.key]
        assert parent.audience >= 8
        assert parent.audience == sum(below) or parent.audience - sum(below) >= 8


@given(charts())
def test_every_unit_is_read_in_a_cell_that_counts_all_its_people(chart: Chart) -> None:
    places, members = chart

    layout = layout_of(places, members, company="Acme")

    assert layout.cell_for_unit.keys() == {place.unit_id for place in places}
    above = {place.unit_id: place.parent_id for place in places}
    for user_id, home in members.items():
        counted_in = {group.key for group in groups_of(layout.tree, layout.cell_of[user_id])}
        unit_id = home
        while unit_id is not None:
            assert layout.cell_for_unit[unit_id] in counted_in
            unit_id = above[unit_id]


@given(charts())
def test_a_cell_says_when_it_counts_people_from_outside_its_units(chart: Chart) -> None:
    places, members = chart
    layout = layout_of(places, members, company="Acme")
    above = {place.unit_id: place.parent_id for place in places}

    outside: set[str] = set()
    for user_id, home in members.items():
        lineage = [home]
        while lineage[-1] is not None:
            lineage.append(above[lineage[-1]])
        groups = groups_of(layout.tree, layout.cell_of[user_id])[1:]
        outside |= {group.key for group in groups if not set(group.unit_ids) & set(lineage)}

    assert outside == {cell.key for cell in layout.tree.cells if cell.rest}


@given(charts(), st.randoms(use_true_random=False))
def test_the_order_of_units_and_people_changes_nothing(chart: Chart, random: Random) -> None:
    places, members = chart
    shuffled = random.sample(places, len(places))
    reordered = dict(random.sample(list(members.items()), len(members)))

    before, after = layout_of(places, members, company="Acme"), layout_of(shuffled, reordered, company="Acme")

    assert after == before
    assert list(after.cell_of.items()) == list(before.cell_of.items())


@given(charts(), st.randoms(use_true_random=False))
def test_other_user_ids_give_the_same_cells(chart: Chart, random: Random) -> None:
    places, members = chart
    renamed = dict(zip(members, random.sample(list(members), len(members)), strict=True))

    before = layout_of(places, members, company="Acme")
    after = layout_of(places, {renamed[user_id]: home for user_id, home in members.items()}, company="Acme")

    assert after.tree == before.tree
    assert after.cell_for_unit == before.cell_for_unit
    assert after.cell_of == {renamed[user_id]: key for user_id, key in before.cell_of.items()}
