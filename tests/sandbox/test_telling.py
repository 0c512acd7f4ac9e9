"""Events that nobody waits for: methods of the Web API tell the apps and answer meanwhile."""

from sandbox.clock import Clock
from sandbox.server import Sandbox
from tests.sandbox.conftest import MONDAY, Scene, scene_in
from tests.sandbox.ears import Ear, listening


async def test_an_event_told_soon_arrives_without_being_waited_for(scene: Scene, ear: Ear) -> None:
    scene.sandbox.tell_soon(scene.seat, {"type": "app_uninstalled"})

    assert ear.bodies == []
    await scene.sandbox.journal.until(lambda: ear.bodies)
    assert ear.event(0)["type"] == "app_uninstalled"


async def test_an_event_emitted_soon_reaches_the_apps_of_that_workspace_only(scene: Scene, ear: Ear) -> None:
    elsewhere = scene.sandbox.add_workspace("Elsewhere")
    scene.sandbox.install(scene.app, elsewhere)

    scene.sandbox.emit_soon(elsewhere, {"type": "app_uninstalled"})
    await scene.sandbox.journal.until(lambda: ear.bodies)

    assert [each.workspace_id for each in scene.sandbox.deliveries] == [elsewhere.id]


async def test_who_hears_an_event_is_settled_when_it_happens(scene: Scene, ear: Ear) -> None:
    scene.sandbox.emit_soon(scene.team, {"type": "app_uninstalled"})
    scene.seat.refusal = "account_inactive"

    await scene.sandbox.journal.until(lambda: ear.bodies)

    assert len(ear.bodies) == 1


async def test_events_told_soon_arrive_in_their_order(scene: Scene, ear: Ear) -> None:
    for kind in ("app_uninstalled", "tokens_revoked"):
        scene.sandbox.tell_soon(scene.seat, {"type": kind})

    await scene.sandbox.journal.until(lambda: len(ear.bodies) == 2)

    assert [each.payload["event"]["type"] for each in scene.sandbox.deliveries] == ["app_uninstalled", "tokens_revoked"]


async def test_a_sandbox_that_closes_lets_go_of_what_is_under_way() -> None:
    async with listening() as (ear, url):
        async with Sandbox(clock=Clock(MONDAY), limits=False) as sandbox:
            scene = scene_in(sandbox)
            scene.app.request_url, ear.silent = url, True
            sandbox.tell_soon(scene.seat, {"type": "app_uninstalled"})
            await scene.client.auth_test()

        assert [each.outcome for each in sandbox.deliveries] == ["pending"]
