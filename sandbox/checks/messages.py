"""The limits of what a message carries: its text, blocks and attachments.

Source: docs.slack.dev, chat.postMessage, and "Legacy: secondary message attachments".
"""

from typing import Any

from sandbox.checks.blocks import block_errors
from sandbox.checks.rules import Rule, anything, boolean, kind_of, listing, number, one_of, record, string

MOST_BLOCKS = 50
MOST = {"table": 1, "data_visualization": 2}
"""Block to how many of it Slack takes in a message."""
MOST_MARKDOWN = 12_000

TEXT = string(40_000)
MARKDOWN_TEXT = string(MOST_MARKDOWN, least=1)
CONTENTS = ("text", "blocks", "attachments", "markdown_text", "file_ids")

_TS = string()
FIELD = record({"title": string(), "value": string()}, {"short": boolean})


def _ts(value: object, path: str) -> list[str]:
    return _TS(value, path) if isinstance(value, str) else number(0, whole=False)(value, path)


STRINGS = (
    *("fallback", "color", "pretext", "title", "title_link", "text", "image_url", "thumb_url", "footer", "footer_icon"),
    *("author_name", "author_link", "author_icon", "author_subname"),
    *("callback_id", "app_unfurl_url", "app_id", "bot_id"),
)
ATTACHMENT: Rule = record(
    {},
    {
        **dict.fromkeys(STRINGS, string()),
        "blocks": lambda value, path: block_errors(value, path, "message", most=MOST_BLOCKS),
        "fields": listing(FIELD),
        "actions": listing(anything, most=5),
        "mrkdwn_in": listing(one_of("pretext", "text", "fields")),
        "is_app_unfurl": boolean,
        "preview": anything,
        "ts": _ts,
        "id": number(0),
    },
)
ATTACHMENTS = listing(ATTACHMENT, most=100)


def _of_type(blocks: list[Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in blocks if isinstance(each, dict) and each.get("type") == kind]


def _sum_errors(blocks: object) -> list[str]:
    """Slack limits the tables and charts of a message, and its markdown blocks together."""
    if not isinstance(blocks, list):
        return []
    faults = []
    for kind, most in MOST.items():
        if (number_of := len(_of_type(blocks, kind))) > most:
            faults.append(f"blocks: has {number_of} blocks of type {kind!r}, {most} allowed in a message")
    length = sum(len(each["text"]) for each in _of_type(blocks, "markdown") if isinstance(each.get("text"), str))
    if len(_of_type(blocks, "markdown")) > 1 and length > MOST_MARKDOWN:
        faults.append(f"blocks: the markdown has {length} characters together, {MOST_MARKDOWN} are allowed")
    return faults


def message_errors(arguments: dict[str, Any]) -> list[str]:
    """List the faults in the text, the blocks and the attachments of a message; other arguments are not looked at."""
    if not isinstance(arguments, dict):
        return [f"message: must be an object, not {kind_of(arguments)}"]
    given = {key: arguments[key] for key in CONTENTS if arguments.get(key) is not None}
    faults = []
    if not any(given.values()):
        faults.append("no_text: a message needs text, blocks, attachments or markdown_text")
    rules: dict[str, Rule] = {"text": TEXT, "attachments": ATTACHMENTS, "markdown_text": MARKDOWN_TEXT}
    for key, rule in rules.items():
        if key in given:
            faults += rule(given[key], key)
    if "blocks" in given:
        faults += block_errors(given["blocks"], "blocks", "message", most=MOST_BLOCKS) + _sum_errors(given["blocks"])
    if given.get("markdown_text") and (given.get("text") or given.get("blocks")):
        faults.append("markdown_text: cannot stand beside text or blocks")
    return faults
