"""The conversations of a person as the list at the left shows them, and what they can browse to join."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.page.faces import NOBODY, Face, face_of
from sandbox.workspace import Channel, User, Workspace

SIGNS = {"im": "", "mpim": "👥"}


@dataclass(frozen=True, slots=True)
class Conversation:
    """A channel or a direct message in the list at the left; `last` is the ts of its newest message."""

    id: str
    title: str
    sign: str
    face: Face | None
    last: str
    unread: int = 0


def partner_of(channel: Channel, workspace: Workspace, person: User) -> User:
    """The other one of a direct message; oneself in the direct message with oneself."""
    other = next((member for member in channel.members if member != person.id), person.id)
    return workspace.users.get(other, NOBODY)


def title_of(channel: Channel, workspace: Workspace, person: User) -> str:
    """What a conversation is called for that person."""
    if channel.kind == "im":
        return face_of(partner_of(channel, workspace, person)).name
    if channel.kind == "mpim":
        others = [member for member in channel.members if member != person.id]
        return ", ".join(face_of(workspace.users.get(each, NOBODY)).name for each in others)
    return channel.name


def conversation_of(
    channel: Channel, workspace: Workspace, person: User, seen: Mapping[str, str] | None = None
) -> Conversation:
    """A conversation as the list shows it; `seen` is channel id to the ts up to which the person has read."""
    sign = SIGNS.get(channel.kind, "🔒" if channel.is_private else "#")
    face = face_of(partner_of(channel, workspace, person)) if channel.kind == "im" else None
    last = channel.messages[-1].ts if channel.messages else ""
    return Conversation(
        channel.id, title_of(channel, workspace, person), sign, face, last, _unread(channel, person, seen)
    )


def _unread(channel: Channel, person: User, seen: Mapping[str, str] | None) -> int:
    """How many messages of others came after what the person has read, replies left out."""
    if seen is None:
        return 0
    read, number = seen.get(channel.id, ""), 0
    for message in reversed(channel.messages):
        if message.ts <= read:
            break
        number += message.user != person.id and not message.is_reply
    return number


def conversations_of(
    workspace: Workspace, person: User, seen: Mapping[str, str] | None = None
) -> tuple[list[Conversation], list[Conversation]]:
    """That person's channels by name, and their direct messages, the newest first."""
    theirs = [channel for channel in workspace.channels.values() if channel.has(person.id) and not channel.is_archived]
    channels = [conversation_of(each, workspace, person, seen) for each in theirs if each.kind == "channel"]
    direct = [conversation_of(each, workspace, person, seen) for each in theirs if each.kind != "channel"]
    by_name = sorted(channels, key=lambda each: each.title.casefold())
    return by_name, sorted(direct, key=lambda each: each.last, reverse=True)


def may_read(channel: Channel | None, person: User) -> bool:
    """Whether that person may look into a conversation: their own, and public channels unless they are guests."""
    if channel is None:
        return False
    guest = person.is_restricted or person.is_ultra_restricted
    public = channel.kind == "channel" and not channel.is_private and not guest
    return channel.has(person.id) or public


def channels_to_browse(workspace: Workspace, person: User) -> list[Channel]:
    """The channels that the person may look into, by name."""
    seen = (each for each in workspace.channels.values() if each.kind == "channel" and may_read(each, person))
    return sorted((each for each in seen if not each.is_archived), key=lambda each: each.name.casefold())
