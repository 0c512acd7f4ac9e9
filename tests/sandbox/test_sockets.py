"""Socket Mode as Slack speaks it."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.hands import NotAcknowledged
from sandbox.journal import Delivery
from sandbox.workspace import Json
from tests.sandbox.bolt import app_for, running
from tests.sandbox.conftest import Scene


async def address(scene: Scene) -> str:
    client = AsyncWebClient(token=scene.app.app_token, base_url=scene.sandbox.api_url)
    return str((await client.apps_connections_open(app_token=scene.app.app_token))["url"])


async def connected(scene: Scene, http: aiohttp.ClientSession) -> tuple[aiohttp.ClientWebSocketResponse, Json]:
    """An open connection of the app, and the hello that it was greeted with."""
    scene.app.socket_mode = True
    socket = await http.ws_connect(await address(scene))
    hello: Json = await socket.receive_json()
    return socket, hello


async def answer(socket: aiohttp.ClientWebSocketResponse, **payload: Any) -> Json:
    """Acknowledge the next envelope, with a payload if there is one."""
    envelope: Json = await socket.receive_json()
    frame = {"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload else {})}
    await socket.send_json(frame)
    return envelope


async def test_a_connection_is_greeted(scene: Scene, http: aiohttp.ClientSession) -> None:
    _, hello = await connected(scene, http)

    assert hello["type"] == "hello"
    assert hello["num_connections"] == 1
    assert hello["connection_info"] == {"app_id": scene.app.id}
    assert hello["debug_info"]["approximate_connection_time"] == 18060


async def test_a_ticket_opens_one_connection(scene: Scene, http: aiohttp.ClientSession) -> None:
    url = await address(scene)
    await http.ws_connect(url)

    with pytest.raises(aiohttp.WSServerHandshakeError):
        await http.ws_connect(url)


async def test_an_eleventh_connection_is_sent_away(scene: Scene, http: aiohttp.ClientSession) -> None:
    sockets = [await connected(scene, http) for _ in range(10)]

    eleventh = await http.ws_connect(await address(scene))
    frame = await eleventh.receive_json()

    assert [hello["num_connections"] for _, hello in sockets] == list(range(1, 11))
    assert (frame["type"], frame["reason"]) == ("disconnect", "too_many_websockets")
    assert (await eleventh.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_an_envelope_goes_to_one_connection_and_the_next_to_another(
    scene: Scene, http: aiohttp.ClientSession
) -> None:
    import asyncio

    one, _ = await connected(scene, http)
    other, _ = await connected(scene, http)
    typing = asyncio.gather(*(scene.person.command("/pulse", text, wait=0) for text in ("a", "b")))

    envelopes = [await answer(one), await answer(other)]
    await typing

    assert sorted(envelope["payload"]["text"] for envelope in envelopes) == ["a", "b"]
    assert all(envelope["type"] == "slash_commands" for envelope in envelopes)
    assert all(envelope["accepts_response_payload"] for envelope in envelopes)
