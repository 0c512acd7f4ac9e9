"""The settings: read, refused in words, and shown without their secrets."""

from pathlib import Path

import pytest

from bot import config
from bot.config import Misconfigured, load, mode_of
from tests.house.source import ROOT

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-marker-one",
    "SLACK_APP_TOKEN": "xapp-marker-two",
    "SLACK_SIGNING_SECRET": "marker-three",
    "DATABASE_URL": "postgresql://user:marker-four@host/name",
}


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


def refusal_of(**given: object) -> tuple[str, ...]:
    with pytest.raises(Misconfigured) as refused:
        load(**given)
    return refused.value.lines


def test_without_any_setting_all_stays_in_the_folder_where_one_is(tmp_path: Path) -> None:
    settings = load()

    assert settings.groundswell_data == tmp_path / "data"
    assert settings.groundswell_keys == tmp_path / "keys"
    assert settings.database_url == f"sqlite:///{tmp_path}/data/groundswell.db"
    assert (settings.groundswell_k, settings.host, settings.port) == (6, "127.0.0.1", 3000)


def test_a_file_named_env_is_read_and_the_environment_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("GROUNDSWELL_K=8\nPORT=4000\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("PORT", "5000")

    settings = load()

    assert (settings.groundswell_k, settings.port) == (8, 5000)


def test_a_variable_that_is_empty_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    monkeypatch.setenv("GROUNDSWELL_K", "")

    settings = load()

    assert (settings.slack_bot_token, settings.groundswell_k) == (None, 6)


@pytest.mark.parametrize("k", [5, 1, 0, -6])
def test_a_figure_for_fewer_than_six_people_is_refused(k: int) -> None:
    (line,) = refusal_of(groundswell_k=k)

    assert line.startswith(f"GROUNDSWELL_K is {k}: use 6 or more")


@pytest.mark.parametrize("level", ["DEBUG", "debug", "NOTSET"])
def test_a_log_level_at_which_payloads_are_printed_is_refused_with_the_reason(level: str) -> None:
    (line,) = refusal_of(log_level=level)

    assert line.startswith("LOG_LEVEL")
    assert "print whole payloads" in line


@pytest.mark.parametrize("inside", ["data", "data/keys", "data/../data/deep/keys"])
def test_keys_inside_the_data_folder_are_refused(inside: str) -> None:
    (line,) = refusal_of(groundswell_keys=inside)

    assert line.startswith("GROUNDSWELL_KEYS lies in the data folder")


def test_keys_that_reach_the_data_folder_by_a_link_are_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "data")

    (line,) = refusal_of(groundswell_keys="elsewhere/keys")

    assert line.startswith("GROUNDSWELL_KEYS")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("slack_bot_token", "xoxp-a-person's"),
        ("slack_app_token", "xoxb-not-this"),
        ("slack_api_url", "slack.com/api"),
        ("slack_api_url", "file:///etc"),
        ("database_url", "mysql://host/name"),
        ("database_url", "::::"),
        ("database_url", "sqlite://"),
        ("database_url", "sqlite:///:memory:"),
        ("port", "many"),
        ("port", 70000),
        ("log_level", "LOUD"),
        ("log_format", "xml"),
        ("groundswell_k", "{six}"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line_that_names_the_setting(name: str, value: object) -> None:
    (line,) = refusal_of(**{name: value})

    assert line.startswith(name.upper())
    assert "\n" not in line


def test_each_wrong_setting_has_its_own_line() -> None:
    lines = refusal_of(groundswell_k=2, log_level="DEBUG", port=-1)

    assert sorted(line.split()[0] for line in lines) == ["GROUNDSWELL_K", "LOG_LEVEL", "PORT"]


def test_a_refusal_never_repeats_a_token() -> None:
    (line,) = refusal_of(slack_bot_token="xoxp-marker")

    assert "marker" not in line


def test_the_address_of_slack_ends_with_a_slash() -> None:
    assert load(slack_api_url="http://127.0.0.1:9/api").slack_api_url == "http://127.0.0.1:9/api/"


@pytest.mark.usefixtures("secrets")
def test_no_secret_is_shown() -> None:
    settings = load()
    rows = config.describe(settings)

    told = f"{rows} {settings!r} {settings}"

    assert "marker" not in told
    assert {row.name: row.value for row in rows}["SLACK_BOT_TOKEN"] == "set"
    assert {row.name: row.value for row in rows}["DATABASE_URL"] == "postgresql://user:***@host/name"


def test_every_setting_has_a_description() -> None:
    rows = config.describe(load())

    assert len(rows) == len(config.Settings.model_fields)
    assert all(len(row.description) > 10 and row.description.endswith(".") for row in rows)


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        ({}, None),
        ({"slack_bot_token": "xoxb-1"}, None),
        ({"slack_app_token": "xapp-1"}, None),
        ({"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}, "socket"),
        ({"slack_bot_token": "xoxb-1", "slack_signing_secret": "s"}, "http"),
        ({"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "slack_signing_secret": "s"}, "socket"),
    ],
)
def test_the_tokens_that_are_set_say_how_slack_reaches_us(given: dict[str, str], mode: str | None) -> None:
    assert mode_of(load(**given)) == mode


def test_settings_do_not_change_under_way() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().port = 1


def test_the_example_beside_the_readme_is_current() -> None:
    assert (ROOT / ".env.example").read_text() == config.example()


def test_the_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    before = load()
    (tmp_path / ".env").write_text(config.example())

    assert load() == before
