"""Tokens: bound to an app, a workspace and scopes."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.conftest import SCOPES, Scene, manifest
from tests.sandbox.ears import Ear


def client_with(scene: Scene, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=scene.sandbox.api_url)


async def test_a_call_without_a_token_is_not_authed(scene: Scene, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{scene.sandbox.api_url}users.list") as response:
        assert await response.json() == {"ok": False, "error": "not_authed"}


async def test_an_unknown_token_is_invalid(scene: Scene) -> None:
    assert await scene.error("users.list", token="xoxb-1-2-three") == "invalid_auth"


async def test_a_revoked_token_is_told_apart_from_one_of_an_uninstalled_app(scene: Scene) -> None:
    await scene.sandbox.revoke(scene.seat)
    assert await scene.error("auth.test") == "token_revoked"

    again = scene.sandbox.install(scene.app, scene.team)
    await scene.sandbox.uninstall(again)
    assert await scene.error("auth.test", token=again.bot_token) == "account_inactive"


async def test_installing_again_keeps_the_token_and_the_bot_user_and_adds_scopes(scene: Scene) -> None:
    users = len(scene.team.users)

    again = scene.sandbox.install(scene.app, scene.team, ["reactions:read"])

    assert (again.bot_token, again.bot_user_id) == (scene.seat.bot_token, scene.seat.bot_user_id)
    assert again.scopes == {*SCOPES, "reactions:read"}
    assert len(scene.team.users) == users


async def test_installing_after_an_uninstall_wakes_the_bot_user_with_a_new_token(scene: Scene) -> None:
    await scene.sandbox.uninstall(scene.seat)
    asleep = scene.team.users[scene.seat.bot_user_id].deleted

    again = scene.sandbox.install(scene.app, scene.team, ["chat:write"])

    assert asleep
    assert (again.bot_user_id, again.bot_id) == (scene.seat.bot_user_id, scene.seat.bot_id)
    assert not scene.team.users[again.bot_user_id].deleted
    assert again.scopes == {"chat:write"}
    assert await scene.error("auth.test") == "account_inactive"
    assert (await client_with(scene, again.bot_token).auth_test())["user_id"] == scene.seat.bot_user_id


async def test_an_app_that_revokes_its_token_hears_of_it(scene: Scene, ear: Ear) -> None:
    answer = await scene.client.auth_revoke()
    await scene.sandbox.journal.until(lambda: ear.bodies)

    assert answer["revoked"] is True
    assert ear.event(0)["type"] == "tokens_revoked"
    assert ear.event(0)["tokens"] == {"oauth": [], "bot": [scene.seat.bot_user_id]}
    assert await scene.error("auth.revoke") == "token_revoked"


async def test_revoking_may_be_tried_without_doing_it(scene: Scene) -> None:
    answer = await scene.client.auth_revoke(test=True)

    assert answer["revoked"] is False
    assert (await scene.client.auth_test())["ok"]


async def test_an_app_uninstalls_itself_with_its_client_id_and_secret(scene: Scene, ear: Ear) -> None:
    await scene.client.apps_uninstall(client_id=scene.app.client_id, client_secret=scene.app.client_secret)
    await scene.sandbox.journal.until(lambda: len(ear.bodies) == 2)

    assert {ear.event(number)["type"] for number in range(2)} == {"app_uninstalled", "tokens_revoked"}
    assert await scene.error("auth.test") == "account_inactive"


@pytest.mark.parametrize(
    ("client_id", "client_secret", "error"),
    [
        ("1.2", "{secret}", "invalid_client_id"),
        ("{id}", "wrong", "bad_client_secret"),
        ("{other_id}", "{other_secret}", "client_id_token_mismatch"),
        ("{id}", None, "invalid_arguments"),
    ],
)
async def test_an_app_is_not_uninstalled_with_the_credentials_of_another(
    scene: Scene, client_id: str, client_secret: str | None, error: str
) -> None:
    other = scene.sandbox.add_app("Other", manifest=manifest())
    known = {
        "id": scene.app.client_id,
        "secret": scene.app.client_secret,
        "other_id": other.client_id,
        "other_secret": other.client_secret,
    }
    given = {"client_id": client_id.format(**known)}
    if client_secret is not None:
        given["client_secret"] = client_secret.format(**known)

    assert await scene.error("apps.uninstall", **given) == error
    assert (await scene.client.auth_test())["ok"]


async def test_tokens_of_a_deactivated_workspace_are_inactive(scene: Scene) -> None:
    scene.team.deactivated = True

    assert await scene.error("auth.test") == "account_inactive"


async def test_a_missing_scope_is_named_with_those_that_are_there(scene: Scene) -> None:
    narrow = manifest()
    narrow["oauth_config"]["scopes"]["bot"] = ["commands", "chat:write"]
    seat = scene.sandbox.install(scene.sandbox.add_app("Narrow", manifest=narrow), scene.team)

    refusal = await scene.refusal("users.list", token=seat.bot_token)

    assert refusal == {
        "ok": False,
        "error": "missing_scope",
        "needed": "users:read",
        "provided": "chat:write,commands",
    }


async def test_an_app_token_opens_connections_and_nothing_else(scene: Scene) -> None:
    assert await scene.error("users.list", token=scene.app.app_token) == "not_allowed_token_type"
    assert await scene.error("apps.connections.open") == "not_allowed_token_type"


async def test_a_token_sees_its_own_workspace_only(scene: Scene) -> None:
    other = scene.sandbox.add_workspace("Other")
    zoe = other.add_user("zoe")

    assert await scene.error("users.info", user=zoe.id) == "user_not_found"


async def test_the_answer_names_the_scopes_of_the_token_and_those_of_the_method(scene: Scene) -> None:
    answer = await scene.client.users_list()

    headers = {name.lower(): value for name, value in dict(answer.headers).items()}
    assert "users:read.email" in headers["x-oauth-scopes"].split(",")
    assert headers["x-accepted-oauth-scopes"] == "users:read"


async def test_auth_test_says_whose_token_it_is(scene: Scene) -> None:
    answer = await scene.client.auth_test()

    assert answer["team_id"] == scene.team.id
    assert answer["user_id"] == scene.seat.bot_user_id
    assert answer["bot_id"] == scene.seat.bot_id
    assert answer["url"] == f"{scene.sandbox.url}/"


async def test_auth_test_says_of_an_app_token_which_app_it_is(scene: Scene) -> None:
    answer = await client_with(scene, scene.app.app_token).auth_test()

    assert answer.data == {"ok": True, "app_id": scene.app.id, "app_name": "Pulse"}


@pytest.mark.parametrize("place", ["query", "form", "header"])
async def test_a_token_may_stand_in_the_query_the_form_or_the_header(
    scene: Scene, http: aiohttp.ClientSession, place: str
) -> None:
    token = scene.seat.bot_token
    url = f"{scene.sandbox.api_url}auth.test"
    sent = {
        "query": http.get(url, params={"token": token}),
        "form": http.post(url, data={"token": token}),
        "header": http.post(url, headers={"Authorization": f"Bearer {token}"}),
    }

    answers = {name: await (await request).json() for name, request in sent.items()}

    assert answers[place]["ok"]
    assert "token" not in scene.sandbox.journal.calls("auth.test")[-1].arguments
