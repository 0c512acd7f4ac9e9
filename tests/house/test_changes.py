"""The log of the set-up tells of the set-up alone, and is only ever added to; owners' listeners are all guarded."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from people.changes import DETAILS, WHATS
from tests.house import source

AGREED_WHATS = {
    "owner_added",
    "owner_removed",
    "pulse_started",
    "pulse_changed",
    "pulse_paused",
    "pulse_resumed",
    "sending_stopped",
    "sending_resumed",
    "item_added",
    "item_changed",
    "item_retired",
    "item_restored",
}
AGREED_DETAILS = {
    *("user", "role"),
    *("deck", "per_round", "budget", "every", "weekday", "hour", "cron", "open_days", "reminders", "zone", "starts_on"),
    *("audience", "channel"),
    *("item", "version", "text"),
}
HOME = source.ROOT / "people" / "changes.py"
OF_OWNERS = ("owner", "setup", "preview", "trial", "own_items")
OPEN_TO_ALL = {"become_owner", "find_units", "find_zones"}  # each looks for itself who asks; zones are no secret


def uses_of_the_table(tree: ast.AST) -> Iterator[str]:
    """Find where a module names the table of changes, by its model or by its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "people.models" and _named(node, "Change"):
            yield f"line {node.lineno}: imports Change"
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith("models.Change"):
            yield f"line {node.lineno}: reads .Change"
        if isinstance(node, ast.Constant) and node.value == "changes":
            yield f"line {node.lineno}: names the table"


def _named(node: ast.ImportFrom, name: str) -> bool:
    return any(alias.name == name for alias in node.names)


def rewrites(tree: ast.AST) -> list[str]:
    """Find what would change or remove a row."""
    named = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    called = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    return sorted((named | called) & {"update", "delete", "merge", "setattr"})


def unguarded(tree: ast.AST) -> list[str]:
    """Find the listeners of a module that are registered as they are."""
    return [
        node.args[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Call)
        and isinstance(node.func.func, ast.Attribute)
        and node.func.func.attr in {"action", "view", "options"}
        and isinstance(node.args[0], ast.Name)
    ]


def test_the_log_may_tell_of_these_changes_and_no_others() -> None:
    assert set(WHATS) == AGREED_WHATS, "is that a change of the set-up, and nothing about who answered or paused?"
    assert set(DETAILS) == AGREED_DETAILS, "is that a field of the set-up, and nothing about a person but their office?"


def test_rows_are_written_in_one_place() -> None:
    paths = [path for path in source.paths("bot", "handlers", "digests", "surveys", "people") if path != HOME]
    paths.remove(source.ROOT / "people" / "models.py")

    assert [(source.name_of(path), use) for path in paths for use in uses_of_the_table(source.tree_of(path))] == []


def test_rows_are_only_ever_added() -> None:
    assert rewrites(source.tree_of(HOME)) == []


def test_each_listener_of_owners_looks_who_asks() -> None:
    paths = [source.ROOT / "handlers" / f"{name}.py" for name in OF_OWNERS]

    assert {name for path in paths for name in unguarded(source.tree_of(path))} == OPEN_TO_ALL


@pytest.mark.parametrize(
    "text",
    ["from people.models import Change", "session.execute(update(models.Change))", "text('x')\ny = tables['changes']"],
)
def test_a_use_of_the_table_elsewhere_is_seen(text: str) -> None:
    assert list(uses_of_the_table(ast.parse(text)))


@pytest.mark.parametrize("text", ["session.execute(delete(Change))", "await session.delete(row)", "update(Change)"])
def test_a_rewriting_is_seen(text: str) -> None:
    assert rewrites(ast.parse(text))


def test_a_listener_without_a_guard_is_seen() -> None:
    assert unguarded(ast.parse("app.action(ids.A)(open_it)\napp.view(ids.B)(owners_only(save))")) == ["open_it"]


def test_the_modules_of_owners_are_there() -> None:
    assert all(Path(source.ROOT / "handlers" / f"{name}.py").exists() for name in OF_OWNERS)
