"""What the sandbox sends and answers has the keys of Slack's own types, and those that its documentation shows."""

from collections.abc import Awaitable, Callable

import pytest
from jsonschema import Draft7Validator
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from sandbox import schema
from sandbox.clock import Clock
from sandbox.hands import NotAcknowledged
from sandbox.ids import Ids
from sandbox.server import Sandbox
from sandbox.views import stored_blocks
from sandbox.workspace import Json
from tests.sandbox.conftest import MONDAY, Scene, manifest, scene_in
from tests.sandbox.corpus.extremes import FULL_BLOCKS
from tests.sandbox.drawing import button, home, modal, plain, question, section
from tests.sandbox.ears import Ear
from tests.sandbox.judges import SHARED, needs_types, types
from tests.sandbox.keysets import ANSWERED, SENT, STORED_VIEW, WITHIN

EVENTS = {
    "app_home_opened": "AppHomeOpenedEvent",
    "app_uninstalled": "AppUninstalledEvent",
    "team_join": "TeamJoinEvent",
    "tokens_revoked": "TokensRevokedEvent",
    "user_change": "UserChangeEvent",
}
BESIDE = {"event_ts", "view"}
"""Slack adds `event_ts` to every event; the type of `view` is that of a view as sent, not as stored."""
UNREAD = {"data_table", "data_visualization", "data_visualization, bars"}
"""Blocks that are younger than Slack's Python SDK."""


def faults(event: Json) -> list[str]:
    wanted = types("types.strict.json")[EVENTS[event["type"]]]
    needed = wanted.get("required", [])
    known = {key: value for key, value in event.items() if key not in BESIDE or key in needed}
    return breaches(known, wanted)


def breaches(shape: Json, wanted: Json) -> list[str]:
    validator = Draft7Validator({**wanted, "definitions": types("types.strict.json")})
    return [error.message for error in validator.iter_errors(shape)]


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
async def test_a_user_and_a_user_group_have_the_keys_of_slacks_types(scene: Scene) -> None:
    scene.team.add_usergroup("data", "Data", [scene.ann.id])
    asked = await scene.client.users_info(user=scene.ann.id, include_locale=True)
    listed = await scene.client.usergroups_list(include_users=True, include_count=True)
    (group,) = listed["usergroups"]
    known = {key: value for key, value in group.items() if key not in {"auto_type", "deleted_by"}}

    assert breaches(asked["user"], types("types.strict.json")["UserChangeEvent"]["properties"]["user"]) == []
    assert breaches(known, types("types.strict.json")["SubteamUpdatedEvent"]["properties"]["subteam"]) == []


async def press_in_a_message(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=[button("go")])
    await scene.person.press("go")


async def press_in_an_ephemeral_message(scene: Scene) -> None:
    channel = scene.team.dm(scene.seat.bot_user_id, scene.ann.id).id
    await scene.client.chat_postEphemeral(channel=channel, user=scene.ann.id, text="x", blocks=[button("go")])
    await scene.person.press("go", message=scene.person.ephemerals()[-1])


async def open_a_form(scene: Scene, *blocks: Json, **more: object) -> None:
    trigger = scene.sandbox.triggers.new(scene.app, scene.team, scene.ann.id)
    await scene.client.views_open(trigger_id=trigger.id, view=modal(*blocks, **more))  # type: ignore[arg-type]


async def press_in_a_modal(scene: Scene) -> None:
    await open_a_form(scene, button("go"))
    await scene.person.press_in_modal("go")


async def press_in_a_home_tab(scene: Scene) -> None:
    await scene.client.views_publish(user_id=scene.ann.id, view=home(button("go")))
    await scene.person.press_in_home(scene.app, "go")


async def send_a_form(scene: Scene) -> None:
    channel = scene.team.add_channel("general", [scene.ann.id, scene.seat.bot_user_id])
    where = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    await open_a_form(scene, question("where", where))
    await scene.person.submit({"where": channel.id})


