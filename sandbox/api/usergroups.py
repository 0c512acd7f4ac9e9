"""usergroups.*: the groups of users."""

from sandbox import news, talk
from sandbox.apps import Installation
from sandbox.payloads import usergroup_object
from sandbox.refusals import Refused
from sandbox.workspace import Json
from sandbox.world import World


def listed(_: World, seat: Installation, arguments: Json) -> Json:
    """All groups; disabled ones, their users and their number on demand."""
    users, count = bool(arguments.get("include_users")), bool(arguments.get("include_count"))
    groups = [
        usergroup_object(group, seat.workspace, users=users, count=count)
        for group in seat.workspace.usergroups.values()
        if arguments.get("include_disabled") or not group.deleted
    ]
    return {"usergroups": groups}


def users(_: World, seat: Installation, arguments: Json) -> Json:
    """The ids of the users of a group."""
    group = seat.workspace.usergroups.get(arguments["usergroup"])
    if group is None or (group.deleted and not arguments.get("include_disabled")):
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}


def update_users(world: World, seat: Installation, arguments: Json) -> Json:
    """Give a group other users in place of all that it has."""
    group = seat.workspace.usergroups.get(arguments["usergroup"])
    if group is None or group.deleted:
        raise Refused("no_such_subteam")
    names = list(dict.fromkeys(name.strip() for name in arguments["users"].split(",") if name.strip()))
    if not names:
        raise Refused("no_users_provided")
    known = seat.workspace.users
    if any(name not in known or known[name].deleted or known[name].is_bot for name in names):
        raise Refused("invalid_users")
    earlier, before = group.users, group.updated
    group.users, group.updated = names, world.clock.seconds()
    event = news.subteam_event(group, seat.workspace, earlier, before)
    talk.tell_soon(world, seat.workspace, [event])
    count = bool(arguments.get("include_count"))
    return {"usergroup": usergroup_object(group, seat.workspace, users=True, count=count)}


METHODS = {
    "usergroups.list": listed,
    "usergroups.users.list": users,
    "usergroups.users.update": update_users,
}
