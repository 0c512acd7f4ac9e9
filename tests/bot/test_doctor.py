"""The doctor: each thing that must hold is found well, and found out when it is not."""

import logging
import sys
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from structlog.testing import capture_logs

from bot import doctor, logs, process, storage
from bot.config import Settings, load
from bot.database import async_url, engine_for, migrate
from bot.finding import Finding
from bot.manifest import manifest, use_of_sources
from surveys.comments import semantic
from surveys.keys import KeyRing
from surveys.models import Round
from tests.bot.conftest import Place
from tests.build import GLAD, TEAM, Sessions, company, open_round, play_round


@pytest.fixture(autouse=True)
def _pinned() -> None:
    """Start as the command does: with the libraries pinned."""
    logs.pin()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load(groundswell_data=tmp_path / "data", groundswell_keys=tmp_path / "keys")
    migrate(settings.database_url)
    KeyRing(settings.groundswell_keys).prepare()
    return settings


def named(name: str, found: list[Finding]) -> Finding:
    return next(finding for finding in found if finding.name == name)


def troubles(found: list[Finding]) -> list[str]:
    return [finding.name for finding in found if not finding.ok]


@pytest.fixture
def prepared(place: Place) -> Place:
    KeyRing(place.settings.groundswell_keys).prepare()
    return place


async def test_a_house_in_order_is_found_in_order(prepared: Place, database_url: str) -> None:
    found = await doctor.examine(prepared.settings)

    # A PostgreSQL as it comes writes parameters of slow statements nowhere, so it is in order as well.
    assert troubles(found) == []
    assert {finding.name for finding in found} == {
        "settings",
        "database",
        "migrations",
        "database settings",
        "statements",
        "key directory",
        "database file",
        "settings file",
        "closed rounds",
        "key of comments",
        "access log",
        "comments",
        "reading of comments",
        "watchers",
        "bot token",
        "scopes",
        "app token",
        "log levels",
        "keys of rounds",
        "rounding key",
    }


async def test_no_finding_tells_a_secret(prepared: Place) -> None:
    found = await doctor.examine(prepared.settings)

    told = repr(found)
    for secret in (prepared.seat.bot_token, prepared.app.app_token, prepared.app.signing_secret):
        assert secret not in told


async def test_a_remedy_stands_beside_each_trouble_and_only_there(tmp_path: Path) -> None:
    found = await doctor.examine(load(groundswell_data=tmp_path / "data", groundswell_keys=tmp_path / "keys"))

    assert troubles(found) == ["settings", "database", "key directory"]
    assert all(bool(finding.remedy) != finding.ok for finding in found)
    assert all(finding.ok for finding in found if finding.advice)


async def test_a_missing_database_is_not_made_by_looking_for_it(tmp_path: Path) -> None:
    settings = load(groundswell_data=tmp_path / "data")

    finding = named("database", await doctor.examine(settings))

    assert finding.remedy == "groundswell migrate"
    assert not (tmp_path / "data").exists()


async def test_a_database_server_that_does_not_answer_is_found_out() -> None:
    settings = load(database_url="postgresql://user:marker@127.0.0.1:1/name")

    finding = named("database", await doctor.examine(settings))

    assert not finding.ok
    assert "marker" not in f"{finding}"


async def test_a_database_without_tables_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE other (id INTEGER)"))
    await engine.dispose()

    finding = named("migrations", await doctor.examine(load(database_url=f"sqlite:///{path}")))

    assert (finding.ok, finding.remedy) == (False, "groundswell migrate")


