"""What only owners may do, sent by somebody else or bent out of shape: refused, logged, and nothing is changed."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from structlog.testing import capture_logs

from handlers.views import ids
from people.models import Change, Draft, Owner, Workspace
from surveys.models import OwnItem, Pulse
from tests.journeys.office import ENGLISH, NOBODY, appoint, choose
from tests.journeys.stage import stage
from tests.journeys.test_malformed import ANYTHING, Show, broken, name_of, paths_in
from tests.journeys.test_setup import to_people
from tests.journeys.test_trial import add, open_own

LISTENERS = (
    *(
        "block_actions setup:open",
        "block_actions setup:recount",
        "block_actions setup:back",
        "block_actions setup:anew",
    ),
    *("block_actions setup:seek", "view_submission setup:questions", "view_submission setup:times"),
    *("view_submission setup:people", "view_submission setup:start"),
    *("block_actions preview:open", "block_actions preview:language", "view_submission preview:close"),
    *("block_actions trial:send", "block_actions trial:open", "view_submission trial:submit"),
    "block_actions trial:withdraw",
    *("block_actions own:open", "block_actions own:add", "block_actions own:edit", "block_actions own:retire"),
    *("block_actions own:type", "view_submission own:save"),
    *(
        "block_actions owner:pause",
        "block_actions owner:resume",
        "block_actions owner:stop",
        "block_actions owner:send",
    ),
    *("block_actions log:open", "block_actions log:turn"),
)
TABLES = (Owner, Change, Draft, OwnItem, Pulse, Workspace)


class Office(Show):
    """One stage, with a genuine payload of an owner for each of their listeners."""

    async def _collect(self) -> dict[str, dict[str, Any]]:
        acme, owner = self.acme, await appoint(self.acme, ENGLISH)
        await self._questions()
        await to_people(owner)
        await choose(owner, ids.WHOM, "units")
        (found, *_) = await owner.suggest_in_modal(ids.SEEK_UNITS, "engineering")
        await choose(owner, ids.UNITS, [found["value"]])
        await owner.submit()
        await owner.press_in_modal(ids.TRY_ON_ME)
        await owner.dismiss()
        await owner.press_in_modal(ids.BACK)
        await owner.submit()
        await owner.submit()
        await owner.dismiss(everything=True)
        for leave in (False, True):
            await owner.press(ids.OPEN_TRIAL)
            await (owner.press_in_modal(ids.WITHDRAW_TRIAL) if leave else owner.submit({"voluntariness": 3}))
            await owner.dismiss()
        await self._levers()
        return {
            name_of(delivery.kind, delivery.payload): delivery.payload
            for delivery in acme.sandbox.deliveries
            if delivery.kind == "interactive" and delivery.payload["type"] != "block_suggestion"
        }

    async def _questions(self) -> None:
        owner = self.acme.person(ENGLISH)
        await open_own(owner)
        await owner.press_in_modal(ids.ADD_OWN)
        await choose(owner, ids.OWN_TYPE, "text")
        await owner.dismiss()
        await add(owner)
        await owner.press_in_modal(ids.EDIT_OWN)
        await owner.submit()
        await owner.press_in_modal(ids.RETIRE_OWN)
        await owner.dismiss()
        await owner.press_in_modal(ids.PREVIEW)
        await owner.press_in_modal(ids.PREVIEW_LANGUAGE, value="nl")
        await owner.submit()
        await owner.press_in_modal(ids.BEGIN_ANEW)
        await owner.dismiss(everything=True)

    async def _levers(self) -> None:
        owner, app = self.acme.person(ENGLISH), self.acme.app
        await owner.open_home(app)
        for _ in range(3):
            for action_id in (ids.PAUSE_PULSE, ids.RESUME_PULSE, ids.STOP_ALL, ids.SEND_AGAIN):
                await owner.press_in_home(app, action_id)
        await owner.press_in_home(app, ids.OPEN_LOG)
        await owner.press_in_modal(ids.TURN_LOG)
        await owner.dismiss()
        await owner.press_in_home(app, ids.OPEN_SETUP)
        await owner.dismiss()

    async def _kept(self) -> tuple[object, ...]:
        async with self.acme.house.sessions() as session:
            held = [await session.execute(select(*table.__table__.columns)) for table in TABLES]
            return tuple(sorted(map(repr, rows)) for rows in held)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Office]:
    """Set the stage once for all examples."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(sqlite_template, folder / "groundswell.db")
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        url = f"sqlite+aiosqlite:///{folder / 'groundswell.db'}"
        acme = runner.run(stack.enter_async_context(stage("http", url, folder)))
        try:
            yield Office(runner, acme)
        finally:
            runner.run(stack.aclose())


def test_each_listener_of_owners_has_a_genuine_payload(office: Office) -> None:
    assert set(office.genuine) == set(LISTENERS)


@pytest.mark.parametrize("name", LISTENERS)
def test_the_same_by_somebody_else_is_refused_and_logged_and_changes_nothing(office: Office, name: str) -> None:
    before, payload = office.kept(), office.genuine[name]
    forger = office.acme.people[NOBODY].id

    with capture_logs() as said:
        status = office.send(name, payload | {"user": payload["user"] | {"id": forger}})

    assert status == 200
    assert office.kept() == before
    assert [(each["event"], each["user"]) for each in said if "deed" in each] == [("deed of an owner refused", forger)]


@pytest.mark.parametrize("name", LISTENERS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_broken_payload_is_never_a_server_error(office: Office, name: str, data: st.DataObject) -> None:
    places = list(paths_in(office.genuine[name]))
    payload = broken(
        office.genuine[name],
        data.draw(st.sampled_from(places)),
        data.draw(ANYTHING),
        remove=data.draw(st.booleans()),
    )

    assert office.send(name, payload) < 500
