"""The limits of the two blocks of rows: a table, and a data table that one can page through and sort.

Source: docs.slack.dev, Block Kit, table block and data table block; the null that skips a column is in Slack's SDK. The
first edition of the data table allowed 100 rows below the header; libraries that follow its younger ones allow 200.
"""

from typing import Any

from sandbox.checks.objects import block
from sandbox.checks.rich_text import RICH_TEXT
from sandbox.checks.rules import Rule, boolean, by_type, listing, number, one_of, record, string, typed

CELL = by_type(
    {
        "raw_text": typed("raw_text", {"text": string(least=1)}),
        "raw_number": typed("raw_number", {"value": number(whole=False), "text": string(least=1)}),
        "rich_text": RICH_TEXT,
    },
    "a cell of a table",
)
ROW = listing(CELL, least=1, most=20)
SETTINGS = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column(value: object, path: str) -> list[str]:
    """The settings of a column, or null for one that has none."""
    return [] if value is None else SETTINGS(value, path)


def _rows_match(value: dict[str, Any], path: str) -> list[str]:
    """Ask that a data table has a header of plain cells, and rows as long as it."""
    header, *rows = value["rows"]
    faults = [
        f"{path}.rows[0][{index}]: must not be rich_text, since it heads a column"
        for index, cell in enumerate(header)
        if cell["type"] == "rich_text"
    ]
    return faults + [
        f"{path}.rows[{index}]: has {len(row)} cells, and the header has {len(header)}"
        for index, row in enumerate(rows, start=1)
        if len(row) != len(header)
    ]


TABLES: dict[str, Rule] = dict(
    [
        block("table", {"rows": listing(ROW, least=1, most=100)}, {"column_settings": listing(_column, most=20)}),
        block(
            "data_table",
            {"caption": string(least=1), "rows": listing(ROW, least=2, most=201)},
            {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
            _rows_match,
        ),
    ]
)
