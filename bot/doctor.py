"""The doctor: looks at what must hold before people may be asked, and says that it is well or what to do."""

import stat
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy import make_url

from bot import logs, manifest, storage
from bot.clients import client_for, session_for
from bot.config import Settings, mode_of
from bot.finding import Finding
from surveys import keyplace
from surveys.comments import semantic, tagging
from surveys.keys import KeyRing

OTHERS: Final = 0o077
SLACK_SECONDS: Final = 10
# They record requests with their bodies, or the local variables of what failed.
WATCHERS: Final = (
    "bugsnag",
    "ddtrace",
    "elasticapm",
    "newrelic",
    "opentelemetry.sdk",
    "rollbar",
    "scout_apm",
    "sentry_sdk",
)


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything; a thing that cannot be looked at, for want of another, is left out."""
    stored = await storage.state(settings)
    return [
        _way_to_slack(settings),
        *stored,
        *(await storage.rounds_state(settings) if all(found.ok for found in stored) else []),
        *secrecy(settings),
        settings_file(),
        log_levels(),
        reading(settings),
        *await _slack(settings),
    ]


def secrecy(settings: Settings) -> list[Finding]:
    """What must hold of this process and of the places of its files, whatever the database and Slack say."""
    return [key_directory(settings), database_file(settings), access_log(settings), watchers()]


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
    if not path.exists():
        return Finding(name, ok=False, sentence=f"{path} is not there", remedy=f"mkdir -m 700 {path}")
    faults = keyplace.faults_of(path)
    if faults:
        sentences, remedies = ([getattr(fault, part) for fault in faults] for part in ("sentence", "remedy"))
        return Finding(name, ok=False, sentence="; ".join(sentences), remedy="; ".join(remedies))
    if KeyRing(path).text_files_set_aside():
        remedy = "groundswell keys rotate-texts"
        return Finding(name, ok=True, sentence=f"{path}, a rotation was cut off", advice=f"finish it: {remedy}")
    return Finding(name, ok=True, sentence=f"{path}, for its owner only")


def database_file(settings: Settings) -> Finding:
    """Whether the database is closed to others; one in a closed folder is."""
    url, name = make_url(settings.database_url), "database file"
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or not path.is_file():
        return Finding(name, ok=True, sentence="there is none on this machine")
    if _open_to_others(path) and _open_to_others(path.parent):
        return Finding(name, ok=False, sentence=f"{path} is open to others", remedy=f"chmod 600 {path}")
    return Finding(name, ok=True, sentence="closed to others")


def settings_file() -> Finding:
    """Whether the tokens in `.env` are closed to others; a process starts all the same, since some mounts are open."""
    path, name = Path(".env"), "settings file"
    if path.is_file() and _open_to_others(path):
        return Finding(name, ok=False, sentence=".env is open to others", remedy="chmod 600 .env")
    return Finding(name, ok=True, sentence=".env is closed to others" if path.is_file() else "there is no .env")


def reading(settings: Settings) -> Finding:
    """What reads comments when a round closes."""
    try:
        tier = tagging.tier_called(settings.groundswell_tier)
    except semantic.NotInstalled:
        return Finding(
            "comments", ok=False, sentence="GROUNDSWELL_TIER is b, which is not installed", remedy="make semantic"
        )
    about = {"a": "word lists (tier a)", "b": "a language model on this machine, beside word lists (tier b)"}[tier.name]
    held = Finding("comments", ok=True, sentence=f"read by {about}, version {tier.version}")
    if semantic.installed():
        return held
    return replace(held, advice="make semantic: a model of 72 MB reads them better")


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


def watchers() -> Finding:
    """Whether no library is loaded that records what passes through a process: requests, local variables, timings."""
    found = sorted(name for name in WATCHERS if name in sys.modules)
    if found:
        sentence = f"{', '.join(found)} is loaded and would record requests"
        return Finding("watchers", ok=False, sentence=sentence, remedy="start Groundswell without it")
    return Finding("watchers", ok=True, sentence="no tracing library is loaded; no metric counts answers")


def access_log(settings: Settings) -> Finding:
    """That no request is logged here, and that a proxy may not either."""
    held = Finding("access log", ok=True, sentence="Groundswell logs no request")
    if mode_of(settings) != "http":
        return held
    return replace(held, advice="switch off the proxy's access log for /slack/events: it tells when people answered")


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
