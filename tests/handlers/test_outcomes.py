"""What an answer of Slack means: what never left is tried again, a refusal is final, and a doubt is never repeated."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.outcomes import Outcome, outcome_of
from tests.build import MONDAY

HOST = ConnectionKey("slack.test", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)


def answered(status: int, data: dict[str, Any] | str, **headers: str) -> SlackApiError:
    """What the SDK raises when Slack answered and did not say ok."""
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data=data,  # type: ignore[arg-type]  # a body of plain text stays a text
        headers=headers,
        status_code=status,
    )
    return failed_with(response)


def failed_with(response: object) -> SlackApiError:
    return SlackApiError("not ok", response)  # type: ignore[no-untyped-call]  # the SDK's constructor has no types


def refused(word: str, status: int = 200) -> SlackApiError:
    return answered(status, {"ok": False, "error": word})


def again_in(seconds: int, code: str) -> Outcome:
    return Outcome("pending", code, MONDAY + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (answered(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "30"}), again_in(30, "ratelimited")),
        (answered(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "0"}), again_in(1, "ratelimited")),
        (answered(429, {"ok": False, "error": "ratelimited"}), again_in(1, "ratelimited")),
        (answered(200, {"ok": False, "error": "ratelimited"}), again_in(1, "ratelimited")),
        (aiohttp.ClientConnectorError(HOST, OSError("refused")), again_in(60, "not_connected")),
        (refused("channel_not_found"), Outcome("failed", "channel_not_found")),
        (refused("user_disabled"), Outcome("failed", "user_disabled")),
        (refused("invalid_blocks"), Outcome("failed", "invalid_blocks")),
        (refused("messages_tab_disabled"), Outcome("failed", "messages_tab_disabled")),
        (refused("missing_scope"), again_in(0, "missing_scope")),
        (refused("token_revoked"), again_in(0, "token_revoked")),
        (refused("x" * 100), Outcome("failed", "x" * 64)),
        (refused("internal_error"), Outcome("unknown", "internal_error")),
        (refused("fatal_error"), Outcome("unknown", "fatal_error")),
        (refused("service_unavailable"), Outcome("unknown", "service_unavailable")),
        (refused("channel_not_found", status=500), Outcome("unknown", "channel_not_found")),
        (answered(502, "Bad gateway"), Outcome("unknown", "no_answer")),
        (aiohttp.ServerDisconnectedError(), Outcome("unknown", "no_answer")),
        (aiohttp.ClientOSError(104, "reset"), Outcome("unknown", "no_answer")),
        (aiohttp.ServerTimeoutError(), Outcome("unknown", "no_answer")),
        (TimeoutError(), Outcome("unknown", "no_answer")),
    ],
    ids=repr,
)
def test_each_failure_has_its_outcome(failure: Exception, outcome: Outcome) -> None:
    assert outcome_of(failure, now=MONDAY) == outcome


@pytest.mark.parametrize(
    "failure", [answered(503, {}), answered(200, {}), failed_with("a body that ends in the middle")], ids=repr
)
def test_an_answer_without_a_word_is_a_doubt_and_no_refusal(failure: SlackApiError) -> None:
    assert outcome_of(failure, now=MONDAY) == Outcome("unknown", "no_answer")
