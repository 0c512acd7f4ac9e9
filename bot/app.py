"""The Bolt app: who is asking, what the listeners are given, and what happens to a mistake."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.config import Settings
from bot.database import Sessions
from bot.replays import Replays
from handlers import commands, home, own_items, owner, preferences, preview, privacy, pulse, roster, setup, trial
from handlers.desk import Boxes, Desk
from handlers.traces import trace_of
from handlers.views.malformed import Malformed
from surveys.comments.tagging import tier_called
from surveys.keys import KeyRing

log = structlog.get_logger()
REGISTERS = (
    pulse.register,
    home.register,
    preferences.register,
    privacy.register,
    commands.register,
    roster.register,
    owner.register,
    setup.register,
    preview.register,
    trial.register,
    own_items.register,
)


def build(
    client: AsyncWebClient,
    installed: AuthorizeResult,
    sessions: Sessions,
    keys: KeyRing,
    clock: Clock,
    *,
    boxes: Boxes,
    settings: Settings,
) -> AsyncApp:
    """Assemble the app of one installation; requests of any other workspace are not authorized.

    `client` has no token: from it Bolt makes one for each request, with the token that `authorize` gives.
    """
    tier = tier_called(settings.groundswell_tier).name

    async def authorize(team_id: str | None = None) -> AuthorizeResult | None:
        return installed if team_id == installed.team_id else None

    async def give(context: AsyncBoltContext, next: Callable[[], Awaitable[None]]) -> None:  # noqa: A002 - Bolt's name
        context["desk"] = Desk(str(installed.team_id), sessions, keys, settings.groundswell_k, clock(), boxes, tier)
        await next()

    app = AsyncApp(
        client=client,
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None as "not authorized", its hint does not
        process_before_response=True,
        request_verification_enabled=False,  # the gate in bot/web.py has verified already, before reading anything
    )
    _handle_once(app, clock)
    app.middleware(give)
    for register in REGISTERS:
        register(app)
    return app


def _handle_once(app: AsyncApp, clock: Clock) -> None:
    """Let each deed of a person through once; one whose handling failed may come again."""
    deeds = Replays()

    async def once(body: dict[str, Any], next: Callable[[], Awaitable[None]]) -> BoltResponse | None:  # noqa: A002 - Bolt's name
        # Refused and not acknowledged: whoever saw no answer to the first time does it again, and that is a new deed.
        deed = _deed_of(body)
        if deed and not deeds.admit("deed", deed, now=clock()):
            return BoltResponse(status=401, body="seen before")
        await next()
        return None

    async def fail(error: Exception, request: AsyncBoltRequest) -> BoltResponse:
        deeds.forget("deed", _deed_of(request.body))
        return await report(error, request)

    app.middleware(once)
    app.error(fail)


async def report(error: Exception, request: AsyncBoltRequest) -> BoltResponse:
    """A malformed payload is refused; anything else is a bug: logged with a reference, never with what was sent."""
    kind = _kind(request.body)
    if isinstance(error, Malformed):
        log.warning("malformed payload refused", field=str(error), kind=kind)
        return BoltResponse(status=400, body="malformed")
    reference = secrets.token_hex(4)
    log.error("listener failed", reference=reference, kind=kind, trace=trace_of(error))
    return BoltResponse(status=500, body=f"error {reference}")


def _deed_of(body: dict[str, Any]) -> str:
    """What a person did, by Slack's trigger id: one deed, however often it comes. Events have none, and may repeat."""
    trigger = body.get("trigger_id")
    return trigger if isinstance(trigger, str) else ""


def _kind(received: dict[str, Any]) -> str:
    kind = received.get("type")
    return kind if isinstance(kind, str) and kind.isascii() and len(kind) < 40 else "unknown"
