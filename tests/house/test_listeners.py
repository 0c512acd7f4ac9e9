"""Every button and form that is drawn is listened to, and nothing else is: ids are written once, beside the views."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.house import source

VIEWS = source.ROOT / "handlers" / "views"
LISTENING = {
    "action",
    "block_action",
    "view",
    "view_submission",
    "view_closed",
    "shortcut",
    "global_shortcut",
    "options",
}


def ids_in(tree: ast.Module) -> dict[str, str]:
    """Read the constants of a module that are listened to; `surface.field` is an input, which only its form reads."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name) and ":" in node.value.value
    }


def drawn_in(tree: ast.AST) -> set[str]:
    """Name the constants of `ids` that a module uses."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ids"
    }


def listened_in(tree: ast.AST) -> set[str]:
    """Name the constants of `ids` that a module gives to a registration of Bolt's."""
    registrations = [
        call
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in LISTENING
    ]
    return set().union(*(drawn_in(argument) for call in registrations for argument in call.args))


def literal_ids(tree: ast.AST) -> list[str]:
    """Find ids that are written out where a constant belongs."""
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if re.fullmatch(r"[a-z_]+:[a-z_]+", text)]


def trees_of(paths: Iterable[Path]) -> list[ast.Module]:
    return [source.tree_of(path) for path in paths]


def listened_to() -> dict[str, str]:
    found = ids_in(source.tree_of(VIEWS / "ids.py"))
    assert "pulse:open" in found.values()
    return found


def test_each_id_that_is_drawn_has_a_listener_and_each_listener_is_drawn() -> None:
    names = set(listened_to())
    drawn = set().union(*map(drawn_in, trees_of(path for path in VIEWS.glob("*.py") if path.stem != "ids"))) & names
    listened = set().union(*map(listened_in, trees_of((source.ROOT / "handlers").glob("*.py"))))

    assert (drawn - listened, listened - drawn, names - drawn) == (set(), set(), set())


def test_no_two_ids_are_the_same() -> None:
    assert len(set(listened_to().values())) == len(listened_to())


def test_ids_are_written_in_one_place() -> None:
    # The manifest is full of scopes, which look like ids, and so are the reasons for them.
    apart = {VIEWS / "ids.py", VIEWS / "scopes.py", source.ROOT / "bot" / "manifest.py"}
    paths = [path for path in source.paths("handlers", "bot") if path not in apart]

    assert [(source.name_of(path), text) for path in paths for text in literal_ids(source.tree_of(path))] == []


def test_what_is_drawn_and_what_is_listened_to_is_told_apart() -> None:
    tree = ast.parse(
        "app.action(ids.OPEN)(open_form)\napp.view(ids.SUBMIT)(submit)\nx = button(ids.WITHDRAW)\nlog(other.ID)"
    )

    assert listened_in(tree) == {"OPEN", "SUBMIT"}
    assert drawn_in(tree) == {"OPEN", "SUBMIT", "WITHDRAW"}


def test_constants_are_read_and_inputs_left_out() -> None:
    tree = ast.parse('OPEN = "pulse:open"\nFIELD = "pulse.score"\nNUMBER = 3')

    assert ids_in(tree) == {"OPEN": "pulse:open"}


def test_an_id_that_is_written_out_is_seen() -> None:
    assert literal_ids(ast.parse('app.action("pulse:open")\nx = "a: b"\ny = "pulse.field"')) == ["pulse:open"]
