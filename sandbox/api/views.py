"""views.*: modals and the Home tab."""

from copy import deepcopy

from sandbox import posting
from sandbox.apps import Installation
from sandbox.refusals import Refused
from sandbox.views import find
from sandbox.workspace import Json
from sandbox.world import World


def open_modal(world: World, seat: Installation, arguments: Json) -> Json:
    """Open a modal in front of the person whose trigger it is."""
    trigger = world.triggers.take(arguments.get("trigger_id"), seat.app, seat.workspace)
    posting.known_files(seat, arguments["view"]["blocks"], "/view/blocks")
    return _shown(world.views.open(seat, trigger.user_id, arguments["view"]))


def push(world: World, seat: Installation, arguments: Json) -> Json:
    """Put a modal on top of the one in which the trigger arose."""
    trigger = world.triggers.take(arguments.get("trigger_id"), seat.app, seat.workspace)
    posting.known_files(seat, arguments["view"]["blocks"], "/view/blocks")
    return _shown(world.views.push(seat, trigger.user_id, arguments["view"]))


def update(world: World, seat: Installation, arguments: Json) -> Json:
    """Show something else in a view that is open."""
    shown = find(seat, view_id=arguments.get("view_id"), external_id=arguments.get("external_id"))
    if shown is None:
        raise Refused("not_found")
    if shown["type"] != arguments["view"]["type"]:
        raise Refused("invalid_arguments", "[ERROR] a view cannot change its type [json-pointer:/view/type]")
    posting.known_files(seat, arguments["view"]["blocks"], "/view/blocks")
    return _shown(world.views.update(seat, shown, arguments["view"], arguments.get("hash")))


def publish(world: World, seat: Installation, arguments: Json) -> Json:
    """Put a view in the Home tab of a person."""
    user = seat.workspace.users.get(arguments["user_id"])
    if user is None or user.is_bot:
        raise Refused("invalid_arguments", "[ERROR] invalid `user_id`")
    if not seat.app.home_tab:
        raise Refused("not_enabled")
    posting.known_files(seat, arguments["view"]["blocks"], "/view/blocks")
    return _shown(world.views.publish(seat, user.id, arguments["view"], arguments.get("hash")))


def _shown(view: Json) -> Json:
    return {"view": deepcopy(view)}


METHODS = {"views.open": open_modal, "views.push": push, "views.update": update, "views.publish": publish}
