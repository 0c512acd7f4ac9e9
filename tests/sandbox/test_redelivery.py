"""An event that is not acknowledged comes again at once, after a minute, and after five more."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from sandbox.clock import Clock
from sandbox.hands import NotAcknowledged
from sandbox.server import Sandbox
from sandbox.sockets import SECONDS_OF_A_CONNECTION
from tests.sandbox.bolt import app_for, running
from tests.sandbox.conftest import MONDAY, Scene, scene_in
from tests.sandbox.ears import Ear, listening
from tests.sandbox.test_sockets import answer, connected

MINUTE = timedelta(minutes=1)


async def test_an_event_comes_again_at_once_after_a_minute_and_after_five(scene: Scene, ear: Ear) -> None:
    ear.status = 503

    await scene.team.change_user(scene.ann, title="Boss")
    at_once = len(ear.bodies)
    await scene.sandbox.pass_time(MINUTE)
    after_one = len(ear.bodies)
    await scene.sandbox.pass_time(5 * MINUTE - timedelta(seconds=1))
    before_six = len(ear.bodies)
    await scene.sandbox.pass_time(timedelta(seconds=1))

    assert [at_once, after_one, before_six, len(ear.bodies)] == [2, 3, 3, 4]
    assert ear.tries() == [("", ""), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert [each.at - MONDAY for each in scene.sandbox.failures] == [0 * MINUTE, 0 * MINUTE, MINUTE, 6 * MINUTE]


async def test_time_passes_in_one_stride_as_in_many(scene: Scene, ear: Ear) -> None:
    ear.status = 500
    await scene.team.change_user(scene.ann, title="Boss")

    await scene.sandbox.pass_time(timedelta(days=1))

    assert scene.sandbox.clock.now() == MONDAY + timedelta(days=1)
    assert [each.at - MONDAY for each in scene.sandbox.deliveries] == [0 * MINUTE, 0 * MINUTE, MINUTE, 6 * MINUTE]
    assert [int(each["x-slack-request-timestamp"]) - MONDAY.timestamp() for each in ear.headers] == [0, 0, 60, 360]


async def test_it_is_the_same_event_each_time(scene: Scene, ear: Ear) -> None:
    ear.status = 500

    await scene.team.change_user(scene.ann, title="Boss")

    assert ear.bodies[0] == ear.bodies[1]


async def test_nothing_comes_again_once_it_is_acknowledged(scene: Scene, ear: Ear) -> None:
    ear.status = 500
    await scene.team.change_user(scene.ann, title="Boss")
    ear.status = 200

    await scene.sandbox.pass_time(timedelta(hours=1))

    assert [each.outcome for each in scene.sandbox.deliveries] == ["refused", "refused", "acknowledged"]


async def test_what_is_overdue_after_the_clock_was_advanced_comes_when_time_passes(scene: Scene, ear: Ear) -> None:
    ear.status = 500
    await scene.team.change_user(scene.ann, title="Boss")
    ear.status = 200
    scene.sandbox.clock.advance(timedelta(hours=1))

    await scene.sandbox.pass_time(timedelta())

    assert ear.tries()[2] == ("2", "http_error")


async def test_an_app_may_ask_not_to_hear_of_it_again(scene: Scene, ear: Ear) -> None:
    ear.status, ear.extra = 500, {"X-Slack-No-Retry": "1"}

    await scene.team.change_user(scene.ann, title="Boss")
    await scene.sandbox.pass_time(timedelta(hours=1))

    assert ear.tries() == [("", "")]


async def test_the_reason_says_that_the_app_took_too_long(scene: Scene, ear: Ear) -> None:
    ear.silent, scene.sandbox.courier.limit = True, 0.05

    await scene.team.change_user(scene.ann, title="Boss")

    assert ear.tries()[1] == ("1", "http_timeout")


async def test_the_reason_says_that_the_app_was_not_there(scene: Scene) -> None:
    await scene.team.change_user(scene.ann, title="Boss")
    async with listening() as (ear, url):
        scene.app.request_url = url
        await scene.sandbox.pass_time(MINUTE)

        assert ear.tries() == [("2", "connection_failed")]


async def test_the_reason_says_that_the_app_sent_it_round_in_circles(scene: Scene, ear: Ear) -> None:
    ear.status, ear.extra = 307, {"Location": str(scene.app.request_url)}
    await scene.team.change_user(scene.ann, title="Boss")
    ear.status, before = 200, len(ear.bodies)

    await scene.sandbox.pass_time(MINUTE)

    assert before == 2 * 3, "Slack follows two redirects each time"
    assert ear.tries()[-1] == ("2", "too_many_redirects")


async def test_what_a_person_does_never_comes_again(scene: Scene, ear: Ear) -> None:
    ear.status = 500

    with pytest.raises(NotAcknowledged):
        await scene.person.command("/pulse")
    await scene.sandbox.pass_time(timedelta(hours=1))

    assert len(ear.bodies) == 1


async def test_opening_home_is_well_when_the_second_try_is(scene: Scene, ear: Ear) -> None:
    ear.failing = 1

    delivery = await scene.person.open_home()

    assert delivery is not None
    assert (delivery.acknowledged, delivery.retry_num) == (True, 1)


async def test_a_following_clock_brings_it_in_its_time() -> None:
    async with Sandbox(Clock(), limits=False) as sandbox, listening() as (ear, url):
        scene = scene_in(sandbox)
        scene.app.request_url, ear.status = url, 500
        sandbox.events.pauses = (timedelta(0), timedelta(milliseconds=1), timedelta(milliseconds=1))

        await scene.team.change_user(scene.ann, title="Boss")
        await sandbox.journal.until(lambda: len(sandbox.failures) == 4)

        assert [number for number, _ in ear.tries()] == ["", "1", "2", "3"]


async def test_an_envelope_says_how_often_and_why(scene: Scene, http: aiohttp.ClientSession) -> None:
    socket, _ = await connected(scene, http)
    scene.sandbox.courier.limit = 0.05
    await scene.team.change_user(scene.ann, title="Boss")
    unheard = [await socket.receive_json() for _ in range(2)]
    passing = asyncio.create_task(scene.sandbox.pass_time(MINUTE))

    heard = await answer(socket)
    await passing

    tries = [(each["retry_attempt"], each["retry_reason"]) for each in (*unheard, heard)]
    assert tries == [(0, ""), (1, "timeout"), (2, "timeout")]
    assert len({each["envelope_id"] for each in (*unheard, heard)}) == 3


async def test_a_connection_is_warned_ten_seconds_before_its_end_and_renewed(
    scene: Scene, http: aiohttp.ClientSession
) -> None:
    socket, _ = await connected(scene, http)
    life = timedelta(seconds=SECONDS_OF_A_CONNECTION)

    await scene.sandbox.pass_time(life - timedelta(seconds=10))
    warning = await socket.receive_json()
    still_open = len(scene.sandbox.sockets.connections(scene.app.id))
    await scene.sandbox.pass_time(timedelta(seconds=10))
    refresh = await socket.receive_json()

    assert [warning["reason"], still_open, refresh["reason"]] == ["warning", 1, "refresh_requested"]
    assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_slacks_client_comes_back_after_a_connection_ended_by_itself(scene: Scene) -> None:
    app, heard = app_for(scene), []

    @app.event("user_change")
    async def changed(event: dict[str, object]) -> None:
        heard.append(event["type"])

    async with running(scene, app, "socket"):
        (first,) = scene.sandbox.sockets.connections(scene.app.id)
        await scene.sandbox.pass_time(timedelta(seconds=SECONDS_OF_A_CONNECTION))
        await scene.sandbox.journal.until(lambda: scene.sandbox.sockets.connections(scene.app.id) not in ([], [first]))
        await scene.team.change_user(scene.ann, title="Boss")

    assert heard == ["user_change"]
