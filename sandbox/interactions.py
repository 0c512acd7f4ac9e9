"""What a person does, as Slack tells it to the app, and what Slack does with the app's answer."""

from copy import deepcopy
from dataclasses import dataclass

from sandbox import checks, views
from sandbox.apps import Installation
from sandbox.forms import STATEFUL, NotThere, elements
from sandbox.journal import Call, Delivery
from sandbox.messages import message_object
from sandbox.payloads import team_brief, user_brief
from sandbox.refusals import Refused
from sandbox.workspace import Channel, Json, Message, User
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Scene:
    """One person in front of one app in one workspace."""

    world: World
    seat: Installation
    user: User

    def payload(self, kind: str, **parts: object) -> Json:
        """An interaction of that kind with what all of them carry; shortcuts do not name the app."""
        shortcut = kind in {"shortcut", "message_action"}
        return {
            "type": kind,
            "user": user_brief(self.user),
            **({} if shortcut else {"api_app_id": self.seat.app.id}),
            "token": self.seat.app.verification_token,
            "team": team_brief(self.seat.workspace),
            "enterprise": None,
            "is_enterprise_install": False,
            **parts,
        }

    def trigger(self) -> str:
        """A new trigger id for what the person just did."""
        return self.world.triggers.new(self.seat.app, self.seat.workspace, self.user.id).id

    async def send(self, payload: Json) -> Delivery:
        """Deliver an interaction; NotThere for an app whose manifest does not turn interactivity on."""
        if not self.seat.app.interactive:
            raise NotThere(f"the manifest of {self.seat.app.name} does not turn interactivity on")
        return await self.world.deliver(self.seat, "interactive", payload)


def action_of(block: Json, element: Json, chosen: object, ts: str) -> Json:
    """One item of `actions`: the element as drawn, with what was chosen in it."""
    action = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    kept = ("text", "value", "style", "placeholder", "initial_option", "initial_options", "confirm")
    action |= {key: element[key] for key in kept if key in element and key != "confirm"}
    if element["type"] == "overflow":
        action["selected_option"] = chosen
    elif element["type"] in STATEFUL:
        action[STATEFUL[element["type"]][0]] = chosen
    return {**action, "action_ts": ts}


async def act_in_message(scene: Scene, channel: Channel, message: Message, action: Json, values: Json) -> Delivery:
    """Tell that something in a message was pressed or chosen."""
    reply = scene.world.replies.new("actions", scene.seat, channel, scene.user.id, message)
    payload = scene.payload(
        "block_actions",
        **message_place(scene, channel, message),
        trigger_id=scene.trigger(),
        state={"values": values},
        response_url=scene.world.url + reply.path,
        actions=[action],
    )
    return await scene.send(payload)


async def global_action(scene: Scene, callback_id: str) -> Delivery:
    """Tell that a global shortcut was chosen."""
    trigger, ts = scene.trigger(), scene.world.clock.ts()
    return await scene.send(scene.payload("shortcut", callback_id=callback_id, trigger_id=trigger, action_ts=ts))


async def message_action(scene: Scene, channel: Channel, message: Message, callback_id: str) -> Delivery:
    """Tell that a shortcut was chosen from the menu of a message."""
    reply = scene.world.replies.new("actions", scene.seat, channel, scene.user.id)
    payload = scene.payload(
        "message_action",
        callback_id=callback_id,
        trigger_id=scene.trigger(),
        response_url=scene.world.url + reply.path,
        action_ts=scene.world.clock.ts(),
        message_ts=message.ts,
        channel=_named(channel),
        message=message_object(message, scene.seat.workspace, scene.world.url),
    )
    return await scene.send(payload)


def message_place(scene: Scene, channel: Channel, message: Message) -> Json:
    """Where something of a message was touched; Slack leaves the content of an ephemeral one out."""
    place: Json = {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(message.visible_to),
        },
        "channel": _named(channel),
    }
    if not message.visible_to:
        place["message"] = message_object(message, scene.seat.workspace, scene.world.url)
    return place


