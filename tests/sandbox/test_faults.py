"""Calls go wrong on demand: as often as asked for, for one method or for all, with or without having been done."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults import Faults
from tests.sandbox.conftest import Scene


async def post(scene: Scene, http: aiohttp.ClientSession, text: str) -> int:
    """The status that a plain client gets for a message."""
    headers = {"Authorization": f"Bearer {scene.seat.bot_token}"}
    asked = {"channel": scene.ann.id, "text": text}
    async with http.post(f"{scene.sandbox.api_url}chat.postMessage", data=asked, headers=headers) as response:
        return response.status


async def test_a_reset_closes_the_connection_and_does_nothing(scene: Scene, http: aiohttp.ClientSession) -> None:
    scene.sandbox.faults.add("chat.postMessage", "reset")

    with pytest.raises(aiohttp.ClientConnectionError):
        await post(scene, http, "lost")
    await post(scene, http, "arrived")

    assert [message.text for message in scene.person.messages()] == ["arrived"]


async def test_a_reset_after_the_commit_has_done_what_was_asked(scene: Scene, http: aiohttp.ClientSession) -> None:
    scene.sandbox.faults.add("chat.postMessage", "reset_after_commit")

    with pytest.raises(aiohttp.ClientConnectionError):
        await post(scene, http, "arrived")

    assert [message.text for message in scene.person.messages()] == ["arrived"]
    assert [call.response["ok"] for call in scene.sandbox.journal.calls("chat.postMessage")] == [True]


async def test_a_reset_leaves_the_connections_of_others_alone(scene: Scene, http: aiohttp.ClientSession) -> None:
    async with aiohttp.ClientSession() as other:
        assert await post(scene, other, "one") == 200
        scene.sandbox.faults.add("chat.postMessage", "reset")
        with pytest.raises(aiohttp.ClientConnectionError):
            await post(scene, http, "lost")

        assert await post(scene, other, "two") == 200


async def test_slacks_own_client_sees_a_reset_as_a_lost_connection(scene: Scene) -> None:
    scene.sandbox.faults.add("chat.postMessage", "reset", times=5)
    single = AsyncWebClient(token=scene.seat.bot_token, base_url=scene.sandbox.api_url, retry_handlers=[])

    with pytest.raises(aiohttp.ClientConnectionError):
        await single.chat_postMessage(channel=scene.ann.id, text="lost")

    assert [fault.times for fault in scene.sandbox.faults] == [4]


async def test_a_fault_of_every_method_meets_each_of_them(scene: Scene) -> None:
    scene.sandbox.faults.add("*", "error", times=2, error="fatal_error")

    errors = [await scene.error("users.info", user=scene.ann.id), await scene.error("auth.test")]

    assert errors == ["fatal_error"] * 2
    assert (await scene.client.auth_test())["ok"]


async def test_a_slow_call_is_done_and_answered(scene: Scene) -> None:
    scene.sandbox.faults.add("chat.postMessage", "slow", seconds=0.001)

    answer = await scene.client.chat_postMessage(channel=scene.ann.id, text="late")

    assert answer["message"]["text"] == "late"
    assert list(scene.sandbox.faults) == []


async def test_a_fault_without_a_number_stays_until_it_is_removed(scene: Scene) -> None:
    fault = scene.sandbox.faults.add("auth.test", "5xx", times=None)
    for _ in range(3):
        with pytest.raises(SlackApiError):
            await scene.client.auth_test()

    assert scene.sandbox.faults.remove(fault.id)

    assert (await scene.client.auth_test())["ok"]
    assert not scene.sandbox.faults.remove(fault.id)


def test_the_faults_of_a_method_come_in_the_order_in_which_they_were_added() -> None:
    faults = Faults()
    faults.add("users.info", "slow", times=2)
    faults.add("users.list", "5xx")
    faults.add("*", "reset")

    met = [faults.next("users.info") for _ in range(4)]

    assert [each.kind if each else None for each in met] == ["slow", "slow", "reset", None]
    assert [fault.method for fault in faults] == ["users.list"]


def test_no_times_is_no_fault() -> None:
    faults = Faults()

    faults.add("users.info", "5xx", times=0)

    assert faults.next("users.info") is None


def test_a_kind_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="there are error, 5xx, 429, slow, reset"):
        Faults().add("users.info", "explosion")  # type: ignore[arg-type]