async def test_sqlite_that_keeps_what_is_deleted_is_found_out(settings: Settings) -> None:
    engine = create_async_engine(async_url(settings.database_url))
    event.listen(engine.sync_engine, "connect", lambda driver, _: driver.execute("PRAGMA secure_delete=OFF").close())

    finding = await storage.database_settings(engine)
    await engine.dispose()

    assert not finding.ok
    assert "secure_delete=0" in finding.sentence
    assert "secure_delete=1" in finding.remedy


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("log_statement", "all"),
        ("log_duration", "on"),
        ("log_min_duration_statement", "0"),
        ("log_min_duration_sample", "0"),
        ("log_transaction_sample_rate", "0.5"),
        ("log_parameter_max_length_on_error", "-1"),
        ("log_executor_stats", "on"),
        ("debug_print_plan", "on"),
    ],
)
async def test_postgresql_that_writes_down_what_is_sent_is_found_out(
    engine: AsyncEngine, setting: str, value: str
) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("a setting of PostgreSQL")
    loud = create_async_engine(engine.url, connect_args={"server_settings": {setting: value}})

    before, after = await storage.database_settings(engine), await storage.database_settings(loud)
    await loud.dispose()

    assert (before.ok, after.ok) == (True, False)
    assert f"{setting}=" in after.sentence


@pytest.mark.parametrize("wrong", [{"echo": True}, {"hide_parameters": False}])
async def test_an_engine_that_prints_statements_or_parameters_is_found_out(
    settings: Settings, wrong: dict[str, bool]
) -> None:
    quiet = engine_for(settings.database_url)
    loud = create_async_engine(async_url(settings.database_url), **({"hide_parameters": True} | wrong))

    assert (storage.statements(quiet).ok, storage.statements(loud).ok) == (True, False)
    await quiet.dispose()
    await loud.dispose()


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o705, 0o500])
def test_a_key_directory_that_others_may_enter_or_its_owner_may_not_is_found_out(settings: Settings, mode: int) -> None:
    settings.groundswell_keys.chmod(mode)

    finding = doctor.key_directory(settings)
    settings.groundswell_keys.chmod(0o700)

    assert finding.remedy == f"chmod 700 {settings.groundswell_keys}"
    assert doctor.key_directory(settings).ok


def test_a_missing_key_directory_is_found_out(settings: Settings) -> None:
    settings.groundswell_keys.rmdir()

    assert not doctor.key_directory(settings).ok


def test_a_key_that_others_may_read_is_found_out(settings: Settings) -> None:
    key = settings.groundswell_keys / "round-1.key"
    key.write_bytes(b"key")
    key.chmod(0o640)

    assert doctor.key_directory(settings).remedy == f"chmod 600 {key}"


def test_a_database_that_others_may_read_is_found_out_where_its_folder_is_open_too(settings: Settings) -> None:
    file = settings.groundswell_data / "groundswell.db"
    file.chmod(0o644)

    assert doctor.database_file(settings).ok
    settings.groundswell_data.chmod(0o755)
    assert doctor.database_file(settings).remedy == f"chmod 600 {file}"


def test_settings_that_others_may_read_are_found_out(tmp_path: Path) -> None:
    without = doctor.settings_file()
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1")
    (tmp_path / ".env").chmod(0o644)
    exposed = doctor.settings_file()
    (tmp_path / ".env").chmod(0o600)

    assert [without.ok, exposed.ok, doctor.settings_file().ok] == [True, False, True]
    assert exposed.remedy == "chmod 600 .env"


async def test_a_token_that_slack_refuses_is_found_out(prepared: Place) -> None:
    wrong = load(**{**prepared.settings.model_dump(), "slack_bot_token": "xoxb-wrong", "slack_app_token": "xapp-wrong"})

    found = await doctor.examine(wrong)

    assert troubles(found) == ["bot token", "app token"]
    assert "invalid_auth" in named("bot token", found).sentence


async def test_slack_out_of_reach_is_told_from_a_refusal(prepared: Place) -> None:
    away = load(**{**prepared.settings.model_dump(), "slack_api_url": "http://127.0.0.1:1/api/"})

    finding = named("bot token", await doctor.examine(away))

    assert "cannot be reached" in finding.sentence


