"""Tenancy: what is in one workspace does not exist for an app in another, nor for its own tokens of elsewhere."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.apps import App, Installation
from sandbox.hands import NotAcknowledged
from sandbox.payloads import user_object
from sandbox.workspace import Channel, File, Json, User, Usergroup, Workspace
from tests.sandbox.conftest import MONDAY, Scene, manifest
from tests.sandbox.drawing import button, home, modal
from tests.sandbox.ears import Ear, listening


@dataclass(frozen=True, slots=True)
class Abroad:
    """Another workspace in the same sandbox, with a person, a conversation of each kind, and an app of its own."""

    scene: Scene
    team: Workspace
    zoe: User
    channel: Channel
    direct: Channel
    ts: str
    file: File
    group: Usergroup
    app: App
    seat: Installation
    view: Json
    trigger: str
    upload: str

    @property
    def known(self) -> dict[str, str]:
        """Its ids, by what they are of."""
        return {
            "user": self.zoe.id,
            "channel": self.channel.id,
            "direct": self.direct.id,
            "ts": self.ts,
            "file": self.file.id,
            "group": self.group.id,
            "view": self.view["id"],
            "trigger": self.trigger,
            "upload": self.upload,
        }


@pytest.fixture
async def abroad(scene: Scene) -> Abroad:
    """Give another workspace, and the first app a seat in it too."""
    sandbox = scene.sandbox
    team = sandbox.add_workspace("Abroad")
    zoe = team.add_user("zoe", real_name="Zoe Zephyr", email="zoe@abroad.test")
    described = manifest()
    described["features"]["slash_commands"][0]["command"] = "/there"
    app = sandbox.add_app("There", manifest=described)
    seat = sandbox.install(app, team)
    channel = team.add_channel("lounge", [zoe.id, seat.bot_user_id])
    client = AsyncWebClient(seat.bot_token, sandbox.api_url)
    posted = await client.chat_postMessage(channel=zoe.id, text="between us", blocks=[button("go")])
    file = team.add_file("a.txt", b"x", mimetype="text/plain", user=zoe.id)
    shown = await client.views_open(trigger_id=sandbox.triggers.new(app, team, zoe.id).id, view=modal())
    upload = await client.files_getUploadURLExternal(filename="b.txt", length=1)
    group = team.add_usergroup("owls", "Owls", [zoe.id])
    trigger = sandbox.triggers.new(app, team, zoe.id).id
    sandbox.install(scene.app, team)
    direct, ts = team.channels[posted["channel"]], posted["ts"]
    return Abroad(
        *(scene, team, zoe, channel, direct, ts, file, group, app, seat, shown["view"], trigger, upload["file_id"])
    )


@pytest.fixture
async def ear_abroad(abroad: Abroad) -> AsyncIterator[Ear]:
    """Give the app of the other workspace an ear."""
    async with listening() as (heard, url):
        abroad.app.request_url = url
        yield heard


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("users.info", {"user": "{user}"}, "user_not_found"),
        ("conversations.info", {"channel": "{channel}"}, "channel_not_found"),
        ("conversations.info", {"channel": "{direct}"}, "channel_not_found"),
        ("conversations.members", {"channel": "{channel}"}, "channel_not_found"),
        ("conversations.open", {"users": "{user}"}, "user_not_found"),
        ("conversations.open", {"channel": "{direct}"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "{channel}", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "{direct}", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "{user}", "text": "x"}, "channel_not_found"),
        ("chat.postEphemeral", {"channel": "{channel}", "user": "{user}", "text": "x"}, "channel_not_found"),
        ("chat.update", {"channel": "{direct}", "ts": "{ts}", "text": "x"}, "channel_not_found"),
        ("files.info", {"file": "{file}"}, "file_not_found"),
        ("files.completeUploadExternal", {"files": [{"id": "{upload}"}]}, "file_not_found"),
        ("usergroups.users.list", {"usergroup": "{group}"}, "no_such_subteam"),
        ("views.update", {"view_id": "{view}", "view": modal()}, "not_found"),
        ("views.open", {"trigger_id": "{trigger}", "view": modal()}, "invalid_trigger_id"),
        ("views.push", {"trigger_id": "{trigger}", "view": modal()}, "invalid_trigger_id"),
        ("views.publish", {"user_id": "{user}", "view": home()}, "invalid_arguments"),
    ],
)
async def test_what_is_in_another_workspace_does_not_exist(
    abroad: Abroad, method: str, arguments: Json, error: str
) -> None:
    sent = {name: filled(value, abroad.known) for name, value in arguments.items()}

    assert await abroad.scene.error(method, **sent) == error


def filled(value: Any, known: dict[str, str]) -> Any:  # noqa: ANN401 - an argument of any method
    if isinstance(value, str):
        return value.format(**known)
    if isinstance(value, list):
        return [{name: filled(each, known) for name, each in item.items()} for item in value]
    return value


async def test_no_list_names_what_is_in_another_workspace(abroad: Abroad) -> None:
    client = abroad.scene.client
    answers = [
        await client.users_list(),
        await client.conversations_list(types="public_channel,private_channel,im"),
        await client.usergroups_list(include_users=True),
        await client.auth_test(),
    ]

    told = json.dumps([answer.data for answer in answers])

    assert [name for name, number in abroad.known.items() if number in told] == []
    assert abroad.team.id not in told


async def test_views_of_one_app_are_not_those_of_another_in_the_same_workspace(abroad: Abroad) -> None:
    token = abroad.scene.sandbox.seats[abroad.scene.app.id, abroad.team.id].bot_token

    changed = await abroad.scene.error("views.update", token=token, view_id=abroad.view["id"], view=modal())
    opened = await abroad.scene.error("views.open", token=token, trigger_id=abroad.trigger, view=modal())

    assert (changed, opened) == ("not_found", "invalid_trigger_id")


async def test_a_home_of_one_workspace_is_shown_in_no_other(abroad: Abroad) -> None:
    await abroad.scene.client.views_publish(user_id=abroad.scene.ann.id, view=home())

    assert set(abroad.scene.app.homes) == {(abroad.scene.team.id, abroad.scene.ann.id)}


async def test_an_event_is_told_to_the_apps_of_its_workspace_with_the_bot_of_that_workspace(
    abroad: Abroad, ear: Ear, ear_abroad: Ear
) -> None:
    await abroad.scene.team.change_user(abroad.scene.ann, title="Here")
    await abroad.team.change_user(abroad.zoe, title="There")

    here = [json.loads(body) for body in ear.bodies]
    there = [json.loads(body) for body in ear_abroad.bodies]
    mine = abroad.scene.sandbox.seats[abroad.scene.app.id, abroad.team.id]
    assert ear.titles() == ["Here", "There"]
    assert [each["authorizations"][0]["user_id"] for each in here] == [
        abroad.scene.seat.bot_user_id,
        mine.bot_user_id,
    ]
    assert ear_abroad.titles() == ["There"]
    assert [each["team_id"] for each in there] == [abroad.team.id]


async def test_a_command_reaches_the_app_of_that_workspace_and_its_answer_stays_there(
    abroad: Abroad, ear: Ear, ear_abroad: Ear
) -> None:
    ear_abroad.text = "only for Zoe"

    reply = await abroad.scene.sandbox.person(abroad.team, abroad.zoe).command("/there")

    sent = parse_qs(ear_abroad.bodies[0].decode())
    assert (sent["team_id"], ear.bodies) == ([abroad.team.id], [])
    assert f"/commands/{abroad.team.id}/" in sent["response_url"][0]
    assert reply.text == "only for Zoe"
    assert [message for channel in abroad.scene.team.channels.values() for message in channel.ephemerals] == []


async def test_an_uninstall_ends_one_seat_and_leaves_the_others(abroad: Abroad) -> None:
    elsewhere = abroad.scene.sandbox.seats[abroad.scene.app.id, abroad.team.id]
    await abroad.scene.sandbox.uninstall(elsewhere)

    assert await abroad.scene.error("auth.test", token=elsewhere.bot_token) == "account_inactive"
    assert (await abroad.scene.client.auth_test())["ok"]
    assert (await AsyncWebClient(abroad.seat.bot_token, abroad.scene.sandbox.api_url).auth_test())["ok"]


async def test_an_app_that_left_hears_nothing_more_of_that_workspace(abroad: Abroad, ear: Ear) -> None:
    await abroad.scene.sandbox.uninstall(abroad.scene.seat)
    heard = len(ear.bodies)

    await abroad.scene.team.change_user(abroad.scene.ann, title="Boss")

    assert len(ear.bodies) == heard


async def test_one_person_does_not_press_for_an_app_of_another_workspace(abroad: Abroad, ear_abroad: Ear) -> None:
    ear_abroad.status = 500

    with pytest.raises(NotAcknowledged):
        await abroad.scene.sandbox.person(abroad.team, abroad.zoe).press("go")

    assert [each.workspace_id for each in abroad.scene.sandbox.failures] == [abroad.team.id]


@pytest.mark.parametrize(
    ("fields", "restricted", "ultra"),
    [({}, False, False), ({"is_restricted": True}, True, False), ({"is_ultra_restricted": True}, True, True)],
)
def test_a_single_channel_guest_is_a_guest_too(fields: dict[str, bool], restricted: object, ultra: object) -> None:
    shape = user_object(User("U1", "T1", "gus", **fields), MONDAY)  # type: ignore[arg-type]

    assert (shape["is_restricted"], shape["is_ultra_restricted"]) == (restricted, ultra)


async def test_a_deactivated_user_is_told_without_what_only_active_ones_have(scene: Scene) -> None:
    scene.ann.deleted = True

    answer = await scene.client.users_info(user=scene.ann.id)

    assert answer["user"]["deleted"] is True
    assert answer["user"].keys().isdisjoint({"is_admin", "is_restricted", "tz"})


async def test_the_bot_user_of_an_app_is_listed_as_a_bot_with_its_app(scene: Scene) -> None:
    answer = await scene.client.users_info(user=scene.seat.bot_user_id)

    profile = answer["user"]["profile"]
    assert answer["user"]["is_bot"] is True
    assert (profile["bot_id"], profile["api_app_id"]) == (scene.seat.bot_id, scene.app.id)
    assert "email" not in profile
