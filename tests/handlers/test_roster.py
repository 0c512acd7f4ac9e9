"""Slack's users and user groups are read whole and patiently, and its events keep the roster current."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from bot.manifest import manifest
from handlers import roster, turns
from handlers.desk import Desk
from handlers.together import Together
from handlers.views.malformed import Malformed
from people import rosterplan
from people.hierarchy import managers_of
from people.listing import Group, rows_from_groups
from people.models import Member
from people.roster import HERE, Changes, Profile
from people.rosterfile import parse
from sandbox.clock import Clock
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from surveys.keys import KeyRing
from tests import build
from tests.build import MONDAY, Sessions
from tests.journeys.stage import Stage, slack_validator, stage

ANN: dict[str, Any] = {
    "id": "U1",
    "team_id": "T1",
    "deleted": False,
    "real_name": "Ann Example",
    "tz": "Europe/Paris",
    "locale": "fr-FR",
    "is_bot": False,
    "is_app_user": False,
    "is_restricted": False,
    "profile": {"email": "ann@acme.test", "real_name": "Ann Example"},
}


class Waiting:
    """A pause that drives the sandbox's clock instead of sleeping."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.clock.advance(timedelta(seconds=seconds))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(Clock(MONDAY), validator=slack_validator()) as sandbox:
        yield sandbox


@pytest.fixture
def team(sandbox: Sandbox) -> Workspace:
    return sandbox.add_workspace("Acme", id="T1")


@pytest.fixture
def client(sandbox: Sandbox, team: Workspace) -> AsyncWebClient:
    seat = sandbox.install(sandbox.add_app("Groundswell", manifest()), team)
    return AsyncWebClient(token=seat.bot_token, base_url=sandbox.api_url)


@pytest.fixture
async def acme(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await build.workspace(session, "T1")
    return sessions


@pytest.fixture
def desk(acme: Sessions, tmp_path: Path) -> Desk:
    keys = KeyRing(tmp_path / "keys")
    boxes = Together(acme, partial(turns.settle, keys=keys, workspace_id="T1", results=turns.LastResults()))
    return Desk("T1", acme, keys, 6, MONDAY, boxes)


async def members_of(sessions: Sessions) -> dict[str, tuple[str, str, bool]]:
    async with sessions() as session:
        found = await session.scalars(select(Member))
        return {member.user_id: (member.language, member.time_zone, member.active) for member in found}


def test_a_person_of_the_workspace_is_one() -> None:
    assert roster.profile_of(ANN, "T1") == Profile(
        "U1", "ann@acme.test", "fr-FR", "Europe/Paris", active=True, person=True
    )


@pytest.mark.parametrize(
    "difference",
    [
        {"is_bot": True},
        {"is_workflow_bot": True},
        {"is_connector_bot": True},
        {"is_restricted": True},
        {"is_restricted": True, "is_ultra_restricted": True},
        {"is_stranger": True},
        {"id": "USLACKBOT"},
        {"team_id": "T2"},
        {"team_id": "T2", "enterprise_user": {"id": "W1", "teams": ["T2", "T3"]}},
    ],
)
def test_bots_guests_and_people_of_other_companies_are_not_asked(difference: dict[str, Any]) -> None:
    assert not roster.profile_of(ANN | difference, "T1").person


@pytest.mark.parametrize(
    "difference",
    [{"is_app_user": True}, {"is_admin": True}, {"team_id": "T2", "enterprise_user": {"teams": ["T2", "T1"]}}],
)
def test_admins_users_of_an_app_and_people_of_the_same_enterprise_are_asked(difference: dict[str, Any]) -> None:
    assert roster.profile_of(ANN | difference, "T1").person


def test_a_deactivated_user_comes_with_little_and_is_not_active() -> None:
    told = {"id": "U1", "team_id": "T1", "deleted": True, "profile": {}, "is_bot": False}

    assert roster.profile_of(told, "T1") == Profile("U1", None, None, None, active=False, person=True)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*ANN, "enterprise_user", "is_stranger"]), values))
