"""Slash commands: what Slack sends for one, and what the app's answer shows."""

from dataclasses import dataclass, field

from sandbox import responding
from sandbox.interactions import Scene
from sandbox.journal import Delivery
from sandbox.workspace import Channel, Json, Message


@dataclass(frozen=True, slots=True)
class Reply:
    """What an app answered to a command; empty when it answered with a modal or not at all."""

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)


async def send(scene: Scene, name: str, text: str, channel: Channel, wait: float) -> tuple[Delivery, Reply]:
    """Send a command; an app that answers by response_url or with a modal has `wait` real seconds for it."""
    world, seat, user = scene.world, scene.seat, scene.user
    trigger = world.triggers.new(seat.app, seat.workspace, user.id)
    address = world.replies.new("commands", seat, channel, user.id)
    fields: Json = {
        "token": seat.app.verification_token,
        "team_id": seat.workspace.id,
        "team_domain": seat.workspace.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": seat.app.id,
        "is_enterprise_install": "false",
        "response_url": world.url + address.path,
        "trigger_id": trigger.id,
    }
    delivery = await world.deliver(seat, "command", fields)
    if delivery.acknowledged and delivery.answer:
        responding.acknowledge(world, address, delivery.answer)
    if delivery.acknowledged and not (address.answers or trigger.used):
        await world.journal.within(lambda: address.answers or trigger.used, wait)
    first = address.answers[0] if address.answers else None
    if first is None:
        return delivery, Reply()
    return delivery, Reply(first.text, list(first.blocks), list(address.answers))