async def test_a_scope_that_was_not_granted_is_named(prepared: Place) -> None:
    less = manifest()
    less["oauth_config"]["scopes"]["bot"].remove("files:write")
    app = prepared.sandbox.add_app("Less", less)
    seat = prepared.sandbox.install(app, prepared.team)
    settings = load(**{**prepared.settings.model_dump(), "slack_bot_token": seat.bot_token})

    finding = named("scopes", await doctor.examine(settings))

    assert finding.sentence == "not granted: files:write"


def test_scopes_are_read_from_slacks_header() -> None:
    needed = use_of_sources().scopes

    assert doctor.scopes(", ".join(needed)).ok
    assert not doctor.scopes(None).ok
    assert not doctor.scopes("").ok


async def test_without_socket_mode_the_signing_secret_is_looked_at(prepared: Place) -> None:
    http = load(**{**prepared.settings.model_dump(), "slack_app_token": None})

    found = await doctor.examine(http)

    assert named("signing secret", found).ok
    assert "app token" not in [finding.name for finding in found]


async def test_without_either_it_is_said_what_is_missing(prepared: Place) -> None:
    neither = load(**{**prepared.settings.model_dump(), "slack_app_token": None, "slack_signing_secret": None})

    finding = named("settings", await doctor.examine(neither))

    assert finding.sentence == "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is not set"


@pytest.mark.parametrize("name", ["slack_sdk", "slack_sdk.socket_mode", "slack_bolt.AsyncApp"])
def test_a_library_that_would_print_payloads_is_found_out(name: str) -> None:
    before = doctor.log_levels()
    logging.getLogger(name).setLevel(logging.DEBUG)

    after = doctor.log_levels()
    logging.getLogger(name).setLevel(logging.NOTSET)

    assert (before.ok, after.ok) == (True, False)
    assert name in after.sentence


async def test_an_open_round_without_its_key_is_found(prepared: Place, sessions: Sessions) -> None:
    keys = KeyRing(prepared.settings.groundswell_keys)
    async with sessions.begin() as session:
        await company(session, TEAM)
        round_id = await open_round(session, keys)
    keys.forget(round_id)

    finding = named("keys of rounds", await doctor.examine(prepared.settings))

    assert (finding.ok, finding.sentence) == (False, "no key for the open round of 2026-01-05")
    assert "pulse void" in finding.remedy


@pytest.mark.parametrize("harm", ["lost", "replaced"])
async def test_a_rounding_key_that_is_not_that_of_the_last_round_is_found(
    prepared: Place, sessions: Sessions, harm: str
) -> None:
    keys = KeyRing(prepared.settings.groundswell_keys)
    async with sessions.begin() as session:
        await company(session, TEAM)
        await open_round(session, keys)
    before = named("rounding key", await doctor.examine(prepared.settings))
    (keys.directory / "rounding.key").unlink()
    if harm == "replaced":
        keys.rounding_key()

    finding = named("rounding key", await doctor.examine(prepared.settings))

    assert (before.ok, finding.ok) == (True, False)
    assert keys.has_rounding_key() == (harm == "replaced")


async def test_a_rounding_key_that_is_still_to_be_made_is_no_trouble(prepared: Place, database_url: str) -> None:
    finding = named("rounding key", await doctor.examine(prepared.settings))

    assert finding.ok
    assert not KeyRing(prepared.settings.groundswell_keys).has_rounding_key()


async def test_without_its_rounding_key_a_process_starts_and_says_so(prepared: Place, sessions: Sessions) -> None:
    keys = KeyRing(prepared.settings.groundswell_keys)
    async with sessions.begin() as session:
        await company(session, TEAM)
        await open_round(session, keys)
    (keys.directory / "rounding.key").unlink()

    with capture_logs() as said:
        await process.refuse_unsafe(prepared.settings)

    assert [(line["event"], line["log_level"], line["finding"]) for line in said] == [
        ("not well", "warning", "rounding key")
    ]


