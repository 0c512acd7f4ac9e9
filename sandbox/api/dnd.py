"""dnd.*: who is not to be disturbed, and until when."""

from sandbox.apps import Installation
from sandbox.payloads import dnd_status
from sandbox.refusals import Refused
from sandbox.workspace import Json
from sandbox.world import World

MOST_USERS = 50


def info(world: World, seat: Installation, arguments: Json) -> Json:
    """The status of one user, or of the app's bot."""
    user = seat.workspace.users.get(str(arguments.get("user") or seat.bot_user_id))
    if user is None:
        raise Refused("user_not_found")
    return dnd_status(user, world.clock.now())


def team(world: World, seat: Installation, arguments: Json) -> Json:
    """The status of each of up to fifty users; those who are not in the workspace are left out."""
    names = [name.strip() for name in arguments["users"].split(",") if name.strip()]
    if not names:
        raise Refused("no_users_provided")
    if len(names) > MOST_USERS:
        raise Refused("invalid_arguments", f"[ERROR] at most {MOST_USERS} users at once [json-pointer:/users]")
    users, now = seat.workspace.users, world.clock.now()
    return {"users": {name: dnd_status(users[name], now) for name in names if name in users}}


METHODS = {"dnd.info": info, "dnd.teamInfo": team}
