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
    socket_mode: bool
    bot_name: str
    manifest: Json
    request_url: str | None = None
    homes: dict[Place, Json] = field(default_factory=dict)
    modals: dict[Place, list[Json]] = field(default_factory=dict)
    """The stack of open modals of each person, the root first; as Slack stores and answers them."""


@dataclass(slots=True)
class Installation:
    """An app in a workspace, with the token that it holds there."""

    app: App
    workspace: Workspace
    bot_token: str
    bot_user_id: str
    bot_id: str
    scopes: frozenset[str]
    refusal: str = ""
    """Why the token is refused: `token_revoked`, `account_inactive`, or nothing."""


def app_of(name: str, manifest: Json, ids: Ids) -> App:
    """The app that a Slack app manifest describes, with new secrets. Raises manifests.Unfit."""
    manifests.check(manifest)
    features, settings = _part(manifest, "features"), _part(manifest, "settings")
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
        scopes=tuple(_part(_part(manifest, "oauth_config"), "scopes").get("bot", [])),
        events=frozenset(_part(settings, "event_subscriptions").get("bot_events", [])),
        commands={command["command"]: command for command in features.get("slash_commands", [])},
        shortcuts=list(features.get("shortcuts", [])),
        interactive=bool(_part(settings, "interactivity").get("is_enabled")),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        socket_mode=bool(settings.get("socket_mode_enabled")),
        bot_name=str(bot.get("display_name") or name),
        manifest=manifest,
    )


def installation_of(app: App, workspace: Workspace, ids: Ids) -> Installation:
    """A new installation with its bot user and token."""
    handle = app.bot_name.lower().replace(" ", "")
    bot_id = ids.new("B")
    bot = workspace.add_user(handle, real_name=app.bot_name, is_bot=True, bot_id=bot_id, app_id=app.id)
    token = f"xoxb-{ids.number():012d}-{ids.number():012d}-{secrets.token_urlsafe(18)}"
    return Installation(app, workspace, token, bot.id, bot_id, frozenset(app.scopes))


def _part(manifest: Json, name: str) -> Json:
    part: Any = manifest.get(name)
    return part if isinstance(part, dict) else {}