async def close_a_form(scene: Scene) -> None:
    await open_a_form(scene, notify_on_close=True)
    await scene.person.dismiss()


def town() -> Json:
    return {"type": "external_select", "action_id": "town", "min_query_length": 0}


async def type_into_a_menu_of_a_message(scene: Scene) -> None:
    row = {"type": "actions", "elements": [town()]}
    await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=[row])
    await scene.person.suggest("town", "gen")


async def type_into_a_menu_of_a_modal(scene: Scene) -> None:
    await open_a_form(scene, question("town", town()))
    await scene.person.suggest_in_modal("town", "gen")


async def choose_a_shortcut(scene: Scene) -> None:
    await scene.person.shortcut("start")


async def choose_a_message_shortcut(scene: Scene) -> None:
    scene.app.shortcuts.append({"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keep"})
    await scene.client.chat_postMessage(channel=scene.ann.id, text="x")
    await scene.person.message_shortcut("keep", scene.person.messages()[-1])


async def type_a_command(scene: Scene) -> None:
    await scene.person.command("/pulse", "now", wait=0)


async def verify(scene: Scene) -> None:
    assert await scene.sandbox.verify_url(scene.app)


async def change_a_user(scene: Scene) -> None:
    await scene.team.change_user(scene.ann, title="Boss")


DONE: dict[str, Callable[[Scene], Awaitable[None]]] = {
    "block_actions of a message": press_in_a_message,
    "block_actions of an ephemeral message": press_in_an_ephemeral_message,
    "block_actions of a modal": press_in_a_modal,
    "block_actions of a Home tab": press_in_a_home_tab,
    "view_submission": send_a_form,
    "view_closed": close_a_form,
    "block_suggestion of a message": type_into_a_menu_of_a_message,
    "block_suggestion of a modal": type_into_a_menu_of_a_modal,
    "shortcut": choose_a_shortcut,
    "message_action": choose_a_message_shortcut,
    "command": type_a_command,
    "url_verification": verify,
    "event_callback": change_a_user,
}


@pytest.mark.parametrize("name", SENT)
async def test_what_is_sent_to_an_app_has_the_documented_keys(name: str, scene: Scene, ear: Ear) -> None:
    if name.startswith("block_suggestion"):
        ear.text = '{"options": []}'
    await DONE[name](scene)

    payload = scene.sandbox.deliveries[-1].payload

    assert payload.get("type", "command") == name.partition(" ")[0]
    assert SENT[name].faults(payload) == []


@pytest.mark.parametrize("name", [name for name in SENT if "type" in SENT[name].always and "user" in SENT[name].always])
async def test_what_stands_in_a_payload_has_the_documented_keys(name: str, scene: Scene, ear: Ear) -> None:
    if name.startswith("block_suggestion"):
        ear.text = '{"options": []}'
    await DONE[name](scene)

    payload = scene.sandbox.deliveries[-1].payload

    parts = [part for part in ("user", "team", "channel") if part in payload]
    found: dict[str, list[str]] = {part: WITHIN[part].faults(payload[part]) for part in parts}
    place = payload.get("container")
    if place:
        found["container"] = WITHIN[f"container of a {place['type']}"].faults(place)
    if "view" in payload:
        found["view"] = STORED_VIEW.faults(payload["view"])
    for action in payload.get("actions", ()):
        found["action"] = WITHIN["action of a button"].faults(action)
    for address in payload.get("response_urls", ()):
        found["response_url"] = WITHIN["response_url of a form"].faults(address)
    assert {part: faults for part, faults in found.items() if faults} == {}
    assert len(found) >= 2


async def test_the_authorization_of_an_event_has_the_documented_keys(scene: Scene, ear: Ear) -> None:
    await change_a_user(scene)

    (authorization,) = scene.sandbox.deliveries[-1].payload["authorizations"]

    assert WITHIN["authorization"].faults(authorization) == []


