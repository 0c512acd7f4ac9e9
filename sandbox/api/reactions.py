"""reactions.*: the emoji under messages."""

import re

from sandbox import news, talk
from sandbox.api.conversations import entered, found, visible
from sandbox.api.pages import page
from sandbox.apps import Installation
from sandbox.messages import message_object, permalink
from sandbox.reactions import fault_of
from sandbox.refusals import Refused
from sandbox.workspace import Json, Message
from sandbox.world import World

TS = re.compile(r"\d+\.\d+")


def add(world: World, seat: Installation, arguments: Json) -> Json:
    """Add an emoji of the app's bot under a message of a conversation that it is in."""
    channel = entered(seat, arguments["channel"])
    if channel.is_archived:
        raise Refused("is_archived")
    message, name = _message(seat, arguments), str(arguments["name"])
    fault = fault_of(message, name, seat.bot_user_id)
    if fault:
        raise Refused(fault)
    message.react(name, seat.bot_user_id)
    event = news.reaction_event("reaction_added", message, seat.bot_user_id, name)
    talk.tell_soon(world, seat.workspace, [event])
    return {}


def remove(world: World, seat: Installation, arguments: Json) -> Json:
    """Take an emoji of the app's bot away."""
    message, name = _message(seat, arguments), str(arguments["name"])
    if not message.unreact(name, seat.bot_user_id):
        raise Refused("no_reaction")
    event = news.reaction_event("reaction_removed", message, seat.bot_user_id, name)
    talk.tell_soon(world, seat.workspace, [event])
    return {}


def get(world: World, seat: Installation, arguments: Json) -> Json:
    """The emoji under one message, with the message."""
    message = _message(seat, arguments)
    shape = message_object(message, seat.workspace, world.url) | {"permalink": permalink(message, world.url)}
    return {"type": "message", "channel": message.channel_id, "message": shape}


def listed(world: World, seat: Installation, arguments: Json) -> Json:
    """The messages that a user, or the app's bot, reacted to, as far as the app may see them; the newest first."""
    user_id = str(arguments.get("user") or seat.bot_user_id)
    if user_id not in seat.workspace.users:
        raise Refused("user_not_found")
    messages = {
        f"{channel.id}:{message.ts}": message
        for channel in seat.workspace.channels.values()
        if visible(seat, channel)
        for message in channel.messages
        if message.reactions and any(user_id in users for users in message.reactions.values())
    }
    newest = sorted(messages, key=lambda key: messages[key].ts, reverse=True)
    ids, following = page(newest, arguments, kind="reactions", default=100)
    items = [
        {
            "type": "message",
            "channel": messages[key].channel_id,
            "message": message_object(messages[key], seat.workspace, world.url),
        }
        for key in ids
    ]
    return {"items": items, "response_metadata": {"next_cursor": following}}


def _message(seat: Installation, arguments: Json) -> Message:
    """The message that the arguments name; files carry no reactions of their own any more."""
    if arguments.get("file"):
        known = arguments["file"] in seat.workspace.files
        raise Refused("no_reaction" if known else "file_not_found")
    if not (arguments.get("channel") and arguments.get("timestamp")):
        raise Refused("no_item_specified")
    channel = found(seat, arguments["channel"])
    if not TS.fullmatch(str(arguments["timestamp"])):
        raise Refused("bad_timestamp")
    message = channel.message(str(arguments["timestamp"]))
    if message is None:
        raise Refused("message_not_found")
    return message


METHODS = {"reactions.add": add, "reactions.remove": remove, "reactions.get": get, "reactions.list": listed}
