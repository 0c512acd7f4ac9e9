"""conversations.join, leave and invite: who is in a channel."""

from sandbox import talk
from sandbox.api.conversations import entered, found, need
from sandbox.apps import Installation
from sandbox.payloads import channel_object
from sandbox.refusals import Refused
from sandbox.workspace import Channel, Json
from sandbox.world import World

WRITING = {
    "channel": ("channels:manage", "channels:write"),
    "group": ("groups:write",),
    "im": ("im:write",),
    "mpim": ("mpim:write",),
}
"""Type of conversation to the scopes of which one lets an app leave it."""
INVITING = {"channel": ("channels:manage", "channels:write.invites"), "group": ("groups:write", "groups:write.invites")}
MOST_INVITED = 1000


def join(world: World, seat: Installation, arguments: Json) -> Json:
    """Bring the app's bot into a public channel; being there already is a warning."""
    channel = found(seat, arguments["channel"])
    if channel.type != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.has(seat.bot_user_id):
        warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": channel_object(channel, seat.workspace, seat.bot_user_id), **warned}
    bot = seat.workspace.users[seat.bot_user_id]
    talk.tell_soon(world, seat.workspace, talk.join(world, seat.workspace, channel, bot))
    return {"channel": channel_object(channel, seat.workspace, seat.bot_user_id)}


def leave(world: World, seat: Installation, arguments: Json) -> Json:
    """Take the app's bot out of a channel; for one that it is not in Slack answers without an error."""
    channel = found(seat, arguments["channel"])
    need(seat, *WRITING[channel.type])
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    if not channel.has(seat.bot_user_id):
        return {"ok": False, "not_in_channel": True}
    if channel.name == "general":
        raise Refused("cant_leave_general")
    if channel.is_private and len(channel.members) == 1:
        raise Refused("last_member")
    bot = seat.workspace.users[seat.bot_user_id]
    talk.tell_soon(world, seat.workspace, talk.leave(world, seat.workspace, channel, bot))
    return {}


def invite(world: World, seat: Installation, arguments: Json) -> Json:
    """Bring users into a channel that the app's bot is in: all of them, or with `force` those who can come."""
    channel = entered(seat, arguments["channel"])
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    need(seat, *INVITING[channel.type])
    if channel.is_archived:
        raise Refused("is_archived")
    names = [user_id.strip() for user_id in arguments["users"].split(",") if user_id.strip()]
    if not names:
        raise Refused("no_user")
    faults = {user_id: fault for user_id in names if (fault := _fault(seat, channel, user_id))}
    coming = [user_id for user_id in dict.fromkeys(names) if user_id not in faults]
    if faults and not (arguments.get("force") and coming):
        raise Refused(next(iter(faults.values())), errors=_errors(faults))
    for user_id in coming:
        user = seat.workspace.users[user_id]
        talk.tell_soon(world, seat.workspace, talk.join(world, seat.workspace, channel, user, seat.bot_user_id))
    shape = channel_object(channel, seat.workspace, seat.bot_user_id)
    return {"channel": shape, **({"errors": _errors(faults)} if faults else {})}


def _fault(seat: Installation, channel: Channel, user_id: str) -> str:
    user = seat.workspace.users.get(user_id)
    if user is None or user.deleted:
        return "user_not_found"
    if user_id == seat.bot_user_id:
        return "cant_invite_self"
    if channel.has(user_id):
        return "already_in_channel"
    others = (each for each in seat.workspace.channels.values() if each.kind == "channel" and each.has(user_id))
    return "ura_max_channels" if user.is_ultra_restricted and any(others) else ""


def _errors(faults: dict[str, str]) -> list[Json]:
    return [{"user": user_id, "ok": False, "error": fault} for user_id, fault in faults.items()]


METHODS = {"conversations.join": join, "conversations.leave": leave, "conversations.invite": invite}
