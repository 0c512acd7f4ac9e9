"""How an app reaches the sandbox: its request URL as given on the command line, and its settings as a file."""

import shlex
from pathlib import Path
from urllib.parse import urlsplit

from sandbox.apps import App, Installation
from sandbox.world import World

MARK = "# Written by the sandbox."
"""First words of a file of settings: only what begins so is ever overwritten."""


class Unfit(Exception):
    """What was asked on the command line cannot be done; the message says why."""


def lead(world: World, given: str) -> App:
    """Send an app what it listens to over HTTP: `given` is a URL, or NAME=URL where there are several apps."""
    name, separator, url = given.partition("=")
    if not separator or "/" in name:
        name, url = "", given
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise Unfit(f"{url!r} is no request URL: it must begin with http:// or https://")
    app = _app(world, name)
    app.request_url, app.socket_mode = url, False
    return app


def _app(world: World, name: str) -> App:
    there = ", ".join(app.name for app in world.apps.values()) or "none"
    found = [app for app in world.apps.values() if name in {app.name, app.id, ""}]
    if name and not found:
        raise Unfit(f"no app is called {name!r}; there is {there}")
    if len(found) != 1:
        raise Unfit(f"name one app, as in NAME=URL; there is {there}")
    return found[0]


def write(world: World, path: Path, api_url: str) -> None:
    """Write the settings of every installation; those of the first hold, the others are comments."""
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else MARK
        if not before.startswith(MARK):
            raise Unfit(f"{path} holds something that the sandbox has not written, and is left as it is")
        path.write_text(text(world, api_url), encoding="utf-8")
    except (OSError, ValueError) as failure:
        raise Unfit(f"{path} cannot be written: {getattr(failure, 'strerror', None) or failure}") from failure


def text(world: World, api_url: str) -> str:
    """The settings as a shell reads them; without an app token for an app that is reached over HTTP."""
    lines = [f"{MARK} Its tokens are good for nothing else."]
    for number, seat in enumerate(seat for seat in world.seats.values() if not seat.refusal):
        lines += ["", f"# {seat.app.name} in {seat.workspace.name}"]
        lines += [f"{'# ' if number else ''}{name}={shlex.quote(value)}" for name, value in _of(seat, api_url).items()]
    return "\n".join([*lines, ""])


def _of(seat: Installation, api_url: str) -> dict[str, str]:
    tokens = {
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": seat.bot_token,
        "SLACK_SIGNING_SECRET": seat.app.signing_secret,
    }
    return {**tokens, "SLACK_APP_TOKEN": seat.app.app_token} if seat.app.socket_mode else tokens
