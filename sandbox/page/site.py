"""The pages of a sandbox: what a person of a workspace sees of it, and the journal for who builds the app."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.apps import App
from sandbox.forms import state_of
from sandbox.page import faces, inspection, places
from sandbox.page.blocks import blocks_html
from sandbox.page.deeds import deeds
from sandbox.page.drawing import HERE, REFRESHED, Missing, drawn
from sandbox.page.frame import BESIDE, frame_of, frame_of_nobody
from sandbox.page.lines import Line, Shelf, lines_of, thread_of
from sandbox.page.live import Live
from sandbox.page.memory import Memories
from sandbox.page.papers import papers_of
from sandbox.page.visit import Visit, reader_of
from sandbox.page.visits import Visits
from sandbox.workspace import Channel
from sandbox.world import World

SHOWN_PEOPLE = 100


class Page:
    """Answers each address of the page from the state of one sandbox."""

    def __init__(self, world: World, visits: Visits) -> None:
        """Show that sandbox."""
        self._world, self._visits = world, visits

    async def front(self, _request: Request) -> Response:
        """The workspaces; the workspace itself where there is only one."""
        workspaces = list(self._world.workspaces.values())
        if len(workspaces) == 1:
            return RedirectResponse(f"/w/{workspaces[0].id}", 303)
        people = {each.id: len(faces.people_of(each)) for each in workspaces}
        return drawn("front.html", workspaces=workspaces, people=people, here="front")

    async def workspace(self, request: Request) -> Response:
        """The people to choose from; for a person chosen, their newest conversation."""
        if "as" not in request.query_params:
            return self._people(request)
        visit = self._visits.of(request)
        channels, direct = visit.conversations
        newest = max([*channels, *direct], key=lambda each: each.last, default=None)
        if newest:
            return RedirectResponse(visit.at(f"/c/{newest.id}", **_kept(request)), 303)
        return drawn("empty.html", **frame_of(visit, request, here="conversations"))

    async def conversation(self, request: Request) -> Response:
        """The messages of a conversation, as that person sees them, with a thread beside them."""
        visit = self._visits.of(request)
        channel = self._visits.channel_of(request, visit)
        if channel.kind == "im" and not _refreshed(request):
            await self._open_tab(visit, channel)
        visit.read_up_to(channel)
        before, thread = (request.query_params.get(name, "") for name in ("before", "thread"))
        shelf = Shelf(visit.workspace, visit.user, channel, visit.reader(), visit.touch_message)
        lines = lines_of(shelf, before)
        return drawn(
            "conversation.html",
            **frame_of(visit, request, here="conversations", place=channel.id),
            **_room(visit, channel),
            lines=lines,
            older=_older(channel, lines),
            before=before,
            thread=thread_of(shelf, thread) if thread else None,
            parent=thread,
            editing=request.query_params.get("edit", ""),
            draft=request.query_params.get("draft", ""),
            reply=request.query_params.get("reply", ""),
        )

    async def _open_tab(self, visit: Visit, channel: Channel) -> None:
        """Tell the app that the person has opened the messages with it, as Slack does."""
        partner = places.partner_of(channel, visit.workspace, visit.user)
        app = next((app for app in visit.apps if app.id == partner.app_id), None)
        if app and app.home_tab and not visit.memory.notice:
            await self._visits.patience.told(visit.open_tab(app, "messages"))

    async def home(self, request: Request) -> Response:
        """The Home tab of an app, as it was published for that person; the app hears that it is opened."""
        visit = self._visits.of(request)
        app = self._world.apps.get(request.path_params["app_id"])
        if app is None or app not in visit.apps:
            raise Missing(f"No such app is installed in {visit.workspace.name}.")
        if app.home_tab and not _refreshed(request):
            await self._visits.patience.told(visit.open_tab(app, "home"))
        frame = frame_of(visit, request, here="conversations", place=app.id)
        return drawn("home.html", **frame, app=app, body=_home_body(visit, app), direct_id=visit.hands.dm(app).id)

    async def channels(self, request: Request) -> Response:
        """The channels that the person may look into, to join or leave them."""
        visit = self._visits.of(request)
        listed = places.channels_to_browse(visit.workspace, visit.user)
        shown = [(each, each.has(visit.user.id), len(each.members)) for each in listed]
        return drawn("channels.html", **frame_of(visit, request, here="channels"), listed=shown)

    async def others(self, request: Request) -> Response:
        """Everybody whom the person may write to, people and apps."""
        visit = self._visits.of(request)
        sought = request.query_params.get("q", "").strip()
        bots = [user for user in visit.workspace.users.values() if user.is_bot and not user.deleted]
        others = [user for user in (*bots, *faces.people_of(visit.workspace)) if user is not visit.user]
        found = [faces.face_of(user) for user in others if faces.matches(user, sought)][:SHOWN_PEOPLE]
        return drawn("others.html", **frame_of(visit, request, here="people"), sought=sought, found=found)

    async def files(self, request: Request) -> Response:
        """The files of a workspace; for a person chosen, those that they see."""
        if not request.query_params.get("as"):
            workspace = self._visits.workspace_of(request)
            frame = frame_of_nobody(self._world, workspace, request, here="files")
            return drawn(
                "files.html",
                **frame,
                papers=papers_of(workspace, None, reader_of(self._world, workspace, faces.NOBODY)),
            )
        visit = self._visits.of(request)
        frame = frame_of(visit, request, here="files")
        return drawn("files.html", **frame, papers=papers_of(visit.workspace, visit.user, visit.reader()))

    async def journal(self, request: Request) -> Response:
        """The last calls of the apps and the last deliveries to them."""
        method, only = request.query_params.get("method", ""), request.query_params.get("only", "")
        journal = self._world.journal
        return drawn(
            "journal.html",
            rows=inspection.rows_of(self._world, method=method, only=only),
            methods=sorted({call.method for call in journal.entries}),
            show_typed=self._world.show_typed,
            rung=journal.rung,
            method=method,
            only=only,
            here="journal",
        )

    async def archive(self, request: Request) -> Response:
        """Where a permalink leads: the message, for whom the address names or for somebody who can see it."""
        channel_id, point = request.path_params["channel_id"], request.path_params["point"]
        ts = f"{point[1:-6]}.{point[-6:]}"
        for workspace in self._world.workspaces.values():
            channel = workspace.channels.get(channel_id)
            wanted = request.query_params.get("as", "")
            member = wanted or next(
                (each.id for each in faces.people_of(workspace) if channel and channel.has(each.id)), ""
            )
            if channel and member:
                thread = request.query_params.get("thread_ts", "")
                query = f"?as={member}" + (f"&thread={thread}" if thread else "")
                return RedirectResponse(f"/w/{workspace.id}/c/{channel_id}{query}#m{ts}", 303)
        raise Missing("There is no such message in this sandbox, or nobody who sees it.")

    def _people(self, request: Request) -> Response:
        workspace = self._visits.workspace_of(request)
        sought = request.query_params.get("q", "").strip()
        people = faces.people_of(workspace)
        found = [each for each in people if faces.matches(each, sought)]
        return drawn(
            "people.html",
            **frame_of_nobody(self._world, workspace, request, here="conversations"),
            sought=sought,
            found=[(faces.face_of(each), each) for each in found[:SHOWN_PEOPLE]],
            total=len(people),
            hidden=max(0, len(found) - SHOWN_PEOPLE),
        )


def _room(visit: Visit, channel: Channel) -> dict[str, Any]:
    """What is said of a conversation, and what can be done in it."""
    shortcuts = [(app, each) for app in visit.apps for each in app.shortcuts]
    partner = next((app for app in visit.apps if _is_with(channel, app, visit)), None)
    return {
        "conversation": places.conversation_of(channel, visit.workspace, visit.user),
        "channel": channel,
        "topic": channel.topic or channel.purpose,
        "members": len(channel.members),
        "joined": channel.has(visit.user.id),
        "home": partner if partner and partner.home_tab else None,
        "muted": partner if partner and (partner.read_only or not partner.messages_tab) else None,
        "commands": [(app, each) for app in visit.apps for each in app.commands.values()],
        "shortcuts": [(app, each) for app, each in shortcuts if each["type"] == "global"],
        "message_shortcuts": [(app, each) for app, each in shortcuts if each["type"] == "message"],
    }


def _is_with(channel: Channel, app: App, visit: Visit) -> bool:
    return channel.kind == "im" and places.partner_of(channel, visit.workspace, visit.user).app_id == app.id


def _home_body(visit: Visit, app: App) -> Any:  # noqa: ANN401 - Markup, or None where nothing was published
    view = app.homes.get((visit.workspace.id, visit.user.id))
    if view is None:
        return None
    touch = visit.touch(f"v{view['id']}", state_of(view["blocks"], view["state"]["values"]), view["id"])
    return blocks_html(view["blocks"], visit.reader(heading=2, touch=touch))


def _refreshed(request: Request) -> bool:
    return REFRESHED in request.headers


def _kept(request: Request) -> dict[str, str]:
    return {key: value for key, value in request.query_params.items() if key == BESIDE}


def _older(channel: Channel, lines: list[Line]) -> str:
    first = lines[0].ts if lines else ""
    return first if channel.messages and first > channel.messages[0].ts else ""


def _answering(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return await answer(request)
        except Missing as missing:
            return drawn("missing.html", status=404, sentence=str(missing), here="")

    return endpoint


def routes(world: World) -> list[BaseRoute]:
    """The addresses of the page, for the server of that sandbox."""
    visits = Visits(world, Memories())
    page, live = Page(world, visits), Live(world)
    answers = {
        "/": page.front,
        "/journal": page.journal,
        "/archives/{channel_id}/{point}": page.archive,
        "/w/{workspace_id}": page.workspace,
        "/w/{workspace_id}/files": page.files,
        "/w/{workspace_id}/channels": page.channels,
        "/w/{workspace_id}/people": page.others,
        "/w/{workspace_id}/c/{channel_id}": page.conversation,
        "/w/{workspace_id}/home/{app_id}": page.home,
    }
    pages = [Route(path, _answering(answer), methods=["GET"]) for path, answer in answers.items()]
    done = [Route(path, _answering(deed), methods=["POST"]) for path, deed in deeds(visits).items()]
    stream = Route("/live", live.stream, methods=["GET"])
    return [*pages, *done, stream, Mount("/static", StaticFiles(directory=HERE / "static"))]
