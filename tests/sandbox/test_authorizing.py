"""The page on which a person lets an app in: what it says, whom it asks, and where it sends them."""

from collections.abc import AsyncIterator

import httpx
import pytest

from sandbox.page.authorizing import PATH, fits
from tests.sandbox.conftest import Scene
from tests.sandbox.markup import read
from tests.sandbox.oauth import CALLBACK, Door, app_in, back_of


@pytest.fixture
async def door(scene: Scene) -> AsyncIterator[Door]:
    """Give a door that an app knocks at."""
    async with httpx.AsyncClient(base_url=scene.sandbox.url) as browser:
        yield Door(scene, app_in(scene), browser)


async def test_the_page_says_who_asks_for_what_and_where(door: Door) -> None:
    found = await door.seen(scope="chat:write,users:read")

    said = ("Newcomer asks to enter Acme", "Send messages under its own name", "users:read", "127.0.0.1:3000")
    assert [words for words in said if words not in found.words] == []
    assert [each["value"] for each in found.all("button") if each.get("name") == "answer"] == ["allow", "cancel"]


async def test_allow_sends_the_person_back_with_a_code_and_the_state(door: Door) -> None:
    answer = await door.pressed("allow", door.fields(redirect_uri=f"{CALLBACK}?kept=yes"))

    back = back_of(answer)
    assert answer.headers["location"].startswith(f"{CALLBACK}?kept=yes&code=")
    assert (back["state"], sorted(back)) == ("s1", ["code", "kept", "state"])


async def test_cancel_sends_the_person_back_with_access_denied(door: Door) -> None:
    back = back_of(await door.pressed("cancel", door.fields()))

    assert back == {"error": "access_denied", "state": "s1"}


async def test_the_form_carries_all_that_was_asked(door: Door) -> None:
    fields = door.fields(redirect_uri=CALLBACK, state="<\"&'>")
    page = await door.browser.get(PATH, params=fields)

    back = back_of(await door.pressed("allow", read_hidden(page.text)))

    assert back["state"] == fields["state"]


def read_hidden(html: str) -> dict[str, str]:
    found = read(html[html.rindex("<form") :])
    return {each["name"]: each["value"] for each in found.all("input") if each.get("type") == "hidden"}


async def test_only_active_people_who_are_no_guests_may_install(door: Door) -> None:
    door.scene.team.add_user("gus", is_restricted=True)
    door.scene.team.add_user("una", is_ultra_restricted=True)
    door.scene.team.add_user("gwen", deleted=True)

    found = await door.seen()

    assert [each["value"] for each in found.all("option")] == [door.scene.ann.id]
    for name in ("gus", "una", "gwen", "slackbot", "pulse", ""):
        refused = await door.pressed("allow", {**door.fields(), "person": name})
        assert (refused.status_code, "who may install apps" in refused.text) == (400, True)


async def test_a_workspace_without_anybody_who_may_install_says_so(door: Door) -> None:
    door.scene.ann.deleted = True

    found = await door.seen()

    assert "Nobody in Acme may install an app" in found.words
    assert [each for each in found.all("button") if each.get("name") == "answer"] == []


async def test_one_chooses_among_several_workspaces(door: Door) -> None:
    other = door.scene.sandbox.add_workspace("Other")
    zoe = other.add_user("zoe")

    first = await door.seen()
    chosen = await door.seen(workspace=other.id)
    wanted = await door.seen(team=other.id)

    assert {door.scene.team.id, other.id} <= {each["value"] for each in first.all("option")}
    assert zoe.id in {each["value"] for each in chosen.all("option")}
    assert [each["value"] for each in wanted.all("option")] == [zoe.id]


async def test_an_app_that_wants_one_workspace_gets_into_no_other(door: Door) -> None:
    other = door.scene.sandbox.add_workspace("Other")
    zoe = other.add_user("zoe")
    sent = {"workspace": other.id, "person": zoe.id}

    refused = await door.pressed("allow", {**door.fields(team=door.scene.team.id), **sent})

    assert refused.status_code == 400


