"""Methods of the Web API, in every encoding, with Slack's own errors."""

import json

import aiohttp
import pytest

from sandbox.workspace import SLACKBOT
from tests.sandbox.conftest import Scene
from tests.sandbox.drawing import button, section


async def test_the_same_call_arrives_in_every_encoding(scene: Scene, http: aiohttp.ClientSession) -> None:
    url = f"{scene.sandbox.api_url}chat.postMessage"
    headers = {"Authorization": f"Bearer {scene.seat.bot_token}"}
    blocks = [section("hello")]
    fields = {"channel": scene.ann.id, "text": "hello", "unfurl_links": "false", "blocks": json.dumps(blocks)}
    parts = aiohttp.FormData(fields)
    parts.add_field("file", b"x", filename="x")
    typed = {**fields, "unfurl_links": False, "blocks": blocks}
    sent = [
        http.get(url, params=fields, headers=headers),
        http.post(url, data=fields, headers=headers),
        http.post(url, data=parts, headers=headers),
        http.post(url, json=typed, headers=headers),
    ]

    answers = [await (await request).json() for request in sent]

    assert [answer["ok"] for answer in answers] == [True] * 4
    calls = scene.sandbox.journal.calls("chat.postMessage")
    assert [call.encoding for call in calls] == ["query", "form", "multipart", "json"]
    assert all(call.arguments == typed for call in calls)
    assert scene.sandbox.journal.findings() == []


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("application/xml", b"<x/>", "invalid_post_type"),
        ("multipart/form-data", b"x", "invalid_form_data"),
        ("application/x-www-form-urlencoded", b"blocks=%5B", "invalid_blocks_format"),
    ],
)
async def test_a_body_that_cannot_be_read_is_named(
    scene: Scene, http: aiohttp.ClientSession, kind: str, body: bytes, error: str
) -> None:
    url, headers = f"{scene.sandbox.api_url}chat.postMessage", {"Content-Type": kind}

    async with http.post(url, data=body, headers=headers) as response:
        assert (await response.json())["error"] == error


async def test_an_unknown_method_is_named(scene: Scene) -> None:
    assert await scene.refusal("chat.shout") == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}


async def test_api_test_says_what_was_said_and_needs_no_token(scene: Scene, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{scene.sandbox.api_url}api.test", params={"foo": "bar"}) as response:
        assert await response.json() == {"ok": True, "args": {"foo": "bar"}}
    assert await scene.error("api.test", error="my_error") == "my_error"


async def test_a_message_to_a_user_opens_the_dm(scene: Scene) -> None:
    answer = await scene.client.chat_postMessage(channel=scene.ann.id, text="hello")

    assert answer["channel"].startswith("D")
    assert answer["message"]["user"] == scene.seat.bot_user_id
    assert answer["message"]["bot_profile"]["app_id"] == scene.app.id
    assert [message.text for message in scene.person.messages(scene.app)] == ["hello"]


async def test_blocks_come_back_with_the_ids_and_flags_that_slack_adds(scene: Scene) -> None:
    row = button("go")
    del row["block_id"]

    answer = await scene.client.chat_postMessage(channel=scene.ann.id, text="x", blocks=[row])

    shown = answer["message"]["blocks"][0]
    assert shown["block_id"]
    assert shown["elements"][0]["text"] == {"type": "plain_text", "text": "Press", "emoji": True}


async def test_where_an_app_may_not_post_slack_says_why(scene: Scene) -> None:
    public = scene.team.add_channel("public", [scene.ann.id])
    private = scene.team.add_channel("private", [scene.ann.id], is_private=True)
    archived = scene.team.add_channel("old", [scene.seat.bot_user_id], is_archived=True)
    bob = scene.team.add_user("bob")
    theirs = scene.team.dm(scene.ann.id, bob.id)
    bot = scene.team.add_user("robot", is_bot=True)
    gone = scene.team.add_user("gone", deleted=True)
    expected = {
        public.id: "not_in_channel",
        "#public": "not_in_channel",
        private.id: "channel_not_found",
        archived.id: "is_archived",
        theirs.id: "channel_not_found",
        "C404": "channel_not_found",
        bot.id: "cannot_dm_bot",
        gone.id: "channel_not_found",
    }

    errors = {place: await scene.error("chat.postMessage", channel=place, text="x") for place in expected}

    assert errors == expected
    assert await scene.error("chat.postMessage", text="x") == "channel_not_found"


async def test_a_dm_stays_writable_after_its_user_was_deactivated(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.ann.id, text="before")
    scene.ann.deleted = True

    assert (await scene.client.chat_postMessage(channel=scene.ann.id, text="after"))["ok"]


async def test_messages_that_slack_refuses_are_refused_in_its_words(scene: Scene) -> None:
    too_many = [section("x")] * 51
    strange = [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "colour": "red"}]

    assert await scene.error("chat.postMessage", channel=scene.ann.id) == "no_text"
    assert await scene.error("chat.postMessage", channel=scene.ann.id, text="x" * 40_001) == "msg_too_long"
    assert await scene.error("chat.postMessage", channel=scene.ann.id, text="x", blocks=too_many) == "invalid_blocks"
    refusal = await scene.refusal("chat.postMessage", channel=scene.ann.id, text="x", blocks=strange)
    assert refusal["error"] == "invalid_blocks"
    assert refusal["response_metadata"]["messages"][0].endswith("[json-pointer:/blocks/0/colour]")
    assert scene.sandbox.journal.findings()
    assert scene.person.messages() == []


