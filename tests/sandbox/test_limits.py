"""Slack's rate limits and faults on demand."""

import csv
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Clock
from sandbox.facts import FACTS, Fact
from sandbox.limits import BURST, MESSAGES_PER_MINUTE, POSTING, Limits
from sandbox.refusals import Refused
from tests.sandbox.conftest import MONDAY, Scene
from tests.sandbox.drawing import home
from tests.sandbox.judges import FACTS as DOCUMENTED
from tests.sandbox.judges import needs_types


async def test_a_method_takes_its_tier_a_minute(limited: Scene) -> None:
    for _ in range(FACTS["users.list"].per_minute):
        await limited.client.users_list()

    with pytest.raises(SlackApiError) as refused:
        await limited.client.users_list()

    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    assert refused.value.response.headers["Retry-After"] == "60"
    assert (await limited.client.users_info(user=limited.ann.id))["ok"]
    limited.sandbox.clock.advance(timedelta(seconds=60))
    assert (await limited.client.users_list())["ok"]


async def test_each_workspace_has_its_own_minute(limited: Scene) -> None:
    other = limited.sandbox.add_workspace("Other")
    seat = limited.sandbox.install(limited.app, other)
    client = AsyncWebClient(token=seat.bot_token, base_url=limited.sandbox.api_url)
    for _ in range(FACTS["users.list"].per_minute):
        await limited.client.users_list()

    assert (await client.users_list())["ok"]


async def test_a_channel_takes_one_message_a_second_after_a_short_burst(limited: Scene) -> None:
    for number in range(5):
        await limited.client.chat_postMessage(channel=limited.ann.id, text=str(number))

    refusal = await limited.refusal("chat.postMessage", channel=limited.ann.id, text="6")

    assert refusal == {"ok": False, "error": "ratelimited"}
    bob = limited.team.add_user("bob")
    assert (await limited.client.chat_postMessage(channel=bob.id, text="1"))["ok"]
    limited.sandbox.clock.advance(timedelta(seconds=1))
    assert (await limited.client.chat_postMessage(channel=limited.ann.id, text="6"))["ok"]
    assert await limited.error("chat.postMessage", channel=limited.ann.id, text="7") == "ratelimited"


async def test_a_workspace_takes_some_hundred_messages_a_minute(limited: Scene) -> None:
    people = [limited.team.add_user(f"u{number}") for number in range(301)]
    for user in people[:300]:
        await limited.client.chat_postMessage(channel=user.id, text="x")

    assert await limited.error("chat.postMessage", channel=people[300].id, text="x") == "ratelimited"


def taken(limits: Limits, method: str, clock: Clock, *, workspace: str = "T1", app: str = "A1") -> int:
    """How many calls of a method are taken at once."""
    number = 0
    while True:
        try:
            limits.count(method, app, workspace, clock.now())
        except Refused:
            return number
        number += 1


def test_messages_of_every_method_count_towards_the_workspace() -> None:
    limits, clock = Limits(enabled=True), Clock(MONDAY)

    private = taken(limits, "chat.postEphemeral", clock)

    assert private == FACTS["chat.postEphemeral"].per_minute
    assert taken(limits, "chat.postMessage", clock) == MESSAGES_PER_MINUTE - private
    assert taken(limits, "chat.postMessage", clock, workspace="T2") == MESSAGES_PER_MINUTE
    assert taken(limits, "chat.postMessage", clock, app="A2") == MESSAGES_PER_MINUTE


def test_a_refused_call_counts_towards_nothing() -> None:
    limits, clock = Limits(enabled=True), Clock(MONDAY)
    private = taken(limits, "chat.postEphemeral", clock)
    for _ in range(50):
        with pytest.raises(Refused):
            limits.count("chat.postEphemeral", "A1", "T1", clock.now())

    assert taken(limits, "chat.postMessage", clock) == MESSAGES_PER_MINUTE - private


@pytest.mark.parametrize("method", FACTS)
def test_each_method_takes_its_number_at_once_and_again_a_minute_later(method: str) -> None:
    limits, clock = Limits(enabled=True), Clock(MONDAY)
    first = taken(limits, method, clock)
    clock.advance(timedelta(seconds=59))
    meanwhile = taken(limits, method, clock)
    clock.advance(timedelta(seconds=1))

    assert (first, meanwhile, taken(limits, method, clock)) == (FACTS[method].per_minute, 0, FACTS[method].per_minute)


@pytest.mark.parametrize(("passed", "wait"), [(0, 60), (0.5, 60), (1, 59), (59, 1), (59.9, 1)])
def test_the_wait_is_told_in_whole_seconds_that_are_enough(passed: float, wait: int) -> None:
    limits, clock = Limits(enabled=True), Clock(MONDAY)
    taken(limits, "users.list", clock)
    clock.advance(timedelta(seconds=passed))

    with pytest.raises(Refused) as refused:
        limits.count("users.list", "A1", "T1", clock.now())

    assert (refused.value.status, refused.value.retry_after) == (429, wait)


