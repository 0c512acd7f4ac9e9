"""api.*, auth.* and apps.*: whose token it is, and where Socket Mode connects."""

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
    seat = caller.seat
    return {
        "url": f"{world.url}/",
        "team": seat.workspace.name,
        "user": seat.workspace.users[seat.bot_user_id].name,
        "team_id": seat.workspace.id,
        "user_id": seat.bot_user_id,
        "bot_id": seat.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(world: World, caller: Caller, _: Json) -> Json:
    """Give the address of a web socket, good for one connection."""
    ticket = world.sockets.ticket(caller.app.id)
    host = world.url.replace("http://", "ws://")
    return {"url": f"{host}/socket/?ticket={ticket}&app_id={caller.app.id}"}


METHODS = {"auth.test": auth_test, "apps.connections.open": connections_open}
