"""What an app may send to a response address: an ephemeral or visible message, or a change of the pressed one."""

import contextlib
import json
from urllib.parse import parse_qs

from sandbox import checks, posting, talk
from sandbox.journal import Call
from sandbox.refusals import Refused
from sandbox.replies import ReplyAddress
from sandbox.views import stored_blocks
from sandbox.workspace import Json, Message
from sandbox.world import World

OWN = ("response_type", "replace_original", "delete_original")


def respond(world: World, path: str, body: bytes) -> str:
    """Carry out what an app sent to a response address: `ok`, or Refused with Slack's error."""
    content = _content(body)
    reply = world.replies.take(path)
    _journaled(world, "response_url", reply, content)
    return "ok"


def acknowledge(world: World, reply: ReplyAddress, content: Json) -> None:
    """Show the message with which an app acknowledged a command; Slack shows nothing of one that it refuses."""
    with contextlib.suppress(Refused):
        _journaled(world, "acknowledgement", reply, content)


def _journaled(world: World, method: str, reply: ReplyAddress, content: Json) -> None:
    findings, answer = [], {"ok": True}
    if not content.get("delete_original"):
        findings = checks.message_errors({key: value for key, value in content.items() if key not in OWN})
    try:
        if findings:
            raise Refused("no_text" if findings[0].startswith("no_text") else "invalid_blocks", *findings, status=400)
        _apply(world, reply, content)
    except Refused as refusal:
        answer = refusal.answer()
        raise
    finally:
        app_id, workspace_id = reply.seat.app.id, reply.seat.workspace.id
        now = world.clock.now()
        world.journal.record(Call(method, content, "", app_id, workspace_id, answer, findings, now, "json"))


def _apply(world: World, reply: ReplyAddress, content: Json) -> None:
    """Show what an app answered to a person's action."""
    seat, channel, source = reply.seat, reply.channel, reply.message
    if source and content.get("delete_original"):
        _remove(world, reply, source)
    elif source and content.get("replace_original"):
        _replace(world, reply, source, content)
    elif content.get("response_type") == "in_channel":
        reply.answers.append(posting.post(world, seat, channel, content))
    else:
        reply.answers.append(posting.post_ephemeral(world, seat, channel, reply.user_id, content))


def _replace(world: World, reply: ReplyAddress, source: Message, content: Json) -> None:
    posting.known_files(reply.seat, content.get("blocks") or ())
    changes = {
        "text": content.get("text") or "",
        "blocks": stored_blocks(content.get("blocks") or (), world.ids),
        "attachments": content.get("attachments") or (),
    }
    events = talk.edit(world, reply.seat.workspace, source, **changes)
    if not source.visible_to:
        talk.tell_soon(world, reply.seat.workspace, events)


def _remove(world: World, reply: ReplyAddress, source: Message) -> None:
    """What only one person saw goes without a word to the apps."""
    if source.visible_to:
        reply.channel.ephemerals.remove(source)
    else:
        talk.tell_soon(world, reply.seat.workspace, talk.delete(world, reply.seat.workspace, source))


def _content(body: bytes) -> Json:
    try:
        text = body.decode()
        content = json.loads(text if text.lstrip().startswith("{") else parse_qs(text)["payload"][0])
    except (ValueError, KeyError):
        raise Refused("invalid_payload", status=400) from None
    if not isinstance(content, dict):
        raise Refused("invalid_payload", status=400)
    return content
