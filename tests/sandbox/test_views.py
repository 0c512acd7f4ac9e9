"""Modals and the Home tab, as the methods of views.* change them."""

from datetime import timedelta

from tests.sandbox.conftest import Scene
from tests.sandbox.drawing import home, modal, question, section, text_input


def trigger(scene: Scene) -> str:
    return scene.sandbox.triggers.new(scene.app, scene.team, scene.ann.id).id


async def test_a_modal_opens_in_front_of_the_person_whose_trigger_it_is(scene: Scene) -> None:
    view = modal(question("word", text_input("text", initial_value="well")), private_metadata="x", external_id="mine")

    answer = await scene.client.views_open(trigger_id=trigger(scene), view=view)

    shown = answer["view"]
    assert shown == scene.person.modal
    assert shown["root_view_id"] == shown["id"]
    assert (shown["previous_view_id"], shown["private_metadata"], shown["external_id"]) == (None, "x", "mine")
    assert shown["state"]["values"]["word"]["text"] == {"type": "plain_text_input", "value": "well"}
    assert shown["app_installed_team_id"] == scene.team.id


async def test_a_trigger_serves_once_and_for_three_seconds(scene: Scene) -> None:
    used, late, in_time = trigger(scene), trigger(scene), trigger(scene)
    await scene.client.views_open(trigger_id=used, view=modal())
    scene.sandbox.clock.advance(timedelta(seconds=3))

    assert (await scene.client.views_open(trigger_id=in_time, view=modal()))["ok"]
    assert await scene.error("views.open", trigger_id=used, view=modal()) == "exchanged_trigger_id"
    scene.sandbox.clock.advance(timedelta(seconds=1))
    assert await scene.error("views.open", trigger_id=late, view=modal()) == "expired_trigger_id"
    assert await scene.error("views.open", trigger_id="1.2.x", view=modal()) == "invalid_trigger_id"


async def test_a_trigger_serves_the_app_that_it_was_given_to(scene: Scene) -> None:
    other = scene.sandbox.install(scene.sandbox.add_app("Other", manifest=scene.app.manifest), scene.team)

    error = await scene.error("views.open", token=other.bot_token, trigger_id=trigger(scene), view=modal())

    assert error == "invalid_trigger_id"


async def test_a_view_that_slack_refuses_leaves_its_trigger_unused(scene: Scene) -> None:
    mine, broken = trigger(scene), modal()
    del broken["title"]

    refusal = await scene.refusal("views.open", trigger_id=mine, view=broken)

    assert refusal["error"] == "invalid_arguments"
    assert refusal["response_metadata"]["messages"] == ["[ERROR] is required [json-pointer:/view/title]"]
    assert (await scene.client.views_open(trigger_id=mine, view=modal()))["ok"]
    assert await scene.error("views.open", view=modal()) == "invalid_arguments"


async def test_three_modals_stack_and_a_fourth_is_refused(scene: Scene) -> None:
    await scene.client.views_open(trigger_id=trigger(scene), view=modal())
    await scene.client.views_push(trigger_id=trigger(scene), view=modal())
    third = await scene.client.views_push(trigger_id=trigger(scene), view=modal())

    assert await scene.error("views.push", trigger_id=trigger(scene), view=modal()) == "push_limit_reached"
    assert scene.person.modal == third["view"]


async def test_nothing_is_pushed_where_no_modal_is_open(scene: Scene) -> None:
    assert await scene.error("views.push", trigger_id=trigger(scene), view=modal()) == "not_found"


async def test_a_view_is_updated_by_its_id_or_external_id_while_its_hash_holds(scene: Scene) -> None:
    opened = (await scene.client.views_open(trigger_id=trigger(scene), view=modal(external_id="mine")))["view"]
    scene.person.fill({"text": "typed"})

    by_id = await scene.client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(external_id="mine"))
    by_name = await scene.client.views_update(external_id="mine", view=modal(external_id="mine"))

    assert by_id["view"]["id"] == by_name["view"]["id"] == opened["id"]
    assert by_name["view"]["state"]["values"]["word"]["text"]["value"] == "typed"
    stale = {"view_id": opened["id"], "hash": opened["hash"], "view": modal()}
    assert await scene.error("views.update", **stale) == "hash_conflict"
    assert await scene.error("views.update", view_id="V404", view=modal()) == "not_found"
    home_like = {"view_id": opened["id"], "view": home()}
    assert await scene.error("views.update", **home_like) == "invalid_arguments"


async def test_two_open_views_cannot_share_an_external_id(scene: Scene) -> None:
    await scene.client.views_open(trigger_id=trigger(scene), view=modal(external_id="mine"))

    error = await scene.error("views.push", trigger_id=trigger(scene), view=modal(external_id="mine"))

    assert error == "duplicate_external_id"


async def test_home_is_published_for_one_person_and_keeps_its_id(scene: Scene) -> None:
    bob = scene.team.add_user("bob")

    first = (await scene.client.views_publish(user_id=scene.ann.id, view=home()))["view"]
    second = await scene.client.views_publish(user_id=scene.ann.id, hash=first["hash"], view=home(section("new")))

    assert second["view"]["id"] == first["id"]
    assert second["view"]["hash"] != first["hash"]
    shown = scene.person.home(scene.app)
    assert shown is not None
    assert shown["blocks"][0]["text"]["text"] == "new"
    assert scene.sandbox.person(scene.team, bob).home(scene.app) is None


async def test_where_home_cannot_be_published_slack_says_why(scene: Scene) -> None:
    first = (await scene.client.views_publish(user_id=scene.ann.id, view=home()))["view"]
    await scene.client.views_publish(user_id=scene.ann.id, view=home())

    stale = {"user_id": scene.ann.id, "hash": first["hash"], "view": home()}
    assert await scene.error("views.publish", **stale) == "hash_conflict"
    assert await scene.error("views.publish", user_id="U404", view=home()) == "invalid_arguments"
    assert await scene.error("views.publish", user_id=scene.ann.id, view=modal()) == "invalid_arguments"
    scene.app.home_tab = False
    assert await scene.error("views.publish", user_id=scene.ann.id, view=home()) == "not_enabled"
