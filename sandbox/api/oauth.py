"""oauth.v2.*: codes and refresh tokens against tokens of bots, for an app that shows its client id and secret."""

import hmac
from dataclasses import replace

from sandbox.apps import App, Installation
from sandbox.grants import TOKEN_LIFE
from sandbox.refusals import Refused
from sandbox.workspace import Json
from sandbox.world import World


def app_of(world: World, client_id: object) -> App | None:
    """The app with that client id."""
    return next((app for app in world.apps.values() if app.client_id == client_id), None)


def client_of(world: World, arguments: Json) -> App:
    """The app whose client id and secret stand in the arguments; Refused when they belong to none."""
    app = app_of(world, arguments.get("client_id"))
    if app is None:
        raise Refused("invalid_client_id")
    if not hmac.compare_digest(str(arguments.get("client_secret", "")).encode(), app.client_secret.encode()):
        raise Refused("bad_client_secret")
    return app


def access(world: World, arguments: Json) -> Json:
    """Give a token for a code, which installs the app, or for a refresh token."""
    app = client_of(world, arguments)
    kind = arguments.get("grant_type") or "authorization_code"
    if kind == "refresh_token":
        seat = world.grants.take_refresh_token(arguments.get("refresh_token"), app)
        world.renew(seat)
        return _told(seat)
    if kind != "authorization_code":
        raise Refused("invalid_grant_type")
    if arguments.get("code_verifier"):
        raise Refused("pkce_not_allowed")
    code = world.grants.take_code(arguments.get("code"), app, arguments.get("redirect_uri"))
    seat = world.install(app, code.workspace, code.scopes)
    return _told(seat) | {"authed_user": {"id": code.user_id}}


def exchange(world: World, arguments: Json) -> Json:
    """Give an expiring token and a refresh token for one that would never expire, and end that one."""
    app, token = client_of(world, arguments), arguments["token"]
    caller = world.callers.get(token)
    if not app.rotates:
        raise Refused("token_rotation_not_enabled")
    if caller is None or caller.seat is None or caller.app is not app or token.startswith("xoxe"):
        raise Refused("invalid_token")
    if caller.seat.refusal:
        raise Refused("authorization_not_found")
    if caller.expires_at:
        raise Refused("token_already_exchanged")
    world.callers[token] = replace(caller, expires_at=world.clock.now())
    world.renew(caller.seat)
    return _told(caller.seat)


def _told(seat: Installation) -> Json:
    told: Json = {
        "access_token": seat.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(seat.scopes)),
        "bot_user_id": seat.bot_user_id,
        "app_id": seat.app.id,
        "team": {"id": seat.workspace.id, "name": seat.workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if seat.app.rotates:
        told |= {"expires_in": int(TOKEN_LIFE.total_seconds()), "refresh_token": seat.refresh_token}
    return told


METHODS = {"oauth.v2.access": access, "oauth.v2.exchange": exchange}
