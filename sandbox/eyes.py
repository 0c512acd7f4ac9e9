"""What a person sees in Slack: messages, modals, the Home tab of each app, and which apps there are."""

from collections.abc import Iterator

from sandbox import forms
from sandbox.apps import App, Installation
from sandbox.forms import NotThere, Value, elements
from sandbox.views import top
from sandbox.workspace import Channel, Json, Message, User, Workspace
from sandbox.world import World


class Eyes:
    """The eyes of one user of one workspace; `app` may be left out where only one is installed."""

    def __init__(self, world: World, workspace: Workspace, user: User) -> None:
        """Sit down in front of Slack."""
        self.world, self.workspace, self.user = world, workspace, user

    def messages(self, app: App | None = None) -> list[Message]:
        """The direct messages with the app, oldest first."""
        return self.dm(app).messages

    def channels(self) -> list[Channel]:
        """The conversations that this person can read: all public channels, but for a guest only those of a member."""
        guest = self.user.is_restricted or self.user.is_ultra_restricted
        known = self.workspace.channels.values()
        return [each for each in known if each.has(self.user.id) or (each.type == "channel" and not guest)]

    def ephemerals(self, app: App | None = None) -> list[Message]:
        """What only this person sees in the direct messages with the app, oldest first."""
        return [message for message in self.dm(app).ephemerals if message.visible_to == self.user.id]

    def dm(self, app: App | None = None) -> Channel:
        """The direct messages with the app."""
        return self.workspace.dm(self._seat(app).bot_user_id, self.user.id)

    @property
    def modal(self) -> Json | None:
        """The modal in front of this person."""
        found = self.in_front()
        return found[1] if found else None

    def home(self, app: App | None = None) -> Json | None:
        """The app's Home tab as published for this person."""
        return self._seat(app).app.homes.get((self.workspace.id, self.user.id))

    def _in_messages(
        self, action_id: str, app: App | None, message: Message | None, value: Value = None
    ) -> tuple[Message, Json, Json]:
        """That message, or the newest of the DMs with apps, that has the action id; with block and element."""
        candidates = [message] if message else list(self._read(app))
        for shown in candidates:
            found = forms.element_named(shown.blocks, action_id, value)
            if found:
                return shown, *found
        there = sorted({element["action_id"] for shown in candidates for _, element in elements(shown.blocks)})
        raise NotThere(f"no message has {action_id!r}; there is {', '.join(there) or 'nothing to press'}")

    def _home(self, app: App | None) -> Json:
        home = self.home(app)
        if home is None:
            raise NotThere("the app has published no Home for this person")
        return home

    def _read(self, app: App | None) -> Iterator[Message]:
        """The messages of the DMs with apps, the newest first."""
        seats = [self._seat(app)] if app else self._seats()
        dms = [self.workspace.dm(seat.bot_user_id, self.user.id) for seat in seats]
        shown = [message for dm in dms for message in (*dm.messages, *dm.ephemerals)]
        return iter(sorted(shown, key=lambda message: message.ts, reverse=True))

    def _seats(self) -> list[Installation]:
        """What is installed here."""
        return [seat for seat in self.world.seats.values() if seat.workspace is self.workspace and not seat.refusal]

    def _seat(self, app: App | None) -> Installation:
        seats = [seat for seat in self._seats() if app is None or seat.app is app]
        if len(seats) != 1:
            raise NotThere(f"{len(seats)} apps are meant in {self.workspace.name}: name the one that is installed")
        return seats[0]

    def _seat_with(self, kind: str, callback_id: str) -> Installation:
        for seat in self._seats():
            if any((each["type"], each["callback_id"]) == (kind, callback_id) for each in seat.app.shortcuts):
                return seat
        raise NotThere(f"no app has the shortcut {callback_id!r} ({kind})")

    def _seat_of(self, app_id: str) -> Installation:
        return self._seat(self.world.apps[app_id])

    def in_front(self) -> tuple[Installation, Json] | None:
        """The modal in front of this person, and whose it is."""
        for seat in self._seats():
            view = top(seat.app, self.workspace.id, self.user.id)
            if view is not None:
                return seat, view
        return None

    def _modal(self) -> tuple[Installation, Json]:
        found = self.in_front()
        if found is None:
            raise NotThere("no modal is open")
        return found
