"""The levers of a sandbox by the forms of its page."""

from datetime import timedelta

from tests.sandbox.conftest import MONDAY, Scene
from tests.sandbox.ears import Ear
from tests.sandbox.markup import read
from tests.sandbox.page.desk import Desk


async def moved(desk: Desk, lever: str, **fields: str) -> str:
    """Move a lever, and read what the page says then."""
    answer = await desk.browser.post(f"/levers/{lever}", data=fields, follow_redirects=True)
    assert answer.status_code == 200
    return read(answer.text).words


async def test_a_fault_is_added_felt_and_removed(desk: Desk, scene: Scene) -> None:
    said = await moved(desk, "fault", method="users.info", kind="error", times="2", error="fatal_error", seconds="0")
    felt = await scene.error("users.info", user=scene.ann.id)
    mended = await moved(desk, "mend", id="1")
    well = await scene.client.users_info(user=scene.ann.id)

    assert "users.info goes wrong (error) 2 times." in said
    assert felt == "fatal_error"
    assert "Fault 1 is removed." in mended
    assert well["ok"]


async def test_a_fault_lasts_until_it_is_removed_where_no_number_is_given(desk: Desk, scene: Scene) -> None:
    said = await moved(desk, "fault", method="*", kind="error", times="", error="", seconds="")
    await moved(desk, "mend", id="all")

    assert "until it is removed" in said
    assert (await scene.client.auth_test())["ok"]


async def test_a_fault_that_makes_no_sense_is_refused_in_words(desk: Desk) -> None:
    said = await moved(desk, "fault", method="users.fly", kind="error")

    assert "The sandbox has no method users.fly" in said


async def test_a_number_that_is_none_is_refused_in_words(desk: Desk) -> None:
    said = await moved(desk, "fault", method="*", kind="error", times="often")

    assert "often" in said


async def test_the_clock_is_moved(desk: Desk, scene: Scene) -> None:
    said = await moved(desk, "clock", by="day")

    assert scene.sandbox.clock.now() == MONDAY + timedelta(days=1)
    assert "It is 07 Jan 09:00 (UTC)." in said


async def test_events_are_held_back_and_released_the_newest_first(desk: Desk, scene: Scene, ear: Ear) -> None:
    await moved(desk, "events", do="hold")
    for title in ("first", "second"):
        await scene.team.change_user(scene.ann, title=title)
    held = len(ear.bodies)
    said = await moved(desk, "events", do="release")

    assert (held, ear.titles()) == (0, ["second", "first"])
    assert "2 events were delivered" in said


async def test_the_next_event_is_delivered_twice(desk: Desk, scene: Scene, ear: Ear) -> None:
    await moved(desk, "events", do="twice")
    await scene.team.change_user(scene.ann, title="twice")

    assert ear.titles() == ["twice", "twice"]


async def test_an_app_is_uninstalled(desk: Desk, scene: Scene) -> None:
    said = await moved(desk, "app", do="uninstall", app=scene.app.id, workspace=scene.team.id)

    assert "Pulse is no longer in Acme." in said
    assert await scene.error("auth.test") == "account_inactive"


async def test_the_url_of_an_app_is_verified(desk: Desk, scene: Scene) -> None:
    said = await moved(desk, "app", do="verify", app=scene.app.id, workspace=scene.team.id)

    assert "Pulse gave the challenge back." in said


async def test_connections_are_told_to_come_anew(desk: Desk, scene: Scene) -> None:
    assert "0 connections were told: warning." in await moved(desk, "sockets", app=scene.app.id, reason="warning")


async def test_pages_of_other_sites_move_no_lever(desk: Desk, scene: Scene) -> None:
    answer = await desk.browser.post("/levers/clock", data={"by": "day"}, headers={"Origin": "https://example.com"})

    assert answer.status_code == 403
    assert scene.sandbox.clock.now() == MONDAY
