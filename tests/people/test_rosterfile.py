"""A roster file is read as spreadsheets write it, and all of its bad lines are named at once."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.hierarchy import Path, parts_of, text_of
from people.listing import Problem, Row
from people.rosterfile import UNREADABLE, parse

ANN = Row(2, ("Engineering", "Data"), email="ann@acme.test")
BEN = Row(3, ("Sales",), email="ben@acme.test", manages=(("Sales",), ("Engineering",)))
PLAIN = "email,unit,manages\nann@acme.test,Engineering / Data,\nben@acme.test,Sales,Sales; Engineering\n"

names = st.text(st.characters(exclude_characters="/;", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20).map(
    lambda name: " ".join(name.split())
)
units = st.lists(names.filter(bool), min_size=1, max_size=6).map(text_of)
addresses = st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.test", fullmatch=True)
lines = st.lists(st.tuples(addresses, units, st.lists(units, max_size=3, unique=True)), min_size=1, max_size=8)


def file_of(text: str) -> bytes:
    return text.encode()


def problems_of(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in parse(file_of(text)).problems]


def units_of(text: str) -> list[Path | None]:
    return [row.unit for row in parse(file_of(text)).rows]


def test_a_plain_file_is_read() -> None:
    listing = parse(file_of(PLAIN))

    assert listing.rows == (ANN, BEN)
    assert listing.problems == ()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN.encode("utf-8-sig"), id="byte order mark"),
        pytest.param(PLAIN.encode("utf-16"), id="Excel's Unicode text"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="Windows' line ends"),
        pytest.param(PLAIN.replace("\n", "\r").encode(), id="the old Mac's line ends"),
        pytest.param(PLAIN.removesuffix("\n").encode(), id="no line end at the end"),
        pytest.param(PLAIN.replace(",", "\t").encode(), id="tabs"),
        pytest.param(
            PLAIN.replace("Sales; Engineering", '"Sales; Engineering"').replace(",", ";").encode(), id="semicolons"
        ),
        pytest.param(
            PLAIN.replace("email,unit,manages", " E-Mail , UNIT,Manages ").encode(), id="header's case and blanks"
        ),
        pytest.param(PLAIN.replace("Engineering / Data", '" Engineering /Data "').encode(), id="quotes"),
        pytest.param((PLAIN + "\n,,\n  \n").encode(), id="blank lines at the end"),
    ],
)
def test_the_same_file_as_other_programs_save_it_is_the_same(content: bytes) -> None:
    assert parse(content).rows == (ANN, BEN)
    assert parse(content).problems == ()


def test_blank_lines_and_excels_own_line_above_the_header_keep_the_line_numbers() -> None:
    listing = parse(b"sep=;\r\n\r\nemail;unit\r\n\r\nann@acme.test;Sales\r\n")

    assert listing.rows == (Row(5, ("Sales",), email="ann@acme.test"),)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_accents_are_read_in_utf_8_and_in_windows_1252(encoding: str) -> None:
    text = "email,unit\nann@acme.test,Ingénierie / Qualité\n"

    assert parse(text.encode(encoding)).rows[0].unit == ("Ingénierie", "Qualité")


def test_a_cell_may_hold_a_line_break_and_the_delimiter() -> None:
    text = 'note,email,unit\n"two\nlines, ""quoted""",ann@acme.test,"Sales, North"\n,ben@acme.test,Sales\n'

    listing = parse(file_of(text))

    assert [(row.line, row.unit) for row in listing.rows] == [(2, ("Sales, North",)), (4, ("Sales",))]


def test_columns_may_stand_in_any_order_and_others_are_not_kept() -> None:
    listing = parse(b"Name;Unit;Salary;User ID\nAnn Example;Sales;9000;u012ab\n")

    assert listing.rows == (Row(2, ("Sales",), user_id="U012AB"),)
    assert "Ann" not in repr(listing)
    assert "9000" not in repr(listing)


def test_a_line_may_end_before_the_optional_columns() -> None:
    assert parse(b"email,unit,manages\nann@acme.test,Sales\n").rows[0].manages == ()


def test_a_unit_managed_twice_is_managed_once() -> None:
    assert parse(b"email,unit,manages\na@b.test,Sales,Sales; Sales ;;\n").rows[0].manages == (("Sales",),)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [(1, "the file is empty")]),
        ("\n \n;;\n", [(1, "the file is empty")]),
        ("email,unit\n", [(1, "nobody is listed below this line")]),
        ("name,team\nAnn,Data\n", [(1, "no column is named email or user_id"), (1, "no column is named unit")]),
        ("email,team\na@b.test,Data\n", [(1, "no column is named unit")]),
        ("\nunit\nData\n", [(2, "no column is named email or user_id")]),
        ("email,unit,Unit\na@b.test,a,b\n", [(1, "two columns are named unit")]),
        ('"email,unit\na@b.test,a\n', [(1, "no column is named email or user_id"), (1, "no column is named unit")]),
    ],
)
def test_a_file_without_the_columns_or_people_says_so(text: str, problems: list[tuple[int, str]]) -> None:
    assert problems_of(text) == problems
    assert units_of(text) == []


def test_all_malformed_lines_are_named_and_the_others_read() -> None:
    text = 'email,unit\na@b.test,A\nb@b.test,B,C\n"c@b.test"x,C\nd@b.test,D\n"e@b.test,E\nf@b.test,F\n'

    assert problems_of(text) == [(3, "has 3 cells where the header has 2"), (4, UNREADABLE), (6, UNREADABLE)]
    assert units_of(text) == [("A",), ("D",), ("F",)]


def test_a_cell_larger_than_any_name_is_a_malformed_line() -> None:
    text = f"email,unit\na@b.test,{'A' * 200_000}\nb@b.test,B\n"

    assert problems_of(text) == [(2, UNREADABLE)]
    assert units_of(text) == [("B",)]


@given(lines, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_a_spreadsheet_writes_is_read_back(
    written: list[tuple[str, str, list[str]]], delimiter: str, encoding: str
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([["email", "unit", "manages"], *([mail, unit, ";".join(led)] for mail, unit, led in written)])

    listing = parse(file.getvalue().encode(encoding))

    assert listing.problems == ()
    told = [(row.email, text_of(row.unit or ()), [text_of(unit) for unit in row.manages]) for row in listing.rows]
    assert told == [
        (mail, normal(unit), [normal(each) for each in dict.fromkeys(map(normal, led))]) for mail, unit, led in written
    ]


def normal(unit: str) -> str:
    return text_of(parts_of(unit))


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    listing = parse(content)

    assert listing.rows or listing.problems


@given(st.text(st.sampled_from('email,unt;"\n\r\t /@é\x00'), max_size=200))
def test_every_line_below_the_header_is_a_row_or_a_problem(rest: str) -> None:
    listing = parse(file_of("email,unit\n" + rest))

    told = [*(row.line for row in listing.rows), *(problem.line for problem in listing.problems)]
    assert len(set(told)) == len(told)
    assert listing.rows or listing.problems


def test_a_problem_is_a_line_and_a_sentence() -> None:
    assert parse(b"").problems == (Problem(1, "the file is empty"),)
