"""The roster as a CSV file: `email` or `user_id`, `unit`, `manages` if one likes; read into rows, bad lines named."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from people.hierarchy import parts_of
from people.listing import Listing, Problem, Row

COLUMNS = {"email": "email", "userid": "user_id", "unit": "unit", "manages": "manages"}
DELIMITERS = (",", ";", "\t")
UNREADABLE = "cannot be read: a quotation mark is not closed, or something follows it inside the cell"


def parse(content: bytes) -> Listing:
    """Read a file as spreadsheets save it: comma, semicolon or tab; UTF-8, UTF-16 with its mark, or Windows-1252."""
    lines = list(io.StringIO(_decoded(content), newline=""))
    first = next((number for number, line in enumerate(lines) if not _says_nothing(line)), None)
    if first is None:
        return Listing(problems=(Problem(1, "the file is empty"),))
    delimiter = max(DELIMITERS, key=lambda mark: len(set(_columns_of(_cells_of(lines[first], mark))) - {""}))
    records = _records(lines, first, delimiter)
    columns = _columns_of(next(records)[1] or [])
    flaws = _flaws_of(columns)
    if flaws:
        return Listing(problems=tuple(Problem(first + 1, flaw) for flaw in flaws))
    read = [_row_of(line, cells, columns) for line, cells in records if cells is None or any(cells)]
    rows = tuple(row for row in read if isinstance(row, Row))
    problems = tuple(problem for problem in read if isinstance(problem, Problem))
    if not read:
        problems = (Problem(first + 1, "nobody is listed below this line"),)
    return Listing(rows, problems)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _says_nothing(line: str) -> bool:
    # Excel writes `sep=;` above the header to tell itself the delimiter.
    return not line.strip(" \t\r\n,;") or (line.startswith("sep=") and len(line.strip("\r\n")) == len("sep=;"))


def _cells_of(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _records(lines: Sequence[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the number of its first line; None for a malformed one, after which the next line is tried.

    A quotation mark that is never closed would otherwise swallow the rest of the file, and the bad lines in it.
    """
    at = start
    while at < len(lines):
        base = at
        reader = csv.reader(map(lines.__getitem__, range(base, len(lines))), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield at + 1, [cell.strip() for cell in cells]
                at = base + reader.line_num
        except csv.Error:
            yield at + 1, None
            at += 1


def _columns_of(header: Sequence[str]) -> list[str]:
    """The column that each cell of the header names, blank for those that we do not read."""
    return [COLUMNS.get("".join(filter(str.isalpha, cell)).lower(), "") for cell in header]


def _flaws_of(columns: Sequence[str]) -> list[str]:
    known = [column for column in columns if column]
    flaws = [f"two columns are named {column}" for column in sorted(set(known)) if known.count(column) > 1]
    if not {"email", "user_id"} & set(known):
        flaws.append("no column is named email or user_id")
    if "unit" not in known:
        flaws.append("no column is named unit")
    return flaws


def _row_of(line: int, cells: Sequence[str] | None, columns: Sequence[str]) -> Row | Problem:
    if cells is None:
        return Problem(line, UNREADABLE)
    if any(cells[len(columns) :]):
        return Problem(line, f"has {len(cells)} cells where the header has {len(columns)}")
    # A line may end early; the cells that it leaves out are empty.
    cell = {column: cells[at] if at < len(cells) else "" for at, column in enumerate(columns)}
    managed = (parts_of(unit) for unit in cell.get("manages", "").split(";"))
    return Row(
        line,
        parts_of(cell["unit"]),
        user_id=cell.get("user_id", "").upper() or None,
        email=cell.get("email") or None,
        manages=tuple(dict.fromkeys(unit for unit in managed if unit)),
    )
