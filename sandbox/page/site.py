"""The read-only page: what a person of a workspace sees of it, and the journal of calls for who builds the app."""

import re
from collections.abc import Awaitable, Callable
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.journal import Call
from sandbox.page import scenes
from sandbox.page.blocks import blocks_html
from sandbox.page.mrkdwn import moment
from sandbox.workspace import Channel, User, Workspace
from sandbox.world import World

HERE = Path(__file__).parent
SHOWN_CALLS = 200
SHOWN_PEOPLE = 100
HEADERS = {
    # Nothing from outside, no scripts, no frames: what an app sends can at most be ugly.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Missing(Exception):
    """There is no such page; the sentence says why."""


def drawn(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - a template's own
    """A page made from a template."""
    return HTMLResponse(TEMPLATES.get_template(template).render(values), status, HEADERS)


class Page:
    """Answers each address of the page from the state of one sandbox."""

    def __init__(self, world: World) -> None:
        """Show that sandbox."""
        self._world = world

    async def front(self, _request: Request) -> Response:
        """The workspaces; the workspace itself where there is only one."""
        workspaces = list(self._world.workspaces.values())
        if len(workspaces) == 1:
            return RedirectResponse(f"/w/{workspaces[0].id}", 303)
        people = {each.id: len(scenes.people_of(each)) for each in workspaces}
        return drawn("front.html", workspaces=workspaces, people=people, here="front")

    async def workspace(self, request: Request) -> Response:
        """The people to choose from; for a person chosen, their newest conversation."""
        workspace = self._workspace_of(request)
        if "as" not in request.query_params:
            return self._people(request, workspace)
        person = self._person_of(request, workspace)
        channels, direct = scenes.conversations_of(workspace, person)
        newest = max([*channels, *direct], key=lambda each: each.last, default=None)
        if newest:
            return RedirectResponse(f"/w/{workspace.id}/c/{newest.id}?as={person.id}", 303)
        return drawn("empty.html", **self._frame(workspace, person, here="conversations"))

    async def conversation(self, request: Request) -> Response:
        """The messages of a conversation, as that person sees them."""
        workspace = self._workspace_of(request)
        person = self._person_of(request, workspace)
        channel = workspace.channels.get(request.path_params["channel_id"])
        if channel is None or not channel.has(person.id):
            raise Missing(f"{scenes.face_of(person).name} is in no such conversation.")
        before = request.query_params.get("before", "")
        reader = scenes.reader_of(self._world, workspace, person)
        lines = scenes.lines_of(workspace, person, channel, reader, before)
        return drawn(
            "conversation.html",
            **self._frame(workspace, person, here="conversations", place=channel.id),
            conversation=scenes.conversation_of(channel, workspace, person),
            topic=channel.topic or channel.purpose,
            members=len(channel.members),
            lines=lines,
            older=_older(channel, lines),
            before=before,
        )

    async def home(self, request: Request) -> Response:
        """The Home tab of an app, as it was published for that person."""
        workspace = self._workspace_of(request)
        person = self._person_of(request, workspace)
        app = self._world.apps.get(request.path_params["app_id"])
        if app is None or app not in scenes.apps_of(self._world, workspace):
            raise Missing(f"No such app is installed in {workspace.name}.")
        view = app.homes.get((workspace.id, person.id))
        reader = scenes.reader_of(self._world, workspace, person, heading=2)
        body = blocks_html(view["blocks"], reader) if view else None
        frame = self._frame(workspace, person, here="conversations", place=app.id)
        return drawn("home.html", **frame, app=app, body=body)

    async def files(self, request: Request) -> Response:
        """The files of a workspace; for a person chosen, those that they see."""
        workspace = self._workspace_of(request)
        person = self._person_of(request, workspace) if request.query_params.get("as") else None
        reader = scenes.reader_of(self._world, workspace, person or scenes.NOBODY)
        frame = self._frame(workspace, person, here="files")
        return drawn("files.html", **frame, papers=scenes.papers_of(workspace, person, reader))

    async def journal(self, request: Request) -> Response:
        """The last calls of the apps and the last deliveries to them, without what was in them."""
        method, only = request.query_params.get("method", ""), request.query_params.get("only", "")
        journal = self._world.journal
        wanted = (call for call in reversed(journal.entries) if _wanted(call, method, only))
        return drawn(
            "journal.html",
            calls=[(call, [finding_told(each) for each in call.errors]) for call in islice(wanted, SHOWN_CALLS)],
            deliveries=list(islice(reversed(journal.deliveries), SHOWN_CALLS)),
            methods=sorted({call.method for call in journal.entries}),
            method=method,
            only=only,
            apps=self._world.apps,
            workspaces=self._world.workspaces,
            here="journal",
        )

    def _people(self, request: Request, workspace: Workspace) -> Response:
        sought = request.query_params.get("q", "").strip()
        people = scenes.people_of(workspace)
        found = [each for each in people if _matches(each, sought)]
        return drawn(
            "people.html",
            **self._frame(workspace, None, here="conversations"),
            sought=sought,
            found=[(scenes.face_of(each), each) for each in found[:SHOWN_PEOPLE]],
            total=len(people),
            hidden=max(0, len(found) - SHOWN_PEOPLE),
        )

    def _frame(self, workspace: Workspace, person: User | None, *, here: str, place: str = "") -> dict[str, Any]:
        """What stands around every page of a workspace: who one is, whom one could be, and where one can go."""
        people = scenes.people_of(workspace)
        channels, direct = scenes.conversations_of(workspace, person) if person else ([], [])
        reader = scenes.reader_of(self._world, workspace, person or scenes.NOBODY)
        return {
            "workspace": workspace,
            "person": person,
            "face": scenes.face_of(person) if person else None,
            "now": moment(reader.now, "{date_short}, {time}", reader),
            "people": [scenes.face_of(each) for each in people] if len(people) <= SHOWN_PEOPLE * 3 else [],
            "apps": scenes.apps_of(self._world, workspace),
            "channels": channels,
            "direct": direct,
            "here": here,
            "place": place,
            "chosen_at": _kept_place(workspace, here, place),
        }

    def _workspace_of(self, request: Request) -> Workspace:
        workspace = self._world.workspaces.get(request.path_params["workspace_id"])
        if workspace is None:
            raise Missing("There is no such workspace in this sandbox.")
        return workspace

    def _person_of(self, request: Request, workspace: Workspace) -> User:
        person = workspace.users.get(request.query_params.get("as", ""))
        if person is None:
            raise Missing(f"Choose first whom of {workspace.name} you want to be.")
        return person


def finding_told(finding: str) -> str:
    """A finding without the value that it quotes first, which may be what a person wrote; names of types stay."""
    path, colon, words = finding.partition(": ")
    if words[:1] not in {"'", '"', "[", "{"} or path.endswith(".type"):
        return finding
    quoted = re.match(r"(?:'.*'|\".*\"|\[.*\]|\{.*\})(?= )", words, re.DOTALL)
    return f"{path}{colon}…{words[quoted.end() :] if quoted else ''}"


def _kept_place(workspace: Workspace, here: str, place: str) -> str:
    """Where one goes on as somebody else: the same page where it is not a conversation of one's own."""
    if here == "files":
        return f"/w/{workspace.id}/files"
    conversation = not place or place in workspace.channels
    return f"/w/{workspace.id}" if conversation else f"/w/{workspace.id}/home/{place}"


def _older(channel: Channel, lines: list[scenes.Line]) -> str:
    first = lines[0].ts if lines else ""
    return first if channel.messages and first > channel.messages[0].ts else ""


def _matches(user: User, sought: str) -> bool:
    words = f"{user.name} {user.real_name} {user.display_name} {user.email} {user.title}".casefold()
    return all(word in words for word in sought.casefold().split())


def _wanted(call: Call, method: str, only: str) -> bool:
    if method and call.method != method:
        return False
    return {"findings": bool(call.errors), "errors": call.response.get("ok") is False}.get(only, True)


def _answering(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return await answer(request)
        except Missing as missing:
            return drawn("missing.html", status=404, sentence=str(missing), here="")

    return endpoint


def routes(world: World) -> list[BaseRoute]:
    """The addresses of the page, for the server of that sandbox."""
    page = Page(world)
    answers = {
        "/": page.front,
        "/journal": page.journal,
        "/w/{workspace_id}": page.workspace,
        "/w/{workspace_id}/files": page.files,
        "/w/{workspace_id}/c/{channel_id}": page.conversation,
        "/w/{workspace_id}/home/{app_id}": page.home,
    }
    pages = [Route(path, _answering(answer), methods=["GET"]) for path, answer in answers.items()]
    return [*pages, Mount("/static", StaticFiles(directory=HERE / "static"))]
