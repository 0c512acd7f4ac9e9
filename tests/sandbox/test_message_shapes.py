"""What is told of conversations has the shapes of Slack's own types, where those are at hand."""

import json
from datetime import timedelta

import pytest
from jsonschema import Draft7Validator

from sandbox.workspace import Json
from tests.sandbox.company import attentive, colleague, heard, room
from tests.sandbox.conftest import MONDAY, Scene
from tests.sandbox.ears import Ear
from tests.sandbox.judges import SHARED, needs_types

PLAIN = {
    "app_mention": "AppMentionEvent",
    "channel_created": "ChannelCreatedEvent",
    "file_deleted": "FileDeletedEvent",
    "file_shared": "FileSharedEvent",
    "member_joined_channel": "MemberJoinedChannelEvent",
    "member_left_channel": "MemberLeftChannelEvent",
    "reaction_added": "ReactionAddedEvent",
    "reaction_removed": "ReactionRemovedEvent",
    "subteam_members_changed": "SubteamMembersChangedEvent",
}
MESSAGES = {
    "bot_message": "BotMessageEvent",
    "channel_join": "ChannelJoinMessageEvent",
    "channel_leave": "ChannelLeaveMessageEvent",
    "file_share": "FileShareMessageEvent",
    "message_changed": "MessageChangedEvent",
    "message_deleted": "MessageDeletedEvent",
    "thread_broadcast": "ThreadBroadcastMessageEvent",
    "": "GenericMessageEvent",
}
"""Subtype of a message to the type of its event."""
BESIDE = {
    *("app_id", "team", "client_msg_id", "metadata", "inviter", "bot_profile"),
    *("reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked", "subscribed", "parent_user_id"),
    *("upload", "display_as_bot"),
}
"""Keys that Slack sends in messages of every kind and its types know in some only, or nowhere."""
IN_FILES = {"comments_count", "file_access", "ims", "timestamp", "user_team"}
"""The same of files; the number of comments is a number, and a string in the types."""
INNER = ("message", "previous_message", "root")


def type_of(event: Json) -> str:
    return MESSAGES[event.get("subtype", "")] if event["type"] == "message" else PLAIN[event["type"]]


def faults(event: Json) -> list[str]:
    """What the type of an event finds in it; a message inside another is looked at by itself."""
    types = json.loads((SHARED / "types.strict.json").read_text(encoding="utf-8"))["definitions"]
    found = []
    for name in INNER:
        if name in event:
            place = {key: event[key] for key in ("channel", "channel_type", "event_ts")}
            found += faults({**place, **event[name]})
    wanted = types[type_of(event)]
    properties = {key: {} if key in INNER else rule for key, rule in wanted["properties"].items()}
    needed = [key for key in wanted.get("required", []) if key != "inviter"]
    known = {key: _bare(value) for key, value in event.items() if key not in BESIDE or key in properties}
    schema = {**wanted, "properties": properties, "required": needed, "definitions": types}
    return found + [f"{type_of(event)}: {error.message}" for error in Draft7Validator(schema).iter_errors(known)]


def _bare(value: object) -> object:
    """Files and bots without the keys that the types do not know."""
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if not isinstance(value, dict):
        return value
    beside = IN_FILES if "mimetype" in value else {"user_id"} if "icons" in value else set()
    return {key: each for key, each in value.items() if key not in beside}


@pytest.fixture
async def eventful(scene: Scene, ear: Ear) -> Scene:
    """Give a scene in which everything of conversations has happened once."""
    attentive(scene)
    scene.seat.scopes |= {"chat:write.customize"}
    bob, _ = colleague(scene)
    channel = room(scene, bot=True)
    await scene.person.create("new")
    await scene.person.invite(channel, bob)
    message = await scene.person.say("@pulse *hello* https://example.com :wave:", channel=channel)
    await scene.person.say("all of you", channel=channel, thread_ts=message.ts, also_to_channel=True)
    await scene.person.react(message, "tada")
    await scene.person.unreact(message, "tada")
    await scene.person.edit(message, "@pulse bye")
    short = await scene.person.say("oops")
    await scene.person.delete(short)
    file = await scene.person.upload("plan.pdf", b"%PDF")
    await scene.person.say("Look", files=[file])
    await scene.person.do_not_disturb(MONDAY, MONDAY + timedelta(hours=1))
    await scene.person.leave(channel)
    posted = await scene.client.chat_postMessage(channel=scene.ann.id, text="hi", username="Owl", icon_emoji=":owl:")
    await scene.client.chat_postMessage(channel=scene.ann.id, text="hi", thread_ts=posted["ts"])
    group = scene.team.add_usergroup("data", "Data", [bob.id])
    await scene.client.usergroups_users_update(usergroup=group.id, users=[scene.ann.id])
    uploaded = await scene.client.files_upload_v2(content=b"x", filename="x.txt")
    await scene.client.files_delete(file=uploaded["file"]["id"])
    await scene.sandbox.journal.until(lambda: "file_deleted" in {event["type"] for event in heard(scene)})
    return scene


@needs_types
async def test_events_of_conversations_have_the_keys_of_slacks_types(eventful: Scene) -> None:
    events = [event for event in heard(eventful) if event["type"] != "dnd_updated_user"]

    assert [fault for event in events for fault in faults(event)] == []


@needs_types
async def test_every_event_of_conversations_is_held_against_its_type(eventful: Scene) -> None:
    events = [event for event in heard(eventful) if event["type"] != "dnd_updated_user"]

    assert {type_of(event) for event in events} == {*PLAIN.values(), *MESSAGES.values()}


@needs_types
async def test_a_key_that_slack_does_not_send_is_a_fault(eventful: Scene) -> None:
    event = next(event for event in heard(eventful) if event["type"] == "reaction_added")

    assert faults({**event, "colour": "red"})
    assert faults({key: value for key, value in event.items() if key != "item"})
