"""conversations.*: channels and direct messages, and who may see them."""

from sandbox.api.pages import page
from sandbox.apps import Installation
from sandbox.payloads import channel_object
from sandbox.refusals import Refused
from sandbox.workspace import Channel, Json, User
from sandbox.world import World

KINDS = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
"""Type of conversation to the scope that opens it for reading."""
TYPES = {"channel": "public_channel", "group": "private_channel", "im": "im", "mpim": "mpim"}
"""What events call a conversation to what the arguments of methods call it."""
MOST_IN_GROUP = 8
"""Users whom Slack lets into a group direct message, besides the caller."""


def opened(_: World, seat: Installation, arguments: Json) -> Json:
    """Open the direct message with a user, or that among several."""
    channel, already = _opened(seat, arguments)
    if arguments.get("return_im"):
        return {**already, "channel": channel_object(channel, seat.workspace, seat.bot_user_id)}
    return {**already, "channel": {"id": channel.id}}


def _opened(seat: Installation, arguments: Json) -> tuple[Channel, Json]:
    already = {"no_op": True, "already_open": True}
    if "channel" in arguments:
        return readable(seat, arguments["channel"]), already
    names = [user_id.strip() for user_id in str(arguments.get("users") or "").split(",") if user_id.strip()]
    if not names:
        raise Refused("users_list_not_supplied")
    if len(names) > MOST_IN_GROUP:
        raise Refused("too_many_users")
    need(seat, "im:write" if len(names) == 1 else "mpim:write")
    users = [_partner(seat, user_id) for user_id in names]
    before = len(seat.workspace.dms)
    if len(users) == 1:
        channel = seat.workspace.dm(seat.bot_user_id, users[0].id)
    else:
        channel = seat.workspace.group_dm([seat.bot_user_id, *(user.id for user in users)])
    return channel, already if before == len(seat.workspace.dms) else {}


def _partner(seat: Installation, user_id: str) -> User:
    user = seat.workspace.users.get(user_id)
    if user is None:
        raise Refused("user_not_found")
    if user.is_bot:
        raise Refused("cannot_dm_bot")
    if user.deleted:
        raise Refused("user_disabled")
    return user


def info(_: World, seat: Installation, arguments: Json) -> Json:
    """One conversation."""
    channel = readable(seat, arguments.get("channel"))
    shape = channel_object(channel, seat.workspace, seat.bot_user_id)
    if arguments.get("include_num_members"):
        shape["num_members"] = len(channel.members)
    return {"channel": shape}


def members(_: World, seat: Installation, arguments: Json) -> Json:
    """The ids of the members of a conversation, page by page."""
    channel = readable(seat, arguments.get("channel"))
    ids, following = page(channel.members, arguments, kind="user", default=100)
    return {"members": list(ids), "response_metadata": {"next_cursor": following}}


def listed(_: World, seat: Installation, arguments: Json) -> Json:
    """The conversations of the wanted types that the app may see, page by page."""
    return _list(seat, arguments, member="")


def of_user(_: World, seat: Installation, arguments: Json) -> Json:
    """The conversations of a user, or of the app's bot, as far as the app may see them."""
    user_id = str(arguments.get("user") or seat.bot_user_id)
    if user_id not in seat.workspace.users:
        raise Refused("user_not_found")
    return _list(seat, arguments, member=user_id)


def _list(seat: Installation, arguments: Json, member: str) -> Json:
    types = [kind.strip() for kind in (arguments.get("types") or "public_channel").split(",")]
    for kind in types:
        if kind not in KINDS:
            raise Refused("invalid_types")
        need(seat, KINDS[kind])
    channels = seat.workspace.channels
    seen = [
        channel.id
        for channel in channels.values()
        if TYPES[channel.type] in types
        and visible(seat, channel)
        and (not member or channel.has(member))
        and not (arguments.get("exclude_archived") and channel.is_archived)
    ]
    ids, following = page(seen, arguments, kind="team", default=100)
    shapes = [channel_object(channels[channel_id], seat.workspace, seat.bot_user_id) for channel_id in ids]
    return {"channels": shapes, "response_metadata": {"next_cursor": following}}


def visible(seat: Installation, channel: Channel) -> bool:
    """Whether the app's bot may know of that conversation: it is public, or the bot is in it."""
    return channel.type == "channel" or channel.has(seat.bot_user_id)


def found(seat: Installation, channel_id: object) -> Channel:
    """The conversation with that id; Slack tells nothing of those that the app may not see."""
    channel = seat.workspace.channels.get(channel_id) if isinstance(channel_id, str) else None
    if channel is None or not visible(seat, channel):
        raise Refused("channel_not_found")
    return channel


def entered(seat: Installation, channel_id: object) -> Channel:
    """The conversation with that id, which the app's bot must be in."""
    channel = found(seat, channel_id)
    if not channel.has(seat.bot_user_id):
        raise Refused("not_in_channel")
    return channel


def readable(seat: Installation, channel_id: object) -> Channel:
    """The conversation with that id, if the app has the scope to read what it is."""
    channel = found(seat, channel_id)
    need(seat, KINDS[TYPES[channel.type]])
    return channel


def need(seat: Installation, *scopes: str) -> None:
    """Refuse an app that has none of these scopes."""
    if seat.scopes.isdisjoint(scopes):
        raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(sorted(seat.scopes)))


METHODS = {
    "conversations.open": opened,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": listed,
    "users.conversations": of_user,
}
