"""The groups of a round come back from the database as they were frozen, and nobody is named in them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from surveys.cells import Layout, Place, layout_of
from surveys.frozen import layout_from_json, layout_to_json

CHART = (
    Place(1, None, "Acme"),
    Place(2, 1, "Engineering & Research"),
    Place(3, 1, "Ventes « Nord »"),
    Place(4, 2, "Platform"),
    Place(5, 2, "Data"),
    Place(6, 2, "Design"),
)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Companies of every shape that can be asked, with teams too small to stand alone."""
    sizes = draw(st.fixed_dictionaries({place.unit_id: st.integers(0, 12) for place in CHART}))
    sizes[1] += 8
    people = {f"U{unit}X{number}": unit for unit, size in sizes.items() for number in range(size)}
    return layout_of(CHART, people, company="Acme")


@given(layouts())
def test_tree_and_managers_cells_come_back_as_they_were(layout: Layout) -> None:
    held = json.loads(json.dumps(layout_to_json(layout)))

    back = layout_from_json(held)

    assert (back.tree, back.cell_for_unit) == (layout.tree, layout.cell_for_unit)


@given(layouts())
def test_nobody_is_named_in_what_is_frozen(layout: Layout) -> None:
    held = json.dumps(layout_to_json(layout))

    assert not any(user_id in held for user_id in layout.cell_of)
    assert layout_from_json(json.loads(held)).cell_of == {}
