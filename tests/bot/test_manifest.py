"""The manifest: what Slack is told of the app is what the code does."""

import json
import os
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot import manifest as manifests
from bot.manifest import Unlisted, manifest, text_of, use_of_sources
from tests.house.source import ROOT

SCHEMA = (
    Path(os.environ.get("GROUNDSWELL_SHARED") or ROOT.parent / "shared") / "slack-schema/manifest.schema.2.0.0.json"
)
URL = "https://pulse.example.org"


def source(folder: Path, code: str) -> Path:
    path = folder / "surface.py"
    path.write_text(code)
    return path


@pytest.mark.parametrize("url", [None, URL])
def test_slack_accepts_the_manifest(url: str | None) -> None:
    if not SCHEMA.is_file():
        pytest.skip("Slack's schema of a manifest is not beside this checkout")
    schema = json.loads(SCHEMA.read_text())

    errors = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(manifest(url))]

    assert errors == []


@pytest.mark.parametrize("url", [None, URL])
def test_the_texts_are_of_the_lengths_that_slack_takes(url: str | None) -> None:
    shown = manifest(url)
    information = shown["display_information"]

    assert 1 <= len(information["name"]) <= 35
    assert 1 <= len(information["description"]) <= 140
    assert 175 <= len(information["long_description"]) <= 4000
    for command in shown["features"]["slash_commands"]:
        assert command["command"].startswith("/")
        assert command["description"]
        assert command["usage_hint"]


def test_the_scopes_are_those_of_what_the_code_calls_and_listens_to() -> None:
    assert manifest()["oauth_config"]["scopes"]["bot"] == [
        "chat:write",
        "commands",
        "dnd:read",
        "files:write",
        "usergroups:read",
        "users:read",
        "users:read.email",
    ]


def test_the_events_and_commands_are_those_that_the_code_listens_to() -> None:
    shown = manifest()

    assert shown["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened", "team_join", "user_change"]
    assert [command["command"] for command in shown["features"]["slash_commands"]] == ["/pulse"]
    assert shown["settings"]["interactivity"]["is_enabled"] is True
    assert shown["features"]["app_home"]["home_tab_enabled"] is True


def test_nothing_that_is_listed_is_unused_but_what_waits_for_its_surface() -> None:
    use = use_of_sources()

    assert set(manifests.EVENTS) == set(use.events)
    assert set(manifests.COMMANDS) == set(use.commands)
    assert set(manifests.METHODS) - set(use.methods) <= {
        "chat_update",
        "conversations_open",
        "usergroups_users_list",
        "users_info",
        "views_push",
    }


def test_without_an_address_it_is_for_socket_mode() -> None:
    shown = manifest()

    assert shown["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(shown)
    assert '"url"' not in json.dumps(shown)


@pytest.mark.parametrize("url", [URL, f"{URL}/", f"{URL}/slack/events"])
def test_with_an_address_slack_sends_everything_to_the_one_endpoint(url: str) -> None:
    shown = manifest(url)

    addresses = {
        shown["settings"]["event_subscriptions"]["request_url"],
        shown["settings"]["interactivity"]["request_url"],
        *(command["url"] for command in shown["features"]["slash_commands"]),
    }
    assert addresses == {f"{URL}/slack/events"}
    assert shown["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize(
    "url", ["", "pulse.example.org", "ftp://pulse.example.org", "https://", f"{URL}?x=1", "https://["]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a public address"):
        manifest(url)


def test_the_file_says_what_the_manifest_says() -> None:
    shown = manifest(URL)

    assert json.loads(text_of(shown, "json")) == shown
    assert yaml.safe_load(text_of(shown, "yaml")) == shown


@pytest.mark.parametrize(
    "code",
    [
        "async def f(client): await client.reactions_add(name='eyes')",
        "async def f(self): await self._client.pins_add()",
        "async def f(house): await house.client.admin_users_list()",
        "app.event('message')(listen)",
        "@app.command('/vote')\nasync def vote(ack): ...",
        "EVENT = 'team_join'\napp.event(EVENT)(listen)",
        "app.event()(listen)",
    ],
)
def test_what_the_code_does_and_the_manifest_does_not_know_is_an_error(tmp_path: Path, code: str) -> None:
    with pytest.raises(Unlisted):
        use_of_sources([source(tmp_path, code)])


def test_what_is_called_and_listened_to_is_read_off_the_source(tmp_path: Path) -> None:
    code = """
@app.event("team_join")
async def welcome(client):
    await client.chat_postMessage(channel="U1", text="hello")

app.shortcut("ask")(welcome)
other.event("user_change")
cache.users_list()
client.close()
"""

    use = use_of_sources([source(tmp_path, code)])

    assert (use.events, use.commands, use.methods) == (("team_join",), (), ("chat_postMessage",))
    assert use.interactive is True
    assert use.scopes == ["chat:write", "users:read"]


def test_an_app_that_only_listens_to_events_has_nothing_to_click(tmp_path: Path) -> None:
    use = use_of_sources([source(tmp_path, 'app.event("app_home_opened")(draw)')])

    assert (use.interactive, use.scopes) == (False, [])


def test_the_manifest_asks_for_no_more_than_slacks_reference_of_methods_names() -> None:
    """The table of scopes against Slack's own, where that is beside this checkout."""
    facts = SCHEMA.with_name("method_facts.csv")
    if not facts.is_file():
        pytest.skip("Slack's facts on methods are not beside this checkout")
    reference = {line.split(",")[0]: set(line.split(",")[2].split()) for line in facts.read_text().splitlines()}

    strange = {
        name: set(scopes) - reference[name.replace("_", ".")]
        for name, scopes in manifests.METHODS.items()
        if name.replace("_", ".") in reference and set(scopes) - reference[name.replace("_", ".")]
    }

    assert strange == {"users_list": {"users:read.email"}}
