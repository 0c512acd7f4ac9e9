"""Apps as their manifest declares them, and their installations in workspaces with the views that they show there."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from sandbox import manifests
from sandbox.ids import Ids
from sandbox.workspace import Json, Workspace

Place = tuple[str, str]
"""(workspace id, user id)"""


@dataclass(slots=True)
class App:
    """An app: its secrets, what its manifest asks for, and every view that a person sees of it."""

    id: str
    name: str
    signing_secret: str
    app_token: str
    client_id: str
    client_secret: str
    verification_token: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    commands: dict[str, Json]
    shortcuts: list[Json]
    interactive: bool
    home_tab: bool
    messages_tab: bool
    read_only: bool
    """Whether people cannot write to it in its Messages tab."""
    socket_mode: bool
    bot_name: str
    manifest: Json
    redirect_urls: tuple[str, ...] = ()
    """Where its manifest lets people come back to after they installed it."""
    rotates: bool = False
    """Whether its tokens expire and are renewed with refresh tokens."""
    request_url: str | None = None
    homes: dict[Place, Json] = field(default_factory=dict)
    modals: dict[Place, list[Json]] = field(default_factory=dict)
    """The stack of open modals of each person, the root first; as Slack stores and answers them."""


@dataclass(slots=True)
class Installation:
    """An app in a workspace, with the newest token that it holds there; `refresh_token` where tokens are rotated."""

    app: App
    workspace: Workspace
    bot_token: str
    bot_user_id: str
    bot_id: str
    scopes: frozenset[str]
    refusal: str = ""
    """Why the token is refused: `token_revoked`, `account_inactive`, or nothing."""
    refresh_token: str = ""


def app_of(name: str, manifest: Json, ids: Ids) -> App:
    """The app that a Slack app manifest describes, with new secrets. Raises manifests.Unfit."""
    manifests.check(manifest)
    features, settings, oauth = (_part(manifest, name) for name in ("features", "settings", "oauth_config"))
    bot, home = _part(features, "bot_user"), _part(features, "app_home")
    number = ids.number()
    app_id = ids.new("A")
    return App(
        id=app_id,
        name=name,
        signing_secret=secrets.token_hex(16),
        app_token=f"xapp-1-{app_id}-{number:012d}-{secrets.token_hex(32)}",
        client_id=f"{number:012d}.{ids.number():012d}",
        client_secret=secrets.token_hex(16),
        verification_token=secrets.token_urlsafe(18),
        scopes=tuple(_part(oauth, "scopes").get("bot", [])),
        events=frozenset(_part(settings, "event_subscriptions").get("bot_events", [])),
        commands={command["command"]: command for command in features.get("slash_commands", [])},
        shortcuts=list(features.get("shortcuts", [])),
        interactive=bool(_part(settings, "interactivity").get("is_enabled")),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        read_only=bool(home.get("messages_tab_read_only_enabled")),
        socket_mode=bool(settings.get("socket_mode_enabled")),
        bot_name=str(bot.get("display_name") or name),
        manifest=manifest,
        redirect_urls=tuple(oauth.get("redirect_urls", [])),
        rotates=bool(settings.get("token_rotation_enabled")),
    )


def installation_of(app: App, workspace: Workspace, ids: Ids) -> Installation:
    """A new installation without token and scopes; the bot user of an earlier one comes back with it."""
    bot = next((user for user in workspace.users.values() if user.is_bot and user.app_id == app.id), None)
    if bot is None:
        handle = app.bot_name.lower().replace(" ", "")
        bot = workspace.add_user(handle, real_name=app.bot_name, is_bot=True, bot_id=ids.new("B"), app_id=app.id)
    bot.deleted = False
    return Installation(app, workspace, "", bot.id, bot.bot_id, frozenset())


def token_of(app: App, ids: Ids) -> str:
    """A new token of a bot, in the form of those that expire for an app whose tokens are rotated."""
    token = f"xoxb-{ids.number():012d}-{ids.number():012d}-{secrets.token_urlsafe(18)}"
    return f"xoxe.{token}" if app.rotates else token


def revoked(seat: Installation) -> list[Json]:
    """Revoke every token of an installation; the events that tell the app so."""
    seat.refusal = "token_revoked"
    return [{"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [seat.bot_user_id]}}]


def uninstalled(seat: Installation) -> list[Json]:
    """Take an app out of a workspace, its tokens and views with it; the events that tell it so."""
    events = [{"type": "app_uninstalled"}, *revoked(seat)]
    seat.refusal = "account_inactive"
    workspace_id = seat.workspace.id
    for views in (seat.app.homes, seat.app.modals):
        for place in [place for place in views if place[0] == workspace_id]:
            del views[place]
    seat.workspace.users[seat.bot_user_id].deleted = True
    return events


def _part(manifest: Json, name: str) -> Json:
    part: Any = manifest.get(name)
    return part if isinstance(part, dict) else {}
