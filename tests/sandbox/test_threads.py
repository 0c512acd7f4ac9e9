"""Threads: replies by people and by apps, and how Slack shows them."""

from sandbox.workspace import Json
from tests.sandbox.company import attentive, colleague, heard, room
from tests.sandbox.conftest import Scene
from tests.sandbox.ears import Ear


async def history(scene: Scene, channel_id: str) -> list[Json]:
    messages: list[Json] = (await scene.client.conversations_history(channel=channel_id))["messages"]
    return messages


async def test_a_parent_tells_of_its_replies(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    bob, his = colleague(scene)
    channel = room(scene, bob, bot=True)
    parent = await scene.person.say("lunch?", channel=channel)
    replies = [await who.say("yes", channel=channel, thread_ts=parent.ts) for who in (his, scene.person, his)]

    (shown,) = await history(scene, channel.id)

    assert (shown["thread_ts"], shown["reply_count"], shown["latest_reply"]) == (parent.ts, 3, replies[-1].ts)
    assert (shown["reply_users"], shown["reply_users_count"]) == ([bob.id, scene.ann.id], 2)


async def test_replies_are_read_page_by_page_under_their_parent(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    parent = await scene.person.say("parent")
    for number in range(3):
        await scene.person.say(str(number), thread_ts=parent.ts)
    place: Json = {"channel": parent.channel_id, "ts": parent.ts}

    first = await scene.client.conversations_replies(**place, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await scene.client.conversations_replies(**place, limit=2, cursor=cursor)

    assert [message["text"] for message in first["messages"]] == ["parent", "0", "1"]
    assert [message["text"] for message in second["messages"]] == ["parent", "2"]
    assert second["messages"][1]["parent_user_id"] == scene.ann.id
    assert (first["has_more"], second["has_more"]) == (True, False)


async def test_a_thread_is_found_by_one_of_its_replies(scene: Scene) -> None:
    attentive(scene)
    parent = await scene.person.say("parent")
    reply = await scene.person.say("reply", thread_ts=parent.ts)

    answer = await scene.client.conversations_replies(channel=parent.channel_id, ts=reply.ts)

    assert [message["text"] for message in answer["messages"]] == ["parent", "reply"]


async def test_a_message_without_replies_is_a_thread_of_one(scene: Scene) -> None:
    attentive(scene)
    message = await scene.person.say("alone")

    answer = await scene.client.conversations_replies(channel=message.channel_id, ts=message.ts)

    assert [each["text"] for each in answer["messages"]] == ["alone"]
    missing = await scene.error("conversations.replies", channel=message.channel_id, ts="1.000001")
    assert missing == "thread_not_found"


async def test_a_reply_of_an_app_stands_in_the_thread_only(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    parent = await scene.person.say("parent")

    answer = await scene.client.chat_postMessage(channel=scene.ann.id, text="reply", thread_ts=parent.ts)

    assert (answer["message"]["thread_ts"], answer["message"]["parent_user_id"]) == (parent.ts, scene.ann.id)
    assert [message["text"] for message in await history(scene, parent.channel_id)] == ["parent"]
    assert [reply.text for reply in scene.person.dm().replies(parent.ts)] == ["reply"]


async def test_a_reply_to_a_reply_stands_under_the_same_parent(scene: Scene) -> None:
    parent = await scene.person.say("parent")
    reply = await scene.person.say("reply", thread_ts=parent.ts)

    await scene.client.chat_postMessage(channel=scene.ann.id, text="second", thread_ts=reply.ts)

    assert [each.text for each in scene.person.dm().replies(parent.ts)] == ["reply", "second"]


async def test_a_reply_to_nothing_is_taken_and_shown_nowhere(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()

    answer = await scene.client.chat_postMessage(channel=scene.ann.id, text="lost", thread_ts="1.000001")

    assert answer["ok"]
    assert await history(scene, answer["channel"]) == []
    refusal = await scene.refusal("chat.postMessage", channel=scene.ann.id, text="x", thread_ts="0")
    assert refusal["error"] == "invalid_thread_ts"


async def test_nobody_replies_to_the_note_that_someone_joined(scene: Scene) -> None:
    channel = scene.team.add_channel("open", [scene.seat.bot_user_id])
    await scene.person.join(channel)

    error = await scene.error("chat.postMessage", channel=channel.id, text="welcome", thread_ts=channel.messages[0].ts)

    assert error == "cannot_reply_to_message"


async def test_a_reply_that_the_channel_sees_too_is_a_broadcast(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    parent = await scene.person.say("parent")

    await scene.person.say("everyone!", thread_ts=parent.ts, also_to_channel=True)

    event = heard(scene)[-1]
    assert (event["subtype"], event["thread_ts"], event["root"]["text"]) == ("thread_broadcast", parent.ts, "parent")
    assert event["root"]["reply_count"] == 1
    assert [message["text"] for message in await history(scene, parent.channel_id)] == ["everyone!", "parent"]


async def test_an_app_broadcasts_a_reply_as_well(scene: Scene) -> None:
    parent = await scene.person.say("parent")

    answer = await scene.client.chat_postMessage(
        channel=scene.ann.id, text="everyone!", thread_ts=parent.ts, reply_broadcast=True
    )

    assert answer["message"]["subtype"] == "thread_broadcast"


async def test_replies_are_told_with_their_parent(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    parent = await scene.person.say("parent")

    await scene.person.say("reply", thread_ts=parent.ts)

    event = heard(scene)[-1]
    assert (event["thread_ts"], event["parent_user_id"]) == (parent.ts, scene.ann.id)
    assert "subtype" not in event


async def test_a_parent_that_was_deleted_is_told_as_a_tombstone(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    parent = await scene.person.say("parent")
    await scene.person.say("reply", thread_ts=parent.ts)

    await scene.person.delete(parent)

    event = heard(scene)[-1]
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")
    assert event["previous_message"]["text"] == "parent"