def test_a_channel_regains_its_burst_while_it_is_quiet() -> None:
    limits, clock = Limits(enabled=True), Clock(MONDAY)
    for _ in range(BURST):
        limits.count_message("A1", "C1", clock.now())
    clock.advance(timedelta(seconds=BURST))
    for _ in range(BURST):
        limits.count_message("A1", "C1", clock.now())

    with pytest.raises(Refused) as refused:
        limits.count_message("A1", "C1", clock.now())

    assert refused.value.retry_after == 1


def test_a_channel_takes_sixty_messages_and_a_burst_a_minute() -> None:
    limits, clock = Limits(enabled=True), Clock(MONDAY)
    number = 0
    for _ in range(600):
        try:
            limits.count_message("A1", "C1", clock.now())
            number += 1
        except Refused:
            clock.advance(timedelta(seconds=0.1))
    passed = (clock.now() - MONDAY).total_seconds()

    assert number - passed == pytest.approx(BURST, abs=1)


TIERS = {"1": 1, "2": 20, "3": 50, "4": 100}
SPECIAL = {
    "auth.test": "special, and its page gives no number: 600 is ours, since clients ask it often",
    "chat.postMessage": "one a second per channel and several hundred a minute per workspace: 300 is ours",
    "chat.getPermalink": "special, and its page gives no number",
    "oauth.v2.access": "special, and its page gives no number",
}
"""Methods whose page gives no tier, and why their number is what it is."""
OTHER_SCOPES: dict[str, str] = {}
"""Methods whose scopes differ from those of their page, and why."""


def documented() -> dict[str, dict[str, str]]:
    """The facts of Slack's method pages, by method."""
    with DOCUMENTED.open(encoding="utf-8", newline="") as file:
        return {row["method"]: row for row in csv.DictReader(file)}


@needs_types
@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.method)
def test_the_rate_of_a_method_is_the_tier_of_its_page(fact: Fact) -> None:
    rate = documented()[fact.method]["rate_limit"]

    assert rate.startswith("Special") == (fact.method in SPECIAL)
    assert fact.method in SPECIAL or fact.per_minute == TIERS[rate.removeprefix("Tier ").partition(":")[0]]


@needs_types
@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.method)
def test_the_scopes_of_a_method_are_those_of_its_page(fact: Fact) -> None:
    scopes = set(documented()[fact.method]["bot_scopes"].split())

    assert (set(fact.scopes) != scopes) == (fact.method in OTHER_SCOPES)


def test_what_posts_is_among_the_methods() -> None:
    assert FACTS.keys() >= POSTING


async def test_without_limits_nothing_is_held_back(scene: Scene) -> None:
    for _ in range(2 * FACTS["users.list"].per_minute):
        await scene.client.users_list()

    assert len(scene.sandbox.journal.calls("users.list")) == 40


async def test_a_fault_comes_as_often_as_it_was_asked_for(scene: Scene) -> None:
    scene.sandbox.faults.add("users.info", "error", times=2, error="fatal_error")

    errors = [await scene.error("users.info", user=scene.ann.id) for _ in range(2)]

    assert errors == ["fatal_error"] * 2
    assert (await scene.client.users_info(user=scene.ann.id))["ok"]


async def test_a_fault_of_the_server_does_nothing_of_what_was_asked(scene: Scene, http: aiohttp.ClientSession) -> None:
    scene.sandbox.faults.add("chat.postMessage", "5xx")
    headers = {"Authorization": f"Bearer {scene.seat.bot_token}"}
    asked = {"channel": scene.ann.id, "text": "x"}

    async with http.post(f"{scene.sandbox.api_url}chat.postMessage", data=asked, headers=headers) as response:
        assert response.status == 503
    assert scene.person.messages() == []


async def test_a_fault_may_ask_to_wait(scene: Scene) -> None:
    scene.sandbox.faults.add("users.info", "429", seconds=30)

    with pytest.raises(SlackApiError) as refused:
        await scene.client.users_info(user=scene.ann.id)

    assert refused.value.response.headers["Retry-After"] == "30"


async def test_a_time_out_after_the_commit_has_done_what_was_asked(scene: Scene) -> None:
    scene.sandbox.faults.add("chat.postMessage", "timeout_after_commit")
    scene.sandbox.faults.add("views.publish", "timeout_after_commit", seconds=0.01)
    hasty = AsyncWebClient(token=scene.seat.bot_token, base_url=scene.sandbox.api_url, timeout=0.2)  # type: ignore[arg-type]

    with pytest.raises(TimeoutError):
        await hasty.chat_postMessage(channel=scene.ann.id, text="arrived")
    with pytest.raises(SlackApiError) as refused:
        await hasty.views_publish(user_id=scene.ann.id, view=home())

    assert [message.text for message in scene.person.messages()] == ["arrived"]
    assert refused.value.response.status_code == 504
    assert scene.person.home() is not None


async def test_faults_that_were_cleared_do_not_come(scene: Scene) -> None:
    scene.sandbox.faults.add("users.info", "slow", seconds=30)
    scene.sandbox.faults.clear()

    assert (await scene.client.users_info(user=scene.ann.id))["ok"]
