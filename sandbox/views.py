"""Views as Slack stores them: the published Home of each person, and each person's stack of at most three modals."""

import secrets
from collections.abc import Iterable
from itertools import chain
from typing import Any

from sandbox.apps import App, Installation
from sandbox.clock import Clock
from sandbox.forms import INTERACTIVE, state_of
from sandbox.ids import Ids
from sandbox.refusals import Refused
from sandbox.workspace import Json

STACK = 3
VERBATIM = {"rich_text", "table", "markdown", "data_table", "data_visualization"}
HOME_TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}


def stored_blocks(blocks: Iterable[Json], ids: Ids) -> list[Json]:
    """Blocks as Slack answers them: with the ids and the text flags that the app left out."""
    return [
        {"block_id": ids.short(), **(block if block.get("type") in VERBATIM else _stored(block, ids))}
        for block in blocks
    ]


def _stored(node: Any, ids: Ids) -> Any:  # noqa: ANN401 - any part of a block
    if isinstance(node, list):
        return [_stored(each, ids) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _stored(value, ids) for key, value in node.items()}
    kind = kept.get("type")
    if kind == "plain_text":
        kept.setdefault("emoji", True)
    elif kind == "mrkdwn":
        kept.setdefault("verbatim", False)
    elif kind in INTERACTIVE and "action_id" not in kept:
        kept["action_id"] = ids.short()
    return kept


class Views:
    """What changes the views of an app."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        """Use the sandbox's clock for hashes and its ids for blocks."""
        self._clock, self._ids = clock, ids

    def publish(self, seat: Installation, user_id: str, view: Json, expected: object) -> Json:
        """Put a view in the Home of a person, in place of the one that is there."""
        place = (seat.workspace.id, user_id)
        shown = seat.app.homes.get(place)
        _same_hash(shown, expected)
        home = self._made(seat, view, shown)
        home["title"] = HOME_TITLE
        seat.app.homes[place] = home
        return home

    def open(self, seat: Installation, user_id: str, view: Json) -> Json:
        """Open a first modal in front of a person."""
        self._unused(seat, view)
        modal = self._made(seat, view, None)
        seat.app.modals[(seat.workspace.id, user_id)] = [modal]
        return modal

    def push(self, seat: Installation, user_id: str, view: Json) -> Json:
        """Put a modal on top of those that the person has open."""
        stack = seat.app.modals.get((seat.workspace.id, user_id))
        if not stack:
            raise Refused("not_found")
        if len(stack) >= STACK:
            raise Refused("push_limit_reached")
        self._unused(seat, view)
        modal = self._made(seat, view, None)
        modal["root_view_id"], modal["previous_view_id"] = stack[0]["id"], stack[-1]["id"]
        stack.append(modal)
        return modal

    def update(self, seat: Installation, shown: Json, view: Json, expected: object = None) -> Json:
        """Show something else in an open view; what was typed stays where the inputs are the same."""
        _same_hash(shown, expected)
        if view.get("external_id") and view["external_id"] != shown["external_id"]:
            self._unused(seat, view)
        fresh = self._made(seat, view, shown)
        shown.clear()
        shown.update(fresh)
        return shown

    def _unused(self, seat: Installation, view: Json) -> None:
        external = view.get("external_id")
        if external and find(seat, external_id=external):
            raise Refused("duplicate_external_id")

    def _made(self, seat: Installation, view: Json, shown: Json | None) -> Json:
        blocks = stored_blocks(view["blocks"], self._ids)
        view_id = shown["id"] if shown else self._ids.new("V")
        kept = shown["state"]["values"] if shown else None
        return {
            "id": view_id,
            "team_id": seat.workspace.id,
            "type": view["type"],
            "blocks": blocks,
            "private_metadata": view.get("private_metadata") or "",
            "callback_id": view.get("callback_id") or "",
            "state": {"values": state_of(blocks, kept)},
            "hash": f"{self._clock.seconds()}.{secrets.token_hex(4)}",
            "title": _stored(view.get("title"), self._ids),
            "clear_on_close": bool(view.get("clear_on_close")),
            "notify_on_close": bool(view.get("notify_on_close")),
            "close": _stored(view.get("close"), self._ids),
            "submit": _stored(view.get("submit"), self._ids),
            "previous_view_id": shown["previous_view_id"] if shown else None,
            "root_view_id": shown["root_view_id"] if shown else view_id,
            "app_id": seat.app.id,
            "external_id": view.get("external_id") or "",
            "app_installed_team_id": seat.workspace.id,
            "bot_id": seat.bot_id,
        }


def find(seat: Installation, *, view_id: object = None, external_id: object = None) -> Json | None:
    """A view of the app in that workspace that someone can see now."""
    stacks = (view for place, stack in seat.app.modals.items() if place[0] == seat.workspace.id for view in stack)
    homes = (view for place, view in seat.app.homes.items() if place[0] == seat.workspace.id)
    for shown in chain(stacks, homes):
        if (view_id and shown["id"] == view_id) or (external_id and shown["external_id"] == external_id):
            return shown
    return None


def top(app: App, workspace_id: str, user_id: str) -> Json | None:
    """The modal that a person sees, if any."""
    stack = app.modals.get((workspace_id, user_id))
    return stack[-1] if stack else None


def _same_hash(shown: Json | None, expected: object) -> None:
    if expected and (shown is None or shown["hash"] != expected):
        raise Refused("hash_conflict")
