"""What a workspace holds: its users, channels, messages, files and user groups."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.channels import Channel, File, Json, Message
from sandbox.clock import Clock
from sandbox.ids import Ids

__all__ = ["SLACKBOT", "Channel", "File", "Json", "Message", "User", "Usergroup", "Workspace"]

Emit = Callable[["Workspace", Json], Awaitable[None]]

SLACKBOT = "USLACKBOT"


@dataclass(slots=True)
class User:
    """A person, a bot user, or Slackbot (whom Slack lists as neither bot nor guest)."""

    id: str
    team_id: str
    name: str
    real_name: str = ""
    display_name: str = ""
    email: str = ""
    title: str = ""
    locale: str = "en-US"
    tz: str = "Europe/Brussels"
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    bot_id: str = ""
    app_id: str = ""
    updated: int = 0
    is_away: bool = False
    dnd_start: datetime | None = None
    dnd_end: datetime | None = None
    """From when until when this person is not to be disturbed; both aware, or both None."""
    status_emoji: str = ""
    status_text: str = ""
    status_expiration: int = 0
    """When the status goes, in seconds since 1970; 0 for one that stays."""


@dataclass(slots=True)
class Usergroup:
    """A user group; `users` in the order in which they were added."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    description: str = ""
    created: int = 0
    updated: int = 0
    created_by: str = ""
    deleted: bool = False


@dataclass(slots=True)
class Workspace:
    """One Slack team and all that is in it; changes of users are told to the apps through `emit`."""

    id: str
    name: str
    domain: str
    clock: Clock
    ids: Ids
    emit: Emit
    user_shape: Callable[[User], Json]
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    usergroups: dict[str, Usergroup] = field(default_factory=dict)
    dms: dict[frozenset[str], Channel] = field(default_factory=dict)
    deactivated: bool = False

    def add_user(self, name: str, *, id: str | None = None, real_name: str = "", **more: Any) -> User:  # noqa: A002, ANN401 - the name and fields of User
        """Add a user without an event; `more` are fields of User."""
        user = User(id or self.ids.new("U"), self.id, name, real_name or name, updated=self.clock.seconds(), **more)
        self.users[user.id] = user
        return user

    async def join(self, name: str, **more: Any) -> User:  # noqa: ANN401 - the fields of User
        """Add a user and tell the apps with `team_join`."""
        user = self.add_user(name, **more)
        await self.emit(self, {"type": "team_join", "user": self.user_shape(user), "cache_ts": user.updated})
        return user

    async def change_user(self, user: User, **changes: Any) -> None:  # noqa: ANN401 - the fields of User
        """Change fields of a user and tell the apps with `user_change`."""
        for name, value in changes.items():
            setattr(user, name, value)
        user.updated = self.clock.seconds()
        await self.emit(self, {"type": "user_change", "user": self.user_shape(user), "cache_ts": user.updated})

    def add_channel(self, name: str, members: Iterable[str] = (), **more: Any) -> Channel:  # noqa: ANN401 - the fields of Channel
        """Add a public channel, or a private one with `is_private=True`."""
        channel = Channel(self.ids.new("C"), name, "channel", list(members), created=self.clock.seconds(), **more)
        self.channels[channel.id] = channel
        return channel

    def add_usergroup(self, handle: str, name: str, users: Iterable[str] = ()) -> Usergroup:
        """Add a user group with the ids of its users."""
        now = self.clock.seconds()
        group = Usergroup(self.ids.new("S"), handle, name, list(users), created=now, updated=now)
        self.usergroups[group.id] = group
        return group

    def add_file(self, name: str, content: bytes, *, mimetype: str, user: str, title: str = "") -> File:
        """Add a file that is shared nowhere yet."""
        file = File(self.ids.new("F"), name, title or name, mimetype, content, user, self.clock.seconds())
        self.files[file.id] = file
        return file

    def dm(self, one: str, other: str) -> Channel:
        """The direct message between two users, opened if there was none."""
        pair = frozenset((one, other))
        if pair not in self.dms:
            channel = Channel(
                self.ids.new("D"),
                "directmessage",
                "im",
                list(dict.fromkeys((one, other))),
                created=self.clock.seconds(),
            )
            self.dms[pair] = self.channels[channel.id] = channel
        return self.dms[pair]

    def group_dm(self, users: Iterable[str]) -> Channel:
        """The direct message among several users, opened if there was none."""
        members = sorted(set(users))
        key = frozenset(members)
        if key not in self.dms:
            name = f"mpdm-{'--'.join(self.users[user_id].name for user_id in members)}-1"
            channel = Channel(self.ids.new("C"), name, "mpim", members, created=self.clock.seconds(), is_private=True)
            self.dms[key] = self.channels[channel.id] = channel
        return self.dms[key]

    def created_at(self, message: Message) -> datetime:
        """When a message was posted."""
        return datetime.fromtimestamp(float(message.ts), tz=self.clock.now().tzinfo)
