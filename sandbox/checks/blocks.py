"""The limits of Slack's blocks, one row each, and the surfaces on which each may stand.

Source: docs.slack.dev, Block Kit, blocks ("available in surfaces").
"""

from collections.abc import Iterator
from typing import Any, Literal

from sandbox.checks.cards import CARDS
from sandbox.checks.charts import CHARTS
from sandbox.checks.elements import ACCESSORY, ACTION, CONTEXT_ACTION, ELEMENTS, INPUT
from sandbox.checks.objects import PICTURE_URL, SLACK_FILE, URL, block, mrkdwn, plain, words
from sandbox.checks.rich_text import RICH_TEXT
from sandbox.checks.rules import (
    Rule,
    at_least_one,
    boolean,
    by_type,
    exactly_one,
    listing,
    one_of,
    repeated,
    string,
)
from sandbox.checks.tables import TABLES

Surface = Literal["message", "modal", "home"]

CONTEXT = by_type(
    {"image": ELEMENTS["image"], "plain_text": plain(), "mrkdwn": mrkdwn()}, "an element of a context block"
)


def _action_ids_differ(value: dict[str, Any], path: str) -> list[str]:
    ids = [each["action_id"] for each in value["elements"] if "action_id" in each]
    return [f"{path}: has the action_id {each!r} twice" for each in repeated(ids)]


def _divided_or_collapsible(value: dict[str, Any], path: str) -> list[str]:
    if value.get("is_collapsible") and value.get("has_header_divider"):
        return [f"{path}.has_header_divider: cannot be true where is_collapsible is"]
    return []


BLOCKS: dict[str, Rule] = dict(
    [
        block(
            "section",
            {},
            {
                "text": words(3000),
                "fields": listing(words(2000), least=1, most=10),
                "accessory": ACCESSORY,
                "expand": boolean,
            },
            at_least_one("text", "fields"),
        ),
        block("header", {"text": plain(150)}, {}),
        block("divider", {}, {}),
        block("context", {"elements": listing(CONTEXT, least=1, most=10)}, {}),
        block(
            "image",
            {"alt_text": string(2000)},
            {"image_url": PICTURE_URL, "slack_file": SLACK_FILE, "title": plain(2000)},
            exactly_one("image_url", "slack_file"),
        ),
        block("actions", {"elements": listing(ACTION, least=1, most=25)}, {}, _action_ids_differ),
        block(
            "input",
            {"label": plain(2000), "element": INPUT},
            {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        ),
        ("rich_text", RICH_TEXT),
        block(
            "video",
            {"video_url": PICTURE_URL, "thumbnail_url": PICTURE_URL, "alt_text": string(), "title": plain(200)},
            {
                "title_url": URL,
                "author_name": string(50),
                "provider_name": string(),
                "provider_icon_url": PICTURE_URL,
                "description": plain(200),
            },
        ),
        block("markdown", {"text": string(12_000, least=1)}, {}),
        block("file", {"source": one_of("remote"), "external_id": string(least=1)}, {}),
        block("context_actions", {"elements": listing(CONTEXT_ACTION, least=1, most=5)}, {}, _action_ids_differ),
    ]
)
BLOCKS |= TABLES | CHARTS | CARDS
HOUSED = (
    *("actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table", "video"),
)
CHILD = by_type({kind: BLOCKS[kind] for kind in HOUSED}, "a block for a container")
BLOCKS |= [
    block(
        "container",
        {
            "child_blocks": listing(
                by_type({kind: BLOCKS[kind] for kind in HOUSED}, "a block for a container"), least=1, most=10
            )
        },
        {
            "title": plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": words(150),
            "icon": ELEMENTS["image"],
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        at_least_one("title", "rich_text_title"),
        _divided_or_collapsible,
    )
]
BLOCK = by_type(BLOCKS, "a block that the checks know")

EVERYWHERE = frozenset(
    {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"},
)
UNFOLDED = EVERYWHERE | {"carousel", "data_table", "table"}
SURFACES: dict[Surface, frozenset[str]] = {
    "modal": EVERYWHERE | {"alert"},
    "home": UNFOLDED,
    "message": UNFOLDED
    | {"container", "context_actions", "data_visualization", "file", "markdown", "plan", "task_card"},
}
NAMES: dict[Surface, str] = {"modal": "a modal", "home": "a Home tab", "message": "a message"}


def elements_of(each: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the elements of a block with their faults, if it has any: its accessory, its element, its elements."""
    several = each.get("elements")
    parts = [each.get("accessory"), each.get("element"), *(several if isinstance(several, list) else [])]
    yield from (part for part in parts if isinstance(part, dict))


def _surface_errors(blocks: list[Any], path: str, surface: Surface) -> list[str]:
    return [
        f"{path}[{index}]: a block of type {each['type']!r} cannot stand in {NAMES[surface]}"
        for index, each in enumerate(blocks)
        if isinstance(each, dict) and any(each.get("type") == kind for kind in BLOCKS.keys() - SURFACES[surface])
    ]


def block_errors(blocks: object, path: str, surface: Surface, *, most: int, least: int = 0) -> list[str]:
    """List the faults of a list of blocks on a surface: each block's own, and those between the blocks."""
    faults = listing(BLOCK, least=least, most=most)(blocks, path)
    if not isinstance(blocks, list):
        return faults
    faults += _surface_errors(blocks, path, surface)
    sound = [each for each in blocks if isinstance(each, dict)]
    ids = [each["block_id"] for each in sound if isinstance(each.get("block_id"), str)]
    faults += [f"{path}: the block_id {each!r} stands there twice" for each in repeated(ids)]
    focused = [part for each in sound for part in elements_of(each) if part.get("focus_on_load") is True]
    if len(focused) > 1:
        faults.append(f"{path}: focus_on_load is true for {len(focused)} elements, one is allowed")
    return faults
