"""The doctor: looks at what must hold before people may be asked, and says that it is well or what to do."""

import stat
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import database, logs, manifest
from bot.clients import client_for, session_for
from bot.config import Settings, mode_of
from surveys import membership, rounds
from surveys.keys import KeyRing

OTHERS: Final = 0o077
NOT_READABLE: Final = (SQLAlchemyError, OSError)
SLACK_SECONDS: Final = 10
SQLITE: Final = {"journal_mode": "wal", "secure_delete": "1", "foreign_keys": "1"}
# With these, neither the moment of a commit nor a parameter is ever written down by the server.
POSTGRESQL: Final = {
    "track_commit_timestamp": "off",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_parameter_max_length_on_error": "0",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing, and what to do where it is not well; most of it `stops` a process."""

    name: str
    ok: bool
    sentence: str
    remedy: str = ""
    stops: bool = True


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything; a thing that cannot be looked at, for want of another, is left out."""
    return [
        _way_to_slack(settings),
        *await database_state(settings),
        key_directory(settings),
        *private_files(settings),
        settings_file(),
        *await _slack(settings),
        log_levels(),
    ]


def _way_to_slack(settings: Settings) -> Finding:
    mode = mode_of(settings)
    if mode is not None:
        return Finding("settings", ok=True, sentence={"socket": "Socket Mode", "http": "HTTP"}[mode])
    missing = "SLACK_BOT_TOKEN" if settings.slack_bot_token is None else "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET"
    return Finding(
        "settings", ok=False, sentence=f"{missing} is not set", remedy="copy .env.example to .env and fill it in"
    )


def key_directory(settings: Settings) -> Finding:
    """Whether the keys lie where only their owner can read and write them."""
    path, name = settings.groundswell_keys, "key directory"
    if not path.is_dir():
        return Finding(name, ok=False, sentence=f"{path} is not there", remedy=f"mkdir -m 700 {path}")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & OTHERS:
        return Finding(name, ok=False, sentence=f"{path} is open to others", remedy=f"chmod 700 {path}")
    if mode & stat.S_IRWXU != stat.S_IRWXU:
        return Finding(name, ok=False, sentence=f"{path} cannot be written to", remedy=f"chmod 700 {path}")
    return Finding(name, ok=True, sentence=f"{path}, for its owner only")


def private_files(settings: Settings) -> Iterator[Finding]:
    """Whether keys and database are closed to others; a database in a closed folder is."""
    url = make_url(settings.database_url)
    keys = sorted(settings.groundswell_keys.glob("*")) if settings.groundswell_keys.is_dir() else []
    kept = [Path(url.database or "")] if url.get_backend_name() == "sqlite" else []
    exposed = [path for path in keys if path.is_file() and _open_to_others(path)]
    exposed += [path for path in kept if path.is_file() and _open_to_others(path) and _open_to_others(path.parent)]
    for path in exposed:
        yield Finding("private files", ok=False, sentence=f"{path} is open to others", remedy=f"chmod 600 {path}")
    if not exposed:
        yield Finding("private files", ok=True, sentence="keys and database are closed to others")


def settings_file() -> Finding:
    """Whether the tokens in `.env` are closed to others; a process starts all the same, since some mounts are open."""
    path, name = Path(".env"), "settings file"
    if path.is_file() and _open_to_others(path):
        return Finding(name, ok=False, sentence=".env is open to others", remedy="chmod 600 .env")
    return Finding(name, ok=True, sentence=".env is closed to others" if path.is_file() else "there is no .env")


def _open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & OTHERS)


def log_levels() -> Finding:
    """Whether Slack's libraries are kept from printing payloads."""
    loud = logs.loud()
    if loud:
        return Finding(
            "log levels", ok=False, sentence=f"{', '.join(loud)} would print payloads", remedy="LOG_LEVEL=INFO"
        )
    return Finding("log levels", ok=True, sentence="Slack's libraries print no payloads")


async def database_state(settings: Settings) -> list[Finding]:
    """Whether the database answers, is of this version, and forgets what it must."""
    url = make_url(settings.database_url)
    shown = url.render_as_string(hide_password=True)
    if not _is_there(url):
        return [Finding("database", ok=False, sentence=f"{shown} is not there", remedy="groundswell migrate")]
    engine = database.engine_for(settings.database_url)
    try:
        await database.reachable(engine)
        found = [Finding("database", ok=True, sentence=shown)]
        at = await migrations(engine)
        keys = [await keys_of_rounds(engine, settings), await rounding_key(engine, settings)] if at.ok else []
        return [*found, at, await database_settings(engine), echo(engine), *keys]
    except NOT_READABLE as failure:
        sentence = f"{shown} cannot be reached ({type(failure).__name__})"
        return [Finding("database", ok=False, sentence=sentence, remedy="start the server, or mend DATABASE_URL")]
    finally:
        await engine.dispose()


def _is_there(url: URL) -> bool:
    """To connect to a missing SQLite file would make an empty one."""
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


async def migrations(engine: AsyncEngine) -> Finding:
    """Whether the tables are those of this version."""
    at, newest = await database.revision_of(engine), database.newest_revision()
    if at != newest:
        sentence = f"the tables are at {at or 'nothing'}, this version needs {newest}"
        return Finding("migrations", ok=False, sentence=sentence, remedy="groundswell migrate")
    return Finding("migrations", ok=True, sentence=f"the tables are at {at}")


async def keys_of_rounds(engine: AsyncEngine, settings: Settings) -> Finding:
    """Whether each open round has its key."""
    async with database.sessions_for(engine)() as session:
        lost = await rounds.keyless(session, KeyRing(settings.groundswell_keys))
    if lost:
        sentence = f"no key for the open round of {', '.join(str(held.opens_on) for held in lost)}"
        remedy = "set GROUNDSWELL_KEYS to the right folder, or `groundswell pulse void` when they are lost for good"
        return Finding("keys of rounds", ok=False, sentence=sentence, remedy=remedy)
    return Finding("keys of rounds", ok=True, sentence="each open round has its key")


async def rounding_key(engine: AsyncEngine, settings: Settings) -> Finding:
    """Whether counts are still rounded by the key of the last round; without it, noise differs and a trend is cut."""
    async with database.sessions_for(engine)() as session:
        lost = await membership.rounding_key_is_lost(session, KeyRing(settings.groundswell_keys))
    sentence = "rounding.key is not that of the last round" if lost else "the same as ever, or still to be made"
    return Finding(
        "rounding key", ok=not lost, sentence=sentence, remedy="put the file back" if lost else "", stops=False
    )


async def database_settings(engine: AsyncEngine) -> Finding:
    """Whether the database forgets what is deleted (SQLite), and notes neither times nor parameters (PostgreSQL)."""
    sqlite = engine.dialect.name == "sqlite"
    ask, wanted = ("PRAGMA", SQLITE) if sqlite else ("SHOW", POSTGRESQL)
    async with engine.connect() as connection:
        held = {name: str((await connection.execute(text(f"{ask} {name}"))).scalar_one()) for name in wanted}
    wrong = [name for name, value in wanted.items() if held[name] != value]
    sentence = ", ".join(f"{name}={held[name]}" for name in wrong or wanted)
    mended = ", ".join(f"{name}={wanted[name]}" for name in wrong)
    remedy = f"in postgresql.conf: {mended}" if not sqlite else f"the file must take PRAGMA {mended}"
    return Finding("database settings", ok=not wrong, sentence=sentence, remedy=remedy if wrong else "")


def echo(engine: AsyncEngine) -> Finding:
    """Whether statements stay unprinted."""
    if engine.echo:
        return Finding(
            "statements", ok=False, sentence="every statement is printed", remedy="build the engine without echo"
        )
    return Finding("statements", ok=True, sentence="no statement is printed")


async def _slack(settings: Settings) -> list[Finding]:
    found: list[Finding] = []
    if settings.slack_bot_token is not None:
        token = settings.slack_bot_token.get_secret_value()
        async with session_for(SLACK_SECONDS) as session:
            found += await _bot_token(client_for(settings.slack_api_url, session, token=token))
    if mode_of(settings) == "socket" and settings.slack_app_token is not None:
        found.append(await _app_token(settings.slack_app_token.get_secret_value(), settings.slack_api_url))
    if mode_of(settings) == "http":
        found.append(Finding("signing secret", ok=True, sentence="set"))
    return found


async def _bot_token(client: AsyncWebClient) -> list[Finding]:
    said, trouble = await _ask("bot token", client.auth_test, "install the app again and set SLACK_BOT_TOKEN")
    if said is None:
        return [trouble]
    return [
        Finding("bot token", ok=True, sentence=f"workspace {said['team']}"),
        scopes(said.headers.get("x-oauth-scopes")),
    ]


def scopes(granted: str | None) -> Finding:
    """Whether Slack grants what the manifest asks for; `granted` is Slack's header, names between commas."""
    held = {scope.strip() for scope in (granted or "").split(",")}
    missing = [scope for scope in manifest.use_of_sources().scopes if scope not in held]
    if missing:
        remedy = "bring the app to the manifest (groundswell manifest) and install it again"
        return Finding("scopes", ok=False, sentence=f"not granted: {', '.join(missing)}", remedy=remedy)
    return Finding("scopes", ok=True, sentence="all that the manifest asks for")


async def _app_token(token: str, url: str) -> Finding:
    async with session_for(SLACK_SECONDS) as session:
        client = client_for(url, session)
        said, trouble = await _ask(
            "app token",
            lambda: client.apps_connections_open(app_token=token),
            "make an app-level token with the scope connections:write and set SLACK_APP_TOKEN",
        )
    return trouble if said is None else Finding("app token", ok=True, sentence="Slack opens a Socket Mode connection")


async def _ask(
    name: str, call: Callable[[], Awaitable[AsyncSlackResponse]], remedy: str
) -> tuple[AsyncSlackResponse | None, Finding]:
    try:
        return await call(), Finding(name, ok=True, sentence="")
    except SlackApiError as refusal:
        reason = refusal.response.get("error", "no reason given")
        return None, Finding(name, ok=False, sentence=f"refused by Slack ({reason})", remedy=remedy)
    except (aiohttp.ClientError, OSError, TimeoutError) as failure:
        sentence = f"Slack cannot be reached ({type(failure).__name__})"
        return None, Finding(name, ok=False, sentence=sentence, remedy="check the network and SLACK_API_URL")
