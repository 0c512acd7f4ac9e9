"""Which apps hear of an event: those that listen to it, have the scope for it, and are where it happened."""

from collections.abc import Iterable

from sandbox.apps import Installation
from sandbox.facts import EVENT_SCOPES
from sandbox.workspace import Channel, Json, Workspace

CHANNEL_EVENTS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
"""The channel type of a message to the ending of the event's name in a manifest, and to the start of its scope."""
BY_PLACE = {"member_joined_channel", "member_left_channel"}
"""Events whose scope depends on the channel: `channels:read`, or `groups:read` for a private one."""


def name_of(event: Json) -> str:
    """What a manifest calls the event: a message is told under the kind of its channel."""
    return message_name(event["channel_type"]) if event["type"] == "message" else str(event["type"])


def message_name(channel_type: str) -> str:
    """What a manifest calls the event of a message in a channel of that type."""
    return f"message.{CHANNEL_EVENTS[channel_type]}"


def listening(seats: Iterable[Installation], workspace: Workspace, channel: Channel, name: str) -> bool:
    """Whether any app in that channel listens to the event of that name: if none does, it need not be made."""
    return any(
        seat.workspace is workspace and name in seat.app.events and not seat.refusal and channel.has(seat.bot_user_id)
        for seat in seats
    )


def hears(seat: Installation, event: Json) -> bool:
    """Whether that app hears of the event.

    What happens in a conversation is told to its members only. A mention is told to who is mentioned, and not to who
    made it; Slack tells of none in direct messages.
    """
    name = name_of(event)
    if name not in seat.app.events or not _scopes_of(name, event, seat).issubset(seat.scopes):
        return False
    place = _place_of(event)
    if place and not _member(seat, place):
        return False
    if name == "app_mention":
        mentioned = any(f"<@{seat.bot_user_id}{end}" in event["text"] for end in (">", "|"))
        return mentioned and event.get("bot_id") != seat.bot_id
    return True


def _scopes_of(name: str, event: Json, seat: Installation) -> set[str]:
    if name in BY_PLACE:
        channel = seat.workspace.channels.get(event["channel"])
        return {"groups:read" if channel and channel.is_private else "channels:read"}
    scope = EVENT_SCOPES.get(name)
    return {scope} if scope else set()


def _place_of(event: Json) -> str:
    """The id of the conversation that an event happened in; of Home, it is no more than where the app's DM is."""
    if event["type"] == "app_home_opened":
        return ""
    item = event.get("item")
    place = event.get("channel_id") or (item["channel"] if isinstance(item, dict) else event.get("channel"))
    return place if isinstance(place, str) else ""


def _member(seat: Installation, channel_id: str) -> bool:
    channel: Channel | None = seat.workspace.channels.get(channel_id)
    return channel is not None and channel.has(seat.bot_user_id)
