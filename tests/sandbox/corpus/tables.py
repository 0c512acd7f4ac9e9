"""Tables and data tables."""

from tests.sandbox.corpus.shapes import (
    Payload,
    data_table,
    figure,
    home,
    modal,
    mrkdwn,
    plain,
    post,
    raw,
    rich,
    rich_section,
    table,
    without,
)

GOOD: dict[str, Payload] = {
    "a table": post(
        table(
            [raw("Unit"), raw("Score")],
            [rich(rich_section({"type": "text", "text": "Data"})), {"type": "raw_number", "value": 4.5, "text": "4.5"}],
            column_settings=[{"align": "left", "is_wrapped": True}, {"align": "right"}],
        )
    ),
    "a Home tab with a table": home(table([raw("A")])),
    "a table of 100 rows": post(table(*[[raw("A")]] * 100)),
    "a row of 20 cells": post(table([raw("A")] * 20)),
    "a table of numbers": post(table([raw("Score")], [figure(4.5)], [figure(-1)])),
    "a table that wraps its columns": post(
        table([raw("A"), raw("B")], column_settings=[{"is_wrapped": True}, {"align": "center", "is_wrapped": False}])
    ),
    "a table of links": post(table([rich(rich_section({"type": "link", "url": "https://example.com", "text": "A"}))])),
    "a table with settings for 20 columns": post(table([raw("A")], column_settings=[{"align": "left"}] * 20)),
    "a data table": post(data_table([raw("Unit"), raw("Score")], [raw("Data"), figure(4.5)])),
    "a data table of 101 rows": post(data_table([raw("Unit")], *[[raw("Data")]] * 100)),
    "a data table with everything": home(
        data_table(
            [raw("Unit"), raw("Score")],
            [rich(rich_section({"type": "text", "text": "Data"})), figure(4)],
            page_size=100,
            row_header_column_index=1,
            block_id="scores",
        )
    ),
    "a data table of one row a page": post(data_table([raw("Unit")], [raw("Data")], page_size=1)),
    "two data tables": post(data_table([raw("A")], [raw("1")]), data_table([raw("B")], [raw("2")])),
}

BAD: dict[str, Payload] = {
    "a table of 101 rows": post(table(*[[raw("A")]] * 101)),
    "a table of plain strings": post({"type": "table", "rows": [["A"]]}),
    "a column aligned nowhere": post(table([raw("A")], column_settings=[{"align": "top"}])),
    "a table in a modal": modal(table([raw("A")])),
    "a table without rows": post({"type": "table"}),
    "a table of rows that are objects": post({"type": "table", "rows": [raw("A")]}),
    "a table of mrkdwn": post(table([mrkdwn("A")])),
    "a table with a caption": post(table([raw("A")], caption="A")),
    "a cell without text": post(table([{"type": "raw_text"}])),
    "a cell with a number for a text": post(table([{"type": "raw_text", "text": 7}])),
    "a cell of a number without its text": post(table([{"type": "raw_number", "value": 7}])),
    "a cell of a number in a string": post(table([{"type": "raw_number", "value": "7", "text": "7"}])),
    "a cell with a style": post(table([raw("A") | {"style": {"bold": True}}])),
    "settings for 21 columns": post(table([raw("A")], column_settings=[{"align": "left"}] * 21)),
    "a column wrapped in words": post(table([raw("A")], column_settings=[{"is_wrapped": "yes"}])),
    "a column with a width": post(table([raw("A")], column_settings=[{"width": 20}])),
    "settings that are no list": post(table([raw("A")], column_settings={"align": "left"})),
    "a data table without a caption": post(without("caption", data_table([raw("A")], [raw("B")]))),
    "a data table without rows": post({"type": "data_table", "caption": "Scores"}),
    "a data table with a caption of an object": post(data_table([raw("A")], [raw("B")], caption=plain("Scores"))),
    "a data table with settings": post(data_table([raw("A")], [raw("B")], column_settings=[])),
    "a data table of mrkdwn": post(data_table([raw("A")], [mrkdwn("B")])),
    "a page in words": post(data_table([raw("A")], [raw("B")], page_size="ten")),
    "a heading column in words": post(data_table([raw("A")], [raw("B")], row_header_column_index="first")),
    "a data table in a modal": modal(data_table([raw("A")], [raw("B")])),
}
