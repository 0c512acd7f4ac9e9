"""chat.*: messages of the app's bot."""

from functools import lru_cache

from sandbox import payloads, posting
from sandbox.apps import Installation
from sandbox.refusals import Refused
from sandbox.views import stored_blocks
from sandbox.workspace import Json, Message
from sandbox.world import World


def post_message(world: World, seat: Installation, arguments: Json) -> Json:
    """Post a message; a user's id as channel means the DM with that user."""
    channel = posting.target(seat, arguments.get("channel"))
    world.limits.count_message(seat.app.id, channel.id, world.clock.now())
    message = posting.post(world, seat, channel, arguments)
    return {"channel": channel.id, "ts": message.ts, "message": _answered(world, seat, message)}


def update(world: World, seat: Installation, arguments: Json) -> Json:
    """Change a message of one's own; blocks, attachments and metadata that are left out stay as they are."""
    channel = seat.workspace.channels.get(arguments["channel"])
    if channel is None or (channel.kind == "im" and not channel.has(seat.bot_user_id)):
        raise Refused("channel_not_found")
    message = channel.message(arguments["ts"])
    if message is None:
        raise Refused("message_not_found")
    if message.bot_id != seat.bot_id:
        raise Refused("cant_update_message")
    _change(world, seat, message, arguments)
    shown = _answered(world, seat, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def _change(world: World, seat: Installation, message: Message, content: Json) -> None:
    if "blocks" in content:
        posting.known_files(seat, content["blocks"])
        message.blocks = stored_blocks(content["blocks"], world.ids)
    message.attachments = content.get("attachments", message.attachments)
    message.metadata = content.get("metadata", message.metadata)
    if "text" in content or "markdown_text" in content:
        message.text = str(content.get("text") or content.get("markdown_text") or "")
    message.edited_ts = world.clock.ts()


def post_ephemeral(world: World, seat: Installation, arguments: Json) -> Json:
    """Show a message to one member of a channel."""
    channel = posting.target(seat, arguments.get("channel"))
    if not channel.has(arguments["user"]):
        raise Refused("user_not_in_channel")
    message = posting.post_ephemeral(world, seat, channel, arguments["user"], arguments)
    return {"message_ts": message.ts}


def _answered(world: World, seat: Installation, message: Message) -> Json:
    shape = payloads.message_object(message, seat.workspace, world.url)
    shape["bot_profile"] = _profile(seat.bot_id, seat.app.id, seat.bot_user_id, seat.app.bot_name, seat.workspace.id)
    return shape


@lru_cache(maxsize=256)  # one object for all messages of a bot: the journal keeps what was answered to each of them
def _profile(bot_id: str, app_id: str, user_id: str, name: str, team_id: str) -> Json:
    return {
        "id": bot_id,
        "app_id": app_id,
        "user_id": user_id,
        "name": name,
        "icons": {f"image_{size}": payloads.PICTURE.format(size=size) for size in (36, 48, 72)},
        "deleted": False,
        "updated": 0,
        "team_id": team_id,
    }


METHODS = {"chat.postMessage": post_message, "chat.update": update, "chat.postEphemeral": post_ephemeral}
