"""What Slack sends reaches the app signed, in an envelope, with three seconds to answer."""

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from sandbox.hands import NotAcknowledged
from sandbox.workspace import Json
from tests.sandbox.bolt import app_for, running
from tests.sandbox.conftest import MONDAY, Scene, manifest
from tests.sandbox.drawing import button
from tests.sandbox.ears import Ear


async def test_a_request_carries_slacks_signature_of_the_sandboxs_time(scene: Scene, ear: Ear) -> None:
    await scene.person.command("/pulse", "help", wait=0)

    body, headers = ear.bodies[0], ear.headers[0]
    stamp, signature = headers["x-slack-request-timestamp"], headers["x-slack-signature"]
    assert stamp == str(int(MONDAY.timestamp()))
    verifier = SignatureVerifier(scene.app.signing_secret)
    assert verifier.generate_signature(timestamp=stamp, body=body) == signature


async def test_commands_come_as_a_form_interactions_as_a_payload_and_events_as_json(scene: Scene, ear: Ear) -> None:
    await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=[button("go")])

    await scene.person.command("/pulse", "help", wait=0)
    await scene.person.press("go")
    await scene.person.open_home()

    kinds = [headers["content-type"] for headers in ear.headers]
    assert kinds == ["application/x-www-form-urlencoded"] * 2 + ["application/json"]
    assert parse_qs(ear.bodies[0].decode())["command"] == ["/pulse"]
    assert json.loads(parse_qs(ear.bodies[1].decode())["payload"][0])["type"] == "block_actions"
    assert json.loads(ear.bodies[2])["type"] == "event_callback"


async def test_an_event_comes_in_slacks_envelope(scene: Scene, ear: Ear) -> None:
    await scene.person.open_home()

    envelope = json.loads(ear.bodies[0])
    assert envelope["api_app_id"] == scene.app.id
    assert envelope["team_id"] == scene.team.id
    assert envelope["event_id"].startswith("Ev")
    assert envelope["event_time"] == int(MONDAY.timestamp())
    assert envelope["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": scene.team.id,
            "user_id": scene.seat.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


async def test_changes_and_arrivals_are_told_with_the_whole_user(scene: Scene, ear: Ear) -> None:
    await scene.team.change_user(scene.ann, real_name="Ann Other", deleted=True)
    eve = await scene.team.join("eve", real_name="Eve New", email="eve@acme.test")

    changed, joined = (json.loads(body)["event"] for body in ear.bodies)
    assert (changed["type"], changed["user"]["id"], changed["user"]["deleted"]) == ("user_change", scene.ann.id, True)
    assert changed["user"]["profile"]["real_name"] == "Ann Other"
    assert (joined["type"], joined["user"]["id"]) == ("team_join", eve.id)
    assert joined["user"]["profile"]["email"] == "eve@acme.test"
    assert joined["user"]["locale"] == "en-US"


async def test_an_app_hears_only_what_it_listens_to_and_has_scopes_for(scene: Scene, ear: Ear) -> None:
    deaf = manifest()
    deaf["oauth_config"]["scopes"]["bot"] = ["users:read"]
    deaf["settings"]["event_subscriptions"]["bot_events"] = ["user_change"]
    blind = manifest()
    blind["oauth_config"]["scopes"]["bot"] = ["chat:write"]
    for each in (deaf, blind):
        app = scene.sandbox.add_app("Other", manifest=each)
        app.request_url = scene.app.request_url
        scene.sandbox.install(app, scene.team)
    scene.sandbox.add_workspace("Elsewhere")

    await scene.team.change_user(scene.ann, title="Boss")
    await scene.team.join("eve")

    heard = [(each.payload["api_app_id"], each.payload["event"]["type"]) for each in scene.sandbox.deliveries]
    other = [app.id for app in scene.sandbox.apps.values() if app.name == "Other"]
    assert heard == [
        (scene.app.id, "user_change"),
        (other[0], "user_change"),
        (scene.app.id, "team_join"),
    ]
    profile = scene.sandbox.deliveries[1].payload["event"]["user"]["profile"]
    assert "email" not in profile


async def test_uninstalling_is_told_and_revokes_the_token(scene: Scene, ear: Ear) -> None:
    await scene.sandbox.uninstall(scene.seat)

    events = [json.loads(body)["event"] for body in ear.bodies]
    assert [event["type"] for event in events] == ["app_uninstalled", "tokens_revoked"]
    assert events[1]["tokens"] == {"oauth": [], "bot": [scene.seat.bot_user_id]}


async def test_the_request_url_is_verified_by_a_challenge(scene: Scene, ear: Ear) -> None:
    assert await scene.sandbox.verify_url(scene.app)
    ear.status = 500
    assert json.loads(ear.bodies[0]).keys() == {"token", "challenge", "type"}


async def test_bolt_answers_the_challenge(scene: Scene) -> None:
    async with running(scene, app_for(scene)):
        assert await scene.sandbox.verify_url(scene.app)


async def test_an_app_that_answers_with_an_error_has_not_acknowledged(scene: Scene, ear: Ear) -> None:
    ear.status = 500

    with pytest.raises(NotAcknowledged, match="refused with status 500"):
        await scene.person.command("/pulse")

    (failure,) = scene.sandbox.failures
    assert (failure.outcome, failure.status) == ("refused", 500)


async def test_an_app_that_takes_too_long_has_not_acknowledged(scene: Scene, ear: Ear) -> None:
    ear.silent, scene.sandbox.courier.limit = True, 0.05

    with pytest.raises(NotAcknowledged, match="timed out"):
        await scene.person.command("/pulse")

    assert [failure.outcome for failure in scene.sandbox.failures] == ["timed out"]


async def test_an_app_that_is_not_there_has_not_acknowledged(scene: Scene) -> None:
    with pytest.raises(NotAcknowledged, match="unreachable"):
        await scene.person.command("/pulse")


async def test_three_seconds_is_what_slack_waits(scene: Scene) -> None:
    assert scene.sandbox.courier.limit == timedelta(seconds=3).total_seconds()


async def test_an_event_is_delivered_again_with_its_number_and_reason(scene: Scene, ear: Ear) -> None:
    ear.status = 503
    with pytest.raises(NotAcknowledged):
        await scene.person.open_home()
    ear.status, first = 200, scene.sandbox.deliveries[0]

    again = await scene.sandbox.redeliver(first)

    assert again.acknowledged
    assert ear.headers[1]["x-slack-retry-num"] == "1"
    assert ear.headers[1]["x-slack-retry-reason"] == "http_error"
    assert json.loads(ear.bodies[0])["event_id"] == json.loads(ear.bodies[1])["event_id"]
    assert "x-slack-retry-num" not in ear.headers[0]


async def test_an_event_is_delivered_again_three_times_and_an_interaction_never(scene: Scene, ear: Ear) -> None:
    await scene.person.open_home()
    last = scene.sandbox.deliveries[0]
    for _ in range(3):
        last = await scene.sandbox.redeliver(last)
    await scene.person.command("/pulse", wait=0)

    for delivery in (last, scene.sandbox.deliveries[-1]):
        with pytest.raises(ValueError, match="three times"):
            await scene.sandbox.redeliver(delivery)


async def test_an_app_without_the_event_hears_nothing_of_home(scene: Scene, ear: Ear) -> None:
    quiet: Json = manifest()
    quiet["settings"]["event_subscriptions"]["bot_events"] = []
    app = scene.sandbox.add_app("Quiet", manifest=quiet)
    scene.sandbox.install(app, scene.team)

    assert await scene.person.open_home(app) is None
