"""The code of the rooms, as the house tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "surveys", "digests", "people", "sandbox")


def paths(*rooms: str, suffix: str = ".py") -> list[Path]:
    """List the files of these rooms, or of all; an empty answer would make every check pass, and is an error."""
    found = sorted(path for room in rooms or ROOMS for path in (ROOT / room).rglob(f"*{suffix}"))
    assert found, f"no {suffix} file in {rooms or ROOMS}"
    return found


def name_of(path: Path) -> str:
    """Name a file as one names it in the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a file, once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Find all functions and methods, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
