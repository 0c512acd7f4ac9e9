"""api.*, auth.* and apps.*: whose token it is, how it ends, and where Socket Mode connects."""

from sandbox.api.oauth import client_of
from sandbox.apps import Installation, revoked, uninstalled
from sandbox.refusals import Refused
from sandbox.workspace import Json
from sandbox.world import Caller, World


def api_test(arguments: Json) -> Json:
    """Answer what was said; needs no token."""
    if arguments.get("error"):
        raise Refused(str(arguments["error"]), args=arguments)
    return {"args": arguments} if arguments else {}


def auth_test(world: World, caller: Caller, _: Json) -> Json:
    """Say whose token it is."""
    if caller.seat is None:
        return {"app_id": caller.app.id, "app_name": caller.app.name}
    seat, told = caller.seat, {}
    if caller.expires_at:
        told["expires_in"] = int((caller.expires_at - world.clock.now()).total_seconds())
    return {
        "url": f"{world.url}/",
        "team": seat.workspace.name,
        "user": seat.workspace.users[seat.bot_user_id].name,
        "team_id": seat.workspace.id,
        "user_id": seat.bot_user_id,
        "bot_id": seat.bot_id,
        "is_enterprise_install": False,
        **told,
    }


def revoke(world: World, seat: Installation, arguments: Json) -> Json:
    """Revoke the tokens of an installation, or only say what would be done."""
    if str(arguments.get("test", "")).lower() in {"1", "true"}:
        return {"revoked": False}
    for event in revoked(seat):
        world.tell_soon(seat, event)
    return {"revoked": True}


def uninstall(world: World, seat: Installation, arguments: Json) -> Json:
    """Take the app whose token, client id and secret these are out of the workspace."""
    if client_of(world, arguments) is not seat.app:
        raise Refused("client_id_token_mismatch")
    for event in uninstalled(seat):
        world.tell_soon(seat, event)
    return {}


def connections_open(world: World, caller: Caller, _: Json) -> Json:
    """Give the address of a web socket, good for one connection."""
    ticket = world.sockets.ticket(caller.app.id)
    host = world.url.replace("http://", "ws://")
    return {"url": f"{host}/socket/?ticket={ticket}&app_id={caller.app.id}"}


METHODS = {"auth.test": auth_test, "apps.connections.open": connections_open}
OF_A_BOT = {"auth.revoke": revoke, "apps.uninstall": uninstall}
