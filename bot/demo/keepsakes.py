"""What the demo leaves behind in a folder: each digest as text and picture, and all that was ever released."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, Final

from sandbox.apps import App
from sandbox.hands import Person
from sandbox.server import Sandbox
from sandbox.workspace import Message, Workspace

RELEASED: Final = "released.json"


def leave(sandbox: Sandbox, team: Workspace, app: App, folder: Path) -> int:
    """Write the digests of everybody into the folder, in place of those of an earlier demo. Returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in [*folder.glob("20*.txt"), *folder.glob("20*.png")]:
        earlier.unlink()
    people = [user for user in team.users.values() if not user.is_bot and not user.deleted]
    return sum(_leave_those_of(Person(sandbox, team, user), app, folder) for user in people)


def leave_released(document: Mapping[str, Any], folder: Path) -> Path:
    """Write all that was released, as `groundswell audit` reads it. Returns where."""
    path = folder / RELEASED
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _leave_those_of(person: Person, app: App, folder: Path) -> int:
    """A digest is followed by its picture; the two go by the day on which they were sent."""
    written = 0
    for message in person.messages(app):
        name = f"{_day_of(message)}-{person.user.name}"
        for file in message.files:
            (folder / f"{name}.png").write_bytes(file.content)
        if not message.files and any(block["type"] == "header" for block in message.blocks):
            (folder / f"{name}.txt").write_text(_text_of(message), encoding="utf-8")
            written += 1
    return written


def _day_of(message: Message) -> str:
    return datetime.fromtimestamp(float(message.ts), UTC).date().isoformat()


def _text_of(message: Message) -> str:
    # Slack's texts write & < > as HTML does, and a text file does not.
    return "\n\n".join(unescape(text) for block in message.blocks if (text := _text_in(block))) + "\n"


def _text_in(block: dict[str, Any]) -> str:
    if "text" in block:
        return str(block["text"]["text"])
    return "\n".join(
        str(element["text"]) for element in block.get("elements", []) if isinstance(element.get("text"), str)
    )
