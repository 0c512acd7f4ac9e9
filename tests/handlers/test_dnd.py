"""Who is not to be disturbed is asked for fifty at once, and never keeps anybody waiting."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clients import client_for, session_for
from handlers.dnd import AT_ONCE, REMEMBERED, Dnd, _end_of
from sandbox.clock import Clock
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.build import MONDAY
from tests.journeys.stage import slack_validator

AN_HOUR = timedelta(hours=1)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(Clock(MONDAY), validator=slack_validator(), limits=False) as running:
        yield running


@pytest.fixture
def team(sandbox: Sandbox) -> Workspace:
    return sandbox.add_workspace("Acme")


@pytest.fixture
async def client(sandbox: Sandbox, team: Workspace) -> AsyncIterator[AsyncWebClient]:
    app = sandbox.add_app("Groundswell", {"oauth_config": {"scopes": {"bot": ["dnd:read"]}}})
    seat = sandbox.install(app, team)
    async with session_for(1) as session:
        yield client_for(sandbox.api_url, session, token=seat.bot_token)


def added(team: Workspace, number: int, until: datetime | None = None) -> list[str]:
    start = None if until is None else MONDAY - AN_HOUR
    return [team.add_user(f"ann{each}", dnd_start=start, dnd_end=until).id for each in range(number)]


def asked(sandbox: Sandbox) -> list[int]:
    """For how many people each call asked."""
    return [len(str(call.arguments["users"]).split(",")) for call in sandbox.journal.calls("dnd.teamInfo")]


async def test_fifty_are_asked_for_at_once_and_remembered_for_a_while(
    sandbox: Sandbox, team: Workspace, client: AsyncWebClient
) -> None:
    people, dnd = added(team, 110), Dnd(client)

    assert await dnd.ends_of(people, now=MONDAY) == {}
    await dnd.ends_of(people, now=MONDAY + timedelta(minutes=4))
    assert asked(sandbox) == [50, 50, 10]
    await dnd.ends_of(people[:3], now=MONDAY + timedelta(minutes=6))

    assert asked(sandbox) == [50, 50, 10, 3]
    assert sandbox.journal.findings() == []


async def test_of_very_many_only_the_last_are_remembered(
    sandbox: Sandbox, team: Workspace, client: AsyncWebClient
) -> None:
    people, dnd = added(team, REMEMBERED + AT_ONCE), Dnd(client)
    for start in range(0, len(people), AT_ONCE):
        await dnd.ends_of(people[start : start + AT_ONCE], now=MONDAY)
    before = len(asked(sandbox))

    await dnd.ends_of(people[-1:], now=MONDAY)
    assert len(asked(sandbox)) == before
    await dnd.ends_of(people[:1], now=MONDAY)

    assert asked(sandbox)[before:] == [1]


async def test_until_when_is_told_of_who_is_not_to_be_disturbed_now(team: Workspace, client: AsyncWebClient) -> None:
    quiet, free = added(team, 2, MONDAY + AN_HOUR), added(team, 2)

    ends = await Dnd(client).ends_of([*quiet, *free, "U404", "C1"], now=MONDAY)

    assert ends == dict.fromkeys(quiet, MONDAY + AN_HOUR)


async def test_a_time_that_is_still_to_come_disturbs_nobody_now(team: Workspace, client: AsyncWebClient) -> None:
    user = team.add_user("ann", dnd_start=MONDAY + AN_HOUR, dnd_end=MONDAY + 9 * AN_HOUR)

    assert await Dnd(client).ends_of([user.id], now=MONDAY) == {}


@pytest.mark.parametrize("kind", ["error", "429", "5xx", "timeout_after_commit"])
async def test_slack_is_left_alone_for_a_while_when_it_does_not_tell(
    sandbox: Sandbox,
    team: Workspace,
    client: AsyncWebClient,
    kind: Any,  # noqa: ANN401 - a kind of fault
) -> None:
    people, dnd = added(team, 60, MONDAY + AN_HOUR), Dnd(client)
    sandbox.faults.add("dnd.teamInfo", kind=kind, error="missing_scope", times=1)

    assert await dnd.ends_of(people, now=MONDAY) == {}
    assert await dnd.ends_of(people, now=MONDAY + timedelta(minutes=4)) == {}

    assert len(await dnd.ends_of(people, now=MONDAY + timedelta(minutes=5))) == 60


@pytest.mark.parametrize(
    "status",
    [
        None,
        [],
        {},
        {"dnd_enabled": True},
        {"dnd_enabled": True, "next_dnd_start_ts": "1", "next_dnd_end_ts": "2"},
        {"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1 << 60},
        {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1 << 32},
    ],
)
def test_a_status_of_another_shape_keeps_nobody_waiting(status: object) -> None:
    assert _end_of(status, MONDAY) == MONDAY
