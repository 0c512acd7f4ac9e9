"""What a person does in Slack: read, press, fill in, send, close, type a command."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from sandbox import commands, interactions
from sandbox.apps import App, Installation
from sandbox.commands import Reply
from sandbox.entry import complaints
from sandbox.forms import STATEFUL, NotThere, Value, chosen_by, elements, entry_of, option_named, state_of
from sandbox.interactions import Scene
from sandbox.journal import Delivery
from sandbox.refusals import Refused
from sandbox.views import top
from sandbox.workspace import Channel, Json, Message, User, Workspace
from sandbox.world import World

__all__ = ["NotAcknowledged", "NotThere", "Person", "Reply", "Result"]


class NotAcknowledged(Exception):
    """The app did not acknowledge what the person did, or answered it with something that Slack refuses."""


@dataclass(frozen=True, slots=True)
class Result:
    """What sending a form led to: the complaints by block id, and the modal that is then shown."""

    errors: dict[str, str]
    modal: Json | None


class Person:
    """The hands and eyes of one user of one workspace; `app` may be left out where only one is installed."""

    def __init__(self, world: World, workspace: Workspace, user: User) -> None:
        """Sit down in front of Slack."""
        self.world, self.workspace, self.user = world, workspace, user

    def messages(self, app: App | None = None) -> list[Message]:
        """The direct messages with the app, oldest first."""
        return self.dm(app).messages

    def ephemerals(self, app: App | None = None) -> list[Message]:
        """What only this person sees in the direct messages with the app, oldest first."""
        return [message for message in self.dm(app).ephemerals if message.visible_to == self.user.id]

    def dm(self, app: App | None = None) -> Channel:
        """The direct messages with the app."""
        return self.workspace.dm(self._seat(app).bot_user_id, self.user.id)

    @property
    def modal(self) -> Json | None:
        """The modal in front of this person."""
        found = self._open()
        return found[1] if found else None

    def home(self, app: App | None = None) -> Json | None:
        """The app's Home tab as published for this person."""
        return self._seat(app).app.homes.get((self.workspace.id, self.user.id))

    async def press(
        self, action_id: str, *, app: App | None = None, message: Message | None = None, value: Value = None
    ) -> Delivery:
        """Press or choose something in a message: that one, or the newest of the DMs with apps that has it."""
        candidates = [message] if message else list(self._read(app))
        for shown in candidates:
            found = _element(shown.blocks, action_id, value)
            if found:
                return await self._press(shown, *found, value)
        there = sorted({element["action_id"] for shown in candidates for _, element in elements(shown.blocks)})
        raise NotThere(f"no message has {action_id!r}; there is {', '.join(there) or 'nothing to press'}")

    async def press_in_modal(self, action_id: str, *, value: Value = None) -> Delivery:
        """Press or choose something in the open modal."""
        seat, view = self._modal()
        return await self._act(seat, view, action_id, value)

    async def press_in_home(self, app: App | None, action_id: str, *, value: Value = None) -> Delivery:
        """Press or choose something in the app's Home tab."""
        home = self.home(app)
        if home is None:
            raise NotThere("the app has published no Home for this person")
        return await self._act(self._seat(app), home, action_id, value)

    async def open_home(self, app: App | None = None, tab: str = "home") -> Delivery | None:
        """Open the app's Home tab; nothing is delivered to an app that does not listen to it."""
        seat = self._seat(app)
        if not seat.app.home_tab:
            raise NotThere(f"{seat.app.name} has no Home tab")
        event: Json = {"type": "app_home_opened", "user": self.user.id, "channel": self.dm(app).id, "tab": tab}
        home = self.home(app)
        if home is not None and tab == "home":
            event["view"] = deepcopy(home)
        delivery = await self.world.tell(seat, event)
        return _acknowledged(delivery) if delivery else None

    def fill(self, values: Mapping[str, Value]) -> None:
        """Fill in the open modal without sending it; keys are action ids, block ids, or `block_id/action_id`."""
        _, view = self._modal()
        for key, value in values.items():
            block, element = _input(view, key)
            held = entry_of(element, chosen_by(element, value))
            view["state"]["values"][block["block_id"]][element["action_id"]] = held

    async def submit(self, values: Mapping[str, Value] | None = None) -> Result:
        """Fill in and send the open modal; what Slack's own client refuses is answered without asking the app."""
        seat, view = self._modal()
        if not view["submit"]:
            raise NotThere("this modal cannot be sent: it has no submit button")
        self.fill(values or {})
        errors = complaints(view)
        if not errors:
            try:
                delivery, errors = await interactions.submit(self._scene(seat), view)
            except Refused as refusal:
                raise NotAcknowledged(f"Slack refuses the app's answer: {'; '.join(refusal.messages)}") from None
            _acknowledged(delivery)
        return Result(errors, self.modal)

    async def dismiss(self, *, everything: bool = False) -> None:
        """Close the top modal as the close button does, or all of them as the cross does."""
        seat, _ = self._modal()
        for delivery in await interactions.close(self._scene(seat), everything=everything):
            _acknowledged(delivery)

    async def command(self, name: str, text: str = "", *, channel: Channel | None = None, wait: float = 2) -> Reply:
        """Type a slash command, in the DM with its app if no channel is given.

        An app that answers later, by response_url or with a modal, has `wait` real seconds for it.
        """
        seats = self._seats()
        seat = next((seat for seat in seats if name in seat.app.commands), None)
        if seat is None:
            there = sorted(command for seat in seats for command in seat.app.commands)
            raise NotThere(f"no app has the command {name}; there is {', '.join(there) or 'none'}")
        channel = channel or self.workspace.dm(seat.bot_user_id, self.user.id)
        delivery, reply = await commands.send(self._scene(seat), name, text, channel, wait)
        _acknowledged(delivery)
        return reply

    async def shortcut(self, callback_id: str) -> Delivery:
        """Choose a global shortcut."""
        for seat in self._seats():
            if any(each["callback_id"] == callback_id and each["type"] == "global" for each in seat.app.shortcuts):
                scene, ts = self._scene(seat), self.world.clock.ts()
                payload = scene.payload("shortcut", callback_id=callback_id, trigger_id=scene.trigger(), action_ts=ts)
                return _acknowledged(await scene.send(payload))
        raise NotThere(f"no app has the shortcut {callback_id!r}")

    async def _press(self, message: Message, block: Json, element: Json, value: Value) -> Delivery:
        channel = self.workspace.channels[message.channel_id]
        seat = self._seat_of(message.app_id)
        chosen, choices = _chosen(element, value), self.world.choices
        place = (message.ts, self.user.id)
        choices[place] = state_of(message.blocks, choices.get(place))
        _hold(choices[place], block, element, chosen)
        action = interactions.action_of(block, element, chosen, self.world.clock.ts())
        scene = self._scene(seat)
        return _acknowledged(await interactions.act_in_message(scene, channel, message, action, choices[place]))

    async def _act(self, seat: Installation, view: Json, action_id: str, value: Value) -> Delivery:
        found = _element(view["blocks"], action_id, value)
        if found is None:
            there = ", ".join(sorted({element["action_id"] for _, element in elements(view["blocks"])}))
            raise NotThere(f"this {view['type']} has no {action_id!r}; there is {there or 'nothing to press'}")
        block, element = found
        chosen = _chosen(element, value)
        _hold(view["state"]["values"], block, element, chosen)
        action = interactions.action_of(block, element, chosen, self.world.clock.ts())
        return _acknowledged(await interactions.act_in_view(self._scene(seat), view, action))

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

    def _seat_of(self, app_id: str) -> Installation:
        return self._seat(self.world.apps[app_id])

    def _scene(self, seat: Installation) -> Scene:
        return Scene(self.world, seat, self.user)

    def _open(self) -> tuple[Installation, Json] | None:
        for seat in self._seats():
            view = top(seat.app, self.workspace.id, self.user.id)
            if view is not None:
                return seat, view
        return None

    def _modal(self) -> tuple[Installation, Json]:
        found = self._open()
        if found is None:
            raise NotThere("no modal is open")
        return found