async def test_a_person_of_a_large_workspace_is_written_and_not_listed(door: Door) -> None:
    for number in range(400):
        door.scene.team.add_user(f"p{number}")

    found = await door.seen()
    back = back_of(await door.pressed("allow", {**door.fields(), "person": "@p399"}))

    assert found.all("option") == []
    assert "code" in back


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"client_id": "1.2"}, "invalid_client_id", "No app of this sandbox has the client id"),
        ({"scope": "chat:write,fly:high"}, "invalid_scope", "no scope of a bot called fly:high"),
        ({"scope": ""}, "no_scopes", "asks for no scope"),
        ({"user_scope": "search:read"}, "invalid_scope", "leave user_scope out"),
        ({"redirect_uri": "https://example.com/"}, "bad_redirect_uri", CALLBACK),
        ({"team": "T9"}, "team_not_found", "no workspace T9"),
    ],
)
async def test_what_is_wrong_is_said_to_who_builds_the_app(
    door: Door, asked: dict[str, str], error: str, said: str
) -> None:
    found = await door.seen(400, **asked)
    sent = await door.pressed("allow", door.fields(**asked))

    assert [words for words in (error, said) if words not in found.words] == []
    assert (sent.status_code, "location" in sent.headers) == (400, False)


async def test_an_app_without_redirect_urls_is_told_to_name_one(door: Door) -> None:
    door.app.redirect_urls = ()

    found = await door.seen(400)

    assert "oauth_config.redirect_urls" in found.words


@pytest.mark.parametrize(
    ("uri", "allowed"),
    [
        ("https://app.test/oauth", True),
        ("https://APP.test/oauth/", True),
        ("https://app.test/oauth/team?x=1", True),
        ("https://app.test/oauth2", False),
        ("https://app.test/", False),
        ("https://app.test:8443/oauth", False),
        ("http://app.test/oauth", False),
        ("https://app.test.evil.test/oauth", False),
        ("https://app.test@evil.test/oauth", False),
        ("https://app.test/oauth/../admin", False),
        ("https://app.test/oauth/%2e%2e/admin", False),
        ("https://app.test/oauth/..\\admin", False),
        ("//app.test/oauth", False),
        ("/oauth", False),
        ("javascript:alert(1)", False),
        ("https://[app.test/oauth", False),
        ("", False),
    ],
)
def test_a_person_is_sent_to_addresses_of_the_manifest_and_below_them(uri: str, allowed: object) -> None:
    assert fits(uri, "https://app.test/oauth") is allowed


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.test"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.test"}],
)
async def test_pages_of_other_sites_allow_nothing(door: Door, headers: dict[str, str]) -> None:
    answer = await door.pressed("allow", door.fields(), **headers)

    assert (answer.status_code, "location" in answer.headers) == (403, False)


async def test_a_browser_may_follow_the_form_to_the_app_and_say_where_it_comes_from(door: Door) -> None:
    answer = await door.browser.get(PATH, params=door.fields())

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action" not in policy
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_what_an_app_sends_is_never_html(door: Door) -> None:
    door.app.name = "<script>alert(1)</script>"

    shown = await door.browser.get(PATH, params=door.fields(state='"><script>'))
    wrong = await door.browser.get(PATH, params={"client_id": "<script>"})

    assert "<script>" not in shown.text + wrong.text


async def test_the_page_can_be_used_with_a_keyboard_and_a_screen_reader(door: Door) -> None:
    door.scene.sandbox.add_workspace("Other")

    found = await door.seen()

    labelled = {label["for"] for label in found.all("label") if "for" in label}
    fields = [each for tag in ("input", "select") for each in found.all(tag) if each.get("type") != "hidden"]
    assert fields
    assert all(each.get("id") in labelled for each in fields)
    assert len(found.all("h1")) == 1
