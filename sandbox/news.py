"""The events in which Slack tells apps what is said and done in conversations."""

from datetime import datetime

from sandbox.messages import bot_profile, message_object
from sandbox.payloads import dnd_status
from sandbox.workspace import Channel, File, Json, Message, User, Usergroup, Workspace

TYPES = {"channel": "C", "group": "G"}
"""Channel type to the letter by which events of members name it."""


def message_event(message: Message, workspace: Workspace, url: str) -> Json:
    """A new message; one that carries files is a `file_share`, one of a thread shown in the channel has its root."""
    channel = workspace.channels[message.channel_id]
    event = _shape(message, workspace, url)
    if message.files and not message.subtype:
        event["subtype"] = "file_share"
    parent = channel.message(message.thread_ts) if message.subtype == "thread_broadcast" else None
    if parent:
        event["root"] = _shape(parent, workspace, url)
    return {**event, **_where(channel), "event_ts": message.ts}


def mention_event(message: Message, workspace: Workspace, url: str) -> Json:
    """A message that mentions an app."""
    return {
        **_shape(message, workspace, url),
        "type": "app_mention",
        "channel": message.channel_id,
        "event_ts": message.ts,
    }


def changed_event(message: Message, previous: Json, workspace: Workspace, url: str, ts: str) -> Json:
    """A message that reads otherwise now; `previous` is its shape before."""
    channel = workspace.channels[message.channel_id]
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": _shape(message, workspace, url),
        "previous_message": previous,
        **_where(channel),
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
    }


def deleted_event(previous: Json, channel: Channel, ts: str) -> Json:
    """A message that is gone; `previous` is the shape that it had."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": previous,
        **_where(channel),
        "hidden": True,
        "deleted_ts": previous["ts"],
        "ts": ts,
        "event_ts": ts,
    }


def shape_of(message: Message, workspace: Workspace, url: str) -> Json:
    """A message as `previous_message` shows it."""
    return _shape(message, workspace, url)


def reaction_event(kind: str, message: Message, user_id: str, name: str) -> Json:
    """A reaction that was added or removed: `reaction_added`, `reaction_removed`."""
    item = {"type": "message", "channel": message.channel_id, "ts": message.ts}
    return {"type": kind, "user": user_id, "reaction": name, "item": item, "item_user": message.user}


def member_event(kind: str, channel: Channel, user: User, inviter: str = "") -> Json:
    """Someone who came or went: `member_joined_channel`, `member_left_channel`."""
    event: Json = {"type": kind, "user": user.id, "channel": channel.id}
    event |= {"channel_type": TYPES[channel.type], "team": user.team_id}
    return event | ({"inviter": inviter} if inviter else {})


def shared_event(file: File, message: Message) -> Json:
    """A file that can be seen in one more conversation."""
    place = {"channel_id": message.channel_id, "file_id": file.id, "user_id": message.user}
    return {"type": "file_shared", **place, "file": {"id": file.id}}


def channel_event(channel: Channel, workspace: Workspace) -> Json:
    """A new public channel."""
    never = dict.fromkeys(("is_shared", "is_org_shared", "is_archived", "is_frozen", "is_general", "is_group"), False)
    never |= dict.fromkeys(("is_private", "is_ext_shared", "is_im", "is_mpim", "is_pending_ext_shared"), False)
    named = {"name": channel.name, "name_normalized": channel.name, "created": channel.created}
    shape = {"id": channel.id, "is_channel": True, **named, "creator": channel.creator, **never}
    return {"type": "channel_created", "channel": {**shape, "context_team_id": workspace.id}}


def dnd_event(user: User, now: datetime) -> Json:
    """A user who is not to be disturbed at other times than before."""
    return {"type": "dnd_updated_user", "user": user.id, "dnd_status": dnd_status(user, now)}


def subteam_event(group: Usergroup, workspace: Workspace, earlier: list[str], updated_before: int) -> Json:
    """A user group that has other users than `earlier`."""
    added = [user_id for user_id in group.users if user_id not in earlier]
    removed = [user_id for user_id in earlier if user_id not in group.users]
    return {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": workspace.id,
        "date_previous_update": updated_before,
        "date_update": group.updated,
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
    }


def _where(channel: Channel) -> Json:
    return {"channel": channel.id, "channel_type": channel.type}


def _shape(message: Message, workspace: Workspace, url: str) -> Json:
    shape = message_object(message, workspace, url)
    if message.bot_id and message.subtype != "bot_message":
        shape["bot_profile"] = bot_profile(workspace.users[message.user])
    return shape
