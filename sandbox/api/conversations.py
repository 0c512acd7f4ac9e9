"""conversations.*: channels and direct messages."""

from sandbox.api.pages import page
from sandbox.apps import Installation
from sandbox.payloads import channel_object
from sandbox.refusals import Refused
from sandbox.workspace import Channel, Json
from sandbox.world import World

KINDS = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
"""Type of conversation to the scope that opens it for reading."""


def opened(_: World, seat: Installation, arguments: Json) -> Json:
    """Open the direct message with a user; those among several people are not in the sandbox yet."""
    channel, already = _opened(seat, arguments)
    if arguments.get("return_im"):
        return {**already, "channel": channel_object(channel, seat.workspace, seat.bot_user_id)}
    return {**already, "channel": {"id": channel.id}}


def _opened(seat: Installation, arguments: Json) -> tuple[Channel, Json]:
    if "channel" in arguments:
        return _readable(seat, arguments["channel"]), {"no_op": True, "already_open": True}
    users = [user_id.strip() for user_id in str(arguments.get("users") or "").split(",") if user_id.strip()]
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise Refused("method_not_supported_for_channel_type")
    _need(seat, "im:write")
    user = seat.workspace.users.get(users[0])
    if user is None:
        raise Refused("user_not_found")
    if user.is_bot:
        raise Refused("cannot_dm_bot")
    if user.deleted:
        raise Refused("user_disabled")
    before = len(seat.workspace.dms)
    channel = seat.workspace.dm(seat.bot_user_id, user.id)
    return channel, {"no_op": True, "already_open": True} if before == len(seat.workspace.dms) else {}


def info(_: World, seat: Installation, arguments: Json) -> Json:
    """One conversation."""
    channel = _readable(seat, arguments.get("channel"))
    shape = channel_object(channel, seat.workspace, seat.bot_user_id)
    if arguments.get("include_num_members"):
        shape["num_members"] = len(channel.members)
    return {"channel": shape}


def members(_: World, seat: Installation, arguments: Json) -> Json:
    """The ids of the members of a conversation, page by page."""
    channel = _readable(seat, arguments.get("channel"))
    ids, following = page(channel.members, arguments, kind="user", default=100)
    return {"members": list(ids), "response_metadata": {"next_cursor": following}}


def listed(_: World, seat: Installation, arguments: Json) -> Json:
    """The conversations of the wanted types that the app may see, page by page."""
    types = [kind.strip() for kind in (arguments.get("types") or "public_channel").split(",")]
    for kind in types:
        if kind not in KINDS:
            raise Refused("invalid_types")
        _need(seat, KINDS[kind])
    channels = seat.workspace.channels
    seen = [
        channel.id
        for channel in channels.values()
        if _type_of(channel) in types
        and _visible(seat, channel)
        and not (arguments.get("exclude_archived") and channel.is_archived)
    ]
    ids, following = page(seen, arguments, kind="team", default=100)
    shapes = [channel_object(channels[channel_id], seat.workspace, seat.bot_user_id) for channel_id in ids]
    return {"channels": shapes, "response_metadata": {"next_cursor": following}}


def _type_of(channel: Channel) -> str:
    if channel.kind == "im":
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _visible(seat: Installation, channel: Channel) -> bool:
    return _type_of(channel) == "public_channel" or channel.has(seat.bot_user_id)


def _readable(seat: Installation, channel_id: object) -> Channel:
    channel = seat.workspace.channels.get(channel_id) if isinstance(channel_id, str) else None
    if channel is None or not _visible(seat, channel):
        raise Refused("channel_not_found")
    _need(seat, KINDS[_type_of(channel)])
    return channel


def _need(seat: Installation, scope: str) -> None:
    if scope not in seat.scopes:
        raise Refused("missing_scope", needed=scope, provided=",".join(sorted(seat.scopes)))


METHODS = {
    "conversations.open": opened,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": listed,
}
