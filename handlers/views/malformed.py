"""Reading Slack's dictionaries without trust: a field of another shape than documented is refused, never guessed."""

from collections.abc import Mapping
from typing import Any, TypeVar

Value = TypeVar("Value")


class Malformed(ValueError):
    """A payload is not of Slack's documented shape; the message names the field, never its content."""


def field_of(mapping: Mapping[str, Any], name: str, kind: type[Value]) -> Value:
    """The field, of that type. Raises Malformed."""
    value = mapping.get(name)
    if not isinstance(value, kind):
        raise Malformed(name)
    return value
