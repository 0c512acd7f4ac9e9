"""Showing something on a person's screen: modals and the Home tab; Slack refusing it is written down, not a failure."""

from collections.abc import Awaitable

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.views.blocks import View

log = structlog.get_logger()


async def open_modal(client: AsyncWebClient, trigger_id: str, view: View) -> None:
    """Open a modal; too late a trigger (three seconds, once) means that the person presses again."""
    await _shown("modal", client.views_open(trigger_id=trigger_id, view=view))


async def push_modal(client: AsyncWebClient, trigger_id: str, view: View) -> None:
    """Lay a modal over an open one; Slack allows three on each other."""
    await _shown("modal", client.views_push(trigger_id=trigger_id, view=view))


async def replace_modal(client: AsyncWebClient, view_id: str, view: View) -> None:
    """Put another view in the place of an open one; it may have been closed meanwhile."""
    await _shown("modal", client.views_update(view_id=view_id, view=view))


async def publish_home(client: AsyncWebClient, user_id: str, view: View) -> None:
    """Draw a person's Home tab; the next opening draws it again."""
    await _shown("home", client.views_publish(user_id=user_id, view=view))


async def _shown(surface: str, call: Awaitable[AsyncSlackResponse]) -> None:
    try:
        await call
    except SlackApiError as refusal:
        log.warning("screen not shown", surface=surface, code=refusal.response.get("error"))
    except (aiohttp.ClientError, TimeoutError):
        log.warning("screen not shown", surface=surface, code="no_answer")
