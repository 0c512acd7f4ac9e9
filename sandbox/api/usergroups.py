"""usergroups.*: the groups of users."""

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


METHODS = {"usergroups.list": listed, "usergroups.users.list": users}
