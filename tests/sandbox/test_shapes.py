"""What the sandbox sends has the shapes of Slack's own types, where those are at hand."""

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from sandbox import schema
from sandbox.clock import Clock
from sandbox.hands import NotAcknowledged
from sandbox.server import Sandbox
from sandbox.workspace import Json
from tests.sandbox.conftest import MONDAY, Scene, scene_in
from tests.sandbox.drawing import button, home, modal, section

SHARED = Path(os.environ.get("GROUNDSWELL_SHARED") or Path(__file__).parents[3] / "shared") / "slack-schema"
needs_types = pytest.mark.skipif(not SHARED.is_dir(), reason="Slack's types are not at hand")

EVENTS = {
    "app_home_opened": "AppHomeOpenedEvent",
    "app_uninstalled": "AppUninstalledEvent",
    "team_join": "TeamJoinEvent",
    "tokens_revoked": "TokensRevokedEvent",
    "user_change": "UserChangeEvent",
}
BESIDE = {"event_ts", "view"}
"""Slack adds `event_ts` to every event; the type of `view` is that of a view as sent, not as stored."""


def faults(event: Json) -> list[str]:
    types = json.loads((SHARED / "types.strict.json").read_text(encoding="utf-8"))
    wanted = types["definitions"][EVENTS[event["type"]]]
    needed = wanted.get("required", [])
    known = {key: value for key, value in event.items() if key not in BESIDE or key in needed}
    validator = Draft7Validator({**wanted, "definitions": types["definitions"]})
    return [error.message for error in validator.iter_errors(known)]


@needs_types
async def test_events_have_the_keys_of_slacks_types(scene: Scene) -> None:
    await scene.client.views_publish(user_id=scene.ann.id, view=home())
    await scene.team.change_user(scene.ann, title="Boss")
    await scene.team.join("eve")
    with pytest.raises(NotAcknowledged):
        await scene.person.open_home()
    await scene.sandbox.uninstall(scene.seat)

    seen = [delivery.payload["event"] for delivery in scene.sandbox.deliveries]

    assert {event["type"]: faults(event) for event in seen} == {name: [] for name in EVENTS}


@needs_types
async def test_the_checks_of_the_sandbox_and_slacks_own_agree_on_what_a_form_needs() -> None:
    validator = schema.validator_at(SHARED / "slackval.py")
    async with Sandbox(clock=Clock(MONDAY), limits=False, validator=validator) as sandbox:
        scene = scene_in(sandbox)
        trigger = sandbox.triggers.new(scene.app, scene.team, scene.ann.id).id

        await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=[section("x"), button("go")])
        await scene.client.views_open(trigger_id=trigger, view=modal())
        await scene.client.views_publish(user_id=scene.ann.id, view=home())
        await scene.client.users_list(limit=10, include_locale=True)
        await scene.client.files_upload_v2(content=b"x", filename="x.txt")

        assert sandbox.journal.findings() == []
        await scene.error("views.publish", user_id=scene.ann.id, view=home({"type": "section"}))
        assert len(sandbox.journal.findings()) >= 2
