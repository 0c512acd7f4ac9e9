"""Blocks and views that the tests of the sandbox send."""

from sandbox.workspace import Json


def plain(text: str) -> Json:
    """Plain text."""
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    """A section of text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str, value: str = "yes") -> Json:
    """A row with one button."""
    element = {"type": "button", "action_id": action_id, "text": plain("Press"), "value": value}
    return {"type": "actions", "block_id": f"row-{action_id}", "elements": [element]}


def question(block_id: str, element: Json, *, optional: bool = False) -> Json:
    """An input block."""
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element, "optional": optional}


def text_input(action_id: str, **more: object) -> Json:
    """An input of text."""
    return {"type": "plain_text_input", "action_id": action_id, **more}


def options(*values: str) -> list[Json]:
    """Options whose label is their value in capitals."""
    return [{"text": plain(value.upper()), "value": value} for value in values]


def modal(*blocks: Json, callback_id: str = "form", **more: object) -> Json:
    """A modal that can be sent."""
    shown = list(blocks) or [question("word", text_input("text"))]
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("Title"),
        "submit": plain("Send"),
        "blocks": shown,
        **more,
    }


def home(*blocks: Json) -> Json:
    """A Home tab."""
    return {"type": "home", "blocks": list(blocks) or [section("Welcome")]}
