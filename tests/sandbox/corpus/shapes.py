"""The shapes of which the corpus is written: texts, elements, blocks, and the calls that carry them."""

from typing import Any

Json = dict[str, Any]
Payload = tuple[str, Json]
"""A method of the Web API, and its arguments."""


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "a", text: str = "A", **more: object) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(number: int) -> list[Json]:
    return [option(str(index)) for index in range(number)]


def button(**more: object) -> Json:
    return {"type": "button", "text": plain("Open"), "action_id": "pulse:open", **more}


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "pulse.score", "options": options(3), **more}


def confirm(**more: object) -> Json:
    return {"title": plain("Sure?"), "text": mrkdwn("*Really?*"), "confirm": plain("Yes"), "deny": plain("No"), **more}


def section(text: str = "Hello", **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: Json, **more: object) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def entry(element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain("How are you?"), "element": element, **more}


def picture(**more: object) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart", **more}


def video(**more: object) -> Json:
    return {
        "type": "video",
        "video_url": "https://example.com/v",
        "thumbnail_url": "https://example.com/t.png",
        "alt_text": "A talk",
        "title": plain("A talk"),
        **more,
    }


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def rich_section(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(pieces)}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def table(*rows: list[Json], **more: object) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def post(*blocks: Json, **more: object) -> Payload:
    return "chat.postMessage", {"channel": "C1", "text": "Hello", "blocks": list(blocks), **more}


def modal(*blocks: Json, **more: object) -> Payload:
    view = {"type": "modal", "title": plain("Pulse"), "submit": plain("Send"), "blocks": list(blocks), **more}
    return "views.open", {"trigger_id": "1.2.3", "view": view}


def home(*blocks: Json, **more: object) -> Payload:
    return "views.publish", {"user_id": "U1", "view": {"type": "home", "blocks": list(blocks), **more}}


def call(method: str, **arguments: object) -> Payload:
    return method, arguments


def without(key: str, value: Json) -> Json:
    return {name: each for name, each in value.items() if name != key}


def element(kind: str, **more: object) -> Json:
    return {"type": kind, "action_id": "pulse.field", **more}


def piece(kind: str, **more: object) -> Json:
    return {"type": kind, **more}


def figure(value: float) -> Json:
    return {"type": "raw_number", "value": value, "text": str(value)}


def data_table(*rows: list[Json], **more: object) -> Json:
    return {"type": "data_table", "caption": "Scores", "rows": list(rows), **more}


def card(**more: object) -> Json:
    return {"type": "card", "title": mrkdwn("*Pulse*"), **more}


def carousel(*cards: Json, **more: object) -> Json:
    return {"type": "carousel", "elements": list(cards), **more}


def alert(text: str = "Careful", **more: object) -> Json:
    return {"type": "alert", "text": mrkdwn(text), **more}


def container(*blocks: Json, **more: object) -> Json:
    return {"type": "container", "title": plain("Pulse"), "child_blocks": list(blocks), **more}


def task(**more: object) -> Json:
    return {"type": "task_card", "task_id": "t1", "title": "Count", "status": "pending", **more}


def plan(*tasks: Json, **more: object) -> Json:
    return {"type": "plan", "title": "Plan", "tasks": list(tasks), **more}


def feedback(**more: object) -> Json:
    thumbs = {"positive_button": opinion("Good"), "negative_button": opinion("Bad")}
    return {"type": "feedback_buttons", "action_id": "tip:feedback", **thumbs, **more}


def opinion(text: str, **more: object) -> Json:
    return {"text": plain(text), "value": text.lower(), **more}


def icon(**more: object) -> Json:
    return {"type": "icon_button", "action_id": "tip:delete", "icon": "trash", "text": plain("Delete"), **more}


def context_actions(*elements: Json, **more: object) -> Json:
    return {"type": "context_actions", "elements": list(elements), **more}
