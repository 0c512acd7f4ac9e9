"""A company out of a YAML file: workspaces with users, channels and user groups, and apps with their manifests."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.lines import Unreadable, line_of
from sandbox.lines import read as _read
from sandbox.manifests import Unfit
from sandbox.workspace import Json, User, Workspace
from sandbox.world import World

__all__ = ["Unreadable", "plant"]

USER_KINDS = {field.name: field.type for field in dataclasses.fields(User)}
USER_KEYS = USER_KINDS.keys() - {"team_id", "bot_id", "app_id", "updated", "status_expiration"}
WORKSPACE_KEYS = {"name", "id", "users", "channels", "usergroups"}
CHANNEL_KEYS = {"name", "members", "is_private", "is_archived", "topic", "purpose"}
USERGROUP_KEYS = {"handle", "name", "users"}
SECRETS = ("client_id", "client_secret", "signing_secret", "app_token")
"""What an app may bring along, so that the settings of who builds it outlive the sandbox."""
APP_KEYS = {"name", "manifest", "request_url", "socket_mode", "workspaces", "bot_token", *SECRETS}
KINDS: Mapping[str, object] = {
    **USER_KINDS,
    **dict.fromkeys(("handle", "purpose", "request_url", "topic"), str),
    **dict.fromkeys(("is_archived", "is_private", "socket_mode"), bool),
    **dict.fromkeys(("apps", "channels", "members", "usergroups", "users", "workspaces"), list),
}
"""What must stand under a key, wherever it stands."""
MUST_BE: Mapping[type, str] = {
    str: "must be text: put it in quotes",
    bool: "must be true or false",
    list: "must be a list",
}


def plant(world: World, path: Path) -> None:
    """Fill a sandbox with what the file describes; manifests named in it are sought beside it. Raises Unreadable."""
    content = _read(path)
    try:
        _plant(world, content, path.parent)
    except Unreadable as fault:
        raise Unreadable(f"{path}, {fault}") from fault


def _plant(world: World, content: object, folder: Path) -> None:
    seed = _mapping(content, "the seed", {"workspaces", "apps"})
    teams: dict[str, Workspace] = {}
    for number, each in enumerate(seed.get("workspaces") or []):
        team = _workspace(world, _mapping(each, f"workspaces[{number}]", WORKSPACE_KEYS))
        teams[team.name] = team
    for number, each in enumerate(seed.get("apps") or []):
        app = _mapping(each, f"apps[{number}]", APP_KEYS)
        try:
            _app(world, teams, app, folder)
        except Unfit as unfit:
            raise Unreadable(f"{line_of(each)}{app['name']}: {unfit}") from unfit


def _workspace(world: World, seed: Json) -> Workspace:
    team = world.add_workspace(seed["name"], seed.get("id"))
    ids: dict[str, str] = {}
    for number, each in enumerate(seed.get("users") or []):
        user = team.add_user(**_quiet(_mapping(each, f"{team.name}: users[{number}]", USER_KEYS)))
        ids[user.name] = user.id
    for number, each in enumerate(seed.get("channels") or []):
        channel = _mapping(each, f"{team.name}: channels[{number}]", CHANNEL_KEYS)
        members = _ids(ids, channel.pop("members", ids), f"{line_of(each)}{channel['name']}")
        team.add_channel(channel.pop("name"), members, **channel)
    for number, each in enumerate(seed.get("usergroups") or []):
        group = _mapping(each, f"{team.name}: usergroups[{number}]", USERGROUP_KEYS)
        handle = group.get("handle", group["name"])
        members = _ids(ids, group.get("users", ()), f"{line_of(each)}{handle}")
        team.add_usergroup(handle, group["name"], members)
    return team


def _quiet(user: Json) -> Json:
    """A user whose quiet hours, if there are any, are instants with their offset from UTC."""
    for key in ("dnd_start", "dnd_end"):
        at = user.get(key)
        if at is not None and (not isinstance(at, datetime) or at.tzinfo is None):
            raise Unreadable(f"{user.get('name')}: {key} must be an instant such as 2025-01-06T22:00:00Z")
    return user


def _ids(ids: dict[str, str], names: Iterable[object], where: str) -> list[str]:
    unknown = [str(name) for name in names if not (isinstance(name, str) and name in ids)]
    if unknown:
        raise Unreadable(f"{where}: no user is called {', '.join(unknown)}")
    return [ids[str(name)] for name in names]


def _app(world: World, teams: dict[str, Workspace], seed: Json, folder: Path) -> None:
    manifest = seed.get("manifest") or {}
    if isinstance(manifest, str):
        manifest = _mapping(_read(folder / manifest), manifest)
    app = world.add_app(seed["name"], manifest, **_secrets(world, seed))
    app.request_url = seed.get("request_url")
    app.socket_mode = seed.get("socket_mode", app.socket_mode)
    homes, token = list(seed.get("workspaces", teams)), str(seed.get("bot_token", ""))
    if token and (len(homes) != 1 or app.rotates):
        raise Unreadable(f"{app.name}: a bot_token is that of one workspace, and one that does not expire")
    for name in homes:
        if name not in teams:
            raise Unreadable(f"{app.name}: no workspace is called {name}")
        world.install(app, teams[name], bot_token=token)


def _secrets(world: World, seed: Json) -> dict[str, str]:
    given = {secret: str(seed[secret]) for secret in SECRETS if secret in seed}
    taken = {app.client_id for app in world.apps.values()} | world.callers.keys()
    twice = [name for name in ("client_id", "app_token", "bot_token") if str(seed.get(name, "")) in taken]
    if twice:
        raise Unreadable(f"{seed['name']}: another app has that {twice[0]}")
    return given


def _mapping(value: object, where: str, known: Iterable[str] | None = None) -> dict[str, Any]:
    place = f"{line_of(value)}{where}"
    if not isinstance(value, dict):
        raise Unreadable(f"{place}: must be a mapping")
    if known is None:
        return dict(value)
    strange = value.keys() - set(known)
    if strange:
        raise Unreadable(f"{place}: unknown {', '.join(map(str, strange))}; known are {', '.join(sorted(known))}")
    if "name" in known and value.get("name") is None:
        raise Unreadable(f"{place}: needs a name")
    given = {key: each for key, each in value.items() if each is not None}
    for key, each in given.items():
        _kind(each, KINDS.get(key), f"{place}: {key}")
    if "tz" in given:
        _zone(given["tz"], place)
    return given


def _kind(value: object, kind: object, place: str) -> None:
    if isinstance(kind, type) and kind in MUST_BE and not isinstance(value, kind):
        raise Unreadable(f"{place} {MUST_BE[kind]}")


def _zone(name: str, place: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise Unreadable(f"{place}: there is no time zone {name!r}") from None
