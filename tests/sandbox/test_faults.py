"""Calls go wrong on demand: as often as asked for, for one method or for all, with or without having been done."""

from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults import Faults, Kind
from sandbox.hands import NotAcknowledged
from sandbox.workspace import Json
from tests.sandbox.bolt import TRANSPORTS, app_for, running
from tests.sandbox.conftest import Scene
from tests.sandbox.drawing import button
from tests.sandbox.ears import Ear


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


async def pressed(scene: Scene) -> str:
    """The response_url of a button that was pressed."""
    await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=[button("go")])
    await scene.person.press("go")
    return str(scene.sandbox.deliveries[-1].payload["response_url"])


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("error", (404, {"ok": False, "error": "expired_url"})),
        ("5xx", (503, None)),
        ("429", (429, {"ok": False, "error": "ratelimited"})),
    ],
)
async def test_a_response_address_answers_with_its_fault_and_shows_nothing(
    scene: Scene, ear: Ear, http: aiohttp.ClientSession, kind: Kind, answer: tuple[int, Json | None]
) -> None:
    url = await pressed(scene)
    scene.sandbox.faults.add("response_url", kind, error="expired_url")

    async with http.post(url, json={"text": "late"}) as response:
        told = (response.status, await response.json() if answer[1] else None)

    assert told == answer
    assert scene.person.ephemerals() == []


async def test_a_response_address_that_is_reset_is_not_used_up(
    scene: Scene, ear: Ear, http: aiohttp.ClientSession
) -> None:
    url = await pressed(scene)
    scene.sandbox.faults.add("response_url", "reset")
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(url, json={"text": "lost"})

    for number in range(5):
        async with http.post(url, json={"text": str(number)}) as response:
            assert response.status == 200

    assert [message.text for message in scene.person.ephemerals()] == ["0", "1", "2", "3", "4"]


async def test_a_response_address_may_do_what_was_asked_and_say_nothing(
    scene: Scene, ear: Ear, http: aiohttp.ClientSession
) -> None:
    url = await pressed(scene)
    scene.sandbox.faults.add("response_url", "timeout_after_commit", seconds=0.01)
    scene.sandbox.faults.add("response_url", "reset_after_commit")

    async with http.post(url, json={"text": "one"}) as response:
        assert response.status == 504
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(url, json={"text": "two"})

    assert [message.text for message in scene.person.ephemerals()] == ["one", "two"]


async def upload_address(scene: Scene) -> tuple[str, str]:
    """Where a file of one byte is to be sent, and its id."""
    asked = await scene.client.files_getUploadURLExternal(filename="a.txt", length=1)
    return asked["upload_url"], asked["file_id"]


async def test_an_upload_that_fails_leaves_the_address_for_another_try(
    scene: Scene, http: aiohttp.ClientSession
) -> None:
    url, file_id = await upload_address(scene)
    scene.sandbox.faults.add("upload", "5xx")
    async with http.post(url, data=b"x") as response:
        assert response.status == 503

    assert await scene.error("files.completeUploadExternal", files=[{"id": file_id}]) == "file_not_found"
    async with http.post(url, data=b"x") as response:
        assert response.status == 200
    assert (await scene.client.files_completeUploadExternal(files=[{"id": file_id}]))["ok"]


async def test_an_upload_may_arrive_though_the_connection_is_lost(scene: Scene, http: aiohttp.ClientSession) -> None:
    url, file_id = await upload_address(scene)
    scene.sandbox.faults.add("upload", "reset_after_commit")
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(url, data=b"x")

    answer = await scene.client.files_completeUploadExternal(files=[{"id": file_id}])

    assert answer["files"][0]["size"] == 1


async def test_slacks_own_client_sees_an_upload_that_fails(scene: Scene) -> None:
    scene.sandbox.faults.add("upload", "5xx")

    with pytest.raises(SlackRequestError, match="status: 503"):
        await scene.client.files_upload_v2(content=b"x", filename="x.txt")

    assert scene.team.files == {}


async def test_an_event_that_is_dropped_comes_again_at_once(scene: Scene, ear: Ear) -> None:
    scene.sandbox.faults.add("deliver", "reset")

    await scene.team.change_user(scene.ann, title="Boss")

    assert ear.tries() == [("1", "connection_failed")]
    assert [delivery.outcome for delivery in scene.sandbox.deliveries] == ["unreachable", "acknowledged"]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_bolt_app_hears_an_event_again_whose_acknowledgement_is_lost(scene: Scene, transport: str) -> None:
    bolt, heard = app_for(scene), []

    @bolt.event("user_change")
    async def changed(event: Json) -> None:
        heard.append(event["user"]["profile"]["title"])

    async with running(scene, bolt, transport):
        scene.sandbox.faults.add("deliver", "reset_after_commit")
        await scene.team.change_user(scene.ann, title="Boss")
        await scene.sandbox.journal.until(lambda: len(heard) == 2)

    assert heard == ["Boss", "Boss"]
    assert [delivery.retry_num for delivery in scene.sandbox.deliveries] == [0, 1]


async def test_an_event_whose_acknowledgement_is_lost_reaches_the_app_twice(scene: Scene, ear: Ear) -> None:
    scene.sandbox.faults.add("deliver", "timeout_after_commit")

    await scene.team.change_user(scene.ann, title="Boss")

    assert ear.tries() == [("", ""), ("1", "http_timeout")]
    assert ear.titles() == ["Boss", "Boss"]


async def test_an_event_that_is_dropped_three_times_comes_after_five_minutes(scene: Scene, ear: Ear) -> None:
    scene.sandbox.faults.add("deliver", "reset", times=3)
    await scene.team.change_user(scene.ann, title="Boss")

    await scene.sandbox.pass_time(timedelta(minutes=5, seconds=59))
    assert ear.bodies == []
    await scene.sandbox.pass_time(timedelta(seconds=1))

    assert ear.tries() == [("3", "connection_failed")]


async def test_a_delivery_that_is_late_arrives(scene: Scene, ear: Ear) -> None:
    scene.sandbox.faults.add("deliver", "slow", seconds=0.001)

    await scene.team.change_user(scene.ann, title="Boss")

    assert ear.titles() == ["Boss"]
    assert list(scene.sandbox.faults) == []


async def test_a_press_that_does_not_reach_the_app_is_told_to_the_person(scene: Scene, ear: Ear) -> None:
    await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=[button("go")])
    scene.sandbox.faults.add("deliver", "reset_after_commit")

    with pytest.raises(NotAcknowledged, match="unreachable"):
        await scene.person.press("go")

    assert len(ear.bodies) == 1


async def test_a_fault_of_every_method_leaves_alone_what_is_no_method(
    scene: Scene, ear: Ear, http: aiohttp.ClientSession
) -> None:
    url = await pressed(scene)
    address, _ = await upload_address(scene)
    scene.sandbox.faults.add("*", "5xx", times=None)

    async with http.post(url, json={"text": "in time"}) as answered, http.post(address, data=b"x") as uploaded:
        statuses = (answered.status, uploaded.status)
    await scene.team.change_user(scene.ann, title="Boss")

    assert statuses == (200, 200)
    assert scene.sandbox.failures == []


def test_a_delivery_cannot_answer_for_the_app() -> None:
    with pytest.raises(ValueError, match="no fault of deliver; there are slow, reset"):
        Faults().add("deliver", "429")
