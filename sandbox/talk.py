"""What is said and done in conversations, by people and by apps: each act changes them and answers with its events.

Whoever acts tells the events: a method of the Web API without waiting (`tell_soon`), a person's hand until the apps
have heard (`tell`). Where no app listens no event is made.
"""

from collections.abc import Iterable

from sandbox import audience, news
from sandbox.messages import TOMBSTONE
from sandbox.workspace import SLACKBOT, Channel, Json, Message, User, Workspace
from sandbox.world import World

Events = list[Json]
NOTES = {"channel_join", "channel_leave"}
"""What Slack itself says of who comes and goes: naming an app there mentions nobody."""
DELETED = "This message was deleted."


def tell_soon(world: World, workspace: Workspace, events: Iterable[Json]) -> None:
    """Tell events to the apps without waiting for them."""
    for event in events:
        world.emit_soon(workspace, event)


async def tell(world: World, workspace: Workspace, events: Iterable[Json]) -> None:
    """Tell events to the apps, one after the other; nobody minds one that is not acknowledged."""
    for event in events:
        await world.emit(workspace, event)


def post(world: World, workspace: Workspace, message: Message) -> Events:
    """Put a message, with its files, into its channel."""
    channel = workspace.channels[message.channel_id]
    channel.add(message)
    for file in message.files:
        if channel.id not in file.channels:
            file.channels.append(channel.id)
    events = []
    if _heard(world, workspace, channel, audience.message_name(channel.type)):
        events.append(news.message_event(message, workspace, world.url))
    mentions = "<@" in message.text and channel.kind != "im" and message.subtype not in NOTES
    if mentions and _heard(world, workspace, channel, "app_mention"):
        events.append(news.mention_event(message, workspace, world.url))
    if message.files and _heard(world, workspace, channel, "file_shared"):
        events += [news.shared_event(file, message) for file in message.files]
    return events


def edit(world: World, workspace: Workspace, message: Message, **changes: object) -> Events:
    """Change fields of a message, such as its text and blocks, and mark it as edited."""
    channel = workspace.channels[message.channel_id]
    heard = _heard(world, workspace, channel, audience.message_name(channel.type))
    previous = news.shape_of(message, workspace, world.url) if heard else {}
    for name, value in changes.items():
        setattr(message, name, value)
    message.edited_ts = world.clock.ts()
    if not heard:
        return []
    return [news.changed_event(message, previous, workspace, world.url, message.edited_ts)]


def delete(world: World, workspace: Workspace, message: Message) -> Events:
    """Take a message away; one with replies leaves a tombstone, under which they stay."""
    channel = workspace.channels[message.channel_id]
    previous = news.shape_of(message, workspace, world.url)
    ts, heard = world.clock.ts(), _heard(world, workspace, channel, audience.message_name(channel.type))
    if not channel.replies(message.ts):
        channel.remove(message)
        _clear(channel, message.thread_ts)
        return [news.deleted_event(previous, channel, ts)] if heard else []
    message.subtype, message.user, message.text = TOMBSTONE, SLACKBOT, DELETED
    message.blocks = message.attachments = message.files = ()
    message.bot_id = message.app_id = message.client_msg_id = ""
    return [news.changed_event(message, previous, workspace, world.url, ts)] if heard else []


def _clear(channel: Channel, thread_ts: str) -> None:
    """A tombstone goes with the last reply under it."""
    parent = channel.message(thread_ts) if thread_ts and not channel.replies(thread_ts) else None
    if parent and parent.subtype == TOMBSTONE:
        channel.remove(parent)


def join(world: World, workspace: Workspace, channel: Channel, user: User, inviter: str = "") -> Events:
    """Make a user a member of a channel, which says so."""
    channel.admit(user.id)
    said = _said(world, channel, user, "channel_join", f"<@{user.id}> has joined the channel")
    said.inviter = inviter
    return [news.member_event("member_joined_channel", channel, user, inviter), *post(world, workspace, said)]


def leave(world: World, workspace: Workspace, channel: Channel, user: User) -> Events:
    """End a user's membership of a channel, which says so."""
    channel.dismiss(user.id)
    said = _said(world, channel, user, "channel_leave", f"<@{user.id}> has left the channel")
    return [news.member_event("member_left_channel", channel, user), *post(world, workspace, said)]


def _said(world: World, channel: Channel, user: User, subtype: str, text: str) -> Message:
    return Message(world.clock.ts(), channel.id, user.id, text, subtype=subtype)


def _heard(world: World, workspace: Workspace, channel: Channel, name: str) -> bool:
    return audience.listening(world.seats.values(), workspace, channel, name)
