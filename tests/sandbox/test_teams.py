"""What an app learns of the workspace and of its bots."""

from tests.sandbox.conftest import Scene


async def test_an_app_reads_the_name_of_its_workspace(scene: Scene) -> None:
    scene.seat.scopes |= {"team:read"}

    answer = await scene.client.team_info()

    assert (answer["team"]["id"], answer["team"]["name"]) == (scene.team.id, "Acme")


async def test_another_workspace_is_not_found(scene: Scene) -> None:
    scene.seat.scopes |= {"team:read"}
    other = scene.sandbox.add_workspace("Other")

    assert await scene.error("team.info", team=other.id) == "team_not_found"


async def test_a_bot_is_found_by_its_id(scene: Scene) -> None:
    answer = await scene.client.bots_info(bot=scene.seat.bot_id)

    assert (answer["bot"]["app_id"], answer["bot"]["user_id"]) == (scene.app.id, scene.seat.bot_user_id)


async def test_a_bot_that_is_none_is_not_found(scene: Scene) -> None:
    assert await scene.error("bots.info", bot="B9") == "bot_not_found"
