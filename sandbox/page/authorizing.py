"""The page on which a person lets an app into their workspace, and the way back to the app with a code."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.api.oauth import app_of
from sandbox.apps import App
from sandbox.control import refused
from sandbox.page.drawing import POLICY, drawn
from sandbox.scopes import WORDS, named
from sandbox.workspace import SLACKBOT, User, Workspace
from sandbox.world import World

PATH = "/oauth/v2/authorize"
SHOWN_PEOPLE = 300
"""More than these are not listed: one writes the name of the person."""
ASKED = ("client_id", "scope", "user_scope", "redirect_uri", "state", "team")


class Wrong(Exception):
    """The app asked for something that cannot be; Slack's name of the error, and a sentence for who builds the app."""

    def __init__(self, error: str, sentence: str) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.error, self.sentence = error, sentence


@dataclass(frozen=True, slots=True)
class Wish:
    """What an app asks a person to allow; `team` is the workspace that it wants, if it says so."""

    app: App
    scopes: list[str]
    redirect_uri: str
    named_uri: str
    """The same, but empty where the app named none."""
    state: str
    team: Workspace | None

    def back(self, **said: str) -> Response:
        """The way back to the app."""
        address = urlsplit(self.redirect_uri)
        fields = [*parse_qsl(address.query, keep_blank_values=True), *said.items(), ("state", self.state)]
        return RedirectResponse(urlunsplit(address._replace(query=urlencode(fields), fragment="")), 303)


def fits(uri: str, registered: str) -> bool:
    """Whether a redirect_uri is a redirect URL of the manifest or lies below it, as Slack compares them."""
    try:
        asked, known = urlsplit(uri), urlsplit(registered)
    except ValueError:
        return False
    if (asked.scheme, asked.netloc.lower()) != (known.scheme, known.netloc.lower()) or not asked.netloc:
        return False
    if asked.scheme not in {"http", "https"} or ".." in unquote(asked.path).replace("\\", "/").split("/"):
        return False
    return f"{asked.path}/".startswith(f"{known.path.rstrip('/')}/")


def installers_of(workspace: Workspace) -> list[User]:
    """Who may install an app: active people who are no guests, by name."""
    people = (
        user
        for user in workspace.users.values()
        if not (user.deleted or user.is_bot or user.is_restricted or user.is_ultra_restricted or user.id == SLACKBOT)
    )
    return sorted(people, key=lambda user: (user.real_name.casefold(), user.id))


class Authorizing:
    """Asks a person, and carries their answer to the app."""

    def __init__(self, world: World) -> None:
        """Ask the people of that sandbox."""
        self._world = world

    async def ask(self, request: Request) -> Response:
        """Show what an app asks for, and in which workspace and as whom one may allow it."""
        fields = request.query_params
        wish = self._wish(fields)
        return self._asked(fields, wish, fields.get("workspace", ""))

    async def answer(self, request: Request) -> Response:
        """Send a person back to the app, with a code for what they allowed or with `access_denied`."""
        async with request.form() as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        wish = self._wish(fields)
        if fields.get("answer") != "allow":
            return wish.back(error="access_denied")
        workspace = wish.team or self._world.workspaces.get(fields.get("workspace", ""))
        written = fields.get("person", "").strip().removeprefix("@")
        people = installers_of(workspace) if workspace else []
        person = next((each for each in people if written in {each.id, each.name}), None)
        if workspace is None or person is None:
            return self._asked(fields, wish, fields.get("workspace", ""), written)
        code = self._world.grants.code(wish.app, workspace, person, frozenset(wish.scopes), wish.named_uri)
        return wish.back(code=code)

    def _asked(self, fields: Mapping[str, str], wish: Wish, chosen: str, unknown: str | None = None) -> Response:
        workspaces = [wish.team] if wish.team else list(self._world.workspaces.values())
        if not workspaces:
            raise Wrong("team_not_found", "This sandbox has no workspace yet.")
        workspace = next((each for each in workspaces if each.id == chosen), workspaces[0])
        people = installers_of(workspace)
        return _page(
            "authorize.html",
            status=200 if unknown is None else 400,
            app=wish.app,
            scopes=[(scope, WORDS.get(scope, "Do what its manifest says")) for scope in wish.scopes],
            asked={name: fields[name] for name in ASKED if name in fields},
            workspaces=workspaces,
            chosen=workspace,
            people=people if len(people) <= SHOWN_PEOPLE else [],
            number=len(people),
            unknown=unknown,
            path=PATH,
            home=urlsplit(wish.redirect_uri).netloc,
        )

    def _wish(self, fields: Mapping[str, str]) -> Wish:
        app = app_of(self._world, fields.get("client_id"))
        if app is None:
            raise Wrong(
                "invalid_client_id", f"No app of this sandbox has the client id {fields.get('client_id', '')!r}."
            )
        named_uri = fields.get("redirect_uri", "")
        redirect_uri = named_uri or next(iter(app.redirect_urls), "")
        if not any(fits(redirect_uri, each) for each in app.redirect_urls):
            raise Wrong("bad_redirect_uri", _not_registered(app, redirect_uri))
        team = self._world.workspaces.get(fields.get("team", ""))
        if fields.get("team") and team is None:
            raise Wrong("team_not_found", f"This sandbox has no workspace {fields['team']}.")
        return Wish(app, _scopes(app, fields), redirect_uri, named_uri, fields.get("state", ""), team)


def _not_registered(app: App, redirect_uri: str) -> str:
    if not app.redirect_urls:
        return f"The manifest of {app.name} has no redirect URLs: name one in oauth_config.redirect_urls."
    known = ", ".join(app.redirect_urls)
    return f"The redirect_uri {redirect_uri} is none of {app.name}. Its manifest has {known}, and what is below."


def _scopes(app: App, fields: Mapping[str, str]) -> list[str]:
    if named(fields.get("user_scope", "")):
        raise Wrong("invalid_scope", "This sandbox gives tokens to bots and none to users: leave user_scope out.")
    scopes = named(fields.get("scope", ""))
    if not scopes:
        raise Wrong("no_scopes", "The app asks for no scope: name those of its bot in scope.")
    unknown = [scope for scope in scopes if scope not in WORDS and scope not in app.scopes]
    if unknown:
        raise Wrong("invalid_scope", f"There is no scope of a bot called {', '.join(unknown)}.")
    return scopes


def _page(template: str, *, status: int, **values: object) -> Response:
    page = drawn(template, status=status, here="", **values)
    # A browser holds the redirect to the app against form-action.
    page.headers["Content-Security-Policy"] = POLICY
    return page


def _guarded(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if request.method == "POST" and (why := refused(request)):
            return _page("unauthorized.html", status=403, error="", sentence=why)
        try:
            return await answer(request)
        except Wrong as wrong:
            return _page("unauthorized.html", status=400, error=wrong.error, sentence=wrong.sentence)

    return endpoint


def routes(world: World) -> list[BaseRoute]:
    """The address of the page, for the server of that sandbox."""
    authorizing = Authorizing(world)
    return [
        Route(PATH, _guarded(authorizing.ask), methods=["GET"]),
        Route(PATH, _guarded(authorizing.answer), methods=["POST"]),
    ]