def view_place(view: Json) -> Json:
    """Where something of a modal or of the Home tab was touched."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": deepcopy(view)}


def _named(channel: Channel) -> Json:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


async def act_in_view(scene: Scene, view: Json, action: Json) -> Delivery:
    """Tell that something in a modal or in the Home tab was pressed or chosen."""
    payload = scene.payload("block_actions", **view_place(view), trigger_id=scene.trigger(), actions=[action])
    return await scene.send(payload)


async def submit(scene: Scene, view: Json) -> tuple[Delivery, dict[str, str]]:
    """Tell that a form was sent; the delivery, and the errors that the app shows in the form."""
    payload = scene.payload(
        "view_submission",
        trigger_id=scene.trigger(),
        view=deepcopy(view),
        response_urls=_response_urls(scene, view),
    )
    delivery = await scene.send(payload)
    return delivery, _follow(scene, view, delivery.answer) if delivery.acknowledged else {}


def _response_urls(scene: Scene, view: Json) -> list[Json]:
    """An address for each conversation chosen in an input that asks for one."""
    found = []
    for block, element in elements(view["blocks"]):
        if element.get("response_url_enabled"):
            entry = view["state"]["values"][block["block_id"]][element["action_id"]]
            channel = scene.seat.workspace.channels.get(entry[STATEFUL[element["type"]][0]] or "")
            if channel:
                reply = scene.world.replies.new("actions", scene.seat, channel, scene.user.id)
                found.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel.id,
                        "response_url": scene.world.url + reply.path,
                    }
                )
    return found


def _follow(scene: Scene, view: Json, answer: Json) -> dict[str, str]:
    """Do what the app answered to a form; a form that is answered with nothing is closed."""
    action = answer.get("response_action")
    if action is None:
        _remove(scene, view)
        return {}
    findings = _findings(view, answer)
    _note(scene, answer, findings)
    if findings:
        raise Refused("invalid_response_action", *findings)
    if action == "errors":
        return dict(answer["errors"])
    if action == "clear":
        scene.seat.app.modals.pop((scene.seat.workspace.id, scene.user.id), None)
    elif action == "update":
        scene.world.views.update(scene.seat, view, answer["view"])
    else:
        scene.world.views.push(scene.seat, scene.user.id, answer["view"])
    return {}


def _findings(view: Json, answer: Json) -> list[str]:
    action = answer["response_action"]
    if action in {"update", "push"}:
        return _view_findings(answer.get("view"))
    if action == "errors":
        return _error_findings(view, answer.get("errors"))
    return [] if action == "clear" else [f"response_action: {action!r} is not one that Slack knows"]


def _view_findings(view: object) -> list[str]:
    if not isinstance(view, dict) or view.get("type") != "modal":
        return ["view: must be a view of type modal"]
    return checks.view_errors(view)


def _error_findings(view: Json, errors: object) -> list[str]:
    if not isinstance(errors, dict) or not errors:
        return ["errors: must be an object with the block ids of inputs"]
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    return [f"errors: {block_id!r} is no input block of the view" for block_id in sorted(errors.keys() - inputs)]


def _note(scene: Scene, answer: Json, findings: list[str]) -> None:
    app_id, workspace_id = scene.seat.app.id, scene.seat.workspace.id
    now = scene.world.clock.now()
    call = Call("view_submission", answer, "", app_id, workspace_id, {"ok": not findings}, findings, now, "json")
    scene.world.journal.record(call)


def _remove(scene: Scene, view: Json) -> None:
    place = (scene.seat.workspace.id, scene.user.id)
    stack = [each for each in scene.seat.app.modals.get(place, []) if each is not view]
    if stack:
        scene.seat.app.modals[place] = stack
    else:
        scene.seat.app.modals.pop(place, None)


async def close(scene: Scene, *, everything: bool) -> list[Delivery]:
    """Close the top modal, or all; the app hears of those that asked for it with `notify_on_close`."""
    place = (scene.seat.workspace.id, scene.user.id)
    shown = views.top(scene.seat.app, *place)
    stack = scene.seat.app.modals.get(place, [])
    everything = everything or bool(shown and shown["clear_on_close"])
    closing = list(reversed(stack)) if everything else stack[-1:]
    told = []
    for view in closing:
        _remove(scene, view)
        if view["notify_on_close"]:
            told.append(await scene.send(scene.payload("view_closed", view=deepcopy(view), is_cleared=everything)))
    return told
