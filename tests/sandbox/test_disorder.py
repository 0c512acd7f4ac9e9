"""Events come at least once and in no promised order: twice, or in another order, when a test asks for it."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from tests.sandbox.conftest import MONDAY, Scene
from tests.sandbox.ears import Ear
from tests.sandbox.test_sockets import answer, connected


async def change(scene: Scene, *titles: str) -> None:
    """Let Ann have these titles one after another."""
    for title in titles:
        await scene.team.change_user(scene.ann, title=title)


async def test_the_next_events_come_twice_though_they_were_acknowledged(scene: Scene, ear: Ear) -> None:
    scene.sandbox.events.duplicate(2)

    await change(scene, "one", "two", "three")

    assert ear.titles() == ["one", "one", "two", "two", "three"]
    assert ear.bodies[0] == ear.bodies[1]
    assert ear.tries() == [("", "")] * 5


async def test_a_duplicate_comes_by_socket_in_an_envelope_of_its_own(scene: Scene, http: aiohttp.ClientSession) -> None:
    socket, _ = await connected(scene, http)
    scene.sandbox.events.duplicate()
    changing = asyncio.create_task(change(scene, "one"))

    envelopes = [await answer(socket), await answer(socket)]
    await changing

    assert envelopes[0]["payload"] == envelopes[1]["payload"]
    assert envelopes[0]["envelope_id"] != envelopes[1]["envelope_id"]


async def test_what_is_held_back_comes_the_newest_first(scene: Scene, ear: Ear) -> None:
    scene.sandbox.events.hold()
    await change(scene, "one", "two", "three")
    before = len(ear.bodies)

    released = await scene.sandbox.events.release()

    assert (before, ear.titles()) == (0, ["three", "two", "one"])
    assert all(delivery.acknowledged for delivery in released)


async def test_what_is_held_back_comes_in_the_order_that_is_asked_for(scene: Scene, ear: Ear) -> None:
    scene.sandbox.events.hold()
    await change(scene, "one", "two", "three")

    await scene.sandbox.events.release([1, 2, 0])

    assert ear.titles() == ["two", "three", "one"]


async def test_an_event_released_late_still_says_when_it_happened(scene: Scene, ear: Ear) -> None:
    scene.sandbox.events.hold()
    await change(scene, "one")
    scene.sandbox.clock.advance(timedelta(minutes=2))

    (delivery,) = await scene.sandbox.events.release()

    assert delivery.payload["event_time"] == int(MONDAY.timestamp())
    assert delivery.at == MONDAY + timedelta(minutes=2)


async def test_an_order_that_forgets_an_event_is_refused_and_loses_nothing(scene: Scene, ear: Ear) -> None:
    scene.sandbox.events.hold()
    await change(scene, "one", "two")

    with pytest.raises(ValueError, match="2 events are held back"):
        await scene.sandbox.events.release([0])
    await scene.sandbox.events.release([0, 1])

    assert ear.titles() == ["one", "two"]


async def test_after_the_release_events_come_as_they_happen(scene: Scene, ear: Ear) -> None:
    scene.sandbox.events.hold()
    await scene.sandbox.events.release()

    await change(scene, "one")

    assert ear.titles() == ["one"]


async def test_a_home_whose_event_is_held_back_opens_all_the_same(scene: Scene, ear: Ear) -> None:
    scene.sandbox.events.hold()

    assert await scene.person.open_home() is None

    assert [delivery.payload["event"]["type"] for delivery in await scene.sandbox.events.release()] == [
        "app_home_opened"
    ]


async def test_what_a_person_does_is_not_held_back(scene: Scene, ear: Ear) -> None:
    scene.sandbox.events.hold()

    await scene.person.command("/pulse", wait=0)

    assert len(ear.bodies) == 1