async def test_a_server_that_explains_each_statement_is_found_out(engine: AsyncEngine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("a module of PostgreSQL")
    explaining = create_async_engine(engine.url)
    event.listen(explaining.sync_engine, "connect", lambda driver, _: _explain(driver))

    found = await storage.database_settings(explaining)
    await explaining.dispose()

    assert (found.ok, "auto_explain.log_min_duration=0" in found.sentence) == (False, True)
    assert "auto_explain.log_min_duration=-1" in found.remedy


def _explain(driver: DBAPIConnection) -> None:
    cursor = driver.cursor()
    cursor.execute("LOAD 'auto_explain'")
    cursor.execute("SET auto_explain.log_min_duration = 0")
    cursor.close()
    driver.commit()


async def test_what_would_be_better_on_a_server_is_advice_and_no_trouble(engine: AsyncEngine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("a setting of PostgreSQL")
    better = create_async_engine(engine.url, connect_args={"server_settings": {"log_parameter_max_length": "0"}})

    before, after = await storage.database_settings(engine), await storage.database_settings(better)
    await better.dispose()

    assert before.ok
    assert "log_parameter_max_length is -1, better 0" in before.advice
    assert "log_parameter_max_length" not in after.advice


@pytest.mark.parametrize("name", ["sentry_sdk", "opentelemetry.sdk", "ddtrace"])
def test_a_library_that_records_requests_is_found_out(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = doctor.watchers()
    monkeypatch.setitem(sys.modules, name, ModuleType(name))

    assert (before.ok, doctor.watchers().ok) == (True, False)
    assert name in doctor.watchers().sentence


def test_over_http_the_log_of_a_proxy_is_spoken_of(settings: Settings) -> None:
    http = load(slack_bot_token="xoxb-1", slack_signing_secret="s")

    assert doctor.access_log(settings).advice == ""
    assert "/slack/events" in doctor.access_log(http).advice


def test_a_rotation_that_was_cut_off_is_spoken_of(settings: Settings) -> None:
    keys = KeyRing(settings.groundswell_keys)
    keys.text_key()
    keys.set_text_key_aside()

    finding = doctor.key_directory(settings)

    assert finding.ok
    assert "groundswell keys rotate-texts" in finding.advice


async def test_a_closed_round_that_is_not_shredded_is_found(prepared: Place, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await company(session, TEAM)
        round_id = await open_round(session, KeyRing(prepared.settings.groundswell_keys))
        (await session.get_one(Round, round_id)).state = "TALLIED"

    finding = named("closed rounds", await doctor.examine(prepared.settings))

    assert (finding.ok, finding.sentence) == (False, "the round of 2026-01-05 is closed and not shredded yet")


async def test_comments_that_no_key_opens_are_found(prepared: Place, sessions: Sessions) -> None:
    keys = KeyRing(prepared.settings.groundswell_keys)
    async with sessions.begin() as session:
        people = (await company(session, TEAM)).people
    await play_round(sessions, keys, dict.fromkeys(people[:12], (GLAD, "It helps.")))
    before = named("key of comments", await doctor.examine(prepared.settings))
    keys.text_file.write_bytes(b"k" * 32)

    after = named("key of comments", await doctor.examine(prepared.settings))

    assert (before.ok, before.sentence) == (True, "it opens all 12 comments that are kept")
    assert (after.ok, after.sentence) == (False, "a kept comment opens with no key of this directory")


def test_what_reads_comments_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = doctor.reading(place.settings)

    assert (finding.ok, "word lists (tier a), version a-" in finding.sentence) == (True, True)

    monkeypatch.setattr(semantic, "find_spec", lambda _: None)
    wanted = place.settings.model_copy(update={"groundswell_tier": "b"})
    finding = doctor.reading(wanted)

    assert (finding.ok, finding.remedy) == (False, "make semantic")
    assert "make semantic" in doctor.reading(place.settings).advice
