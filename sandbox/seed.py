"""A company out of a YAML file: workspaces with users, channels and user groups, and apps with their manifests."""

import dataclasses
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from sandbox.workspace import Json, User, Workspace
from sandbox.world import World

USER_KEYS = {field.name for field in dataclasses.fields(User)} - {"team_id", "bot_id", "app_id", "updated"}
WORKSPACE_KEYS = {"name", "id", "users", "channels", "usergroups"}
CHANNEL_KEYS = {"name", "members", "is_private", "is_archived", "topic", "purpose"}
USERGROUP_KEYS = {"handle", "name", "users"}
SECRETS = ("client_id", "client_secret", "signing_secret", "app_token")
"""What an app may bring along, so that the settings of who builds it outlive the sandbox."""
APP_KEYS = {"name", "manifest", "request_url", "socket_mode", "workspaces", "bot_token", *SECRETS}


class Unreadable(Exception):
    """The seed says something that the sandbox does not understand; the message says what and where."""


def plant(world: World, path: Path) -> None:
    """Fill a sandbox with what the file describes; manifests named in it are sought beside it."""
    seed = _mapping(_read(path), "the seed", {"workspaces", "apps"})
    teams: dict[str, Workspace] = {}
    for number, each in enumerate(seed.get("workspaces") or []):
        team = _workspace(world, _mapping(each, f"workspaces[{number}]", WORKSPACE_KEYS))
        teams[team.name] = team
    for number, each in enumerate(seed.get("apps") or []):
        _app(world, teams, _mapping(each, f"apps[{number}]", APP_KEYS), path.parent)


def _workspace(world: World, seed: Json) -> Workspace:
    team = world.add_workspace(seed["name"], seed.get("id"))
    ids: dict[str, str] = {}
    for number, each in enumerate(seed.get("users") or []):
        user = team.add_user(**_quiet(_mapping(each, f"{team.name}: users[{number}]", USER_KEYS)))
        ids[user.name] = user.id
    for number, each in enumerate(seed.get("channels") or []):
        channel = _mapping(each, f"{team.name}: channels[{number}]", CHANNEL_KEYS)
        members = _ids(ids, channel.pop("members", ids), channel["name"])
        team.add_channel(channel.pop("name"), members, **channel)
    for number, each in enumerate(seed.get("usergroups") or []):
        group = _mapping(each, f"{team.name}: usergroups[{number}]", USERGROUP_KEYS)
        team.add_usergroup(group["handle"], group["name"], _ids(ids, group.get("users", ()), group["handle"]))
    return team


def _quiet(user: Json) -> Json:
    """A user whose quiet hours, if there are any, are instants with their offset from UTC."""
    for key in ("dnd_start", "dnd_end"):
        at = user.get(key)
        if at is not None and (not isinstance(at, datetime) or at.tzinfo is None):
            raise Unreadable(f"{user.get('name')}: {key} must be an instant such as 2025-01-06T22:00:00Z")
    return user


def _ids(ids: dict[str, str], names: Iterable[str], where: str) -> list[str]:
    unknown = [name for name in names if name not in ids]
    if unknown:
        raise Unreadable(f"{where}: no user is called {', '.join(unknown)}")
    return [ids[name] for name in names]


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


def _read(path: Path) -> object:
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as failure:
        raise Unreadable(f"{path}: {failure}") from failure


def _mapping(value: object, where: str, known: set[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(f"{where}: must be a mapping")
    strange = value.keys() - (known or value.keys())
    if strange:
        raise Unreadable(f"{where}: unknown {', '.join(map(str, strange))}; known are {', '.join(sorted(known or ()))}")
    lacking = {"name"} & (known or set()) - value.keys()
    if lacking:
        raise Unreadable(f"{where}: needs a name")
    return dict(value)
