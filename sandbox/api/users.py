"""users.*: who is in the workspace."""

from sandbox import payloads
from sandbox.api.pages import page
from sandbox.apps import Installation
from sandbox.facts import EMAIL_SCOPE
from sandbox.refusals import Refused
from sandbox.workspace import Json, User
from sandbox.world import World


def listed(world: World, seat: Installation, arguments: Json) -> Json:
    """All users, deactivated ones, guests, bots and Slackbot too, page by page."""
    users = seat.workspace.users
    ids, following = page(list(users), arguments, kind="user")
    members = [_shape(world, seat, users[user_id], arguments) for user_id in ids]
    return {
        "members": members,
        "cache_ts": world.clock.seconds(),
        "response_metadata": {"next_cursor": following},
    }


def info(world: World, seat: Installation, arguments: Json) -> Json:
    """One user."""
    user = seat.workspace.users.get(str(arguments.get("user")))
    if user is None:
        raise Refused("user_not_found")
    return {"user": _shape(world, seat, user, arguments)}


def by_email(world: World, seat: Installation, arguments: Json) -> Json:
    """The active user with that e-mail address."""
    wanted = arguments["email"].strip().lower()
    for user in seat.workspace.users.values():
        if wanted and user.email.lower() == wanted and not user.deleted and not user.is_bot:
            return {"user": _shape(world, seat, user, arguments)}
    raise Refused("users_not_found")


def presence(_: World, seat: Installation, arguments: Json) -> Json:
    """Whether a user, or the app's bot, is there."""
    user = seat.workspace.users.get(str(arguments.get("user") or seat.bot_user_id))
    if user is None:
        raise Refused("user_not_found")
    return {"presence": "away" if user.is_away or user.deleted else "active"}


def _shape(world: World, seat: Installation, user: User, arguments: Json) -> Json:
    email, locale = EMAIL_SCOPE in seat.scopes, bool(arguments.get("include_locale"))
    return payloads.user_object(user, world.clock.now(), email=email, locale=locale)


METHODS = {
    "users.list": listed,
    "users.info": info,
    "users.lookupByEmail": by_email,
    "users.getPresence": presence,
}
