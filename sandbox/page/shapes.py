"""The shapes that blocks are made of, read without trust: text objects, options and lists of objects."""

from typing import Any

from markupsafe import Markup

from sandbox.page.mrkdwn import Reader, html, plain_html


def dicts(value: object) -> list[dict[str, Any]]:
    """The objects of a list; nothing where there is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text_of(value: object) -> str:
    """The text of a text object."""
    text = value.get("text") if isinstance(value, dict) else None
    return text if isinstance(text, str) else ""


def text_html(value: object, reader: Reader) -> Markup:
    """A text object as HTML."""
    if not isinstance(value, dict):
        return Markup()
    if value.get("type") == "mrkdwn":
        return html(text_of(value), reader)
    return plain_html(text_of(value), with_emoji=value.get("emoji") is not False)


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of a menu, those of its groups as well."""
    groups = dicts(element.get("option_groups"))
    return dicts(element.get("options")) + [option for group in groups for option in dicts(group.get("options"))]
