"""OAuth: a code for what a person allowed, a token for the code, and tokens that are renewed."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import httpx
import pytest
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.grants import CODE_LIFE, TOKEN_LIFE
from tests.sandbox.conftest import Scene
from tests.sandbox.oauth import CALLBACK, Door, app_in

# slack_sdk sends credentials in a way that aiohttp means to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
async def door(scene: Scene) -> AsyncIterator[Door]:
    """Give a door that an app without token rotation knocks at."""
    async with httpx.AsyncClient(base_url=scene.sandbox.url) as browser:
        yield Door(scene, app_in(scene), browser)


@pytest.fixture
async def rotating(scene: Scene) -> AsyncIterator[Door]:
    """Give a door that an app with token rotation knocks at."""
    async with httpx.AsyncClient(base_url=scene.sandbox.url) as browser:
        yield Door(scene, app_in(scene, rotates=True), browser)


async def test_a_code_gives_a_token_in_slacks_shape(door: Door) -> None:
    answer = await door.access(code=await door.code())

    seat = door.scene.sandbox.seats[door.app.id, door.scene.team.id]
    assert answer == {
        "ok": True,
        "access_token": seat.bot_token,
        "token_type": "bot",
        "scope": "chat:write",
        "bot_user_id": seat.bot_user_id,
        "app_id": door.app.id,
        "team": {"id": door.scene.team.id, "name": "Acme"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": door.scene.ann.id},
    }


async def test_the_token_is_good_for_the_scopes_that_were_allowed(door: Door) -> None:
    answer = await door.access(code=await door.code())

    token = answer["access_token"]
    assert await door.scene.error("users.list", token=token) == "missing_scope"
    assert (
        await AsyncWebClient(token, door.scene.sandbox.api_url).chat_postMessage(channel=door.scene.ann.id, text="x")
    )["ok"]


async def test_scopes_that_are_allowed_later_are_added_to_the_same_token(door: Door) -> None:
    first = await door.access(code=await door.code(scope="chat:write"))
    second = await door.access(code=await door.code(scope="users:read,im:write"))

    assert second["access_token"] == first["access_token"]
    assert second["bot_user_id"] == first["bot_user_id"]
    assert second["scope"] == "chat:write,im:write,users:read"


async def test_no_app_is_installed_before_its_code_is_exchanged(door: Door) -> None:
    await door.code()

    assert (door.app.id, door.scene.team.id) not in door.scene.sandbox.seats


async def test_the_credentials_may_stand_in_the_form(door: Door, http: aiohttp.ClientSession) -> None:
    fields = {"client_id": door.app.client_id, "client_secret": door.app.client_secret, "code": await door.code()}

    async with http.post(f"{door.scene.sandbox.api_url}oauth.v2.access", data=fields) as response:
        assert (await response.json())["ok"]


@pytest.mark.parametrize("shown", ["Basic", "Basic !!!", "Basic /w==", "Basic bm9jb2xvbg=="])
async def test_credentials_that_cannot_be_read_are_none(door: Door, http: aiohttp.ClientSession, shown: str) -> None:
    async with http.post(f"{door.scene.sandbox.api_url}oauth.v2.access", headers={"Authorization": shown}) as response:
        assert await response.json() == {"ok": False, "error": "invalid_client_id"}


async def test_a_code_is_good_once(door: Door) -> None:
    code = await door.code()
    await door.access(code=code)

    assert (await door.access(code=code))["error"] == "code_already_used"


async def test_a_code_is_good_for_ten_minutes_of_the_sandboxs_clock(door: Door) -> None:
    timely, late = await door.code(), await door.code()

    door.scene.sandbox.clock.advance(CODE_LIFE)
    in_time = await door.access(code=timely)
    door.scene.sandbox.clock.advance(timedelta(seconds=1))
    too_late = await door.access(code=late)

    assert (in_time["ok"], too_late["error"]) == (True, "invalid_code")


async def test_a_code_is_good_for_the_app_that_was_allowed_alone(door: Door) -> None:
    other = app_in(door.scene, "Other")
    code = await door.code()

    assert (await door.access(other, code=code))["error"] == "invalid_code"
    assert (await door.access(code=code))["ok"]


@pytest.mark.parametrize(
    ("at_the_page", "at_the_exchange", "error"),
    [
        (CALLBACK, CALLBACK, None),
        ("", "", None),
        (f"{CALLBACK}/deeper", f"{CALLBACK}/deeper", None),
        (CALLBACK, "", "bad_redirect_uri"),
        (CALLBACK, f"{CALLBACK}/deeper", "bad_redirect_uri"),
        ("", CALLBACK, "bad_redirect_uri"),
    ],
)
async def test_the_redirect_uri_of_the_exchange_is_the_one_of_the_page(
    door: Door, at_the_page: str, at_the_exchange: str, error: str | None
) -> None:
    code = await door.code(**({"redirect_uri": at_the_page} if at_the_page else {}))

    answer = await door.access(code=code, **({"redirect_uri": at_the_exchange} if at_the_exchange else {}))

    assert answer.get("error") == error


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "invalid_code"),
        ({"code": "1.2.three"}, "invalid_code"),
        ({"grant_type": "password"}, "invalid_grant_type"),
        ({"grant_type": "refresh_token"}, "invalid_refresh_token"),
        ({"grant_type": "refresh_token", "refresh_token": "xoxe-1-no"}, "invalid_refresh_token"),
        ({"code": "1.2.three", "code_verifier": "x"}, "pkce_not_allowed"),
    ],
)
async def test_what_is_no_grant_is_refused_by_slacks_name(door: Door, arguments: dict[str, str], error: str) -> None:
    assert (await door.access(**arguments))["error"] == error


async def test_an_unknown_client_is_told_apart_from_a_wrong_secret(door: Door) -> None:
    code = await door.code()
    sent = {"code": code, "client_id": door.app.client_id, "client_secret": "wrong"}

    assert await door.scene.error("oauth.v2.access", **sent) == "bad_client_secret"
    assert await door.scene.error("oauth.v2.access", **{**sent, "client_id": "1.2"}) == "invalid_client_id"
    assert (await door.access(code=code))["ok"]


async def test_the_journal_names_the_app_that_exchanged_a_code(door: Door) -> None:
    await door.access(code=await door.code())

    (call,) = door.scene.sandbox.journal.calls("oauth.v2.access")
    assert (call.app_id, call.errors) == (door.app.id, [])


async def test_a_token_that_is_rotated_expires_after_twelve_hours(rotating: Door) -> None:
    answer = await rotating.access(code=await rotating.code())
    client = AsyncWebClient(answer["access_token"], rotating.scene.sandbox.api_url)

    before = await client.auth_test()
    rotating.scene.sandbox.clock.advance(TOKEN_LIFE)
    error = await rotating.scene.error("auth.test", token=answer["access_token"])

    assert answer["access_token"].startswith("xoxe.xoxb-")
    assert answer["refresh_token"].startswith("xoxe-1-")
    assert (answer["expires_in"], before["expires_in"]) == (43200, 43200)
    assert error == "token_expired"


async def test_a_refresh_token_gives_a_new_token_and_the_old_one_keeps_its_time(rotating: Door) -> None:
    first = await rotating.access(code=await rotating.code())
    rotating.scene.sandbox.clock.advance(timedelta(hours=10))

    second = await rotating.access(grant_type="refresh_token", refresh_token=first["refresh_token"])

    scene = rotating.scene
    assert second.keys() == first.keys() - {"authed_user"}
    assert second["access_token"] != first["access_token"]
    assert (await AsyncWebClient(first["access_token"], scene.sandbox.api_url).auth_test())["ok"]
    scene.sandbox.clock.advance(timedelta(hours=2))
    assert await scene.error("auth.test", token=first["access_token"]) == "token_expired"
    assert (await AsyncWebClient(second["access_token"], scene.sandbox.api_url).auth_test())["ok"]


async def test_a_refresh_token_is_good_once_and_for_its_app(rotating: Door) -> None:
    other = app_in(rotating.scene, "Other", rotates=True)
    first = await rotating.access(code=await rotating.code())
    refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    foreign = await rotating.access(other, **refresh)
    own = await rotating.access(**refresh)
    again = await rotating.access(**refresh)

    assert (foreign["error"], own["ok"], again["error"]) == ("invalid_refresh_token", True, "invalid_refresh_token")


async def test_an_app_that_was_uninstalled_renews_nothing(rotating: Door) -> None:
    first = await rotating.access(code=await rotating.code())
    await rotating.scene.sandbox.uninstall(rotating.scene.sandbox.seats[rotating.app.id, rotating.scene.team.id])

    again = await rotating.access(grant_type="refresh_token", refresh_token=first["refresh_token"])

    assert again["error"] == "invalid_refresh_token"


async def test_slacks_own_rotator_renews_a_token(rotating: Door) -> None:
    first = await rotating.access(code=await rotating.code())
    bot = Bot(
        app_id=rotating.app.id,
        team_id=rotating.scene.team.id,
        bot_token=first["access_token"],
        bot_id="B1",
        bot_user_id=first["bot_user_id"],
        bot_refresh_token=first["refresh_token"],
        bot_token_expires_at=0,
        installed_at=0.0,
    )
    rotator = AsyncTokenRotator(
        client_id=rotating.app.client_id, client_secret=rotating.app.client_secret, client=rotating.client()
    )

    renewed = await rotator.perform_bot_token_rotation(bot=bot)

    assert renewed is not None
    assert renewed.bot_token not in {None, first["access_token"]}
    assert renewed.bot_refresh_token not in {None, first["refresh_token"]}
    assert (await AsyncWebClient(renewed.bot_token, rotating.scene.sandbox.api_url).auth_test())["ok"]


async def test_a_token_without_an_end_is_exchanged_once_rotation_is_on(door: Door) -> None:
    lasting = (await door.access(code=await door.code()))["access_token"]
    credentials = {"client_id": door.app.client_id, "client_secret": door.app.client_secret}
    refused = await door.scene.error("oauth.v2.exchange", token="none", **credentials)
    door.app.rotates = True

    answer = await door.client().oauth_v2_exchange(token=lasting, **credentials)

    token = answer["access_token"]
    assert refused == "token_rotation_not_enabled"
    assert token.startswith("xoxe.xoxb-")
    assert (await AsyncWebClient(token, door.scene.sandbox.api_url).auth_test())["ok"]
    assert await door.scene.error("auth.test", token=lasting) == "token_expired"


async def test_installing_an_app_again_whose_tokens_are_rotated_gives_a_new_one_beside_the_old(rotating: Door) -> None:
    first = await rotating.access(code=await rotating.code())
    second = await rotating.access(code=await rotating.code(scope="users:read"))

    assert second["access_token"] != first["access_token"]
    assert second["bot_user_id"] == first["bot_user_id"]
    for token in (first["access_token"], second["access_token"]):
        assert (await AsyncWebClient(token, rotating.scene.sandbox.api_url).users_list())["ok"]


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("xoxb-unknown", "invalid_token"),
        ("{other}", "invalid_token"),
        ("{expiring}", "invalid_token"),
        ("{exchanged}", "token_already_exchanged"),
        ("{revoked}", "authorization_not_found"),
    ],
)
async def test_only_a_live_token_without_an_end_is_exchanged(door: Door, token: str, error: str) -> None:
    scene, abroad = door.scene, door.scene.sandbox.add_workspace("Abroad")
    known = {"other": scene.seat.bot_token, "exchanged": scene.sandbox.install(door.app, scene.team).bot_token}
    gone = scene.sandbox.install(door.app, abroad)
    known["revoked"] = gone.bot_token
    await scene.sandbox.revoke(gone)
    door.app.rotates = True
    credentials = {"client_id": door.app.client_id, "client_secret": door.app.client_secret}
    exchanged = await door.client().oauth_v2_exchange(token=known["exchanged"], **credentials)
    known["expiring"] = exchanged["access_token"]

    assert await scene.error("oauth.v2.exchange", token=token.format(**known), **credentials) == error


async def test_exchanges_are_limited_by_client(limited: Scene) -> None:
    one, other = app_in(limited, "One"), app_in(limited, "Other")
    url = f"{limited.sandbox.api_url}oauth.v2.exchange"

    async def statuses(client_id: str, times: int) -> list[int]:
        sent = {"client_id": client_id, "client_secret": "wrong"}
        async with httpx.AsyncClient() as client:
            return [(await client.post(url, data=sent)).status_code for _ in range(times)]

    assert await statuses(one.client_id, 51) == [200] * 50 + [429]
    assert await statuses(other.client_id, 1) == [200]