async def answers(scene: Scene) -> dict[str, Json]:
    """What the methods answer that the sandbox knows, by the names of the table."""
    client, team = scene.client, scene.team
    gone = team.add_user("gone", deleted=True)
    channel = team.add_channel("general", [scene.seat.bot_user_id], topic="Tools")
    team.add_usergroup("data", "Data", [scene.ann.id])
    posted = await client.chat_postMessage(channel=channel.id, text="x")
    uploaded = await client.files_upload_v2(content=b"x", filename="x.txt", title="X")
    dm = team.dm(scene.seat.bot_user_id, scene.ann.id)
    told = {
        "user": (await client.users_info(user=scene.ann.id))["user"],
        "user with a locale": (await client.users_info(user=scene.ann.id, include_locale=True))["user"],
        "deactivated user": (await client.users_info(user=gone.id))["user"],
        "profile of a bot": (await client.users_info(user=scene.seat.bot_user_id))["user"]["profile"],
        "channel": (await client.conversations_info(channel=channel.id))["channel"],
        "direct message": (await client.conversations_info(channel=dm.id))["channel"],
        "file": uploaded["files"][0],
        "user group": (await client.usergroups_list(include_users=True, include_count=True))["usergroups"][0],
    }
    whole = {
        "chat.postMessage": posted,
        "chat.update": await client.chat_update(channel=channel.id, ts=posted["ts"], text="y"),
        "chat.postEphemeral": await client.chat_postEphemeral(channel=dm.id, user=scene.ann.id, text="x"),
        "auth.test": await client.auth_test(),
        "users.list": await client.users_list(),
        "files.info": await client.files_info(file=uploaded["files"][0]["id"]),
        "conversations.members": await client.conversations_members(channel=channel.id),
    }
    told |= {"profile": told["user"]["profile"], "topic": told["channel"]["topic"]}
    return told | {name: dict(answer.data) for name, answer in whole.items()}  # type: ignore[arg-type]


async def test_answers_have_the_documented_keys(scene: Scene) -> None:
    told = await answers(scene)

    assert told.keys() == ANSWERED.keys() - {"profile without the scope for addresses"}
    assert {name: faults for name, shape in told.items() if (faults := ANSWERED[name].faults(shape))} == {}


async def test_a_profile_without_the_scope_for_addresses_has_none(scene: Scene) -> None:
    shy = manifest()
    shy["oauth_config"]["scopes"]["bot"].remove("users:read.email")
    seat = scene.sandbox.install(scene.sandbox.add_app("Shy", manifest=shy), scene.team)
    scene.client.token = seat.bot_token

    profile = (await scene.client.users_info(user=scene.ann.id))["user"]["profile"]

    assert ANSWERED["profile without the scope for addresses"].faults(profile) == []


async def test_a_view_has_the_documented_keys_on_both_surfaces(scene: Scene) -> None:
    trigger = scene.sandbox.triggers.new(scene.app, scene.team, scene.ann.id)
    opened = await scene.client.views_open(trigger_id=trigger.id, view=modal())
    published = await scene.client.views_publish(user_id=scene.ann.id, view=home())

    assert (STORED_VIEW.faults(opened["view"]), STORED_VIEW.faults(published["view"])) == ([], [])


async def test_slacks_python_sdk_reads_a_view_back(scene: Scene) -> None:
    trigger = scene.sandbox.triggers.new(scene.app, scene.team, scene.ann.id)
    opened = (await scene.client.views_open(trigger_id=trigger.id, view=modal(close=plain("Close"))))["view"]

    read = View(**opened)

    assert View.attributes - opened.keys() == set()
    assert [block.to_dict() for block in read.blocks or ()] == opened["blocks"]


@pytest.mark.parametrize("name", [name for name in FULL_BLOCKS if name not in UNREAD])
def test_slacks_python_sdk_reads_each_block_back_as_it_is_stored(name: str) -> None:
    (stored,) = stored_blocks([FULL_BLOCKS[name]], Ids())

    block = Block.parse(stored)

    assert block is not None
    assert block.to_dict() == stored


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
