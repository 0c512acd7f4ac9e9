"""A form of an app as it was filled in on the page: first what was typed is held, then something is pressed or sent."""

from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from sandbox import forms, interactions, suggestions
from sandbox.apps import Installation
from sandbox.delivery import NotAcknowledged
from sandbox.forms import NotThere, Value, chosen_by, elements, hold
from sandbox.interactions import Scene
from sandbox.page import fields
from sandbox.page.faces import matches, name_of, people_of
from sandbox.page.memory import Question
from sandbox.page.places import conversations_of
from sandbox.page.shapes import text_of
from sandbox.page.visit import Visit, as_sentence
from sandbox.payloads import file_object
from sandbox.workspace import Json, Message

MOST_FOUND = 30
SURE = "sure"
"""The field that says yes to the question before an action."""
DECISIONS = ("submit", "dismiss", "dismiss_all")


class Filled:
    """One form that was sent from the page."""

    def __init__(self, visit: Visit, request: Request, form: FormData) -> None:
        """Read it for that person."""
        self._visit, self._request, self._form = visit, request, form

    async def in_message(self, message: Message) -> None:
        """Press or choose something in a message."""
        visit = self._visit
        blocks = list(message.blocks)
        kept = visit.world.choices.get((message.ts, visit.user.id))
        values = forms.state_of(blocks, kept)
        visit.world.choices[(message.ts, visit.user.id)] = values
        await self._hold(blocks, values)
        if found := self._sought(blocks):
            seat = visit.seat_of(message.app_id)
            channel = visit.workspace.channels[message.channel_id]
            place = interactions.message_place(self._scene(seat), channel, message) if seat else {}
            await self._seek(seat, place, *found)
        elif pressed := self._pressed(blocks):
            block, element, value = pressed
            await visit.hands.touch(message, block, element, _chosen(values, block, element, value))

    async def in_view(self, seat: Installation, view: Json) -> None:
        """Press or choose something in a view."""
        await self._hold(view["blocks"], view["state"]["values"])
        if found := self._sought(view["blocks"]):
            await self._seek(seat, interactions.view_place(view), *found)
        elif pressed := self._pressed(view["blocks"]):
            block, element, value = pressed
            chosen = _chosen(view["state"]["values"], block, element, value)
            await self._visit.hands.touch_in(seat, view, block, element, chosen)

    async def in_modal(self) -> None:
        """Press or choose something in the open modal, send it, or close it or all of them."""
        found = self._visit.hands.in_front()
        if found is None or found[1]["id"] != self._form.get("view"):
            raise NotThere("this form is not open any more")
        seat, view = found
        decision = str(self._form.get("do", ""))
        if decision not in DECISIONS:
            await self.in_view(seat, view)
            return
        self._visit.memory.forget_view(view["id"])
        if decision == "submit":
            await self._hold(view["blocks"], view["state"]["values"])
            await self._submit(view["id"])
        else:
            await self._visit.hands.dismiss(everything=decision == "dismiss_all")

    async def _submit(self, view_id: str) -> None:
        """Send the form; complaints, and an app that does not answer, are told in it."""
        try:
            result = await self._visit.hands.submit()
        except NotAcknowledged as silent:
            self._visit.memory.errors[view_id] = {"": f"{as_sentence(silent)} What you typed is still here: try again."}
        else:
            if result.errors:
                self._visit.memory.errors[view_id] = result.errors

    async def _hold(self, blocks: list[Json], values: Json) -> None:
        """Keep what was typed and chosen, as Slack does while a person fills in a form."""
        zone = self._visit.reader().zone
        for block, element, value in fields.entries_of(blocks, self._form, zone):
            offered = self._visit.memory.offered.get(fields.key_of(block, element))
            hold(values, block, element, _held(element, value, values[block["block_id"]], offered))
        for block, element in elements(blocks):
            if element["type"] == "file_input":
                await self._hold_files(block, element, values)

    async def _hold_files(self, block: Json, element: Json, values: Json) -> None:
        chosen = [each for each in self._form.getlist(fields.key_of(block, element)) if isinstance(each, UploadFile)]
        uploads = [each for each in chosen if each.filename]
        if uploads:
            visit = self._visit
            kept = [await visit.hands.upload(each.filename or "file", await each.read()) for each in uploads]
            hold(values, block, element, [file_object(file, visit.workspace, visit.world.url) for file in kept])

    def _sought(self, blocks: list[Json]) -> tuple[Json, Json] | None:
        """The menu in which something is sought."""
        key = str(self._form.get(fields.SEEK, ""))
        return fields.pressed_in(blocks, key)[:2] if key else None

    async def _seek(self, seat: Installation | None, place: Json, block: Json, element: Json) -> None:
        """Ask the app, or the workspace, for the options of a menu."""
        key, memory = fields.key_of(block, element), self._visit.memory
        memory.sought[key] = typed = str(self._form.get(f"{fields.TYPED}{key}", "")).strip()
        if not element["type"].endswith("external_select"):
            memory.offered[key] = self._found(element["type"], typed)
        elif seat and len(typed) >= element.get("min_query_length", suggestions.LEAST_TYPED):
            memory.offered[key] = await suggestions.ask(self._scene(seat), place, block, element, typed)
        else:
            memory.offered[key] = []

    def _found(self, kind: str, typed: str) -> list[Json]:
        """The people or conversations that are found by these words."""
        visit = self._visit
        if "users" in kind:
            people = [user for user in people_of(visit.workspace) if matches(user, typed)]
            named = [(user.id, name_of(user)) for user in people]
        else:
            channels, direct = conversations_of(visit.workspace, visit.user)
            places = channels if "channels" in kind else [*channels, *direct]
            named = [(each.id, each.title) for each in places if typed.casefold() in each.title.casefold()]
        return [{"text": {"type": "plain_text", "text": name}, "value": number} for number, name in named[:MOST_FOUND]]

    def _pressed(self, blocks: list[Json]) -> tuple[Json, Json, Value] | None:
        """What was pressed; nothing where a question has to be answered first."""
        press = str(self._form.get(fields.PRESS, ""))
        if not press:
            return None
        block, element, value = fields.pressed_in(blocks, press)
        self._visit.memory.question = None
        if isinstance(element.get("confirm"), dict) and self._form.get(SURE) != "1":
            self._visit.memory.question = self._question(element["confirm"])
            return None
        return block, element, value

    def _question(self, confirm: Json) -> Question:
        repeated = [(name, value) for name, value in self._form.multi_items() if isinstance(value, str)]
        return Question(
            title=text_of(confirm.get("title")),
            text=confirm["text"],
            confirm=text_of(confirm.get("confirm")) or "Yes",
            deny=text_of(confirm.get("deny")) or "No",
            danger=confirm.get("style") == "danger",
            action=f"{self._request.url.path}?{self._request.url.query}",
            fields=[*repeated, (SURE, "1")],
        )

    def _scene(self, seat: Installation) -> Scene:
        return Scene(self._visit.world, seat, self._visit.user)


def _chosen(values: Json, block: Json, element: Json, value: Value) -> Value:
    """What an element that was pressed holds: an item of an overflow menu, or what was chosen in it before."""
    if value is not None or element["type"] not in forms.STATEFUL:
        return value
    held: Any = values[block["block_id"]][element["action_id"]][forms.STATEFUL[element["type"]][0]]
    if isinstance(held, list):
        return [each["value"] if isinstance(each, dict) else each for each in held]
    chosen: Value = held["value"] if isinstance(held, dict) and "value" in held else held
    return chosen


def _held(element: Json, value: Value, there: Json, offered: list[Json] | None) -> object:
    """What is held after a person gave `value`: menus that are filled by a search offer what it found."""
    if not element["type"].endswith("external_select"):
        return chosen_by(element, value)
    before = there[element["action_id"]].get(forms.STATEFUL[element["type"]][0])
    known = before if isinstance(before, list) else [before] if before else []
    return chosen_by({**element, "options": [*known, *(offered or [])]}, value)
