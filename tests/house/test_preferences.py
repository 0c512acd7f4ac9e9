"""What a member asked for is private: two modules read it, for that member and to know when to write to them."""

import ast

from tests.house import source

READERS = {
    "people/preferences.py",
    "people/roster.py",  # whom a round may invite
    "people/deliveries.py",  # in which language a message is written
}
NAME = "Preference"


def reads(tree: ast.AST) -> bool:
    """Whether a module imports the table, or names it in SQL."""
    imported = (alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names)
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return NAME in imported or any(" preferences" in text and "select" in text.lower() for text in texts)


def test_nobody_else_reads_what_a_member_asked_for() -> None:
    reading = {source.name_of(path) for path in source.paths() if reads(source.tree_of(path))}

    assert reading - {"people/models.py"} <= READERS
    assert "people/preferences.py" in reading


def test_a_reader_is_seen() -> None:
    assert reads(ast.parse("from people.models import Member, Preference"))
    assert reads(ast.parse('text("SELECT opted_out FROM preferences")'))
    assert not reads(ast.parse("from people import preferences"))