def test_whatever_stands_in_a_user_it_is_a_profile_or_malformed(changed: dict[str, Any]) -> None:
    try:
        profile = roster.profile_of(ANN | changed, "T1")
    except Malformed:
        assert "id" in changed
        return
    assert profile.user_id.isalnum()


@pytest.mark.parametrize("event", [{}, {"user": None}, {"user": "U1"}, {"user": {}}, {"user": {"id": "U" * 33}}])
async def test_an_event_without_a_user_is_ignored(event: dict[str, Any], desk: Desk) -> None:
    await roster.change_user({"type": "user_change"} | event, desk)
    await roster.join_team({"type": "team_join"} | event, desk)

    assert await members_of(desk.sessions) == {}


async def test_an_event_told_twice_counts_once_and_a_missing_locale_changes_nothing(desk: Desk) -> None:
    for _ in range(2):
        await roster.join_team({"type": "team_join", "user": ANN}, desk)
    silent = {key: value for key, value in ANN.items() if key != "locale"} | {"tz": "Europe/Brussels"}

    for _ in range(2):
        await roster.change_user({"type": "user_change", "user": silent}, desk)

    assert await members_of(desk.sessions) == {"U1": ("fr", "Europe/Brussels", True)}


async def test_somebody_of_another_company_in_a_shared_channel_does_not_join(desk: Desk) -> None:
    await roster.change_user({"type": "user_change", "user": ANN | {"team_id": "T2"}}, desk)

    assert await members_of(desk.sessions) == {}


async def test_every_user_is_read_once_page_by_page(sandbox: Sandbox, team: Workspace, client: AsyncWebClient) -> None:
    added = [team.add_user(f"ann{number}", email=f"ann{number}@acme.test", locale="nl-BE") for number in range(450)]

    found = {profile.user_id: profile for profile in await roster.profiles(client, "T1")}

    assert {user.id for user in added} <= found.keys() == team.users.keys()
    assert found[added[-1].id] == Profile(
        added[-1].id, "ann449@acme.test", "nl-BE", "Europe/Brussels", active=True, person=True, away_until=HERE
    )
    calls = sandbox.journal.calls("users.list")
    assert [str(call.arguments["limit"]) for call in calls] == ["200", "200", "200"]
    assert sandbox.journal.findings() == []


async def test_a_large_workspace_is_read_as_slowly_as_slack_asks(
    sandbox: Sandbox, team: Workspace, client: AsyncWebClient
) -> None:
    for number in range(200 * 21):
        team.add_user(f"ann{number}")
    pause = Waiting(sandbox.clock)

    found = await roster.profiles(client, "T1", pause=pause)

    assert len(found) == len(team.users)
    assert pause.seconds == [60]


