"""Socket Mode as Slack speaks it."""

import asyncio

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


async def answer(socket: aiohttp.ClientWebSocketResponse, **payload: object) -> Json:
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
    one, _ = await connected(scene, http)
    other, _ = await connected(scene, http)
    typing = asyncio.gather(*(scene.person.command("/pulse", text, wait=0) for text in ("a", "b")))

    envelopes = [await answer(one), await answer(other)]
    await typing

    assert sorted(envelope["payload"]["text"] for envelope in envelopes) == ["a", "b"]
    assert all(envelope["type"] == "slash_commands" for envelope in envelopes)
    assert all(envelope["accepts_response_payload"] for envelope in envelopes)


async def test_an_acknowledgement_may_carry_an_answer(scene: Scene, http: aiohttp.ClientSession) -> None:
    socket, _ = await connected(scene, http)
    typing = asyncio.create_task(scene.person.command("/pulse"))

    await answer(socket, text="hello")

    assert (await typing).text == "hello"


async def test_an_event_tells_how_often_it_was_tried(scene: Scene, http: aiohttp.ClientSession) -> None:
    socket, _ = await connected(scene, http)
    opening = asyncio.create_task(scene.person.open_home())
    first = await answer(socket)
    delivery = await opening
    assert isinstance(delivery, Delivery)
    again = asyncio.create_task(scene.sandbox.redeliver(delivery))

    second = await answer(socket)
    await again

    assert (first["type"], first["retry_attempt"], second["retry_attempt"]) == ("events_api", 0, 1)
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]
    assert not first["accepts_response_payload"]


async def test_chatter_is_passed_over(scene: Scene, http: aiohttp.ClientSession) -> None:
    socket, _ = await connected(scene, http)
    for chatter in ("no json", "[]", '{"envelope_id": "unknown"}'):
        await socket.send_str(chatter)
    typing = asyncio.create_task(scene.person.command("/pulse", wait=0))

    await answer(socket)

    assert (await typing).text == ""


async def test_an_envelope_that_is_not_acknowledged_is_a_failure(scene: Scene, http: aiohttp.ClientSession) -> None:
    socket, _ = await connected(scene, http)
    scene.sandbox.courier.limit = 0.05

    with pytest.raises(NotAcknowledged, match="timed out"):
        await scene.person.command("/pulse")

    assert [failure.transport for failure in scene.sandbox.failures] == ["socket"]
    assert not socket.closed


async def test_a_connection_that_closes_leaves_its_envelope_unacknowledged(
    scene: Scene, http: aiohttp.ClientSession
) -> None:
    socket, _ = await connected(scene, http)
    typing = asyncio.create_task(scene.person.command("/pulse"))
    await socket.receive_json()

    await socket.close()

    with pytest.raises(NotAcknowledged, match="unreachable"):
        await typing
    with pytest.raises(NotAcknowledged, match="unreachable"):
        await scene.person.command("/pulse")


async def test_a_warning_leaves_the_connection_open_and_a_refresh_closes_it(
    scene: Scene, http: aiohttp.ClientSession
) -> None:
    socket, _ = await connected(scene, http)

    await scene.sandbox.sockets.disconnect(scene.app.id, "warning")
    await scene.sandbox.sockets.disconnect(scene.app.id, "refresh_requested")

    frames = [await socket.receive_json(), await socket.receive_json()]
    assert [(frame["type"], frame["reason"]) for frame in frames] == [
        ("disconnect", "warning"),
        ("disconnect", "refresh_requested"),
    ]
    assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_slacks_client_comes_back_after_a_refresh(scene: Scene) -> None:
    app = app_for(scene)
    heard: list[str] = []

    @app.event("user_change")
    async def changed(event: Json) -> None:
        heard.append(event["user"]["profile"]["title"])

    async with running(scene, app, "socket"):
        first = scene.sandbox.sockets.connections(scene.app.id)[0]

        def came_back() -> bool:
            connections = scene.sandbox.sockets.connections(scene.app.id)
            return bool(connections) and first not in connections

        await scene.sandbox.sockets.disconnect(scene.app.id)
        await scene.sandbox.journal.until(came_back)
        await scene.team.change_user(scene.ann, title="Boss")

    assert heard == ["Boss"]
