"""What the sandbox needs of a Slack app manifest: its lists are lists, and what stands in them has its names."""

from collections.abc import Iterator, Mapping
from typing import Any

WORDS: tuple[tuple[str, ...], ...] = (
    ("oauth_config", "scopes", "bot"),
    ("settings", "event_subscriptions", "bot_events"),
)
"""Where a manifest lists words."""
NAMED: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("features", "slash_commands"): ("command",),
    ("features", "shortcuts"): ("type", "callback_id"),
}
"""Where a manifest lists objects, and which of their keys the sandbox cannot do without."""


class Unfit(ValueError):
    """The manifest of an app cannot be read; the message says where."""


def check(manifest: object) -> None:
    """Raise Unfit for the first thing in a manifest that the sandbox cannot read; what it does not read may be so."""
    fault = next(_faults(manifest), None)
    if fault:
        raise Unfit(f"manifest: {fault}")


def _faults(manifest: object) -> Iterator[str]:
    if not isinstance(manifest, dict):
        yield "must be a mapping"
        return
    for path in WORDS:
        found = _at(manifest, path)
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            yield f"{'.'.join(path)} must be a list of words"
    for path, keys in NAMED.items():
        found = _at(manifest, path)
        if not isinstance(found, list):
            yield f"{'.'.join(path)} must be a list"
            continue
        for number, each in enumerate(found):
            lacking = [key for key in keys if not (isinstance(each, dict) and isinstance(each.get(key), str))]
            if lacking:
                yield f"{'.'.join(path)}[{number}] needs {' and '.join(lacking)}"


def _at(manifest: dict[str, Any], path: tuple[str, ...]) -> object:
    found: object = manifest
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return [] if found is None else found
