"""Menus that the app fills while a person types: what Slack asks for, and the options that it then shows."""

from sandbox.checks.objects import OPTION_GROUPS, OPTIONS
from sandbox.delivery import NotAcknowledged, acknowledged
from sandbox.forms import NotThere, options_of
from sandbox.interactions import Scene
from sandbox.journal import Call
from sandbox.workspace import Json

LEAST_TYPED = 3
"""Characters that Slack waits for where the element does not say how many (`min_query_length`)."""


async def ask(scene: Scene, place: Json, block: Json, element: Json, typed: str) -> list[Json]:
    """Ask the app for the options of a menu at that place, and show them to the person."""
    if not element["type"].endswith("external_select"):
        raise NotThere(f"{element['action_id']} is no menu that the app fills, but a {element['type']}")
    least = element.get("min_query_length", LEAST_TYPED)
    if len(typed) < least:
        raise NotThere(f"{element['action_id']} shows options from {least} characters on, and {len(typed)} are typed")
    payload = scene.payload(
        "block_suggestion", action_id=element["action_id"], block_id=block["block_id"], value=typed, **place
    )
    delivery = acknowledged(await scene.send(payload))
    _check(scene, delivery.answer)
    shown = options_of(delivery.answer)
    key = (scene.user.id, block["block_id"], element["action_id"])
    known = scene.world.suggested.setdefault(key, [])
    known += [option for option in shown if option not in known]
    return shown


def _check(scene: Scene, answer: Json) -> None:
    """Keep the app's answer in the journal; NotAcknowledged where Slack would show none of it."""
    findings = _findings(answer)
    app_id, workspace_id = scene.seat.app.id, scene.seat.workspace.id
    now, response = scene.world.clock.now(), {"ok": not findings}
    call = Call("block_suggestion", answer, "", app_id, workspace_id, response, findings, now, "json")
    scene.world.journal.record(call)
    if findings:
        raise NotAcknowledged(f"Slack refuses the app's answer: {'; '.join(findings)}")


def _findings(answer: Json) -> list[str]:
    given = [key for key in ("options", "option_groups") if key in answer]
    if len(given) > 1:
        return ["options: cannot stand beside option_groups"]
    rules = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
    return [finding for key in given if answer[key] for finding in rules[key](answer[key], key)]
