"""The journal as the page shows it to who builds an app: calls and deliveries in one list, with what was in them."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sandbox.journal import Call, Delivery
from sandbox.page.masking import abridged, masked
from sandbox.workspace import Json, Workspace
from sandbox.world import World

SHOWN = 200
SHOWN_BESIDE = 40
LONGEST = 20_000
"""Characters of a payload that are shown of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A call of an app, or a delivery to it."""

    id: str
    at: datetime
    incoming: bool
    """Whether the app called; otherwise something was delivered to it."""
    title: str
    about: str
    outcome: str
    mood: str
    """`good`, `bad`, or `quiet` while it is not known."""
    app: str
    workspace: str
    findings: list[str]
    parts: list[tuple[str, str]]
    """What was in it: a name, and JSON."""


def inspected(world: World, workspace: Workspace) -> list[Row]:
    """The newest calls and deliveries of a workspace, for the journal beside a page."""
    calls = (call for call in reversed(world.journal.entries) if call.workspace_id in {workspace.id, ""})
    told = (each for each in reversed(world.journal.deliveries) if each.workspace_id in {workspace.id, ""})
    return _rows(world, calls, told, SHOWN_BESIDE)


def rows_of(world: World, *, method: str = "", only: str = "") -> list[Row]:
    """The newest calls and deliveries: all, those of one method, or only what went wrong."""
    calls = (call for call in reversed(world.journal.entries) if _wanted(call, method, only))
    told = iter(()) if method or only == "findings" else _told(world, only)
    return _rows(world, calls, told, SHOWN)


def _told(world: World, only: str) -> Iterable[Delivery]:
    for delivery in reversed(world.journal.deliveries):
        if not only or delivery.outcome not in {"acknowledged", "pending"}:
            yield delivery


def _wanted(call: Call, method: str, only: str) -> bool:
    if method and call.method != method:
        return False
    return {"findings": bool(call.errors), "errors": call.response.get("ok") is False}.get(only, True)


def _rows(world: World, calls: Iterable[Call], told: Iterable[Delivery], most: int) -> list[Row]:
    shape = _shaper(world)
    entries: list[Call | Delivery] = [*islice(calls, most), *islice(told, most)]
    newest = sorted(entries, key=lambda each: each.number, reverse=True)[:most]
    return [_call(world, each, shape) if isinstance(each, Call) else _delivery(world, each, shape) for each in newest]


def _shaper(world: World) -> Callable[[Json], str]:
    def shaped(payload: Json) -> str:
        shown = abridged(payload if world.show_typed else masked(payload))
        text = json.dumps(shown, indent=2, ensure_ascii=False, default=str)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n…"

    return shaped


def _call(world: World, call: Call, shape: Callable[[Json], str]) -> Row:
    failed = call.response.get("ok") is False
    return Row(
        id=f"n{call.number}",
        at=call.at,
        incoming=True,
        title=call.method,
        about=_about(call.arguments),
        outcome=str(call.response.get("error") or "error") if failed else "ok",
        mood="bad" if failed or call.errors else "good",
        app=_app(world, call.app_id),
        workspace=_name(world, call.workspace_id),
        findings=[each if world.show_typed else finding_told(each) for each in call.errors],
        parts=[("Arguments", shape(call.arguments)), ("Answer", shape(call.response))],
    )


def _about(arguments: Json) -> str:
    """Whom or what a call is about, in a word."""
    found = (arguments.get(name) for name in ("channel", "user_id", "user", "view_id", "name"))
    return next((each for each in found if isinstance(each, str)), "")


def _delivery(world: World, delivery: Delivery, shape: Callable[[Json], str]) -> Row:
    event = delivery.payload.get("event")
    kind = (event if isinstance(event, dict) else delivery.payload).get("type") or delivery.payload.get("command")
    again = f", retry {delivery.retry_num}" if delivery.retry_num else ""
    status = f" ({delivery.status})" if delivery.status and delivery.outcome != "acknowledged" else ""
    moods = {"acknowledged": "good", "pending": "quiet"}
    return Row(
        id=f"n{delivery.number}",
        at=delivery.at,
        incoming=False,
        title=str(kind or delivery.kind),
        about=f"{delivery.kind}{again}",
        outcome=f"{delivery.outcome}{status}",
        mood=moods.get(delivery.outcome, "bad"),
        app=_app(world, delivery.app_id),
        workspace=_name(world, delivery.workspace_id),
        findings=[],
        parts=[("Payload", shape(delivery.payload)), ("Answer", shape(delivery.answer))],
    )


def _app(world: World, app_id: str) -> str:
    return world.apps[app_id].name if app_id in world.apps else "-"


def _name(world: World, workspace_id: str) -> str:
    return world.workspaces[workspace_id].name if workspace_id in world.workspaces else "-"


def finding_told(finding: str) -> str:
    """A finding without the value that it quotes first, which may be what a person wrote; names of types stay."""
    path, colon, words = finding.partition(": ")
    if words[:1] not in {"'", '"', "[", "{"} or path.endswith(".type"):
        return finding
    quoted = re.match(r"(?:'.*'|\".*\"|\[.*\]|\{.*\})(?= )", words, re.DOTALL)
    return f"{path}{colon}…{words[quoted.end() :] if quoted else ''}"
