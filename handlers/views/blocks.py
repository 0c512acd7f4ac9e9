"""The few Block Kit shapes that every surface draws."""

import re
from collections.abc import Iterable
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]

LONGEST_TEXT = 3000


def plain(text: str) -> dict[str, Any]:
    """A plain text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def header(text: str) -> Block:
    """A heading; Slack allows 150 characters."""
    return {"type": "header", "text": plain(text[:150])}


def section(text: str) -> Block:
    """A paragraph of mrkdwn; Slack allows 3,000 characters, and the rest is cut."""
    return {"type": "section", "text": _mrkdwn(text)}


def paragraphs(lines: Iterable[str]) -> list[str]:
    """The lines joined to as few paragraphs as Slack's limit allows; a single one beyond it is cut by `section`."""
    joined: list[str] = []
    for line in lines:
        if joined and len(joined[-1]) + len(line) + 1 <= LONGEST_TEXT:
            joined[-1] += f"\n{line}"
        else:
            joined.append(line)
    return joined


def context(text: str) -> Block:
    """Small print of mrkdwn, cut like a paragraph."""
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _mrkdwn(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_TEXT:
        text = re.sub(r"&[a-z]*$", "", text[: LONGEST_TEXT - 1]) + "…"  # an escaped character is not cut in two
    return {"type": "mrkdwn", "text": text}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def button(text: str, action_id: str, *, value: str | None = None, style: str | None = None) -> dict[str, Any]:
    """A button; the text may have 75 characters."""
    drawn: dict[str, Any] = {"type": "button", "text": plain(text), "action_id": action_id}
    if value is not None:
        drawn["value"] = value
    if style is not None:
        drawn["style"] = style
    return drawn


def actions(*elements: dict[str, Any]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def option(text: str, value: str) -> dict[str, Any]:
    """One choice; 75 characters of text, 150 of value."""
    return {"text": plain(text), "value": value}


def modal(
    title: str, blocks: list[Block], *, close: str, submit: str | None = None, callback_id: str | None = None
) -> View:
    """A modal; title and buttons may have 24 characters."""
    view: View = {"type": "modal", "title": plain(title), "close": plain(close), "blocks": blocks}
    if submit is not None:
        view["submit"] = plain(submit)
    if callback_id is not None:
        view["callback_id"] = callback_id
    return view


def notice(title: str, text: str, *, close: str) -> View:
    """A modal that says one thing."""
    return modal(title, [section(text)], close=close)
