"""The door to the network: what Slack signed goes through once, all else is refused, and nothing of it breaks."""

import json
import socket as sockets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.types import ASGIApp

from bot import web
from bot.assembly import House
from bot.config import load
from bot.database import engine_for
from sandbox.delivery import signature_of
from surveys import pulses
from tests import build
from tests.bot.conftest import Place

URL = "http://groundswell.test"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class Sender:
    """Sends as Slack does: signed, at the time of the place's clock."""

    def __init__(self, place: Place, application: ASGIApp) -> None:
        self.place = place
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=URL)

    def signed(self, body: bytes, *, kind: str = JSON, late: timedelta = timedelta()) -> dict[str, str]:
        timestamp = str(int((self.place.clock.now() - late).timestamp()))
        shown = body.decode("utf-8", "replace")
        signature = signature_of(self.place.app.signing_secret, timestamp, shown)
        return {"content-type": kind, "x-slack-request-timestamp": timestamp, "x-slack-signature": signature}

    async def post(
        self, body: bytes | str, headers: dict[str, str] | None = None, *, kind: str = JSON
    ) -> httpx.Response:
        content = body.encode() if isinstance(body, str) else body
        given = self.signed(content, kind=kind) if headers is None else headers
        return await self.client.post("/slack/events", content=content, headers=given)

    async def interact(self, payload: object) -> httpx.Response:
        return await self.post(urlencode({"payload": json.dumps(payload)}), kind=FORM)


@pytest.fixture
async def slack(place: Place, house: House) -> AsyncIterator[Sender]:
    sender = Sender(place, web.application(house))
    yield sender
    await sender.client.aclose()


@pytest.fixture
def home_opened(place: Place) -> str:
    ann = place.team.add_user("ann")
    event = {"type": "app_home_opened", "user": ann.id, "tab": "home", "channel": "D1"}
    return json.dumps({"type": "event_callback", "team_id": place.team.id, "event": event})


async def test_what_slack_signed_is_handled(slack: Sender, home_opened: str) -> None:
    answer = await slack.post(home_opened)

    assert answer.status_code == 200
    assert len(slack.place.sandbox.journal.calls("views.publish")) == 1


async def test_slack_can_verify_the_address(slack: Sender) -> None:
    answer = await slack.post(json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}))

    assert (answer.status_code, answer.json()) == (200, {"challenge": "abc"})


async def test_what_is_not_signed_is_refused(slack: Sender, home_opened: str) -> None:
    answer = await slack.post(home_opened, {"content-type": JSON})

    assert answer.status_code == 401
    assert slack.place.sandbox.journal.calls("views.publish") == []


@pytest.mark.parametrize("change", ["body", "signature", "timestamp", "secret"])
async def test_what_was_tampered_with_is_refused(slack: Sender, home_opened: str, change: str) -> None:
    headers = slack.signed(home_opened.encode())
    if change == "body":
        home_opened += " "
    elif change == "signature":
        headers["x-slack-signature"] = headers["x-slack-signature"][:-1] + "x"
    elif change == "timestamp":
        headers["x-slack-request-timestamp"] = str(int(headers["x-slack-request-timestamp"]) + 1)
    else:
        timestamp = headers["x-slack-request-timestamp"]
        headers["x-slack-signature"] = signature_of("another secret", timestamp, home_opened)

    answer = await slack.post(home_opened, headers)

    assert answer.status_code == 401
    assert slack.place.sandbox.journal.calls("views.publish") == []


@pytest.mark.parametrize(
    ("late", "status"),
    [
        (timedelta(minutes=4, seconds=59), 200),
        (timedelta(minutes=5, seconds=1), 401),
        (timedelta(minutes=-5, seconds=-1), 401),
        (timedelta(days=400), 401),
    ],
)
async def test_what_is_older_or_newer_than_five_minutes_is_refused(
    slack: Sender, home_opened: str, late: timedelta, status: int
) -> None:
    headers = slack.signed(home_opened.encode(), late=late)

    assert (await slack.post(home_opened, headers)).status_code == status


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "1.5", "١٢٣", "9" * 400, "1e9", " 1"])
async def test_a_time_that_is_none_is_refused(slack: Sender, home_opened: str, timestamp: str) -> None:
    headers = slack.signed(home_opened.encode())
    wrong: dict[Any, Any] = {**headers, "x-slack-request-timestamp": timestamp.encode()}

    assert (await slack.post(home_opened, wrong)).status_code == 401


async def test_a_signature_that_is_not_ascii_is_refused(slack: Sender, home_opened: str) -> None:
    headers: dict[Any, Any] = {**slack.signed(home_opened.encode()), "x-slack-signature": b"v0=\xe9"}

    assert (await slack.post(home_opened, headers)).status_code == 401


async def test_the_same_request_again_is_refused(slack: Sender, home_opened: str) -> None:
    headers = slack.signed(home_opened.encode())

    answers = [await slack.post(home_opened, headers) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 401, 401]
    assert len(slack.place.sandbox.journal.calls("views.publish")) == 1


