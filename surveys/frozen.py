"""The reporting cells of a round as JSON: written when it opens, read ever after, without anybody's name in them."""

from functools import cached_property
from typing import Any

from surveys import instruments
from surveys.cells import Cell, Layout, Tree
from surveys.models import Round


def layout_to_json(layout: Layout) -> dict[str, Any]:
    """The tree and, for each unit, the cell that its manager may read; who is in which cell is left out."""
    return {
        "cells": [
            {
                "key": cell.key,
                "parent": cell.parent,
                "names": list(cell.names),
                "unit_ids": list(cell.unit_ids),
                "audience": cell.audience,
                "others_in": cell.others_in,
            }
            for cell in layout.tree.cells
        ],
        "units": {str(unit_id): key for unit_id, key in layout.cell_for_unit.items()},
    } | ({"audience": list(layout.audience)} if layout.audience else {})


def layout_from_json(held: dict[str, Any]) -> Layout:
    """What `layout_to_json` wrote; nobody is in its cells."""
    cells = tuple(
        Cell(
            key=cell["key"],
            parent=cell["parent"],
            names=tuple(cell["names"]),
            unit_ids=tuple(cell["unit_ids"]),
            audience=cell["audience"],
            others_in=cell["others_in"],
        )
        for cell in held["cells"]
    )
    units = {int(unit_id): key for unit_id, key in held["units"].items()}
    return Layout(Tree(cells), {}, units, tuple(held.get("audience", ())))


class Frozen:
    """What a round froze, for all who come to it together: each part is read when it is first asked for, and once."""

    def __init__(self, held: Round, public_key: bytes) -> None:
        self.held = held
        self.public_key = public_key

    @cached_property
    def instrument(self) -> instruments.Instrument:
        """What it asks."""
        return instruments.from_json(self.held.questions)

    @cached_property
    def layout(self) -> Layout:
        """Its reporting cells, and whom it asks."""
        return layout_from_json(self.held.tree)
