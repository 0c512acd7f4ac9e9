"""Response addresses: five uses in half an hour."""

from datetime import timedelta

import aiohttp
import pytest

from sandbox.replies import ReplyAddress
from sandbox.workspace import Json
from tests.sandbox.conftest import Scene
from tests.sandbox.drawing import section


@pytest.fixture
async def address(scene: Scene) -> ReplyAddress:
    posted = await scene.client.chat_postMessage(channel=scene.ann.id, text="hello")
    channel = scene.team.channels[posted["channel"]]
    return scene.sandbox.replies.new("actions", scene.seat, channel, scene.ann.id, channel.messages[0])


async def send(scene: Scene, http: aiohttp.ClientSession, address: ReplyAddress, **content: object) -> tuple[int, str]:
    async with http.post(scene.sandbox.url + address.path, json=content) as response:
        return response.status, await response.text()


async def test_it_serves_five_times(scene: Scene, http: aiohttp.ClientSession, address: ReplyAddress) -> None:
    answers = [await send(scene, http, address, text="again") for _ in range(6)]

    assert answers[:5] == [(200, "ok")] * 5
    assert answers[5] == (404, '{"ok": false, "error": "used_url"}')
    assert [message.text for message in scene.person.ephemerals()] == ["again"] * 5


async def test_it_serves_for_half_an_hour(scene: Scene, http: aiohttp.ClientSession, address: ReplyAddress) -> None:
    scene.sandbox.clock.advance(timedelta(minutes=30))
    assert (await send(scene, http, address, text="in time"))[0] == 200
    scene.sandbox.clock.advance(timedelta(seconds=1))

    assert await send(scene, http, address, text="late") == (404, '{"ok": false, "error": "expired_url"}')


async def test_an_unknown_address_is_refused(scene: Scene, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{scene.sandbox.url}/actions/T1/1/x", json={"text": "x"}) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ({"text": "for all", "response_type": "in_channel"}, ["hello", "for all"]),
        ({"text": "instead", "replace_original": True, "blocks": [section("instead")]}, ["instead"]),
        ({"delete_original": True}, []),
        ({"text": "for her"}, ["hello"]),
    ],
)
async def test_it_adds_to_replaces_or_deletes_the_message(
    scene: Scene, http: aiohttp.ClientSession, address: ReplyAddress, content: Json, seen: list[str]
) -> None:
    assert (await send(scene, http, address, **content))[0] == 200

    assert [message.text for message in scene.person.messages()] == seen


async def test_what_slack_refuses_is_refused_here_too(
    scene: Scene, http: aiohttp.ClientSession, address: ReplyAddress
) -> None:
    assert (await send(scene, http, address))[0] == 400
    assert (await send(scene, http, address, text="x", blocks=[{"type": "nonsense"}]))[0] == 400
    async with http.post(scene.sandbox.url + address.path, data=b"{") as response:
        assert response.status == 400
    assert len(scene.sandbox.journal.calls("response_url")) == 2
    assert scene.sandbox.journal.findings()
