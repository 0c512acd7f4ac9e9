"""Socket Mode: connected, kept connected, and put away without a trace."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import socket
from bot.assembly import House
from bot.config import Misconfigured, load
from bot.socket import Line, Watch
from sandbox.hands import NotAcknowledged, Person
from tests.bot.conftest import Place


@pytest.fixture
def ann(place: Place) -> Person:
    place.app.socket_mode = True
    return place.sandbox.person(place.team, place.team.add_user("ann"))


def connections(place: Place) -> int:
    return len(place.sandbox.sockets.connections(place.app.id))


async def until_connections(place: Place, number: int) -> None:
    await place.sandbox.journal.until(lambda: connections(place) == number)


def listening(house: House, listen: Callable[[], Awaitable[None]]) -> House:
    """The house, with an app that does but one thing when somebody opens its Home tab."""

    async def authorize(team_id: str) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token="xoxb-1", bot_user_id="U1")

    app = AsyncApp(authorize=authorize, signing_secret="", process_before_response=True)
    app.event("app_home_opened")(listen)
    return replace(house, app=app)


async def test_a_person_gets_an_answer(place: Place, house: House, ann: Person) -> None:
    async with socket.connected(house) as line:
        await ann.open_home(place.app)

        assert await line.is_connected()
    assert ann.home(place.app) is not None


async def test_nothing_is_left_afterwards(place: Place, house: House, ann: Person) -> None:
    before = asyncio.all_tasks()

    async with socket.connected(house) as line:
        await ann.open_home(place.app)
    await until_connections(place, 0)

    assert not await line.is_connected()
    ours = {task for task in asyncio.all_tasks() - before if "slack_sdk" in repr(task) or "bot" in repr(task)}
    assert ours == set()


async def test_slack_that_asks_for_another_connection_gets_it(place: Place, house: House, ann: Person) -> None:
    async with socket.connected(house) as line:
        first = place.sandbox.sockets.connections(place.app.id)[0]
        await place.sandbox.sockets.disconnect(place.app.id, "warning")
        await place.sandbox.journal.until(
            lambda: connections(place) == 1 and place.sandbox.sockets.connections(place.app.id)[0] is not first
        )
        await ann.open_home(place.app)

        assert await line.is_connected()


async def test_a_line_that_stays_dead_is_dialled_anew(place: Place, house: House, ann: Person) -> None:
    async with socket.connected(house, every=0.01, patience=0) as line:
        await _cut(line)
        await place.sandbox.journal.until(
            lambda: connections(place) == 1 and len(place.sandbox.journal.calls("apps.connections.open")) == 2
        )
        await ann.open_home(place.app)

    assert ann.home(place.app) is not None


async def test_dialling_goes_on_where_slack_refuses_for_a_while(place: Place, house: House, ann: Person) -> None:
    async with socket.connected(house, every=0.01, patience=0) as line:
        place.sandbox.faults.add("apps.connections.open", "error", times=2)
        await _cut(line)
        # A call that is made to go wrong is not in the journal: only the first and the one after the refusals are.
        await place.sandbox.journal.until(
            lambda: connections(place) == 1 and len(place.sandbox.journal.calls("apps.connections.open")) == 2
        )
        await ann.open_home(place.app)

    assert place.sandbox.faults.next("apps.connections.open") is None


async def _cut(line: Line) -> None:
    """Close the connection as a network does, without a word to the SDK's own reconnection."""
    handler = line._handler
    assert handler is not None
    await handler.client.disconnect()  # type: ignore[no-untyped-call]


async def test_what_is_under_way_is_answered_before_the_line_is_hung_up(
    place: Place, house: House, ann: Person
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def listen() -> None:
        begun.set()
        await go_on.wait()

    async with socket.connected(listening(house, listen)) as line:
        opening = asyncio.create_task(ann.open_home(place.app))
        await begun.wait()
        hanging_up = asyncio.create_task(line.hang_up())
        await asyncio.sleep(0)
        go_on.set()
        await hanging_up
        delivery = await opening

    assert delivery is not None
    assert delivery.acknowledged


async def test_an_envelope_of_another_shape_reaches_no_listener(place: Place, house: House, ann: Person) -> None:
    heard: list[bool] = []

    async def listen() -> None:
        heard.append(True)

    place.sandbox.courier.limit = 0.2
    async with socket.connected(listening(house, listen)):
        broken = place.sandbox.sockets.deliver(
            place.app.id, {"type": "events_api", "payload": {"type": "event_callback", "team_id": 1, "event": {}}}
        )
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(broken, 0.2)
        await ann.open_home(place.app)

    assert heard == [True]


async def test_a_listener_that_fails_leaves_the_envelope_unacknowledged(
    place: Place, house: House, ann: Person
) -> None:
    async def listen() -> None:
        raise RuntimeError("a bug")

    place.sandbox.courier.limit = 0.2
    async with socket.connected(listening(house, listen)):
        with pytest.raises(NotAcknowledged):
            await ann.open_home(place.app)


async def test_an_app_token_that_slack_refuses_is_said_in_words(place: Place, house: House) -> None:
    wrong = replace(house, settings=load(**{**place.settings.model_dump(), "slack_app_token": "xapp-wrong"}))

    with pytest.raises(Misconfigured, match=r"SLACK_APP_TOKEN is refused by Slack \(invalid_auth\)"):
        async with socket.connected(wrong):
            pass


async def test_without_an_app_token_there_is_no_socket_mode(place: Place, house: House) -> None:
    without = replace(house, settings=load(**{**place.settings.model_dump(), "slack_app_token": None}))

    with pytest.raises(Misconfigured, match="SLACK_APP_TOKEN is not set"):
        async with socket.connected(without):
            pass


async def test_slack_out_of_reach_is_said_in_words(house: House) -> None:
    client = AsyncWebClient(base_url="http://127.0.0.1:1/api/", retry_handlers=[])

    with pytest.raises(Misconfigured, match="cannot be reached"):
        async with socket.connected(replace(house, client=client)):
            pass


def test_a_line_is_given_half_a_minute_to_come_back() -> None:
    watch = Watch()

    told = [watch.overdue(connected=False, now=second) for second in (100.0, 110.0, 129.9, 130.0, 131.0, 159.9, 160.0)]

    assert told == [False, False, False, True, False, False, True]


def test_a_line_that_came_back_starts_afresh() -> None:
    watch = Watch()
    watch.overdue(connected=False, now=0.0)
    watch.overdue(connected=True, now=29.0)

    assert not watch.overdue(connected=False, now=31.0)
    assert watch.overdue(connected=False, now=61.0)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:1/api/", True),
        ("http://[::1]:1/api/", True),
        ("http://localhost/api/", True),
        ("https://slack.com/api/", False),
        ("http://10.0.0.1/api/", False),
    ],
)
async def test_no_proxy_stands_between_us_and_this_machine(
    monkeypatch: pytest.MonkeyPatch, house: House, url: str, *, here: bool
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    handler = socket._Handler(house.app, "xapp-1", AsyncWebClient(base_url=url))

    proxy = handler.client.proxy
    await handler.client.aiohttp_client_session.close()
    handler.client.message_processor.cancel()

    assert proxy == (None if here else "http://proxy.example:3128")
