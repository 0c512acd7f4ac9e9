"""Logs: one place, one form, and no payload in it, whatever level anybody sets."""

import io
import json
import logging
import warnings

import pytest
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot import logs
from bot.config import load

MARKER = "a-sentence-that-somebody-wrote"


def bolt() -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U1")

    return AsyncApp(signing_secret="secret", authorize=authorize)


async def dispatch(app: AsyncApp, signature: str = "v0=wrong") -> None:
    request = AsyncBoltRequest(
        body=json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "message", "text": MARKER}}),
        headers={"content-type": "application/json", "x-slack-signature": signature, "x-slack-request-timestamp": "1"},
    )
    await app.async_dispatch(request)


async def test_bolt_at_debug_prints_payloads_where_nobody_stops_it() -> None:
    """Without this, the next test would prove nothing."""
    written = io.StringIO()
    logging.basicConfig(stream=written, level=logging.DEBUG, force=True)

    await dispatch(bolt())

    assert MARKER in written.getvalue()


@pytest.mark.parametrize("form", ["console", "json"])
async def test_bolt_stays_quiet_even_where_the_root_is_set_to_debug(form: str) -> None:
    written = io.StringIO()
    logs.configure(load(log_format=form), stream=written)
    logging.root.setLevel(logging.DEBUG)

    await dispatch(bolt())
    logging.getLogger("slack_sdk.socket_mode").debug("Received message %s", MARKER)
    logging.getLogger("slack_bolt.AsyncApp").debug("Applying %s", MARKER)

    assert written.getvalue() == ""


async def test_bolt_stays_quiet_for_other_handlers_too_once_its_loggers_are_pinned(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    app = bolt()
    logs.pin()

    await dispatch(app)

    assert MARKER not in caplog.text


@pytest.mark.parametrize("name", [*logs.PINNED, "slack_bolt.AsyncApp", "slack_sdk.web.async_client"])
def test_what_is_pinned_is_not_written_below_its_level(name: str) -> None:
    written = io.StringIO()
    logs.configure(load(), stream=written)
    logging.root.setLevel(logging.DEBUG)
    logging.getLogger(name).setLevel(logging.DEBUG)

    logging.getLogger(name).log(logs.least_level_of(name) - 1, MARKER)

    assert written.getvalue() == ""


def test_a_logger_that_only_begins_alike_is_not_pinned() -> None:
    assert logs.least_level_of("slack_bolter") == 0


def test_what_slacks_libraries_warn_of_is_written() -> None:
    written = io.StringIO()
    logs.configure(load(), stream=written)

    logging.getLogger("slack_sdk.web").warning("something is deprecated")

    assert "something is deprecated" in written.getvalue()


def test_json_has_one_object_for_each_event() -> None:
    written = io.StringIO()
    logs.configure(load(log_format="json"), stream=written)

    structlog.get_logger("bot.work").info("round opened", round="r1")
    logging.getLogger("anything").warning("said %s", "so")

    ours, theirs = (json.loads(line) for line in written.getvalue().splitlines())
    assert (ours["event"], ours["round"], ours["level"], ours["logger"]) == ("round opened", "r1", "info", "bot.work")
    assert ours["timestamp"].endswith("Z")
    assert (theirs["event"], theirs["level"]) == ("said so", "warning")


def test_the_console_has_no_colours_where_there_is_no_terminal() -> None:
    written = io.StringIO()
    logs.configure(load(), stream=written)

    structlog.get_logger("bot.work").info("round opened", round="r1")

    assert "round opened" in written.getvalue()
    assert "\x1b" not in written.getvalue()


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_traceback_shows_no_local_variable(form: str) -> None:
    written = io.StringIO()
    logs.configure(load(log_format=form), stream=written)
    held = MARKER

    try:
        raise RuntimeError(f"of {len(held)} letters")
    except RuntimeError as failure:
        structlog.get_logger("bot.app").error("listener failed", exc_info=failure)

    assert "RuntimeError" in written.getvalue()
    assert MARKER not in written.getvalue()


def test_an_event_below_the_level_is_not_written() -> None:
    written = io.StringIO()
    logs.configure(load(log_level="WARNING"), stream=written)

    structlog.get_logger("bot.work").info("round opened")

    assert written.getvalue() == ""


def test_configuring_again_does_not_write_twice() -> None:
    written = io.StringIO()
    logs.configure(load(), stream=written)
    logs.configure(load(), stream=written)

    structlog.get_logger("bot.work").info("round opened")

    assert written.getvalue().count("round opened") == 1


def test_warnings_of_libraries_are_written_like_the_rest() -> None:
    written = io.StringIO()
    logs.configure(load(), stream=written)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("soon gone", DeprecationWarning, stacklevel=1)

    assert "soon gone" in written.getvalue()
