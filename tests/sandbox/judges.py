"""Slack's own types and the second validator that is made of them, where they lie beside this checkout."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sandbox import schema
from sandbox.world import Validator

CHECKOUT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("GROUNDSWELL_SHARED") or CHECKOUT.parent / "shared") / "slack-schema"
SLACKVAL = SHARED / "slackval.py"
FACTS = SHARED / "method_facts.csv"
needs_types = pytest.mark.skipif(not SHARED.is_dir(), reason="Slack's types are not beside this checkout")


@cache
def slackval() -> Validator:
    """The second validator; skips the test where it is not."""
    if not SLACKVAL.is_file():
        pytest.skip("slackval is not beside this checkout")
    return schema.validator_at(SLACKVAL)


@cache
def types(file: str) -> dict[str, Any]:
    """Slack's types as JSON Schemas by name: of events in `types.strict.json`, of calls in `requests.strict.json`."""
    definitions: dict[str, Any] = json.loads((SHARED / file).read_text(encoding="utf-8"))["definitions"]
    return definitions


def drawn_keys() -> dict[str, set[str]]:
    """The keys of each block and element of Slack's types, by its `type`."""
    found: dict[str, set[str]] = {}
    for name, definition in types("requests.strict.json").items():
        for variant in (definition, *definition.get("anyOf", ())):
            properties = variant.get("properties", {})
            kind = properties.get("type", {}).get("const")
            if kind and name != "DocumentContent":  # it is of type "markdown" too, and no block
                found.setdefault(kind, set()).update(properties)
    return found
