"""Modules and functions stay of a size that one reads in a sitting, and each module says what it keeps."""

import ast
from pathlib import Path

import pytest

from tests.house import source

MODULE_LINES = 250
FUNCTION_LINES = 40
SAYING_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "service", "services"}
# "file.py" or "file.py::function": the reason. What is not too long may not stand here.
EXCEPTIONS: dict[str, str] = {}


def too_long(name: str, text: str) -> list[str]:
    functions = source.functions_of(ast.parse(text))
    module = [name] if len(text.splitlines()) > MODULE_LINES else []
    return module + [f"{name}::{function.name}" for function in functions if length_of(function) > FUNCTION_LINES]


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def says_nothing(path: Path) -> bool:
    return not SAYING_NOTHING.isdisjoint({path.stem, path.parent.name})


def test_modules_and_functions_fit_a_sitting() -> None:
    long = [name for path in source.paths() for name in too_long(source.name_of(path), path.read_text())]

    assert sorted(long) == sorted(EXCEPTIONS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 1\n" * 250, []),
        ("x = 1\n" * 251, ["m.py"]),
        ("def f():\n" + "    x = 1\n" * 39, []),
        ("class C:\n    async def f(self):\n" + "        x = 1\n" * 40, ["m.py::f"]),
    ],
)
def test_length_is_counted_to_the_line(text: str, found: list[str]) -> None:
    assert too_long("m.py", text) == found


def test_each_module_says_what_it_keeps() -> None:
    silent = [source.name_of(path) for path in source.paths() if not ast.get_docstring(source.tree_of(path))]

    assert silent == []


def test_a_module_without_a_docstring_is_seen() -> None:
    assert ast.get_docstring(ast.parse("# a comment is none\nx = 1")) is None


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [source.name_of(path) for path in source.paths() if says_nothing(path)] == []


@pytest.mark.parametrize("name", ["people/utils.py", "bot/services/post.py", "surveys/manager.py"])
def test_a_name_that_says_nothing_is_seen(name: str) -> None:
    assert says_nothing(Path(name))
