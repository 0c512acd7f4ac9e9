"""What stands around every page of a workspace: who one is, where one can go, and what lies on top of it."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request

from sandbox.apps import App
from sandbox.emoji import CHARACTERS
from sandbox.page.blocks import blocks_html
from sandbox.page.drawing import LOOKED, REFRESHED
from sandbox.page.faces import NOBODY, Face, face_of, listed
from sandbox.page.inspection import inspected
from sandbox.page.mrkdwn import moment
from sandbox.page.shapes import text_html, text_of
from sandbox.page.visit import Visit, reader_of
from sandbox.workspace import Workspace
from sandbox.world import World

BESIDE = "beside"
"""The argument of an address that opens the journal beside the page."""
QUICK = (
    "+1",
    "heart",
    "joy",
    "tada",
    "eyes",
    "pray",
    "white_check_mark",
    "bulb",
    "rocket",
    "clap",
    "thinking_face",
    "x",
)
"""The reactions that are offered first."""


@dataclass(frozen=True, slots=True)
class Dialog:
    """The modal in front of a person, ready for the template."""

    id: str
    app: App
    title: str
    close: str
    submit: str
    body: Markup
    deep: bool
    """Whether another modal lies below it."""
    problem: str


def frame_of(visit: Visit, request: Request, *, here: str, place: str = "") -> dict[str, Any]:
    """The values that `base.html` needs around a page of a person."""
    visit.arrive()
    reader, memory = visit.reader(), visit.memory
    channels, direct = visit.conversations
    return {
        **_outer(visit.world, visit.workspace, request),
        "at": partial(_at, visit.workspace, _kept(request, visit)),
        "person": visit.user,
        "face": face_of(visit.user),
        "now": moment(reader.now, "{date_short}, {time}", reader),
        "people": _faces(visit.workspace),
        "apps": visit.apps,
        "channels": channels,
        "direct": direct,
        "here": here,
        "place": place,
        "chosen_at": _kept_place(visit.workspace, here, place),
        "dialog": dialog_of(visit),
        "question": memory.question,
        "question_text": text_html(memory.question.text, reader) if memory.question else "",
        "notice": "" if request.headers.get(REFRESHED) == LOOKED else memory.said(),
        "quick": [(name, CHARACTERS[name]) for name in QUICK if name in CHARACTERS],
    }


def frame_of_nobody(world: World, workspace: Workspace, request: Request, *, here: str) -> dict[str, Any]:
    """The same around a page that is nobody's own."""
    reader = reader_of(world, workspace, NOBODY)
    return {
        **_outer(world, workspace, request),
        "at": partial(_at, workspace, _kept(request, None)),
        "person": None,
        "face": None,
        "now": moment(reader.now, "{date_short}, {time}", reader),
        "people": _faces(workspace),
        "apps": [],
        "channels": [],
        "direct": [],
        "here": here,
        "place": "",
        "chosen_at": _kept_place(workspace, here, ""),
        "dialog": None,
        "question": None,
        "notice": "",
    }


def _outer(world: World, workspace: Workspace, request: Request) -> dict[str, Any]:
    beside = request.query_params.get(BESIDE) == "journal"
    path = request.url.path
    turned = {key: value for key, value in request.query_params.items() if key != BESIDE}
    turned |= {} if beside else {BESIDE: "journal"}
    return {
        "workspace": workspace,
        "rung": world.journal.rung,
        "back": f"{path}?{request.url.query}" if request.url.query else path,
        "beside": inspected(world, workspace) if beside else None,
        "turn_beside": f"{path}?{urlencode(turned)}",
    }


def _kept(request: Request, visit: Visit | None) -> dict[str, str]:
    """The arguments that go along to every address: whom one is, and whether the journal is open."""
    kept = {"as": visit.user.id} if visit else {}
    return kept | ({BESIDE: "journal"} if request.query_params.get(BESIDE) == "journal" else {})


def _at(workspace: Workspace, kept: dict[str, str], path: str = "", **more: str) -> str:
    query = urlencode({**kept, **more})
    return f"/w/{workspace.id}{path}" + (f"?{query}" if query else "")


def _faces(workspace: Workspace) -> list[Face]:
    return [face_of(each) for each in listed(workspace) or ()]


def _kept_place(workspace: Workspace, here: str, place: str) -> str:
    """Where one goes on as somebody else: the same page where it is not a conversation of one's own."""
    if here in {"files", "channels"}:
        return f"/w/{workspace.id}/{here}"
    conversation = not place or place in workspace.channels
    return f"/w/{workspace.id}" if conversation else f"/w/{workspace.id}/home/{place}"


def dialog_of(visit: Visit) -> Dialog | None:
    """The modal in front of the person, with what they have typed in it so far."""
    found = visit.hands.in_front()
    if found is None:
        return None
    seat, view = found
    # The ids of a view that is shown anew stay, so that what was typed is still in its fields.
    touched = visit.touch(f"v{view['id']}", view["state"]["values"], view["id"])
    body = blocks_html(view["blocks"], visit.reader(touch=touched))
    return Dialog(
        view["id"],
        seat.app,
        text_of(view["title"]),
        text_of(view["close"]) or "Close",
        text_of(view["submit"]),
        body,
        view["previous_view_id"] is not None,
        visit.memory.errors.get(view["id"], {}).get("", ""),
    )
