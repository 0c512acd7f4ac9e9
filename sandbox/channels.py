"""Channels and direct messages, and the messages, threads, reactions and files in them."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Json = dict[str, Any]

NO_REACTIONS: Mapping[str, list[str]] = MappingProxyType({})
"""What every message shares that nobody has reacted to: a million messages need no dictionary each."""


@dataclass(slots=True)
class File:
    """An uploaded file; `created` is in whole seconds since 1970."""

    id: str
    name: str
    title: str
    mimetype: str
    content: bytes
    user: str
    created: int
    alt_text: str = ""
    channels: list[str] = field(default_factory=list)
    deleted: bool = False


@dataclass(slots=True)
class Message:
    """A message of a channel; `visible_to` names the only reader of an ephemeral one."""

    ts: str
    channel_id: str
    user: str
    text: str = ""
    blocks: Sequence[Json] = ()
    files: Sequence[File] = ()
    bot_id: str = ""
    app_id: str = ""
    thread_ts: str = ""
    edited_ts: str = ""
    visible_to: str = ""
    attachments: Sequence[Json] = ()
    metadata: Json | None = None
    subtype: str = ""
    """What Slack keeps beside a message that is no plain one: `channel_join`, `thread_broadcast`, `bot_message`..."""
    client_msg_id: str = ""
    username: str = ""
    icons: Json | None = None
    """Name and picture that an app chose for one message, which is a `bot_message` then."""
    inviter: str = ""
    reactions: Mapping[str, list[str]] = field(default_factory=lambda: NO_REACTIONS)
    """Name of an emoji to the ids of those who reacted with it, in their order."""

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return bool(self.thread_ts) and self.thread_ts != self.ts

    def react(self, name: str, user_id: str) -> bool:
        """Add a reaction; False when that user has reacted so already."""
        users = self.reactions.get(name, [])
        if user_id in users:
            return False
        self.reactions = {**self.reactions, name: [*users, user_id]}
        return True

    def unreact(self, name: str, user_id: str) -> bool:
        """Take a reaction back; False when there is none of that user."""
        if user_id not in self.reactions.get(name, ()):
            return False
        kept = {
            each: [user for user in users if (each, user) != (name, user_id)] for each, users in self.reactions.items()
        }
        self.reactions = {each: users for each, users in kept.items() if users} or NO_REACTIONS
        return True


@dataclass(slots=True)
class Channel:
    """A channel, or a direct message among its members (`im` two, `mpim` more); messages stand in the order of ts."""

    id: str
    name: str
    kind: Literal["channel", "im", "mpim"]
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    ephemerals: list[Message] = field(default_factory=list)
    created: int = 0
    creator: str = ""
    topic: str = ""
    purpose: str = ""
    is_private: bool = False
    is_archived: bool = False
    _present: set[str] = field(default_factory=set)
    _threads: dict[str, list[Message]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know the members that it was made with."""
        self._present = set(self.members)

    @property
    def type(self) -> str:
        """What Slack's events call its kind: `channel`, `group` (a private channel), `im` or `mpim`."""
        return "group" if self.kind == "channel" and self.is_private else self.kind

    def has(self, user_id: str) -> bool:
        """Whether that user is a member."""
        return user_id in self._present

    def admit(self, user_id: str) -> None:
        """Make that user a member."""
        if user_id not in self._present:
            self._present.add(user_id)
            self.members.append(user_id)

    def dismiss(self, user_id: str) -> None:
        """End that user's membership."""
        if user_id in self._present:
            self._present.remove(user_id)
            self.members.remove(user_id)

    def message(self, ts: str) -> Message | None:
        """The message with that ts."""
        at = self.place(ts)
        return self.messages[at] if at < len(self.messages) and self.messages[at].ts == ts else None

    def place(self, ts: str) -> int:
        """Where among the messages the first stands that is not older than that ts."""
        return bisect_left(self.messages, ts, key=lambda message: message.ts)

    def add(self, message: Message) -> None:
        """Put a new message at the end, and in its thread if it is a reply."""
        self.messages.append(message)
        if message.is_reply:
            self._threads.setdefault(message.thread_ts, []).append(message)

    def remove(self, message: Message) -> None:
        """Take a message out, and out of its thread; all others keep their order."""
        at = self.place(message.ts)
        if self.messages[at : at + 1] == [message]:
            del self.messages[at]
        thread = self._threads.get(message.thread_ts, [])
        if message in thread:
            thread.remove(message)

    def replies(self, thread_ts: str) -> Sequence[Message]:
        """The replies under the message with that ts, oldest first."""
        return self._threads.get(thread_ts, ())
