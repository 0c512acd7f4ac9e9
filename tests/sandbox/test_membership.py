"""Who is in a channel: joining, leaving and inviting, by people and by apps."""

from sandbox.workspace import Json
from tests.sandbox.company import attentive, colleague, heard, kinds, room
from tests.sandbox.conftest import Scene
from tests.sandbox.ears import Ear


async def told(scene: Scene, number: int) -> list[Json]:
    await scene.sandbox.journal.until(lambda: len(heard(scene)) >= number)
    return heard(scene)


async def test_who_joins_and_leaves_is_told_to_the_apps_that_are_there(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    channel = scene.team.add_channel("open", [scene.seat.bot_user_id])

    await scene.person.join(channel)
    await scene.person.leave(channel)

    assert kinds(scene) == ["member_joined_channel", "channel_join", "member_left_channel", "channel_leave"]
    joined = heard(scene)[0]
    assert (joined["user"], joined["channel"], joined["channel_type"]) == (scene.ann.id, channel.id, "C")


async def test_an_app_hears_that_it_was_invited_and_by_whom(scene: Scene, ear: Ear) -> None:
    attentive(scene, "member_joined_channel")
    channel = room(scene, is_private=True)

    await scene.person.invite(channel, scene.team.users[scene.seat.bot_user_id])

    (event,) = heard(scene)
    assert (event["user"], event["inviter"], event["channel_type"]) == (scene.seat.bot_user_id, scene.ann.id, "G")


async def test_members_of_private_channels_are_told_with_the_scope_for_them(scene: Scene, ear: Ear) -> None:
    attentive(scene, "member_joined_channel")
    scene.seat.scopes = scene.seat.scopes - {"groups:read"}
    bob, _ = colleague(scene)

    await scene.person.invite(room(scene, name="secret", bot=True, is_private=True), bob)
    await scene.person.invite(room(scene, bot=True), bob)

    assert [event["channel_type"] for event in heard(scene)] == ["C"]


async def test_a_new_public_channel_is_told_and_a_private_one_is_not(scene: Scene, ear: Ear) -> None:
    attentive(scene, "channel_created")

    await scene.person.create("open")
    await scene.person.create("secret", is_private=True)

    assert [event["channel"]["name"] for event in heard(scene)] == ["open"]


async def test_an_app_joins_a_public_channel_and_hears_of_it(scene: Scene, ear: Ear) -> None:
    attentive(scene)
    channel = room(scene)

    answer = await scene.client.conversations_join(channel=channel.id)
    await told(scene, 2)

    assert answer["channel"]["is_member"]
    assert sorted(kinds(scene)) == ["channel_join", "member_joined_channel"]


async def test_joining_twice_is_a_warning(scene: Scene) -> None:
    attentive(scene)
    channel = room(scene, bot=True)

    answer = await scene.client.conversations_join(channel=channel.id)

    assert (answer["ok"], answer["warning"]) == (True, "already_in_channel")
    assert channel.messages == []


async def test_why_an_app_cannot_join(scene: Scene) -> None:
    attentive(scene)
    secret = room(scene, name="secret", is_private=True)
    ours = room(scene, name="ours", bot=True, is_private=True)
    old = room(scene, name="old", is_archived=True)

    assert await scene.error("conversations.join", channel=secret.id) == "channel_not_found"
    assert await scene.error("conversations.join", channel=ours.id) == "method_not_supported_for_channel_type"
    assert await scene.error("conversations.join", channel=old.id) == "is_archived"
    scene.seat.scopes = frozenset()
    assert await scene.error("conversations.join", channel=secret.id) == "missing_scope"


async def test_an_app_leaves_a_channel(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    channel = room(scene, bot=True)

    await scene.client.conversations_leave(channel=channel.id)

    assert channel.members == [scene.ann.id]
    assert channel.messages[-1].subtype == "channel_leave"


async def test_why_an_app_cannot_leave(scene: Scene) -> None:
    attentive(scene)
    general, other = room(scene, name="general", bot=True), room(scene, name="other")
    alone = scene.team.add_channel("alone", [scene.seat.bot_user_id], is_private=True)

    assert await scene.error("conversations.leave", channel=general.id) == "cant_leave_general"
    assert await scene.error("conversations.leave", channel=alone.id) == "last_member"
    direct = await scene.error("conversations.leave", channel=scene.person.dm().id)
    assert direct == "method_not_supported_for_channel_type"
    assert await scene.refusal("conversations.leave", channel=other.id) == {"ok": False, "not_in_channel": True}


async def test_an_app_invites_users(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    (bob, _), (eve, _) = colleague(scene), colleague(scene, "eve")
    channel = room(scene, bot=True)

    await scene.client.conversations_invite(channel=channel.id, users=[bob.id, eve.id])

    assert channel.members[-2:] == [bob.id, eve.id]
    assert {message.inviter for message in channel.messages} == {scene.seat.bot_user_id}


async def test_one_who_cannot_come_keeps_all_away_unless_forced(scene: Scene) -> None:
    attentive(scene)
    scene.app.events = frozenset()
    bob, _ = colleague(scene)
    channel = room(scene, bot=True)
    users = f"{bob.id},{scene.ann.id}"

    refusal = await scene.refusal("conversations.invite", channel=channel.id, users=users)
    kept_away = channel.has(bob.id)
    forced = await scene.client.conversations_invite(channel=channel.id, users=users, force=True)

    assert (refusal["error"], refusal["errors"]) == (
        "already_in_channel",
        [{"user": scene.ann.id, "ok": False, "error": "already_in_channel"}],
    )
    assert (kept_away, channel.has(bob.id)) == (False, True)
    assert forced["errors"] == refusal["errors"]


async def test_why_an_app_cannot_invite(scene: Scene) -> None:
    attentive(scene)
    bob, _ = colleague(scene)
    gone = scene.team.add_user("gone", deleted=True)
    single = scene.team.add_user("single", is_ultra_restricted=True)
    room(scene, single, name="first")
    channel, elsewhere = room(scene, bot=True), room(scene, name="elsewhere")
    expected = {
        "U404": "user_not_found",
        gone.id: "user_not_found",
        scene.seat.bot_user_id: "cant_invite_self",
        single.id: "ura_max_channels",
    }

    errors = {user: await scene.error("conversations.invite", channel=channel.id, users=user) for user in expected}

    assert errors == expected
    assert await scene.error("conversations.invite", channel=elsewhere.id, users=bob.id) == "not_in_channel"
    direct = await scene.error("conversations.invite", channel=scene.person.dm().id, users=bob.id)
    assert direct == "method_not_supported_for_channel_type"


async def test_the_conversations_of_a_user_are_listed_as_far_as_the_app_sees_them(scene: Scene) -> None:
    attentive(scene)
    bob, _ = colleague(scene)
    room(scene, name="theirs", is_private=True)
    room(scene, name="open")
    room(scene, bob, name="shared", bot=True, is_private=True)
    types = "public_channel,private_channel"

    anns = (await scene.client.users_conversations(user=scene.ann.id, types=types))["channels"]
    own = (await scene.client.users_conversations(types=types))["channels"]

    assert [channel["name"] for channel in anns] == ["open", "shared"]
    assert [channel["name"] for channel in own] == ["shared"]
    assert await scene.error("users.conversations", user="U404") == "user_not_found"
    assert await scene.error("users.conversations", types="party") == "invalid_types"


async def test_an_app_opens_a_group_with_several_users_once(scene: Scene) -> None:
    attentive(scene)
    (bob, _), (eve, _) = colleague(scene), colleague(scene, "eve")

    first = await scene.client.conversations_open(users=[bob.id, eve.id], return_im=True)
    again = await scene.client.conversations_open(users=[eve.id, bob.id])

    assert first["channel"]["is_mpim"]
    assert first["channel"]["name"].startswith("mpdm-")
    assert (again["channel"]["id"], again["already_open"]) == (first["channel"]["id"], True)
    assert await scene.error("conversations.open", users=",".join(["U1"] * 9)) == "too_many_users"
    listed = await scene.client.conversations_list(types="mpim")
    assert [channel["id"] for channel in listed["channels"]] == [first["channel"]["id"]]
