"""chat.*: messages of the app's bot."""

from sandbox import posting, talk
from sandbox.api.conversations import found
from sandbox.apps import Installation
from sandbox.messages import bot_profile, message_object, permalink
from sandbox.refusals import Refused
from sandbox.views import stored_blocks
from sandbox.workspace import Channel, Json, Message
from sandbox.world import World


def post_message(world: World, seat: Installation, arguments: Json) -> Json:
    """Post a message; a user's id as channel means the DM with that user."""
    channel = posting.target(seat, arguments.get("channel"))
    world.limits.count_message(seat.app.id, channel.id, world.clock.now())
    message = posting.post(world, seat, channel, arguments)
    return {"channel": channel.id, "ts": message.ts, "message": _answered(world, seat, message)}


def update(world: World, seat: Installation, arguments: Json) -> Json:
    """Change a message of one's own; blocks, attachments and metadata that are left out stay as they are."""
    channel, message = _message(seat, arguments, "ts")
    if message.bot_id != seat.bot_id:
        raise Refused("cant_update_message")
    events = talk.edit(world, seat.workspace, message, **_changes(world, seat, arguments))
    talk.tell_soon(world, seat.workspace, events)
    shown = _answered(world, seat, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def _changes(world: World, seat: Installation, content: Json) -> Json:
    changes: Json = {name: content[name] for name in ("attachments", "metadata") if name in content}
    if "blocks" in content:
        posting.known_files(seat, content["blocks"])
        changes["blocks"] = stored_blocks(content["blocks"], world.ids)
    if "text" in content or "markdown_text" in content:
        changes["text"] = str(content.get("text") or content.get("markdown_text") or "")
    return changes


def delete(world: World, seat: Installation, arguments: Json) -> Json:
    """Take a message of one's own away."""
    channel, message = _message(seat, arguments, "ts")
    if message.bot_id != seat.bot_id:
        raise Refused("cant_delete_message")
    talk.tell_soon(world, seat.workspace, talk.delete(world, seat.workspace, message))
    return {"channel": channel.id, "ts": arguments["ts"]}


def get_permalink(world: World, seat: Installation, arguments: Json) -> Json:
    """The address of a message that the app may see."""
    channel, message = _message(seat, arguments, "message_ts")
    return {"channel": channel.id, "permalink": permalink(message, world.url)}


def _message(seat: Installation, arguments: Json, key: str) -> tuple[Channel, Message]:
    channel = found(seat, arguments["channel"])
    message = channel.message(arguments[key])
    if message is None:
        raise Refused("message_not_found")
    return channel, message


def post_ephemeral(world: World, seat: Installation, arguments: Json) -> Json:
    """Show a message to one member of a channel."""
    channel = posting.target(seat, arguments.get("channel"))
    if not channel.has(arguments["user"]):
        raise Refused("user_not_in_channel")
    message = posting.post_ephemeral(world, seat, channel, arguments["user"], arguments)
    return {"message_ts": message.ts}


def _answered(world: World, seat: Installation, message: Message) -> Json:
    shape = message_object(message, seat.workspace, world.url)
    return shape | {"bot_profile": bot_profile(seat.workspace.users[seat.bot_user_id])}


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.postEphemeral": post_ephemeral,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
