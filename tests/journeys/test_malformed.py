"""Payloads that Slack would never send: each listener refuses them without a 500, and nobody loses an answer."""

import asyncio
import copy
import json
import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import select

from handlers.views import ids
from people.models import Member
from surveys.models import Envelope, Round
from tests.journeys.stage import Stage, stage
from tests.journeys.test_pulse import answer

LISTENERS = (
    "block_actions pulse:open",
    "block_actions pulse:explain",
    "block_actions privacy:open",
    "block_actions pulse:withdraw",
    "block_actions settings:open",
    "view_submission pulse:submit",
    "view_submission settings:save",
    "event app_home_opened",
    "event user_change",
    "event team_join",
    "command /pulse",
)
Json = Any  # a payload, or what is left of one
STEP = timedelta(seconds=1)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


class Show:
    """One stage that stands for the whole module, with a genuine payload for each listener."""

    def __init__(self, runner: asyncio.Runner, acme: Stage) -> None:
        self.runner, self.acme = runner, acme
        self.genuine = runner.run(self._collect())

    async def _collect(self) -> dict[str, dict[str, Any]]:
        """Do everything once, as a person would, and keep what Slack sent."""
        acme, person = self.acme, self.acme.person(2)
        await acme.start_pulse()
        for number in range(8):
            await answer(acme.person(number))
        await person.press(ids.OPEN_FORM)
        await person.press_in_modal(ids.EXPLAIN)
        await person.dismiss()
        await person.press_in_modal(ids.WITHDRAW_ANSWER)
        await person.dismiss()
        await answer(person)
        await person.open_home(acme.app)
        await person.press_in_home(acme.app, ids.OPEN_SETTINGS)
        await person.submit({})
        await person.press_in_home(acme.app, ids.OPEN_PRIVACY)
        await person.dismiss()
        await acme.team.change_user(acme.people[2], locale="en-GB")
        await acme.team.join("late", real_name="Late Example", email="late@acme.example")
        await person.command("/pulse", "help")
        return {name_of(delivery.kind, delivery.payload): delivery.payload for delivery in acme.sandbox.deliveries}

    def send(self, name: str, payload: Json) -> int:
        """Post it, signed, and answer with the status."""
        return self.runner.run(self._send(name, payload))

    async def _send(self, name: str, payload: Json) -> int:
        if isinstance(payload, dict) and payload.get("trigger_id") == self.genuine[name].get("trigger_id", ""):
            payload = payload | {
                "trigger_id": f"1.2.{self.acme.clock.seconds()}"
            }  # a deed of its own, not a repetition
        kind = name.split(maxsplit=1)[0]
        if kind == "event":
            body, form = json.dumps(payload), "application/json"
        elif kind == "command" and isinstance(payload, dict):
            body, form = (
                urlencode({key: str(value) for key, value in payload.items()}),
                "application/x-www-form-urlencoded",
            )
        else:
            body, form = urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
        self.acme.clock.advance(STEP)
        at = str(self.acme.clock.seconds())
        signature = SignatureVerifier(self.acme.app.signing_secret).generate_signature(timestamp=at, body=body)
        headers = {"content-type": form, "x-slack-request-timestamp": at, "x-slack-signature": str(signature)}
        async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
            response = await client.post(str(self.acme.app.request_url), content=body.encode(), headers=headers)
        return response.status_code

    def kept(self) -> tuple[object, ...]:
        """What no stranger's payload may change: the boxes of the others, the round, the roster's size."""
        return self.runner.run(self._kept())

    async def _kept(self) -> tuple[object, ...]:
        async with self.acme.house.sessions() as session:
            held = await session.scalar(select(Round))
            assert held is not None
            keys = self.acme.house.keys.of(held.id)
            own = keys.slot(held.id, self.acme.people[2].id)
            boxes = await session.execute(select(Envelope.slot, Envelope.box).where(Envelope.slot != own))
            first = await session.get(Member, (self.acme.team.id, self.acme.people[0].id))
            assert first is not None
            return held.state, sorted(tuple(box) for box in boxes), first.active, first.unit_id


def name_of(kind: str, payload: dict[str, Any]) -> str:
    """The listener that this payload goes to."""
    if kind == "event":
        return f"event {payload['event']['type']}"
    if kind == "command":
        return f"command {payload['command']}"
    inner = payload["actions"][0]["action_id"] if "actions" in payload else payload["view"]["callback_id"]
    return f"{payload['type']} {inner}"


def paths_in(node: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a payload."""
    yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from paths_in(value, (*path, key))


def broken(payload: Json, path: tuple[Any, ...], value: Json, *, remove: bool) -> Json:
    """The payload with that place removed, or with something else in it."""
    if not path:
        return value
    changed = copy.deepcopy(payload)
    node = changed
    for key in path[:-1]:
        node = node[key]
    if remove:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return changed


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Show]:
    """Set the stage once for all examples."""
    folder = tmp_path_factory.mktemp("show")
    shutil.copy(sqlite_template, folder / "groundswell.db")
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        url = f"sqlite+aiosqlite:///{folder / 'groundswell.db'}"
        acme = runner.run(stack.enter_async_context(stage("http", url, folder)))
        try:
            yield Show(runner, acme)
        finally:
            runner.run(stack.aclose())


def test_every_listener_has_a_genuine_payload_and_accepts_it(show: Show) -> None:
    assert set(show.genuine) == set(LISTENERS)
    assert {name: show.send(name, show.genuine[name]) for name in LISTENERS} == dict.fromkeys(LISTENERS, 200)


@pytest.mark.parametrize("name", LISTENERS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_broken_payload_is_never_a_server_error_and_never_costs_an_answer(
    show: Show, name: str, data: st.DataObject
) -> None:
    before = show.kept()
    places = list(paths_in(show.genuine[name]))
    payload = broken(
        show.genuine[name],
        data.draw(st.sampled_from(places)),
        data.draw(ANYTHING),
        remove=data.draw(st.booleans()),
    )

    status = show.send(name, payload)

    assert status < 500
    assert show.kept() == before
