"""Users by e-mail, their presence and when not to disturb them; and changes of user groups."""

from datetime import timedelta

from tests.sandbox.company import attentive, colleague, heard
from tests.sandbox.conftest import MONDAY, Scene
from tests.sandbox.ears import Ear


async def test_a_user_is_found_by_e_mail(scene: Scene) -> None:
    answer = await scene.client.users_lookupByEmail(email="Ann@acme.test")

    assert answer["user"]["id"] == scene.ann.id


async def test_who_left_or_never_was_is_not_found_by_e_mail(scene: Scene) -> None:
    scene.ann.deleted = True

    assert await scene.error("users.lookupByEmail", email="ann@acme.test") == "users_not_found"
    assert await scene.error("users.lookupByEmail", email="nobody@acme.test") == "users_not_found"


async def test_presence_says_who_is_there(scene: Scene) -> None:
    before = (await scene.client.users_getPresence(user=scene.ann.id))["presence"]
    scene.ann.is_away = True

    assert (before, (await scene.client.users_getPresence(user=scene.ann.id))["presence"]) == ("active", "away")
    assert await scene.error("users.getPresence", user="U404") == "user_not_found"


async def test_when_someone_is_not_to_be_disturbed(scene: Scene) -> None:
    attentive(scene)
    bob, _ = colleague(scene)
    scene.ann.dnd_start, scene.ann.dnd_end = MONDAY, MONDAY + timedelta(hours=8)
    seconds = int(MONDAY.timestamp())

    one = await scene.client.dnd_info(user=scene.ann.id)
    team = (await scene.client.dnd_teamInfo(users=[scene.ann.id, bob.id, "U404"]))["users"]

    status = {"dnd_enabled": True, "next_dnd_start_ts": seconds, "next_dnd_end_ts": seconds + 8 * 3600}
    assert one.data == {"ok": True, **status}
    never = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    assert team == {scene.ann.id: status, bob.id: never}
    assert await scene.error("dnd.info", user="U404") == "user_not_found"
    assert await scene.error("dnd.teamInfo", users="") == "no_users_provided"


async def test_the_quiet_hours_end(scene: Scene) -> None:
    attentive(scene)
    scene.ann.dnd_start, scene.ann.dnd_end = MONDAY, MONDAY + timedelta(hours=8)

    scene.sandbox.clock.advance(timedelta(hours=8))

    assert not (await scene.client.dnd_info(user=scene.ann.id))["dnd_enabled"]


async def test_a_status_is_told_to_the_apps_and_goes_when_its_time_is_over(scene: Scene, ear: Ear) -> None:
    attentive(scene, "user_change")

    await scene.person.set_status(":palm_tree:", "Back soon", until=MONDAY + timedelta(days=2))

    told = heard(scene)[-1]["user"]["profile"]
    expires = int((MONDAY + timedelta(days=2)).timestamp())
    assert (told["status_emoji"], told["status_text"], told["status_expiration"]) == (
        ":palm_tree:",
        "Back soon",
        expires,
    )
    scene.sandbox.clock.set(MONDAY + timedelta(days=2))
    profile = (await scene.client.users_info(user=scene.ann.id))["user"]["profile"]
    assert (profile["status_emoji"], profile["status_text"], profile["status_expiration"]) == ("", "", 0)


async def test_who_does_not_want_to_be_disturbed_is_told_to_the_apps(scene: Scene, ear: Ear) -> None:
    attentive(scene, "dnd_updated_user")

    await scene.person.do_not_disturb(MONDAY, MONDAY + timedelta(hours=1))

    (event,) = heard(scene)
    assert (event["user"], event["dnd_status"]["dnd_enabled"]) == (scene.ann.id, True)


async def test_the_users_of_a_group_are_replaced_and_told(scene: Scene, ear: Ear) -> None:
    attentive(scene, "subteam_members_changed")
    bob, _ = colleague(scene)
    group = scene.team.add_usergroup("data", "Data", [scene.ann.id])

    answer = await scene.client.usergroups_users_update(usergroup=group.id, users=[bob.id], include_count=True)
    await scene.sandbox.journal.until(lambda: heard(scene))

    assert (answer["usergroup"]["users"], answer["usergroup"]["user_count"]) == ([bob.id], 1)
    (event,) = heard(scene)
    assert (event["added_users"], event["removed_users"]) == ([bob.id], [scene.ann.id])


async def test_why_a_group_keeps_its_users(scene: Scene) -> None:
    attentive(scene)
    group = scene.team.add_usergroup("data", "Data", [scene.ann.id])

    assert await scene.error("usergroups.users.update", usergroup="S404", users=scene.ann.id) == "no_such_subteam"
    assert await scene.error("usergroups.users.update", usergroup=group.id, users="U404") == "invalid_users"
    assert await scene.error("usergroups.users.update", usergroup=group.id, users="") == "no_users_provided"
    assert group.users == [scene.ann.id]
