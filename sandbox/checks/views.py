"""The limits of a view, a modal or a Home tab.

Source: docs.slack.dev, Views, "View object fields".
"""

import json
from typing import Any

from sandbox.checks.blocks import Surface, block_errors, elements_of
from sandbox.checks.objects import plain
from sandbox.checks.rules import Rule, anything, boolean, kind_of, one_of, record, string

MOST_BLOCKS = 100
MOST_BYTES = 250_000

SHARED: dict[str, Rule] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}


FRAMES: dict[str, Rule] = {
    "modal": record(
        {"type": one_of("modal"), "title": plain(24), "blocks": anything},
        SHARED
        | {"submit": plain(24), "close": plain(24), "clear_on_close": boolean, "notify_on_close": boolean}
        | {"submit_disabled": boolean},
    ),
    "home": record({"type": one_of("home"), "blocks": anything}, SHARED),
}


def _submit_errors(view: dict[str, Any], blocks: list[Any]) -> list[str]:
    has_input = any(isinstance(each, dict) and each.get("type") == "input" for each in blocks)
    if view["type"] == "modal" and has_input and not view.get("submit"):
        return ["view.submit: is required, since the modal has an input block"]
    return []


def _response_url_errors(view: dict[str, Any], blocks: list[Any]) -> list[str]:
    """A response_url can be asked for in the inputs of a modal only."""
    return [
        f"view.blocks[{index}]: response_url_enabled is for input blocks of a modal"
        for index, each in enumerate(blocks)
        if isinstance(each, dict) and (view["type"] != "modal" or each.get("type") != "input")
        for part in elements_of(each)
        if part.get("response_url_enabled") is True
    ]


def view_errors(view: dict[str, Any]) -> list[str]:
    """List the faults of a view as an app sends it."""
    if not isinstance(view, dict):
        return [f"view: must be an object, not {kind_of(view)}"]
    kind = view.get("type")
    frame = FRAMES.get(kind) if isinstance(kind, str) else None
    if frame is None:
        return [f"view.type: {kind!r} is not a type of view (modal or home)"]
    faults = frame(view, "view")
    blocks = view.get("blocks")
    if blocks is not None:
        surface: Surface = "home" if kind == "home" else "modal"
        faults += block_errors(blocks, "view.blocks", surface, most=MOST_BLOCKS)
    if isinstance(blocks, list):
        faults += _submit_errors(view, blocks) + _response_url_errors(view, blocks)
    size = len(json.dumps(view, ensure_ascii=False).encode(errors="replace"))
    if size > MOST_BYTES:
        faults.append(f"view: has {size} bytes as JSON, {MOST_BYTES} are allowed")
    return faults