async def test_an_argument_that_slack_passes_over_is_a_finding_and_no_refusal(scene: Scene) -> None:
    answer = await scene.client.chat_postMessage(channel=scene.ann.id, text="x", colour="red")

    assert answer["ok"]
    assert scene.sandbox.journal.findings() == [
        "chat.postMessage: chat.postMessage.colour: is not a known key here",
    ]


async def test_a_message_is_changed_by_its_app_only(scene: Scene) -> None:
    posted = await scene.client.chat_postMessage(channel=scene.ann.id, text="old", blocks=[section("kept")])
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    other = scene.sandbox.install(scene.sandbox.add_app("Other", manifest=scene.app.manifest), scene.team)
    channel = scene.team.add_channel("all", [scene.seat.bot_user_id, other.bot_user_id])
    shared = await scene.client.chat_postMessage(channel=channel.id, text="ours")

    changed = await scene.client.chat_update(**place, text="new")

    assert changed["message"]["edited"]["user"] == scene.seat.bot_user_id
    assert changed["message"]["blocks"][0]["text"]["text"] == "kept"
    assert scene.person.messages(scene.app)[0].text == "new"
    theirs = {"channel": channel.id, "ts": shared["ts"], "text": "mine"}
    assert await scene.error("chat.update", token=other.bot_token, **theirs) == "cant_update_message"
    assert await scene.error("chat.update", channel=place["channel"], ts="1.1", text="x") == "message_not_found"
    assert await scene.error("chat.update", channel="C404", ts="1.1", text="x") == "channel_not_found"


async def test_blocks_that_are_given_replace_those_of_the_message(scene: Scene) -> None:
    posted = await scene.client.chat_postMessage(channel=scene.ann.id, text="old", blocks=[section("old")])

    await scene.client.chat_update(
        channel=posted["channel"], ts=posted["ts"], text="new", blocks=[section("new"), button("go")]
    )

    (message,) = scene.person.messages()
    assert message.text == "new"
    assert [block["type"] for block in message.blocks] == ["section", "actions"]


async def test_a_dm_is_read_by_its_members_with_the_scope_for_it(scene: Scene) -> None:
    bob = scene.team.add_user("bob")
    theirs = scene.team.dm(scene.ann.id, bob.id)
    ours = scene.team.dm(scene.seat.bot_user_id, scene.ann.id)

    info = await scene.client.conversations_info(channel=ours.id)
    listed = await scene.client.conversations_list(types="im")
    again = await scene.client.conversations_open(channel=ours.id)

    assert (info["channel"]["is_im"], info["channel"]["user"]) == (True, scene.ann.id)
    assert [channel["id"] for channel in listed["channels"]] == [ours.id]
    assert again["already_open"]
    assert await scene.error("conversations.info", channel=theirs.id) == "channel_not_found"
    scene.seat.scopes = scene.seat.scopes - {"im:read"}
    assert await scene.error("conversations.info", channel=ours.id) == "missing_scope"


async def test_an_app_that_turned_its_messages_tab_off_cannot_write_dms(scene: Scene) -> None:
    scene.app.messages_tab = False

    assert await scene.error("chat.postMessage", channel=scene.ann.id, text="x") == "messages_tab_disabled"


async def test_a_channel_is_found_by_its_name(scene: Scene) -> None:
    channel = scene.team.add_channel("all", [scene.seat.bot_user_id])

    assert (await scene.client.chat_postMessage(channel="#all", text="x"))["channel"] == channel.id


async def test_an_ephemeral_message_is_seen_by_one_person_and_kept_out_of_the_channel(scene: Scene) -> None:
    channel = scene.team.add_channel("all", [scene.seat.bot_user_id, scene.ann.id])
    bob = scene.team.add_user("bob")

    await scene.client.chat_postEphemeral(channel=channel.id, user=scene.ann.id, text="psst")

    assert [(message.text, message.visible_to) for message in channel.ephemerals] == [("psst", scene.ann.id)]
    assert channel.messages == []
    refused = await scene.error("chat.postEphemeral", channel=channel.id, user=bob.id, text="psst")
    assert refused == "user_not_in_channel"


