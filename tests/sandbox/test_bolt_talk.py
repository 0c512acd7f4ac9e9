"""A newcomer's Bolt app that listens to what people say, over both transports."""

import pytest
from slack_bolt.async_app import AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.workspace import Json
from tests.sandbox.bolt import TRANSPORTS, app_for, running
from tests.sandbox.company import attentive, colleague, room
from tests.sandbox.conftest import Scene


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_an_app_answers_a_greeting(scene: Scene, transport: str) -> None:
    attentive(scene)
    app = app_for(scene)

    @app.message("hello")
    async def greet(message: Json, say: AsyncSay) -> None:
        await say(f"Hey there <@{message['user']}>!")

    async with running(scene, app, transport):
        await scene.person.say("hello you")
        await scene.sandbox.journal.until(lambda: len(scene.person.messages()) == 2)

    assert scene.person.messages()[1].text == f"Hey there <@{scene.ann.id}>!"
    assert scene.sandbox.journal.findings() == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_an_app_answers_a_mention_in_the_thread_of_it(scene: Scene, transport: str) -> None:
    attentive(scene, "app_mention")
    channel = room(scene, bot=True)
    app = app_for(scene)

    @app.event("app_mention")
    async def answer(event: Json, say: AsyncSay) -> None:
        await say("Here I am", thread_ts=event["ts"])

    async with running(scene, app, transport):
        asked = await scene.person.say("@pulse where are you?", channel=channel)
        await scene.sandbox.journal.until(lambda: channel.replies(asked.ts))

    assert [reply.text for reply in channel.replies(asked.ts)] == ["Here I am"]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_an_app_answers_a_reaction_with_one_of_its_own(scene: Scene, transport: str) -> None:
    attentive(scene, "reaction_added")
    app = app_for(scene)

    @app.event("reaction_added")
    async def thank(event: Json, client: AsyncWebClient) -> None:
        item = event["item"]
        if event["user"] == scene.ann.id:
            await client.reactions_add(channel=item["channel"], timestamp=item["ts"], name="heart")

    async with running(scene, app, transport):
        message = await scene.person.say("cake")
        await scene.person.react(message, "tada")
        await scene.sandbox.journal.until(lambda: "heart" in message.reactions)
        await scene.sandbox.journal.until(
            lambda: [each.acknowledged for each in scene.sandbox.deliveries] == [True, True]
        )

    assert dict(message.reactions) == {"tada": [scene.ann.id], "heart": [scene.seat.bot_user_id]}


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_an_app_welcomes_who_joins(scene: Scene, transport: str) -> None:
    attentive(scene, "member_joined_channel")
    channel = scene.team.add_channel("open", [scene.seat.bot_user_id])
    app = app_for(scene)

    @app.event("member_joined_channel")
    async def welcome(event: Json, say: AsyncSay) -> None:
        await say(f"Welcome, <@{event['user']}>")

    async with running(scene, app, transport):
        await scene.person.join(channel)
        await scene.sandbox.journal.until(lambda: len(channel.messages) == 2)

    assert channel.messages[-1].text == f"Welcome, <@{scene.ann.id}>"


async def test_an_app_does_not_answer_itself(scene: Scene) -> None:
    attentive(scene)
    app = app_for(scene)

    @app.event("message")
    async def echo(event: Json, say: AsyncSay) -> None:
        await say(f"You said: {event['text']}")

    async with running(scene, app):
        await scene.person.say("hello")
        await scene.sandbox.journal.until(lambda: len(scene.sandbox.deliveries) == 2)
        await scene.sandbox.journal.until(lambda: all(each.acknowledged for each in scene.sandbox.deliveries))

    assert [message.text for message in scene.person.messages()] == ["hello", "You said: hello"]


async def test_an_app_that_was_mentioned_reads_back_what_was_said_before(scene: Scene) -> None:
    attentive(scene, "app_mention")
    bob, his = colleague(scene)
    channel = room(scene, bob, bot=True)
    app = app_for(scene)

    @app.event("app_mention")
    async def count(event: Json, client: AsyncWebClient, say: AsyncSay) -> None:
        history = await client.conversations_history(channel=event["channel"], latest=event["ts"])
        await say(f"{len(history['messages'])} before you")

    async with running(scene, app):
        await his.say("one", channel=channel)
        await his.say("two", channel=channel)
        await scene.person.say("@pulse how many?", channel=channel)
        await scene.sandbox.journal.until(lambda: len(channel.messages) == 4)

    assert channel.messages[-1].text == "2 before you"
