"""Slack's rich text as HTML."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup, escape

from sandbox import emoji
from sandbox.page.mrkdwn import Reader, link, moment
from sandbox.page.shapes import dicts

Piece = dict[str, Any]
STYLES = {"bold": "b", "italic": "i", "strike": "s", "underline": "u", "code": "code"}


def rich_text_html(block: Piece, reader: Reader) -> Markup:
    """A rich_text block as HTML."""
    return Markup().join(_part(part, reader) for part in dicts(block.get("elements")))


def _part(part: Piece, reader: Reader) -> Markup:
    kind = part.get("type")
    if kind == "rich_text_list":
        return _listing(part, reader)
    if kind == "rich_text_preformatted":
        return Markup("<pre>{}</pre>").format(_pieces(part, reader, breaks=False))
    tag = "blockquote" if kind == "rich_text_quote" else "p"
    return Markup("<{0}>{1}</{0}>").format(tag, _pieces(part, reader))


def _listing(part: Piece, reader: Reader) -> Markup:
    tag = "ol" if part.get("style") == "ordered" else "ul"
    indent = part.get("indent")
    depth = min(max(indent, 0), 8) if isinstance(indent, int) else 0
    items = (Markup("<li>{}</li>").format(_pieces(each, reader)) for each in dicts(part.get("elements")))
    return Markup('<{0} class="indent-{1}">{2}</{0}>').format(tag, depth, Markup().join(items))


def _pieces(part: Piece, reader: Reader, *, breaks: bool = True) -> Markup:
    words = Markup().join(_styled(piece, reader) for piece in dicts(part.get("elements")))
    return Markup("<br>").join(words.split("\n")) if breaks else words


def _styled(piece: Piece, reader: Reader) -> Markup:
    words = PIECES.get(str(piece.get("type")), _unknown)(piece, reader)
    style = piece.get("style")
    for name, tag in STYLES.items():
        if isinstance(style, dict) and style.get(name) is True:
            words = Markup("<{0}>{1}</{0}>").format(tag, words)
    return words


def _unknown(piece: Piece, _reader: Reader) -> Markup:
    return escape(str(piece.get("text", "")))


def _link(piece: Piece, _reader: Reader) -> Markup:
    address = str(piece.get("url", ""))
    return link(address, escape(str(piece.get("text") or address)))


def _emoji(piece: Piece, _reader: Reader) -> Markup:
    return escape(emoji.replaced(f":{piece.get('name', '')}:"))


def _mention(kind: str, key: str, sign: str) -> Callable[[Piece, Reader], Markup]:
    def draw(piece: Piece, reader: Reader) -> Markup:
        number = str(piece.get(key, ""))
        name = reader.name_of(kind, number) or number
        return Markup('<span class="mention">{}{}</span>').format(sign, name.removeprefix(sign))

    return draw


def _broadcast(piece: Piece, _reader: Reader) -> Markup:
    return Markup('<span class="mention">@{}</span>').format(str(piece.get("range", "")))


def _color(piece: Piece, _reader: Reader) -> Markup:
    return Markup("<code>{}</code>").format(str(piece.get("value", "")))


def _date(piece: Piece, reader: Reader) -> Markup:
    try:
        at = datetime.fromtimestamp(int(piece["timestamp"]), UTC)
        return Markup('<time datetime="{}">{}</time>').format(
            at.isoformat(), moment(at, str(piece.get("format", "")), reader)
        )
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return escape(str(piece.get("fallback", "")))


PIECES: dict[str, Callable[[Piece, Reader], Markup]] = {
    "text": _unknown,
    "link": _link,
    "emoji": _emoji,
    "user": _mention("user", "user_id", "@"),
    "usergroup": _mention("usergroup", "usergroup_id", "@"),
    "channel": _mention("channel", "channel_id", "#"),
    "team": _mention("team", "team_id", "@"),
    "broadcast": _broadcast,
    "color": _color,
    "date": _date,
}
