"""The Slack app manifest, read off the source: what the listeners listen to and which of Slack's methods are called."""

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import yaml
from slack_sdk.web.async_client import AsyncWebClient

ROOT: Final = Path(__file__).parents[1]
ENDPOINT: Final = "/slack/events"

# Which bot scopes a method needs, by Slack's reference of methods; () is none. The roster is matched by e-mail.
METHODS: Final[dict[str, tuple[str, ...]]] = {
    "apps_connections_open": (),
    "auth_test": (),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "conversations_open": ("im:write",),
    "dnd_teamInfo": ("dnd:read",),
    "files_upload_v2": ("files:write",),
    "usergroups_list": ("usergroups:read",),
    "usergroups_users_list": ("usergroups:read",),
    "users_info": ("users:read",),
    "users_list": ("users:read", "users:read.email"),
    "views_open": (),
    "views_publish": (),
    "views_push": (),
    "views_update": (),
}
EVENTS: Final[dict[str, tuple[str, ...]]] = {
    "app_home_opened": (),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "/pulse": (
        "Answer the open pulse, change your settings, or read how answers stay confidential",
        "[answer | settings | privacy | setup | log | help]",
    ),
}
NAME: Final = "Groundswell"
SHORT: Final = (
    "Short confidential pulses about working with AI tools, and a weekly word to each manager about the group."
)
LONG: Final = (
    "Groundswell asks a few short questions each week about working with AI tools: what helps, what is missing, what "
    "gets in the way. Answers are confidential while a round is open and anonymous once it has closed: what managers "
    "read are figures for groups of at least six people: never a person's answer, never a list of who answered. "
    "Everyone chooses their language, may pause or opt out at any time, and can change or withdraw an answer until "
    "the round closes. The command /pulse privacy says what the company can see, and what nobody can."
)


class Unlisted(Exception):
    """The code calls or listens to something that this module does not know; add it, with the scopes that it needs."""


@dataclass(frozen=True, slots=True)
class Use:
    """What the code asks of Slack: events and commands listened to, methods called, and whether anything is clicked."""

    events: tuple[str, ...]
    commands: tuple[str, ...]
    methods: tuple[str, ...]
    interactive: bool

    @property
    def scopes(self) -> list[str]:
        """The bot scopes that all of it needs."""
        needed = {scope for method in self.methods for scope in METHODS[method]}
        needed |= {scope for event in self.events for scope in EVENTS[event]}
        return sorted(needed | ({"commands"} if self.commands else set()))


def use_of_sources(sources: Iterable[Path] | None = None) -> Use:
    """Read what the code uses. Raises Unlisted."""
    calls = [call for path in sources or _sources() for call in _calls_in(path)]
    events, commands = _listened(calls, "event"), _listened(calls, "command")
    methods = sorted({method for call in calls if (method := _method_of(call)) is not None})
    for kind, names, listed in (
        ("event", events, EVENTS),
        ("command", commands, COMMANDS),
        ("method", methods, METHODS),
    ):
        missing = [name for name in names if name not in listed]
        if missing:
            raise Unlisted(f"{kind} {', '.join(missing)}")
    interactive = any(_is_app(call, kind) for call in calls for kind in ("action", "view", "shortcut", "options"))
    return Use(tuple(events), tuple(commands), tuple(methods), interactive)


def _sources() -> Iterator[Path]:
    yield from sorted((ROOT / "handlers").rglob("*.py"))
    # The command line has an `app` of its own, which listens to a terminal.
    apart = {"demo", "commands", "cli.py"}
    yield from sorted(path for path in (ROOT / "bot").rglob("*.py") if not apart & set(path.parts))


def _calls_in(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def _listened(calls: list[ast.Call], kind: str) -> list[str]:
    return sorted({_text_of(call) for call in calls if _is_app(call, kind)})


def _is_app(call: ast.Call, kind: str) -> bool:
    named = call.func
    return (
        isinstance(named, ast.Attribute)
        and named.attr == kind
        and isinstance(named.value, ast.Name)
        and named.value.id == "app"
    )


def _text_of(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        raise Unlisted(
            f"{ast.unparse(call)}: write what is listened to as a text, so that it can be read off the source"
        )
    return first.value


def _method_of(call: ast.Call) -> str | None:
    named = call.func
    if not isinstance(named, ast.Attribute) or not hasattr(AsyncWebClient, named.attr):
        return None
    owner = named.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return named.attr if name in {"client", "_client"} else None


def manifest(url: str | None = None) -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP at a public address. Raises ValueError for what is no address."""
    use = use_of_sources()
    request_url = None if url is None else _endpoint_of(url)
    return {
        "display_information": {"name": NAME, "description": SHORT, "long_description": LONG},
        "features": _features(use, request_url),
        "oauth_config": {"scopes": {"bot": use.scopes}},
        "settings": _settings(use, request_url),
    }


def _features(use: Use, request_url: str | None) -> dict[str, Any]:
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": "app_home_opened" in use.events,
            # Invitations and digests arrive there; nobody reads what would be written back, so nobody can.
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
    }
    if use.commands:
        features["slash_commands"] = [_command(name, request_url) for name in use.commands]
    return features


def _command(name: str, request_url: str | None) -> dict[str, Any]:
    description, hint = COMMANDS[name]
    command: dict[str, Any] = {"command": name, "description": description, "usage_hint": hint, "should_escape": False}
    return command | ({"url": request_url} if request_url else {})


def _settings(use: Use, request_url: str | None) -> dict[str, Any]:
    address = {"request_url": request_url} if request_url else {}
    return {
        "event_subscriptions": address | {"bot_events": list(use.events)},
        "interactivity": {"is_enabled": use.interactive} | address,
        "org_deploy_enabled": False,
        "socket_mode_enabled": request_url is None,
        "token_rotation_enabled": False,
    }


def _endpoint_of(url: str) -> str:
    refusal = ValueError(f"{url} is not a public address: write it as https://pulse.example.org")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise refusal from None
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise refusal
    return url.rstrip("/").removesuffix(ENDPOINT) + ENDPOINT


def text_of(shown: dict[str, Any], form: Literal["json", "yaml"]) -> str:
    """The manifest as a file for Slack's page "From a manifest"."""
    if form == "json":
        return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"
    return yaml.safe_dump(shown, sort_keys=False, allow_unicode=True, width=110)
