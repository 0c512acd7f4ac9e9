"""One person in front of the page: what they see of the workspace, how they read it, and what they can touch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from sandbox.apps import App, Installation
from sandbox.forms import state_of
from sandbox.hands import NotAcknowledged, Person
from sandbox.page.faces import apps_of, face_of, listed, name_of, zone_of
from sandbox.page.memory import Memory
from sandbox.page.mrkdwn import Reader
from sandbox.page.papers import href_of
from sandbox.page.places import Conversation, conversations_of, title_of
from sandbox.page.touch import Named, Touch
from sandbox.workspace import Channel, Json, Message, User, Workspace
from sandbox.world import World


@dataclass(frozen=True)
class Visit:
    """A person of a workspace in front of the page, with what the page keeps in mind of them."""

    world: World
    workspace: Workspace
    user: User
    memory: Memory

    @property
    def hands(self) -> Person:
        """What the person can do."""
        return Person(self.world, self.workspace, self.user)

    @cached_property
    def apps(self) -> list[App]:
        """The apps that are installed here."""
        return apps_of(self.world, self.workspace)

    @cached_property
    def people(self) -> Sequence[Named] | None:
        """Everybody by id and name; None where they are too many to list."""
        people = listed(self.workspace)
        return None if people is None else [(user.id, name_of(user)) for user in people]

    def reader(self, *, heading: int = 3, touch: Touch | None = None) -> Reader:
        """How the person reads: names of this workspace, their zone and language, pictures of this sandbox."""
        return replace(reader_of(self.world, self.workspace, self.user), heading=heading, touch=touch)

    @cached_property
    def conversations(self) -> tuple[list[Conversation], list[Conversation]]:
        """The person's channels and direct messages, as the list at the left shows them."""
        return conversations_of(self.workspace, self.user, self.memory.read)

    def touch(self, scope: str, values: Json, view_id: str = "") -> Touch:
        """What the person can do with the blocks of one message or view."""
        channels, direct = self.conversations
        named = [(each.id, f"{each.sign}{each.title}") for each in channels]
        return Touch(
            scope=scope,
            values=values,
            errors=self.memory.errors.get(view_id, {}),
            offered=self.memory.offered,
            sought=self.memory.sought,
            people=self.people,
            channels=named,
            conversations=[*named, *((each.id, each.title) for each in direct)],
        )

    def touch_message(self, message: Message) -> Touch | None:
        """What the person can do with a message; nothing where its app is not installed any more."""
        if not any(app.id == message.app_id for app in self.apps):
            return None
        kept = self.world.choices.get((message.ts, self.user.id))
        return self.touch(f"m{message.ts}", state_of(message.blocks, kept))

    def seat_of(self, app_id: str) -> Installation | None:
        """The installation of an app here, if it is one that works."""
        seat = self.world.seats.get((app_id, self.workspace.id))
        return seat if seat and not seat.refusal else None

    async def open_tab(self, app: App, tab: str) -> None:
        """Open a tab of an app; whether it heard of it is said, and the tab is shown all the same."""
        try:
            await self.hands.open_home(app, tab)
        except NotAcknowledged as silent:
            self.memory.notice = f"{app.name} was told that its {tab} tab is open. {as_sentence(silent)}"

    def at(self, path: str, **more: str) -> str:
        """An address of the page as this person, such as `/c/C1?as=U1`."""
        return f"/w/{self.workspace.id}{path}?{urlencode({'as': self.user.id, **more})}"

    def read_up_to(self, channel: Channel) -> None:
        """Remember that the person has seen the newest message of a conversation."""
        if channel.messages:
            self.memory.read[channel.id] = channel.messages[-1].ts

    def arrive(self) -> None:
        """What is there when the page is first opened as this person counts as read."""
        if not self.memory.arrived:
            self.memory.arrived = True
            theirs = [channel for channel in self.workspace.channels.values() if channel.has(self.user.id)]
            self.memory.read |= {each.id: each.messages[-1].ts for each in theirs if each.messages}


def as_sentence(failure: Exception) -> str:
    """A failure as a sentence for a person."""
    words = str(failure)
    return f"{words[:1].upper()}{words[1:]}."


def reader_of(world: World, workspace: Workspace, person: User) -> Reader:
    """How that person reads; `NOBODY` reads what is not somebody's own."""

    def name_of_id(kind: str, number: str) -> str | None:
        if kind == "user":
            user = workspace.users.get(number)
            return face_of(user).name if user else None
        if kind == "usergroup":
            group = workspace.usergroups.get(number)
            return group.handle if group else None
        channel = workspace.channels.get(number)
        return title_of(channel, workspace, person) if channel else None

    def picture_of(source: str) -> str | None:
        file = workspace.files.get(source)
        if file:
            return href_of(workspace, file)
        own = bool(world.url) and source.startswith(f"{world.url}/")
        return source.removeprefix(world.url) if own else None

    return Reader(world.clock.now(), zone_of(person), person.locale, name_of_id, picture_of)
