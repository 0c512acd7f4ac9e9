"""Messages: how apps hear of them, delete them, find them again and read them back."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.workspace import Channel, Json
from tests.sandbox.company import attentive, colleague, heard, kinds, room
from tests.sandbox.conftest import Scene
from tests.sandbox.ears import Ear


async def told(scene: Scene, number: int) -> list[Json]:
    """The events, once there are so many and all were acknowledged."""
    await scene.sandbox.journal.until(
        lambda: len(heard(scene)) >= number and all(each.acknowledged for each in scene.sandbox.deliveries)
    )
    return heard(scene)


async def test_an_app_hears_what_is_said_where_it_is_a_member(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    channel = room(scene, bot=True)

    message = await scene.person.say("hello", channel=channel)

    (event,) = heard(scene)
    assert (event["type"], event["channel"], event["channel_type"]) == ("message", channel.id, "channel")
    assert (event["user"], event["text"], event["ts"], event["event_ts"]) == (
        *(scene.ann.id, "hello", message.ts, message.ts),
    )
    assert event["blocks"] == list(message.blocks)
    assert "bot_id" not in event


async def test_an_app_hears_nothing_of_channels_that_it_is_not_in(scene: Scene, ear: Ear) -> None:
    attentive(scene)

    message = await scene.person.say("hello", channel=room(scene))
    await scene.person.react(message, "tada")
    await scene.person.edit(message, "bye")
    await scene.person.delete(message)

    assert heard(scene) == []


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("message.channels", "channels:history"),
        ("message.groups", "groups:history"),
        ("message.im", "im:history"),
        ("message.mpim", "mpim:history"),
    ],
)
async def test_each_kind_of_conversation_has_its_event_and_its_scope(
    scene: Scene, ear: Ear, name: str, scope: str
) -> None:
    attentive(scene, name)
    bob, _ = colleague(scene)
    bot = scene.team.users[scene.seat.bot_user_id]
    places = [room(scene, bot=True), room(scene, name="secret", bot=True, is_private=True)]
    places += [scene.person.dm(), scene.person.direct(bob, bot)]

    for place in places:
        await scene.person.say("hello", channel=place)
    scene.seat.scopes = scene.seat.scopes - {scope}
    for place in places:
        await scene.person.say("hello again", channel=place)

    assert [(event["channel_type"], event["text"]) for event in heard(scene)] == [
        ({"channels": "channel", "groups": "group"}.get(name.partition(".")[2], name.partition(".")[2]), "hello")
    ]


async def test_a_mention_is_told_to_who_is_mentioned(scene: Scene, ear: Ear) -> None:
    attentive(scene, "app_mention")
    bob, _ = colleague(scene)
    channel = room(scene, bob, bot=True)

    await scene.person.say("@bob hello", channel=channel)
    await scene.person.say("@pulse hello", channel=channel)

    (event,) = heard(scene)
    assert (event["type"], event["text"]) == ("app_mention", f"<@{scene.seat.bot_user_id}> hello")
    assert "channel_type" not in event


async def test_an_app_that_is_invited_was_not_mentioned_by_the_note_of_it(scene: Scene, ear: Ear) -> None:
    attentive(scene, "app_mention")

    await scene.person.invite(room(scene), scene.team.users[scene.seat.bot_user_id])

    assert heard(scene) == []


async def test_an_app_is_mentioned_by_another_app_and_not_by_itself(scene: Scene, ear: Ear) -> None:
    attentive(scene, "app_mention")
    other = scene.sandbox.install(scene.sandbox.add_app("Other", manifest=scene.app.manifest), scene.team)
    channel = room(scene, bot=True)
    channel.admit(other.bot_user_id)
    text = f"<@{scene.seat.bot_user_id}|pulse> hello"

    await scene.client.chat_postMessage(channel=channel.id, text=text)
    theirs = AsyncWebClient(token=other.bot_token, base_url=scene.sandbox.api_url)
    await theirs.chat_postMessage(channel=channel.id, text=text)
    await told(scene, 1)

    assert [event["bot_id"] for event in heard(scene)] == [other.bot_id]


async def test_slack_tells_of_no_mention_in_direct_messages(scene: Scene, ear: Ear) -> None:
    attentive(scene, "app_mention")

    await scene.person.say("@pulse hello")

    assert heard(scene) == []


async def test_an_edited_message_is_told_with_how_it_was(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    message = await scene.person.say("teh")

    await scene.person.edit(message, "the")

    event = heard(scene)[-1]
    assert (event["subtype"], event["hidden"], event["channel_type"]) == ("message_changed", True, "im")
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("the", "teh")
    assert event["message"]["edited"] == {"user": scene.ann.id, "ts": message.edited_ts}
    assert event["ts"] != message.ts


async def test_a_deleted_message_is_told_with_what_it_said(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    message = await scene.person.say("oops")

    await scene.person.delete(message)

    event = heard(scene)[-1]
    assert (event["subtype"], event["deleted_ts"], event["previous_message"]["text"]) == (
        *("message_deleted", message.ts, "oops"),
    )


async def test_a_file_is_told_with_its_message(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    file = await scene.person.upload("plan.pdf", b"%PDF")

    await scene.person.say("Look", files=[file])

    message, shared = heard(scene)
    assert (message["subtype"], message["files"][0]["id"]) == ("file_share", file.id)
    assert (shared["type"], shared["file_id"], shared["user_id"]) == ("file_shared", file.id, scene.ann.id)


async def test_an_app_that_does_not_answer_spoils_nobodys_message(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    ear.status = 500

    await scene.person.say("hello")

    assert [message.text for message in scene.person.messages()] == ["hello"]
    assert scene.sandbox.failures


async def test_an_app_hears_its_own_messages_with_its_bot(scene: Scene, ear: Ear) -> None:
    attentive(scene)

    await scene.client.chat_postMessage(channel=scene.ann.id, text="hello")

    (event,) = await told(scene, 1)
    assert (event["bot_id"], event["user"]) == (scene.seat.bot_id, scene.seat.bot_user_id)
    assert event["bot_profile"]["app_id"] == scene.app.id
    assert "subtype" not in event


async def test_other_apps_hear_what_an_app_says(scene: Scene, ear: Ear) -> None:
    attentive(scene, "app_home_opened")
    other = scene.sandbox.install(scene.sandbox.add_app("Other", manifest=scene.app.manifest), scene.team)
    other.app.request_url, other.app.events = scene.app.request_url, frozenset({"message.channels"})
    other.scopes = frozenset({"channels:history"})
    channel = room(scene, bot=True)
    channel.admit(other.bot_user_id)

    await scene.client.chat_postMessage(channel=channel.id, text="hello")
    await told(scene, 1)

    assert [delivery.app_id for delivery in scene.sandbox.deliveries] == [other.app.id]


async def test_where_no_app_listens_nothing_is_made_of_a_message(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.ann.id, text="hello")

    assert scene.sandbox.deliveries == []


async def test_changes_and_deletions_by_apps_are_told(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    posted = await scene.client.chat_postMessage(channel=scene.ann.id, text="one")
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    await told(scene, 1)

    await scene.client.chat_update(**place, text="two")
    await told(scene, 2)
    await scene.client.chat_delete(**place)
    await told(scene, 3)

    assert kinds(scene) == ["message", "message_changed", "message_deleted"]
    assert scene.person.messages() == []


async def test_a_message_in_another_name_is_a_bot_message(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    scene.seat.scopes |= {"chat:write.customize"}

    await scene.client.chat_postMessage(channel=scene.ann.id, text="hi", username="Owl", icon_emoji=":owl:")

    (event,) = await told(scene, 1)
    assert (event["subtype"], event["username"], event["icons"]) == ("bot_message", "Owl", {"emoji": ":owl:"})
    assert event["bot_id"] == scene.seat.bot_id
    assert "user" not in event


async def test_without_the_scope_for_it_an_app_keeps_its_own_name(scene: Scene) -> None:
    answer = await scene.client.chat_postMessage(channel=scene.ann.id, text="hi", username="Owl")

    assert "subtype" not in answer["message"]


async def test_what_changes_through_a_response_url_is_told_as_well(
    scene: Scene, ear: Ear, http: aiohttp.ClientSession
) -> None:
    attentive(scene, "message.im")
    await scene.client.chat_postMessage(channel=scene.ann.id, text="one")
    (message,) = scene.person.messages()
    path = scene.sandbox.replies.new("actions", scene.seat, scene.person.dm(), scene.ann.id, message).path
    await told(scene, 1)

    for body in ({"replace_original": True, "text": "two"}, {"delete_original": True}):
        async with http.post(f"{scene.sandbox.url}{path}", json=body) as response:
            assert await response.text() == "ok"

    await told(scene, 3)
    assert kinds(scene) == ["message", "message_changed", "message_deleted"]


async def test_an_app_deletes_its_own_messages_only(scene: Scene) -> None:
    message = await scene.person.say("mine")
    place = {"channel": message.channel_id, "ts": message.ts}

    assert await scene.error("chat.delete", **place) == "cant_delete_message"
    assert await scene.error("chat.delete", channel=message.channel_id, ts="1.1") == "message_not_found"
    assert await scene.error("chat.delete", channel="C404", ts=message.ts) == "channel_not_found"


async def test_messages_of_conversations_of_others_are_not_found(scene: Scene) -> None:
    bob, _ = colleague(scene)
    message = await scene.person.say("psst", channel=scene.person.direct(bob))
    place = {"channel": message.channel_id, "ts": message.ts}

    assert await scene.error("chat.delete", **place) == "channel_not_found"
    assert await scene.error("chat.update", **place, text="x") == "channel_not_found"


async def test_a_message_has_an_address(scene: Scene) -> None:
    message = await scene.person.say("hello")
    reply = await scene.person.say("reply", thread_ts=message.ts)
    place = f"{scene.sandbox.url}/archives/{message.channel_id}"

    links = [
        (await scene.client.chat_getPermalink(channel=each.channel_id, message_ts=each.ts))["permalink"]
        for each in (message, reply)
    ]

    assert links == [
        f"{place}/p{message.ts.replace('.', '')}",
        f"{place}/p{reply.ts.replace('.', '')}?thread_ts={message.ts}&cid={message.channel_id}",
    ]
    missing = await scene.error("chat.getPermalink", channel=message.channel_id, message_ts="1.1")
    assert missing == "message_not_found"


async def said(scene: Scene, number: int) -> Channel:
    attentive(scene)
    scene.app.events = frozenset()
    channel = room(scene, bot=True)
    for each in range(number):
        await scene.person.say(str(each), channel=channel)
    return channel


async def test_history_is_read_page_by_page_from_the_newest(scene: Scene) -> None:
    channel = await said(scene, 5)

    pages = [
        ([message["text"] for message in page["messages"]], page["has_more"])
        async for page in await scene.client.conversations_history(channel=channel.id, limit=2)
    ]

    assert pages == [(["4", "3"], True), (["2", "1"], True), (["0"], False)]


async def test_history_is_read_between_two_moments(scene: Scene) -> None:
    channel = await said(scene, 5)
    span: Any = {"oldest": channel.messages[1].ts, "latest": channel.messages[3].ts}

    inside = await scene.client.conversations_history(channel=channel.id, **span)
    with_ends = await scene.client.conversations_history(channel=channel.id, inclusive=True, **span)

    assert [message["text"] for message in inside["messages"]] == ["2"]
    assert [message["text"] for message in with_ends["messages"]] == ["3", "2", "1"]


async def test_one_message_is_read_by_its_ts(scene: Scene) -> None:
    channel = await said(scene, 3)

    answer = await scene.client.conversations_history(
        channel=channel.id, latest=channel.messages[1].ts, inclusive=True, limit=1
    )

    assert [message["text"] for message in answer["messages"]] == ["1"]
    assert answer["messages"][0]["client_msg_id"] == channel.messages[1].client_msg_id


async def test_metadata_of_messages_is_read_on_demand(scene: Scene) -> None:
    channel = await said(scene, 0)
    metadata = {"event_type": "task", "event_payload": {"id": "1"}}
    await scene.client.chat_postMessage(channel=channel.id, text="x", metadata=metadata)

    plain = await scene.client.conversations_history(channel=channel.id)
    full = await scene.client.conversations_history(channel=channel.id, include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_who_may_not_read_a_conversation_is_told_why(scene: Scene) -> None:
    channel = await said(scene, 1)
    secret = room(scene, name="secret", is_private=True)

    assert await scene.error("conversations.history", channel=room(scene, name="other").id) == "not_in_channel"
    assert await scene.error("conversations.history", channel=secret.id) == "channel_not_found"
    assert await scene.error("conversations.history", channel=channel.id, cursor="nonsense") == "invalid_cursor"
    assert await scene.error("conversations.history", channel=channel.id, oldest="soon") == "invalid_ts_oldest"
    assert await scene.error("conversations.history", channel=channel.id, latest="late") == "invalid_ts_latest"
    scene.seat.scopes = scene.seat.scopes - {"channels:history"}
    refusal = await scene.refusal("conversations.history", channel=channel.id)
    assert (refusal["error"], refusal["needed"]) == ("missing_scope", "channels:history")
