"""Where a message may go, and how it gets there."""

import re
from collections.abc import Iterator, Sequence

from sandbox import talk
from sandbox.apps import Installation
from sandbox.refusals import Refused
from sandbox.views import stored_blocks
from sandbox.workspace import Channel, File, Json, Message
from sandbox.world import World

TS = re.compile(r"\d+\.\d+")
NO_THREADS = {"channel_join", "channel_leave", "tombstone"}


def target(seat: Installation, name: object) -> Channel:
    """The channel that an app may post to by that name: an id, a user's id, or #channel."""
    workspace = seat.workspace
    if not isinstance(name, str):
        raise Refused("channel_not_found")
    channel = workspace.channels.get(name)
    if channel is None:
        channel = _dm(seat, name) if name in workspace.users else _named(seat, name)
    if channel.is_archived:
        raise Refused("is_archived")
    _may_post(seat, channel)
    return channel


def _dm(seat: Installation, user_id: str) -> Channel:
    """Slack opens the DM; one with a deactivated user stays writable, but none is opened with one."""
    workspace, user = seat.workspace, seat.workspace.users[user_id]
    if user.is_bot:
        raise Refused("cannot_dm_bot")
    if user.deleted and frozenset((seat.bot_user_id, user_id)) not in workspace.dms:
        raise Refused("channel_not_found")
    return workspace.dm(seat.bot_user_id, user_id)


def _named(seat: Installation, name: str) -> Channel:
    wanted = name.removeprefix("#")
    for channel in seat.workspace.channels.values():
        if channel.kind == "channel" and channel.name == wanted:
            return channel
    raise Refused("channel_not_found")


def _may_post(seat: Installation, channel: Channel) -> None:
    inside = channel.has(seat.bot_user_id)
    if channel.kind == "im":
        if not inside:
            raise Refused("channel_not_found")
        if not seat.app.messages_tab:
            raise Refused("messages_tab_disabled")
    elif not inside:
        if channel.is_private:
            raise Refused("channel_not_found")
        if "chat:write.public" not in seat.scopes:
            raise Refused("not_in_channel")


def composed(world: World, seat: Installation, channel: Channel, content: Json) -> Message:
    """A new message of the app's bot from `text`, `blocks`, `attachments`, `thread_ts` and `metadata`."""
    blocks = content.get("blocks") or ()
    message = Message(
        world.clock.ts(),
        channel.id,
        seat.bot_user_id,
        text=str(content.get("text") or content.get("markdown_text") or ""),
        blocks=stored_blocks(blocks, world.ids) if blocks else (),
        attachments=content.get("attachments") or (),
        bot_id=seat.bot_id,
        app_id=seat.app.id,
        metadata=content.get("metadata"),
    )
    if content.get("thread_ts"):
        message.thread_ts = _thread(channel, str(content["thread_ts"]))
        message.subtype = "thread_broadcast" if content.get("reply_broadcast") in {True, "true"} else ""
    if "chat:write.customize" in seat.scopes and not message.subtype:
        _disguise(message, content)
    return message


def _thread(channel: Channel, ts: str) -> str:
    """The thread of that message; one that is not there is taken all the same, and the reply shows nowhere."""
    if not TS.fullmatch(ts):
        raise Refused("invalid_thread_ts", f"[ERROR] {ts} is not a valid thread_ts")
    named = channel.message(ts)
    if named and named.subtype in NO_THREADS:
        raise Refused("cannot_reply_to_message")
    return named.thread_ts if named and named.is_reply else ts


def _disguise(message: Message, content: Json) -> None:
    """Give a message the name and picture that the app chose for it."""
    if content.get("username"):
        message.username = str(content["username"])
    if content.get("icon_emoji"):
        message.icons = {"emoji": content["icon_emoji"]}
    elif content.get("icon_url"):
        message.icons = {f"image_{size}": content["icon_url"] for size in (36, 48, 72)}
    if message.username or message.icons:
        message.subtype = "bot_message"


def post(world: World, seat: Installation, channel: Channel, content: Json, files: Sequence[File] = ()) -> Message:
    """Post a message of the app's bot; the files that its picture blocks name must exist."""
    known_files(seat, content.get("blocks") or ())
    message = composed(world, seat, channel, content)
    message.files = files
    talk.tell_soon(world, seat.workspace, talk.post(world, seat.workspace, message))
    return message


def post_ephemeral(world: World, seat: Installation, channel: Channel, user_id: str, content: Json) -> Message:
    """Show a message to one person only."""
    known_files(seat, content.get("blocks") or ())
    message = composed(world, seat, channel, content)
    message.visible_to = user_id
    channel.ephemerals.append(message)
    return message


def known_files(seat: Installation, blocks: Sequence[Json], root: str = "/blocks") -> None:
    """Refuse blocks that show a Slack file which the workspace does not have."""
    for pointer, reference in _references(blocks, root):
        wanted = reference.get("id") or str(reference.get("url", "")).partition("/files/")[2].split("/")[1:2]
        found = (wanted if isinstance(wanted, str) else "".join(wanted)) in seat.workspace.files
        if not found:
            raise Refused("invalid_blocks", f"[ERROR] invalid slack file [json-pointer:{pointer}]")


def _references(blocks: Sequence[Json], root: str) -> Iterator[tuple[str, Json]]:
    for number, block in enumerate(blocks):
        inside = (block, block.get("accessory") or {}, *(block.get("elements") or ()))
        for part in inside:
            reference = part.get("slack_file") if isinstance(part, dict) else None
            if reference:
                yield f"{root}/{number}/slack_file", reference