async def test_users_are_listed_page_by_page_with_bots_slackbot_and_the_deactivated(scene: Scene) -> None:
    for number in range(5):
        scene.team.add_user(f"u{number}", deleted=number == 4)

    pages = [list(page["members"]) async for page in await scene.client.users_list(limit=3)]

    members = [member["id"] for page in pages for member in page]
    assert [len(page) for page in pages] == [3, 3, 2]
    assert members == list(scene.team.users)
    assert SLACKBOT in members


async def test_a_cursor_that_slack_never_gave_is_refused(scene: Scene) -> None:
    assert await scene.error("users.list", cursor="nonsense") == "invalid_cursor"
    assert await scene.error("users.list", cursor="dGVhbTpDMQ==") == "invalid_cursor"


async def test_a_user_is_shown_with_zone_and_profile_and_with_the_locale_on_demand(scene: Scene) -> None:
    plain = (await scene.client.users_info(user=scene.ann.id))["user"]
    local = (await scene.client.users_info(user=scene.ann.id, include_locale=True))["user"]

    assert plain["profile"]["email"] == "ann@acme.test"
    assert (plain["tz"], plain["tz_offset"]) == ("Europe/Paris", 3600)
    assert "locale" not in plain
    assert local["locale"] == "fr-FR"
    assert await scene.error("users.info") == "user_not_found"


async def test_a_deactivated_user_has_no_zone_and_no_roles(scene: Scene) -> None:
    scene.ann.deleted = True

    user = (await scene.client.users_info(user=scene.ann.id))["user"]

    assert user["deleted"]
    assert not {"tz", "is_admin", "is_restricted"} & user.keys()


async def test_user_groups_tell_their_users_on_demand(scene: Scene) -> None:
    group = scene.team.add_usergroup("team-data", "Engineering / Data", [scene.ann.id])

    short = (await scene.client.usergroups_list())["usergroups"]
    full = (await scene.client.usergroups_list(include_users=True, include_count=True))["usergroups"]

    assert "users" not in short[0]
    assert (full[0]["users"], full[0]["user_count"]) == ([scene.ann.id], 1)
    assert (await scene.client.usergroups_users_list(usergroup=group.id))["users"] == [scene.ann.id]
    assert await scene.error("usergroups.users.list", usergroup="S404") == "no_such_subteam"


async def test_a_dm_is_opened_once_and_then_found_open(scene: Scene) -> None:
    first = await scene.client.conversations_open(users=[scene.ann.id], return_im=True)
    again = await scene.client.conversations_open(users=scene.ann.id)

    assert first["channel"]["user"] == scene.ann.id
    assert again["channel"]["id"] == first["channel"]["id"]
    assert (again["no_op"], again["already_open"]) == (True, True)


async def test_with_whom_no_dm_can_be_opened_slack_says_why(scene: Scene) -> None:
    gone = scene.team.add_user("gone", deleted=True)

    assert await scene.error("conversations.open", users=gone.id) == "user_disabled"
    assert await scene.error("conversations.open", users=scene.seat.bot_user_id) == "cannot_dm_bot"
    assert await scene.error("conversations.open", users="U404") == "user_not_found"
    assert await scene.error("conversations.open") == "users_list_not_supplied"


async def test_conversations_are_listed_by_type_as_far_as_the_app_may_see_them(scene: Scene) -> None:
    bot = scene.seat.bot_user_id
    scene.team.add_channel("general")
    scene.team.add_channel("old", is_archived=True)
    scene.team.add_channel("secret", [scene.ann.id], is_private=True)
    scene.team.add_channel("ours", [bot], is_private=True)

    public = (await scene.client.conversations_list())["channels"]
    living = (await scene.client.conversations_list(exclude_archived=True))["channels"]
    private = (await scene.client.conversations_list(types="private_channel"))["channels"]

    assert [channel["name"] for channel in public] == ["general", "old"]
    assert [channel["name"] for channel in living] == ["general"]
    assert [channel["name"] for channel in private] == ["ours"]
    assert await scene.error("conversations.list", types="party") == "invalid_types"
    assert await scene.error("conversations.list", limit=2000) == "invalid_limit"
    assert await scene.error("conversations.list", types="mpim") == "missing_scope"


async def test_members_and_numbers_of_a_conversation(scene: Scene) -> None:
    users = [scene.team.add_user(f"u{number}").id for number in range(3)]
    channel = scene.team.add_channel("general", users)

    first = await scene.client.conversations_members(channel=channel.id, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await scene.client.conversations_members(channel=channel.id, limit=2, cursor=cursor)
    info = await scene.client.conversations_info(channel=channel.id, include_num_members=True)

    assert first["members"] + second["members"] == users
    assert (info["channel"]["name"], info["channel"]["num_members"]) == ("general", 3)
    assert await scene.error("conversations.info", channel="C404") == "channel_not_found"
