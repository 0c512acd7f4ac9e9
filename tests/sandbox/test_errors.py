"""The errors that the sandbox answers are those that Slack names for the method, where Slack's facts are at hand."""

import ast
import csv
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import sandbox
from tests.sandbox.judges import SHARED, needs_types

FOLDER = Path(sandbox.__file__).parent
OF_EVERY_METHOD = {
    *("internal_error", "invalid_arguments", "invalid_auth", "invalid_form_data", "invalid_json", "invalid_post_type"),
    *("json_not_object", "missing_scope", "not_allowed_token_type", "not_authed", "ratelimited", "token_expired"),
    *("account_inactive", "invalid_cursor", "token_revoked", "unknown_method"),
}
"""Slack answers these from any method, and names them on the pages of none or of many."""
BEYOND = {
    "conversations": {
        "cannot_dm_bot": "seen in Slack's answers, and not in its list",
        "not_in_channel": "of conversations.history and .replies, whose rule stands there",
    },
}
"""Family to the errors that its methods answer beside those that Slack lists, with where they come from."""
FAMILIES = [
    "auth",
    "chat",
    "conversations",
    "dnd",
    "files",
    "history",
    "membership",
    "oauth",
    "reactions",
    "teams",
    "views",
]


def errors_in(path: Path) -> Iterator[str]:
    """The names of errors with which a module refuses."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield str(first.value)


def listed(methods: set[str]) -> set[str]:
    """The errors that Slack lists for any of these methods."""
    with (SHARED / "method_facts.csv").open(encoding="utf-8", newline="") as file:
        return {error for row in csv.DictReader(file) if row["method"] in methods for error in row["errors"].split()}


@needs_types
@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_methods_refuses_with_slacks_own_errors(family: str) -> None:
    module = import_module(f"sandbox.api.{family}")
    methods = {name for table in ("METHODS", "OF_A_BOT") for name in getattr(module, table, {})}
    used = set(errors_in(FOLDER / "api" / f"{family}.py"))

    assert used - listed(methods) - OF_EVERY_METHOD - BEYOND.get(family, {}).keys() == set()


@needs_types
def test_every_error_of_the_sandbox_is_one_of_slacks() -> None:
    with (SHARED / "method_facts.csv").open(encoding="utf-8", newline="") as file:
        known = {error for row in csv.DictReader(file) for error in row["errors"].split()}
    of_addresses = {"expired_url", "invalid_payload", "invalid_response_action", "used_url"}
    beyond = {error for family in BEYOND.values() for error in family}

    used = {error for path in FOLDER.rglob("*.py") for error in errors_in(path)}

    assert len(used) > 60
    assert used - known - OF_EVERY_METHOD - of_addresses - beyond == set()