async def test_a_refusal_other_than_too_fast_is_not_waited_for(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.add("users.list", "error", error="missing_scope")
    pause = Waiting(sandbox.clock)

    with pytest.raises(SlackApiError, match="missing_scope"):
        await roster.profiles(client, "T1", pause=pause)

    assert pause.seconds == []


async def test_who_is_always_too_fast_gives_up(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.add("usergroups.list", "429", times=100, seconds=7)
    pause = Waiting(sandbox.clock)

    with pytest.raises(SlackApiError, match="ratelimited"):
        await roster.groups(client, pause=pause)

    assert pause.seconds == [7] * 9


async def test_groups_in_use_are_read_with_their_people(
    sandbox: Sandbox, team: Workspace, client: AsyncWebClient
) -> None:
    ann = team.add_user("ann")
    team.add_usergroup("team-data", "Engineering / Data", [ann.id])
    team.add_usergroup("team-empty", "Empty")
    team.add_usergroup("team-old", "Old", [ann.id]).deleted = True

    found = await roster.groups(client)

    assert found == [Group("team-data", "Engineering / Data", (ann.id,)), Group("team-empty", "Empty", ())]
    assert sandbox.journal.findings() == []


async def test_a_refresh_brings_people_in_and_takes_out_who_is_gone(
    team: Workspace, client: AsyncWebClient, acme: Sessions
) -> None:
    ann, ben = team.add_user("ann", locale="fr-FR", tz="Europe/Paris"), team.add_user("ben", locale="de-DE")
    team.add_user("guest", is_restricted=True)
    team.add_user("gone", deleted=True)
    first = await roster.refresh(client, acme, "T1", now=MONDAY)
    ben.deleted = True

    second = await roster.refresh(client, acme, "T1", now=MONDAY)

    assert first == Changes(joined=tuple(sorted((ann.id, ben.id))))
    assert second == Changes(left=(ben.id,))
    assert await members_of(acme) == {
        ann.id: ("fr", "Europe/Paris", True),
        ben.id: ("de", "Europe/Brussels", False),
    }


async def test_a_dry_run_writes_nothing_and_the_import_does_what_it_told(
    team: Workspace, client: AsyncWebClient, acme: Sessions
) -> None:
    ann = team.add_user("ann", email="Ann@Acme.test")
    rows = parse(b"email,unit,manages\nann@acme.test,Engineering / Data,Engineering\n")

    told = await roster.import_plan(client, acme, "T1", rows)
    before = await members_of(acme)
    done = await roster.apply_plan(client, acme, "T1", rows, now=MONDAY)

    assert told == done
    assert before == {}
    assert (await members_of(acme)).keys() == {ann.id}
    async with acme() as session:
        assert (await managers_of(session, "T1")).keys() == {ann.id}
    assert not (await roster.import_plan(client, acme, "T1", rows)).changes


async def test_an_import_with_a_bad_line_writes_nothing_at_all(
    team: Workspace, client: AsyncWebClient, acme: Sessions
) -> None:
    team.add_user("ann", email="ann@acme.test")
    team.add_user("guest", email="guest@acme.test", is_restricted=True)

    plan = await roster.apply_plan(
        client,
        acme,
        "T1",
        parse(b"email,unit\nann@acme.test,Data\nguest@acme.test,Data\nzoe@acme.test,Data\n"),
        now=MONDAY,
    )

    assert [problem.line for problem in plan.problems] == [3, 4]
    assert await members_of(acme) == {}
    async with acme() as session:
        assert await rosterplan.standing_of(session, "T1") == rosterplan.Standing()


async def test_units_are_imported_from_user_groups(team: Workspace, client: AsyncWebClient, acme: Sessions) -> None:
    ann, ben = team.add_user("ann"), team.add_user("ben")
    guest = team.add_user("guest", is_restricted=True)
    team.add_usergroup("team-data", "Engineering / Data", [ann.id, guest.id])
    team.add_usergroup("team-data-managers", "Data's managers", [ben.id])

    plan = await roster.apply_plan(client, acme, "T1", rows_from_groups(await roster.groups(client)), now=MONDAY)

    assert plan.problems == ()
    assert plan.passed_over == 1
    async with acme() as session:
        standing = await rosterplan.standing_of(session, "T1")
    assert standing.places == {ann.id: ("Engineering", "Data")}
    assert standing.charges == {rosterplan.Charge(ben.id, ("Engineering", "Data"))}


@pytest.fixture(params=["http", "socket"])
async def played(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(str(request.param), database_url, tmp_path) as played:
        yield played


async def test_slacks_events_keep_the_roster_current(played: Stage) -> None:
    ann, ben = played.people[0], played.people[1]

    new = await played.team.join("new", locale="de-AT", tz="Europe/Vienna")
    await played.team.join("visitor", is_ultra_restricted=True)
    await played.team.change_user(ann, locale="en-GB", tz="Europe/London")
    await played.team.change_user(ben, deleted=True)
    await played.team.emit(played.team, {"type": "team_join", "user": {"team_id": played.team.id}})

    members = await members_of(played.house.sessions)
    assert len(members) == len(played.people) + 1
    assert members[new.id] == ("de", "Europe/Vienna", True)
    assert members[ann.id] == ("en", "Europe/London", True)
    assert members[ben.id] == ("nl", "Europe/Brussels", False)
    assert played.sandbox.failures == []
    assert played.sandbox.journal.findings() == []
