"""What Slack's answers mean for a message and for its workspace: arrived, refused for good, later, or nobody knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

RETRY_AFTER_REFUSED = timedelta(minutes=1)
NO_ANSWER = "no_answer"
RATE_LIMITED = "ratelimited"
NOT_CONNECTED = "not_connected"
OF_A_DEAD_ACCOUNT = "account_inactive"
"""Slack says it of a token whose workspace or bot is gone; auth.test tells whether it is ours."""
UNSURE = frozenset(
    {NO_ANSWER, "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
OF_THE_WORKSPACE = frozenset(
    {
        "access_denied",
        "accesslimited",
        "app_uninstalled",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""Refusals that every other message would meet, too (docs.slack.dev, errors of chat.postMessage): none is tried on."""
GONE = "installation_gone"
"""Ours, for an inactive account that is our own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: the ledger's state, Slack's word for it, and when to try again if it never left."""

    state: str
    code: str | None = None
    again_at: datetime | None = None

    @property
    def halts(self) -> bool:
        """Whether the others of the workspace would fare no better."""
        return self.state == "pending" and (self.code in OF_THE_WORKSPACE or self.code == GONE)

    @property
    def holds(self) -> bool:
        """Whether the others of the workspace must wait as long as this one."""
        return self.state == "pending" and self.code in {RATE_LIMITED, NOT_CONNECTED}


SENT = Outcome("sent")


def outcome_of(failure: Exception, *, now: datetime) -> Outcome:
    """What never left is tried again, a refusal is final, and when nobody knows, it is never repeated."""
    if isinstance(failure, SlackApiError):
        return _answered(failure.response, now=now)
    if isinstance(failure, aiohttp.ClientConnectorError):
        return Outcome("pending", NOT_CONNECTED, now + RETRY_AFTER_REFUSED)
    return Outcome("unknown", NO_ANSWER)


def _answered(response: Any, *, now: datetime) -> Outcome:  # noqa: ANN401 - the SDK's response, or whatever stood in its place
    status, code = getattr(response, "status_code", 0), _code_of(response)
    if status == 429 or code == RATE_LIMITED:
        asked = str(response.headers.get("Retry-After", ""))
        pause = int(asked) if asked.isdecimal() else 1
        return Outcome("pending", RATE_LIMITED, now + timedelta(seconds=max(1, pause)))
    if status >= 500 or code in UNSURE:
        return Outcome("unknown", code[:64])
    if code in OF_THE_WORKSPACE:
        return Outcome("pending", code, now)
    return Outcome("failed", code[:64])


def _code_of(response: Any) -> str:  # noqa: ANN401 - the SDK's response, or whatever stood in a body that was no JSON
    try:
        return str(response["error"] or NO_ANSWER)
    except (AttributeError, KeyError, TypeError, ValueError):
        return NO_ANSWER
