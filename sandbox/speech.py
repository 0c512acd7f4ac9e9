"""What a person says in Slack: messages, threads, reactions and files, and where that person is a member."""

import mimetypes
import uuid
from collections.abc import Sequence
from datetime import datetime

from sandbox import composer, news, reactions, talk
from sandbox.apps import App
from sandbox.eyes import Eyes
from sandbox.forms import NotThere
from sandbox.workspace import Channel, File, Json, Message, User


class Speaker(Eyes):
    """The voice of one user of one workspace; each act ends when the apps that listen have heard of it."""

    async def say(
        self,
        text: str,
        *,
        channel: Channel | None = None,
        thread_ts: str = "",
        files: Sequence[File] = (),
        app: App | None = None,
        also_to_channel: bool = False,
    ) -> Message:
        """Write a message, in the direct messages with the app if no channel is given; `files` are one's own.

        With `thread_ts` it is a reply to that message, and with `also_to_channel` one that the channel sees too.
        """
        place = channel or self.dm(app)
        self._may_speak(place)
        if not text and not files:
            raise NotThere("there is nothing to send: no text and no file")
        if thread_ts and place.message(thread_ts) is None:
            raise NotThere("the message to reply to is not there")
        source, blocks = composer.composed(text, self.workspace, self.world.ids)
        message = Message(self.world.clock.ts(), place.id, self.user.id, source, blocks, tuple(files))
        message.thread_ts, message.client_msg_id = thread_ts, str(uuid.uuid4())
        if thread_ts and also_to_channel:
            message.subtype = "thread_broadcast"
        await self._tell(talk.post(self.world, self.workspace, message))
        return message

    async def edit(self, message: Message, text: str) -> None:
        """Write an own message anew."""
        self._own(message)
        source, blocks = composer.composed(text, self.workspace, self.world.ids)
        await self._tell(talk.edit(self.world, self.workspace, message, text=source, blocks=blocks))

    async def delete(self, message: Message) -> None:
        """Take an own message away; one with replies leaves a tombstone."""
        self._own(message)
        await self._tell(talk.delete(self.world, self.workspace, message))

    async def react(self, message: Message, name: str) -> None:
        """Add an emoji, by its name, under a message."""
        self._may_write(self._place_of(message))
        name = name.strip(":")
        fault = reactions.fault_of(message, name, self.user.id)
        if fault:
            raise NotThere(f"{name!r} cannot be added: {fault}")
        message.react(name, self.user.id)
        await self._tell([news.reaction_event("reaction_added", message, self.user.id, name)])

    async def unreact(self, message: Message, name: str) -> None:
        """Take an own reaction back."""
        self._may_write(self._place_of(message))
        name = name.strip(":")
        if not message.unreact(name, self.user.id):
            raise NotThere(f"{name!r} is no reaction of {self.user.name} to that message")
        await self._tell([news.reaction_event("reaction_removed", message, self.user.id, name)])

    async def upload(
        self, name: str, content: bytes, *, mimetype: str = "", title: str = "", alt_text: str = ""
    ) -> File:
        """Upload a file, which nobody else sees until `say` shares it; the type is told by the name if not given."""
        kind = mimetype or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = self.workspace.add_file(name, content, mimetype=kind, user=self.user.id, title=title)
        file.alt_text = alt_text
        return file

    async def join(self, channel: Channel) -> None:
        """Become a member of a public channel; guests are invited, and do not join."""
        self._awake()
        if channel.has(self.user.id):
            return
        self._open_to_members(channel)
        if channel.type != "channel" or self._is_guest(self.user):
            raise NotThere(f"{self.user.name} sees no such channel, and has to be invited to it")
        await self._tell(talk.join(self.world, self.workspace, channel, self.user))

    async def leave(self, channel: Channel) -> None:
        """Leave a channel; nobody leaves #general."""
        self._member(channel)
        self._open_to_members(channel)
        if channel.name == "general":
            raise NotThere("nobody leaves #general")
        await self._tell(talk.leave(self.world, self.workspace, channel, self.user))

    async def invite(self, channel: Channel, user: User) -> None:
        """Bring a user, or the bot of an app, into a channel."""
        self._may_write(channel)
        self._open_to_members(channel)
        if self.workspace.users.get(user.id) is not user or user.deleted:
            raise NotThere(f"{user.name} cannot be invited: not an active user of {self.workspace.name}")
        if self._is_guest(self.user):
            raise NotThere("guests invite nobody")
        if not channel.has(user.id):
            await self._tell(talk.join(self.world, self.workspace, channel, user, self.user.id))

    async def create(self, name: str, *, is_private: bool = False) -> Channel:
        """Open a channel with this person in it; guests open none."""
        self._awake()
        taken = any(each.kind == "channel" and each.name == name for each in self.workspace.channels.values())
        if taken or self._is_guest(self.user):
            raise NotThere(f"{self.user.name} cannot open #{name}: {'it is there' if taken else 'guests do not'}")
        channel = self.workspace.add_channel(name, is_private=is_private, creator=self.user.id)
        events = [] if is_private else [news.channel_event(channel, self.workspace)]
        await self._tell([*events, *talk.join(self.world, self.workspace, channel, self.user)])
        return channel

    async def do_not_disturb(self, start: datetime | None, end: datetime | None) -> None:
        """Ask not to be disturbed between two aware instants, or with None to be disturbed again."""
        self.user.dnd_start, self.user.dnd_end = start, end
        await self._tell([news.dnd_event(self.user, self.world.clock.now())])

    async def set_status(self, emoji: str, text: str = "", *, until: datetime | None = None) -> None:
        """Say in one's status what one is at, `:palm_tree:` say, until an aware instant or until it is changed."""
        expires = 0 if until is None else int(until.timestamp())
        changes = {"status_emoji": emoji, "status_text": text, "status_expiration": expires}
        await self.workspace.change_user(self.user, **changes)

    def direct(self, *others: User) -> Channel:
        """The direct messages with one other person, or the group of several, opened if there were none."""
        self._awake()
        for other in others:
            if self.workspace.users.get(other.id) is not other:
                raise NotThere(f"{other.name} is no user of {self.workspace.name}")
        if len(others) == 1:
            return self.workspace.dm(self.user.id, others[0].id)
        return self.workspace.group_dm([self.user.id, *(other.id for other in others)])

    async def _tell(self, events: Sequence[Json]) -> None:
        await talk.tell(self.world, self.workspace, events)

    def _may_speak(self, place: Channel) -> None:
        """Whether messages are taken there: an app can turn them off in its Messages tab."""
        self._may_write(place)
        bots = [self.workspace.users[member] for member in place.members] if place.kind == "im" else []
        app = next((self.world.apps[bot.app_id] for bot in bots if bot.app_id in self.world.apps), None)
        if app and (app.read_only or not app.messages_tab):
            raise NotThere(f"{app.name} takes no messages: its Messages tab is off or read only")

    def _awake(self) -> None:
        if self.user.deleted:
            raise NotThere(f"{self.user.name} is deactivated")

    def _member(self, channel: Channel) -> None:
        self._awake()
        if self.workspace.channels.get(channel.id) is not channel or not channel.has(self.user.id):
            raise NotThere(f"{self.user.name} is no member of that conversation")

    def _may_write(self, channel: Channel) -> None:
        self._member(channel)
        if channel.is_archived:
            raise NotThere(f"#{channel.name} is archived")

    def _open_to_members(self, channel: Channel) -> None:
        """A channel of this workspace whose members may change."""
        if self.workspace.channels.get(channel.id) is not channel or channel.kind != "channel" or channel.is_archived:
            raise NotThere("the members of that conversation do not change")

    def _own(self, message: Message) -> None:
        self._may_write(self._place_of(message))
        if message.user != self.user.id or message.subtype in {"channel_join", "channel_leave"}:
            raise NotThere("people change their own messages only")

    def _place_of(self, message: Message) -> Channel:
        channel = self.workspace.channels.get(message.channel_id)
        if channel is None or channel.message(message.ts) is not message:
            raise NotThere("that message is not there")
        return channel

    @staticmethod
    def _is_guest(user: User) -> bool:
        return user.is_restricted or user.is_ultra_restricted
