"""What a person does in Slack besides speaking: press, fill in, send, close, type a command."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from sandbox import commands, forms, interactions, suggestions
from sandbox.apps import App, Installation
from sandbox.commands import Reply
from sandbox.delivery import NotAcknowledged, acknowledged
from sandbox.entry import complaints
from sandbox.forms import STATEFUL, NotThere, Value, chosen_by, option_named, state_of
from sandbox.interactions import Scene
from sandbox.journal import Delivery
from sandbox.refusals import Refused
from sandbox.speech import Speaker
from sandbox.workspace import Channel, Json, Message

__all__ = ["NotAcknowledged", "NotThere", "Person", "Reply", "Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """What sending a form led to: the complaints by block id, and the modal that is then shown."""

    errors: dict[str, str]
    modal: Json | None


class Person(Speaker):
    """The hands of one user of one workspace; `app` may be left out where only one is installed."""

    async def press(
        self, action_id: str, *, app: App | None = None, message: Message | None = None, value: Value = None
    ) -> Delivery:
        """Press or choose something in a message: that one, or the newest of the DMs with apps that has it."""
        shown, block, element = self._in_messages(action_id, app, message, value)
        return await self.touch(shown, block, element, value)

    async def suggest(
        self, action_id: str, typed: str = "", *, app: App | None = None, message: Message | None = None
    ) -> list[Json]:
        """Type into a menu that the app fills, in a message; the options shown, which alone can then be chosen."""
        shown, block, element = self._in_messages(action_id, app, message)
        scene = self._scene(self._seat_of(shown.app_id))
        place = interactions.message_place(scene, self.workspace.channels[shown.channel_id], shown)
        return await suggestions.ask(scene, place, block, element, typed)

    async def suggest_in_modal(self, action_id: str, typed: str = "") -> list[Json]:
        """Type into a menu of the open modal that the app fills; the options shown."""
        return await self._suggest_in(*self._modal(), action_id, typed)

    async def suggest_in_home(self, app: App | None, action_id: str, typed: str = "") -> list[Json]:
        """Type into a menu of the Home tab that the app fills; the options shown."""
        return await self._suggest_in(self._seat(app), self._home(app), action_id, typed)

    async def press_in_modal(self, action_id: str, *, value: Value = None) -> Delivery:
        """Press or choose something in the open modal."""
        seat, view = self._modal()
        return await self.touch_in(seat, view, *forms.element_in(view, action_id, value), value)

    async def press_in_home(self, app: App | None, action_id: str, *, value: Value = None) -> Delivery:
        """Press or choose something in the app's Home tab."""
        view = self._home(app)
        return await self.touch_in(self._seat(app), view, *forms.element_in(view, action_id, value), value)

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
        return acknowledged(delivery) if delivery else None

    def fill(self, values: Mapping[str, Value]) -> None:
        """Fill in the open modal without sending it; keys are action ids, block ids, or `block_id/action_id`."""
        _, view = self._modal()
        for key, value in values.items():
            block, element = forms.input_named(view, key)
            forms.hold(view["state"]["values"], block, element, self._chosen(block, element, value))

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
                raise NotAcknowledged(
                    f"Slack refuses the app's answer: {'; '.join(refusal.messages) or refusal.error}"
                ) from None
            acknowledged(delivery)
        return Result(errors, self.modal)

    async def dismiss(self, *, everything: bool = False) -> None:
        """Close the top modal as the close button does, or all of them as the cross does."""
        seat, _ = self._modal()
        for delivery in await interactions.close(self._scene(seat), everything=everything):
            acknowledged(delivery)

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
        acknowledged(delivery)
        return reply

    async def shortcut(self, callback_id: str) -> Delivery:
        """Choose a global shortcut."""
        seat = self._seat_with("global", callback_id)
        return acknowledged(await interactions.global_action(self._scene(seat), callback_id))

    async def message_shortcut(self, callback_id: str, message: Message) -> Delivery:
        """Choose a shortcut from the menu of a message."""
        channel = self.workspace.channels[message.channel_id]
        if not channel.has(self.user.id):
            raise NotThere("this person does not see that message")
        scene = self._scene(self._seat_with("message", callback_id))
        return acknowledged(await interactions.message_action(scene, channel, message, callback_id))

    async def touch(self, message: Message, block: Json, element: Json, value: Value = None) -> Delivery:
        """Press that element of a message, or choose in it."""
        channel = self.workspace.channels[message.channel_id]
        seat = self._seat_of(message.app_id)
        chosen, choices = self._chosen(block, element, value), self.world.choices
        place = (message.ts, self.user.id)
        choices[place] = state_of(message.blocks, choices.get(place))
        forms.hold(choices[place], block, element, chosen)
        action = interactions.action_of(block, element, chosen, self.world.clock.ts())
        scene = self._scene(seat)
        return acknowledged(await interactions.act_in_message(scene, channel, message, action, choices[place]))

    async def touch_in(
        self, seat: Installation, view: Json, block: Json, element: Json, value: Value = None
    ) -> Delivery:
        """Press that element of a modal or of a Home tab, or choose in it."""
        chosen = self._chosen(block, element, value)
        forms.hold(view["state"]["values"], block, element, chosen)
        action = interactions.action_of(block, element, chosen, self.world.clock.ts())
        return acknowledged(await interactions.act_in_view(self._scene(seat), view, action))

    async def _suggest_in(self, seat: Installation, view: Json, action_id: str, typed: str) -> list[Json]:
        block, element = forms.element_in(view, action_id)
        return await suggestions.ask(self._scene(seat), interactions.view_place(view), block, element, typed)

    def _chosen(self, block: Json, element: Json, value: Value) -> object:
        if element["type"] == "overflow":
            return option_named(element, str(value))
        shown = self.world.suggested.get((self.user.id, block["block_id"], element["action_id"]))
        offering = {**element, "options": shown} if shown else element
        return chosen_by(offering, value) if element["type"] in STATEFUL else None

    def _scene(self, seat: Installation) -> Scene:
        return Scene(self.world, seat, self.user)