async def test_a_request_that_failed_may_come_again(place: Place, house: House, home_opened: str) -> None:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=place.team.id, bot_token="xoxb-1", bot_user_id="U1")

    async def fail_once() -> None:
        if failures:
            raise failures.pop()

    failures = [RuntimeError("once")]
    app = AsyncApp(
        authorize=authorize, signing_secret="", request_verification_enabled=False, process_before_response=True
    )
    app.event("app_home_opened")(fail_once)
    slack = Sender(place, web.application(replace(house, app=app)))
    headers = slack.signed(home_opened.encode())

    answers = [await slack.post(home_opened, headers) for _ in range(3)]
    await slack.client.aclose()

    assert [answer.status_code for answer in answers] == [500, 200, 401]


async def test_another_workspace_is_not_served(slack: Sender, home_opened: str) -> None:
    stranger = home_opened.replace(slack.place.team.id, "T0STRANGER")

    await slack.post(stranger)

    assert slack.place.sandbox.journal.calls("views.publish") == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"text"',
        b"{}",
        b'{"type": 1}',
        b'{"type": "event_callback"}',
        b'{"type": "event_callback", "team_id": "T1", "event": []}',
        b'{"type": "event_callback", "team_id": "T1", "event": {"type": {}}}',
        b'{"type": "event_callback", "team_id": "T1", "event": {"type": "app_home_opened"}}',
        b'{"type": "event_callback", "team_id": "T1", "authorizations": [1], "event": {"type": "x"}}',
        b'{"type": "view_submission"}',
        b'{"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", "state": {"values": {}}}}',
        b'{"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", "state": {"values": []}}}',
        b'{"type": "block_actions", "user": {"id": "U1"}, "actions": []}',
        b'{"type": "block_actions", "user": {"id": "U1"}, "actions": [{}]}',
        b'{"type": "block_actions", "user": {"id": "U\\u0000"}, "actions": [{"action_id": "a", "block_id": "b"}]}',
        b'{"type": "shortcut", "user": {"id": "U1"}, "callback_id": "\\ud800"}',
        b'{"command": "/pulse"}',
        b'{"command": ["/pulse"], "user_id": "U1", "team_id": "T1"}',
        b'{"type": "url_verification"}',
        b"[" * 50_000,
        b'{"type": ' + b'{"a": ' * 50_000,
        b'{"type": ' + b"9" * 5_000 + b"}",
    ],
)
async def test_a_body_of_another_shape_is_refused_and_breaks_nothing(slack: Sender, body: bytes) -> None:
    as_json = await slack.post(body)
    as_form = await slack.post(urlencode({"payload": body.decode()}), kind=FORM)
    as_nothing = await slack.post(body, kind="text/plain")

    assert {as_json.status_code, as_form.status_code, as_nothing.status_code} == {400}
    assert "Traceback" not in as_json.text


async def test_a_body_that_is_not_utf_8_is_refused(slack: Sender) -> None:
    assert (await slack.post(b'{"type": "\xff\xfe"}')).status_code == 400


async def test_a_body_of_more_than_a_megabyte_is_refused(slack: Sender) -> None:
    assert (await slack.post(b"x" * 1_000_001)).status_code == 413


async def test_a_body_that_is_sent_in_pieces_cannot_grow_past_it(slack: Sender) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    answer = await slack.client.post("/slack/events", content=pieces())

    assert answer.status_code == 413


async def test_a_reason_quotes_nothing_of_what_was_sent(slack: Sender) -> None:
    payload = {
        "type": "view_submission",
        "user": {"id": "U1"},
        "view": {"id": "V1", "state": {"values": {"a-marker": {"b-marker": "c-marker"}}}},
    }

    answer = await slack.interact(payload)

    assert answer.status_code == 400
    assert "marker" not in answer.text


def scrambled(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=5), values, max_size=3)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    scrambled,
    max_leaves=8,
)
PARTS = (
    "view",
    "type",
    "user",
    "team",
    "actions",
    "container",
    "message",
    "channel",
    "trigger_id",
    "state",
    "callback_id",
)


@st.composite
def near_misses(draw: st.DrawFn) -> dict[str, Any]:
    """Interactions that are right but for some part, so that they get as far as they can."""
    action = {"action_id": draw(st.sampled_from(["pulse:open", "pulse:withdraw", "settings:open"])), "block_id": "b"}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": draw(st.sampled_from(["pulse:submit", "settings:save"])),
        "private_metadata": draw(st.text(max_size=10)),
        "state": {
            "values": draw(st.dictionaries(st.text(max_size=5), st.dictionaries(st.text(), ANYTHING), max_size=2))
        },
    }
    payload: dict[str, Any] = {
        "type": draw(st.sampled_from(["block_actions", "view_submission", "view_closed"])),
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "trigger_id": str(draw(st.uuids())),
        "actions": [action | {"value": draw(ANYTHING)}],
        "view": view,
    }
    for part in draw(st.lists(st.sampled_from(PARTS), max_size=2)):
        target = draw(st.sampled_from([payload, view, action]))
        if draw(st.booleans()):
            target[part] = draw(ANYTHING)
        else:
            target.pop(part, None)
    return payload