def _acknowledged(delivery: Delivery) -> Delivery:
    if not delivery.acknowledged:
        status = f" with status {delivery.status}" if delivery.status else ""
        raise NotAcknowledged(f"the app did not acknowledge: {delivery.outcome}{status}")
    return delivery


def _element(blocks: Sequence[Json], action_id: str, value: Value) -> tuple[Json, Json] | None:
    """The element with that action id; of several buttons the one with that value."""
    found = [(block, element) for block, element in elements(blocks) if element["action_id"] == action_id]
    if len(found) > 1 and value is not None:
        return next((each for each in found if each[1].get("value") == value), found[0])
    return found[0] if found else None


def _input(view: Json, key: str) -> tuple[Json, Json]:
    there = [(block, element) for block, element in elements(view["blocks"]) if element["type"] in STATEFUL]
    for block, element in there:
        names = {element["action_id"], block["block_id"], f"{block['block_id']}/{element['action_id']}"}
        if key in names:
            return block, element
    names = {f"{block['block_id']}/{element['action_id']}" for block, element in there}
    raise NotThere(f"this modal has no input {key!r}; it has {', '.join(sorted(names)) or 'none'}")


def _chosen(element: Json, value: Value) -> object:
    if element["type"] == "overflow":
        return option_named(element, str(value))
    return chosen_by(element, value) if element["type"] in STATEFUL else None


def _hold(values: Json, block: Json, element: Json, chosen: object) -> None:
    if element["type"] in STATEFUL:
        values[block["block_id"]][element["action_id"]] = entry_of(element, chosen)
