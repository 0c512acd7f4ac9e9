"""Slack's rate limits and faults on demand."""

from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.facts import FACTS
from tests.sandbox.conftest import Scene
from tests.sandbox.drawing import home


async def test_a_method_takes_its_tier_a_minute(limited: Scene) -> None:
    for _ in range(FACTS["users.list"].per_minute):
        await limited.client.users_list()

    with pytest.raises(SlackApiError) as refused:
        await limited.client.users_list()

    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    assert refused.value.response.headers["Retry-After"] == "60"
    assert (await limited.client.users_info(user=limited.ann.id))["ok"]
    limited.sandbox.clock.advance(timedelta(seconds=60))
    assert (await limited.client.users_list())["ok"]


async def test_each_workspace_has_its_own_minute(limited: Scene) -> None:
    other = limited.sandbox.add_workspace("Other")
    seat = limited.sandbox.install(limited.app, other)
    client = AsyncWebClient(token=seat.bot_token, base_url=limited.sandbox.api_url)
    for _ in range(FACTS["users.list"].per_minute):
        await limited.client.users_list()

    assert (await client.users_list())["ok"]


async def test_a_channel_takes_one_message_a_second_after_a_short_burst(limited: Scene) -> None:
    for number in range(5):
        await limited.client.chat_postMessage(channel=limited.ann.id, text=str(number))

    refusal = await limited.refusal("chat.postMessage", channel=limited.ann.id, text="6")

    assert refusal == {"ok": False, "error": "ratelimited"}
    bob = limited.team.add_user("bob")
    assert (await limited.client.chat_postMessage(channel=bob.id, text="1"))["ok"]
    limited.sandbox.clock.advance(timedelta(seconds=1))
    assert (await limited.client.chat_postMessage(channel=limited.ann.id, text="6"))["ok"]
    assert await limited.error("chat.postMessage", channel=limited.ann.id, text="7") == "ratelimited"


async def test_a_workspace_takes_some_hundred_messages_a_minute(limited: Scene) -> None:
    people = [limited.team.add_user(f"u{number}") for number in range(301)]
    for user in people[:300]:
        await limited.client.chat_postMessage(channel=user.id, text="x")

    assert await limited.error("chat.postMessage", channel=people[300].id, text="x") == "ratelimited"


async def test_without_limits_nothing_is_held_back(scene: Scene) -> None:
    for _ in range(2 * FACTS["users.list"].per_minute):
        await scene.client.users_list()

    assert len(scene.sandbox.journal.calls("users.list")) == 40


async def test_a_fault_comes_as_often_as_it_was_asked_for(scene: Scene) -> None:
    scene.sandbox.faults.add("users.info", "error", times=2, error="fatal_error")

    errors = [await scene.error("users.info", user=scene.ann.id) for _ in range(2)]

    assert errors == ["fatal_error"] * 2
    assert (await scene.client.users_info(user=scene.ann.id))["ok"]


async def test_a_fault_of_the_server_does_nothing_of_what_was_asked(scene: Scene, http: aiohttp.ClientSession) -> None:
    scene.sandbox.faults.add("chat.postMessage", "5xx")
    headers = {"Authorization": f"Bearer {scene.seat.bot_token}"}
    asked = {"channel": scene.ann.id, "text": "x"}

    async with http.post(f"{scene.sandbox.api_url}chat.postMessage", data=asked, headers=headers) as response:
        assert response.status == 503
    assert scene.person.messages() == []


async def test_a_fault_may_ask_to_wait(scene: Scene) -> None:
    scene.sandbox.faults.add("users.info", "429", seconds=30)

    with pytest.raises(SlackApiError) as refused:
        await scene.client.users_info(user=scene.ann.id)

    assert refused.value.response.headers["Retry-After"] == "30"


async def test_a_time_out_after_the_commit_has_done_what_was_asked(scene: Scene) -> None:
    scene.sandbox.faults.add("chat.postMessage", "timeout_after_commit")
    scene.sandbox.faults.add("views.publish", "timeout_after_commit", seconds=0.01)
    hasty = AsyncWebClient(token=scene.seat.bot_token, base_url=scene.sandbox.api_url, timeout=0.2)  # type: ignore[arg-type]

    with pytest.raises(TimeoutError):
        await hasty.chat_postMessage(channel=scene.ann.id, text="arrived")
    with pytest.raises(SlackApiError) as refused:
        await hasty.views_publish(user_id=scene.ann.id, view=home())

    assert [message.text for message in scene.person.messages()] == ["arrived"]
    assert refused.value.response.status_code == 504
    assert scene.person.home() is not None


async def test_faults_that_were_cleared_do_not_come(scene: Scene) -> None:
    scene.sandbox.faults.add("users.info", "slow", seconds=30)
    scene.sandbox.faults.clear()

    assert (await scene.client.users_info(user=scene.ann.id))["ok"]