class Bodies:
    """What does not change between the examples of a property."""

    settings = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@Bodies.settings
@given(payload=ANYTHING)
async def test_no_payload_whatever_gives_a_500(slack: Sender, payload: Any) -> None:  # noqa: ANN401 - whatever
    answer = await slack.interact(payload)

    assert answer.status_code in {200, 400, 401, 404}


@Bodies.settings
@given(payload=near_misses())
async def test_no_interaction_with_a_broken_part_gives_a_500(slack: Sender, payload: dict[str, Any]) -> None:
    payload["team"] = {"id": slack.place.team.id} if payload.get("team") == {"id": "T1"} else payload.get("team")

    answer = await slack.interact(payload)

    assert answer.status_code in {200, 400, 401, 404}


@Bodies.settings
@given(
    kind=st.sampled_from(["app_home_opened", "user_change", "team_join", "message"]),
    event=st.dictionaries(st.text(), ANYTHING),
)
async def test_no_event_whatever_gives_a_500(slack: Sender, kind: str, event: dict[str, Any]) -> None:
    body = {"type": "event_callback", "team_id": slack.place.team.id, "event": {**event, "type": kind}}

    answer = await slack.post(json.dumps(body))

    assert answer.status_code in {200, 400, 401, 404}


@Bodies.settings
@given(command=st.dictionaries(st.sampled_from(["user_id", "text", "trigger_id", "response_url"]), st.text()))
async def test_no_command_whatever_gives_a_500(slack: Sender, command: dict[str, str]) -> None:
    body = {**command, "command": "/pulse", "team_id": slack.place.team.id}

    answer = await slack.post(urlencode(body, errors="replace"), kind=FORM)

    assert answer.status_code in {200, 400, 401, 404}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_the_endpoint_takes_nothing_but_posts(slack: Sender, method: str) -> None:
    assert (await slack.client.request(method, "/slack/events")).status_code == 405


async def test_there_are_no_other_pages(slack: Sender) -> None:
    assert [(await slack.client.get(path)).status_code for path in ("/", "/slack", "/docs")] == [404, 404, 404]


async def test_a_process_that_lives_says_so(slack: Sender) -> None:
    assert (await slack.client.get("/health")).status_code == 200


async def test_a_house_with_its_database_is_ready(slack: Sender) -> None:
    answer = await slack.client.get("/ready")

    assert (answer.status_code, answer.json()) == (200, {"database": True})


@pytest.mark.parametrize(("line", "status"), [(True, 200), (False, 503)])
async def test_with_socket_mode_a_house_is_ready_once_connected(house: House, line: bool, status: int) -> None:  # noqa: FBT001 - a parameter
    async def connected() -> bool:
        return line

    application = web.application(house, connected=connected)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=URL) as client:
        answer = await client.get("/ready")

    assert (answer.status_code, answer.json()["slack"]) == (status, line)


async def test_without_its_database_a_house_is_not_ready(place: Place, house: House) -> None:
    away = engine_for("postgresql://user@127.0.0.1:1/name")
    application = web.application(replace(house, engine=away))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=URL) as client:
        answer = await client.get("/ready")
    await away.dispose()

    assert (answer.status_code, answer.json()) == (503, {"database": False})


async def test_without_a_signing_secret_there_is_no_endpoint(place: Place, house: House) -> None:
    without = load(**{**place.settings.model_dump(), "slack_signing_secret": None})
    application = web.application(replace(house, settings=without))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=URL) as client:
        answer = await client.post("/slack/events", content=b"{}")

    assert answer.status_code == 404


async def test_a_person_gets_an_answer_over_a_real_connection(place: Place, house: House) -> None:
    ann = place.sandbox.person(place.team, place.team.add_user("ann"))
    async with web.serving(house) as address:
        place.app.request_url = f"{address}/slack/events"
        place.app.socket_mode = False
        await ann.open_home(place.app)
        async with httpx.AsyncClient() as client:
            health = await client.get(f"{address}/health")

    assert ann.home(place.app) is not None
    assert health.headers.get("server") is None
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"{address}/health")


async def test_a_port_in_use_is_named(house: House) -> None:
    with sockets.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        elsewhere = load(**{**house.settings.model_dump(), "port": port})
        with pytest.raises(web.PortTaken, match=f"127.0.0.1:{port}"):
            async with web.serving(replace(house, settings=elsewhere)):
                pass


async def test_no_request_is_logged(slack: Sender, home_opened: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="uvicorn")
    await slack.post(home_opened)
    await slack.post(home_opened, {"content-type": JSON})

    assert "app_home_opened" not in caplog.text


async def test_an_open_pulse_survives_what_is_malformed(slack: Sender, house: House) -> None:
    async with house.sessions.begin() as session:
        await build.schedule(session, house.workspace_id, now=house.clock())

    await slack.interact({"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1"}})

    async with house.sessions() as session:
        assert await pulses.pulse_of(session, house.workspace_id) is not None
