"""team.* and bots.*: the workspace, and the bots in it."""

from sandbox.apps import Installation
from sandbox.messages import bot_profile
from sandbox.refusals import Refused
from sandbox.workspace import Json
from sandbox.world import World


def team_info(world: World, seat: Installation, arguments: Json) -> Json:
    """The workspace of the token; of another one nothing is told."""
    workspace = seat.workspace
    if arguments.get("team") not in {None, workspace.id} or arguments.get("domain") not in {None, workspace.domain}:
        raise Refused("team_not_found")
    return {
        "team": {
            "id": workspace.id,
            "name": workspace.name,
            "url": f"{world.url}/",
            "domain": workspace.domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "avatar_base_url": f"{world.url}/",
            "is_verified": False,
        }
    }


def bot_info(_: World, seat: Installation, arguments: Json) -> Json:
    """One bot of the workspace."""
    wanted = arguments.get("bot")
    bot = next((user for user in seat.workspace.users.values() if user.is_bot and user.bot_id == wanted), None)
    if bot is None:
        raise Refused("bot_not_found")
    shape = bot_profile(bot)
    return {"bot": {key: shape[key] for key in ("id", "deleted", "name", "updated", "app_id", "user_id", "icons")}}


METHODS = {"team.info": team_info, "bots.info": bot_info}
