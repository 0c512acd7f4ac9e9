"""Logs carry events and ids: nothing that a person wrote, and no payload, reaches a logger."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house import source

PRIVATE = {word + ending for word in ("body", "view", "payload", "text", "comment", "form") for ending in ("", "s")}
CALLS = {"debug", "info", "warning", "error", "exception", "critical", "log", "bind", "bind_contextvars"}


def private_mentions(tree: ast.AST) -> list[str]:
    """Name what a logger call is given that may hold a person's words; the event's own words are free."""
    return [
        f"line {call.lineno}: {name}"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in CALLS
        for argument in [*call.args, *call.keywords]
        for name in names_in(argument)
        if not PRIVATE.isdisjoint(re.split(r"[^a-z]+", name.lower()))
    ]


def names_in(argument: ast.AST) -> Iterator[str]:
    for node in ast.walk(argument):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword):
            yield node.arg or ""
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield str(node.slice.value)


def test_no_logger_is_given_what_a_person_wrote() -> None:
    mentions = [
        f"{source.name_of(path)} {found}" for path in source.paths() for found in private_mentions(source.tree_of(path))
    ]

    assert mentions == []


@pytest.mark.parametrize(
    "call",
    [
        'log.info("cast", body=1)',
        'log.debug("cast", extra=view)',
        'self.logger.warning("refused", what=request.payload)',
        'log.error(f"failed with {comment_text}")',
        'log.exception("failed", field=state["form"])',
        'log.bind(**ask.text).info("sent")',
    ],
)
def test_a_logger_that_is_given_it_is_seen(call: str) -> None:
    assert len(private_mentions(ast.parse(call))) == 1


@pytest.mark.parametrize("call", ['log.info("form opened", context=1)', 'log.info("closed", round_id=round.id)'])
def test_an_event_and_its_ids_may_be_logged(call: str) -> None:
    assert private_mentions(ast.parse(call)) == []
