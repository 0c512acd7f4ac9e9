"""What becomes of messages when Slack is slow, refuses or fails: sent once, failed with a reason, or unknown."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from people.models import Delivery
from tests.journeys.stage import Stage
from tests.journeys.test_pulse import answer


async def states(acme: Stage) -> Counter[tuple[str, str | None]]:
    """How many deliveries are in each state, with Slack's word for it."""
    async with acme.house.sessions() as session:
        rows = await session.execute(select(Delivery.state, Delivery.code))
        return Counter((state, code) for state, code in rows)


def heard(acme: Stage) -> list[int]:
    """How many messages each of the forty has."""
    return [len(acme.person(number).messages()) for number in range(40)]


@pytest.fixture
def transport() -> str:
    """One transport is enough: what is sent does not depend on it."""
    return "http"


async def test_who_cannot_be_written_to_is_written_down_and_the_others_hear(acme: Stage) -> None:
    acme.sandbox.faults.add("chat.postMessage", kind="error", error="account_inactive", times=1)

    await acme.start_pulse()
    await acme.tick()

    assert await states(acme) == {("sent", None): 39, ("failed", "account_inactive"): 1}
    assert sum(heard(acme)) == 39


async def test_a_message_lost_on_the_way_back_is_never_repeated(acme: Stage) -> None:
    acme.sandbox.faults.add("chat.postMessage", kind="timeout_after_commit", times=2)

    await acme.start_pulse()
    await acme.tick(acme.clock.now() + timedelta(minutes=10))

    assert await states(acme) == {("sent", None): 38, ("unknown", "no_answer"): 2}
    assert heard(acme) == [1] * 40


async def test_after_a_5xx_nobody_knows_and_it_is_not_repeated(acme: Stage) -> None:
    acme.sandbox.faults.add("chat.postMessage", kind="5xx", times=3)

    await acme.start_pulse()
    await acme.tick(acme.clock.now() + timedelta(minutes=10))

    found = await states(acme)
    assert sum(number for (state, _), number in found.items() if state == "unknown") == 3
    assert max(heard(acme)) == 1


async def test_a_message_refused_for_its_rate_comes_later_and_once(acme: Stage) -> None:
    acme.sandbox.faults.add("chat.postMessage", kind="error", error="ratelimited", times=5)

    await acme.start_pulse()
    assert sum(heard(acme)) == 35
    await acme.tick(acme.clock.now() + timedelta(minutes=1))

    assert heard(acme) == [1] * 40
    assert await states(acme) == {("sent", None): 40}


async def test_a_picture_that_fails_leaves_the_digest_sent(acme: Stage) -> None:
    await acme.start_pulse()

    for number in range(10):
        await answer(acme.person(number))
    acme.sandbox.faults.add("files.getUploadURLExternal", kind="error", error="file_uploads_disabled", times=9)

    await acme.close_round()

    assert [len(message.files) for message in acme.person(0).messages()] == [0, 0]
    assert (await states(acme))["sent", None] == 4
