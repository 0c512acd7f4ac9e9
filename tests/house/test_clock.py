"""Time is passed in: one module of the product reads the clock, and one of the sandbox."""

import ast

import pytest

from tests.house import source

CLOCKS = {"bot/clock.py", "sandbox/clock.py"}
READINGS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}


def readings(tree: ast.AST) -> list[str]:
    """Name each use of the system's clock, whatever name it was imported by."""
    imported = imports_of(tree)
    return [
        f"line {node.lineno}: {dotted}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and (dotted := dotted_name(node, imported)) in READINGS
    ]


def imports_of(tree: ast.AST) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def dotted_name(node: ast.AST, imported: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return imported.get(node.id, "")
    if isinstance(node, ast.Attribute):
        return f"{dotted_name(node.value, imported)}.{node.attr}"
    return ""


def test_only_the_clocks_read_the_clock() -> None:
    reading = {source.name_of(path) for path in source.paths() if readings(source.tree_of(path))}

    assert reading == CLOCKS


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nx = datetime.now(UTC)",
        "import datetime as dt\nx = dt.datetime.utcnow()",
        "from datetime import date as day\nx = day.today()",
        "import time\nx = time.time()",
        "from time import time\nx = field(default_factory=time)",
    ],
)
def test_a_reading_of_the_clock_is_seen(text: str) -> None:
    assert len(readings(ast.parse(text))) == 1


@pytest.mark.parametrize(
    "text", ["x = clock.now()", "import time\nx = time.monotonic()", "import datetime\nx = datetime.time(9)"]
)
def test_a_clock_that_is_passed_in_and_a_duration_are_no_readings(text: str) -> None:
    assert readings(ast.parse(text)) == []
