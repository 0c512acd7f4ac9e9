"""Ballots: a signed form, sealed and written down for good, against bare Bolt that only acknowledges."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import inf
from typing import Any
from urllib.parse import quote_plus

from sqlalchemy import func, select

from handlers.views import pulse as views
from handlers.views.words import words_for
from sandbox.clock import Clock
from sandbox.delivery import signature_of
from sandbox.forms import elements, entry_of, options_of, state_of
from surveys import rounds
from surveys.models import Envelope
from tests import build
from tests.bench import companies, grounds, processes
from tests.bench.figures import Figure, Scale, middle, percentile
from tests.bench.grounds import Ground
from tests.bench.load import Course, Post, Unanswered, fire

TOGETHER = 32
WARMING = 20
LEAST = 0.7
PATIENCE_MS = 1000
"""At the 99th percentile, with many in flight."""
BAR = f"≥ {LEAST:.2f}, p99 < 1 s"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Forms:
    """The form of a round as it comes back from people, each time signed anew."""

    view: Json
    people: Sequence[str]
    secret: str
    numbers: "count[int]"

    def posts(self, number: int) -> list[Post]:
        """So many filled forms, each from another person while there are enough; signed now, so send them soon."""
        return [self._post(next(self.numbers)) for _ in range(number)]

    def _post(self, number: int) -> Post:
        timestamp = str(Clock().seconds())
        body = f"payload={quote_plus(json.dumps(self._payload(number)))}"
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature_of(self.secret, timestamp, body),
        }
        return Post(body.encode(), headers)

    def _payload(self, number: int) -> Json:
        user_id = self.people[number % len(self.people)]
        return {
            "type": "view_submission",
            "team": {"id": build.TEAM, "domain": "acme"},
            "user": {"id": user_id, "username": user_id.lower(), "name": user_id.lower(), "team_id": build.TEAM},
            "api_app_id": "A1",
            "token": "unused",
            "trigger_id": f"1.{number}.trigger",
            "view": {**self.view, "id": f"V{number}", "root_view_id": f"V{number}", "state": self._state(number)},
            "response_urls": [],
            "is_enterprise_install": False,
            "enterprise": None,
        }

    def _state(self, number: int) -> Json:
        values = state_of(self.view["blocks"])
        for block, element in elements(self.view["blocks"]):
            if block["type"] == "input":
                options = options_of(element)
                chosen = options[number % len(options)] if options else companies.remark(number)
                values[block["block_id"]][element["action_id"]] = entry_of(element, chosen)
        return {"values": values}


async def measure(scale: Scale) -> list[Figure]:
    """On each database: many at once, and one after another."""
    return [figure for kind in grounds.kinds() for figure in await _on(kind, scale)]


async def _on(kind: str, scale: Scale) -> list[Figure]:
    async with grounds.ground(kind) as ground, processes.server("sandbox", "0") as slack:
        async with ground.sessions.begin() as session:
            company = await companies.company(session, scale.members)
            round_id = await companies.open_now(session, ground)
        forms = await _forms(ground, company, round_id, slack["SLACK_SIGNING_SECRET"])
        settings = {**slack, **_settings(ground)}
        async with processes.server("bare", settings=slack) as bare, processes.server("bot", settings=settings) as bot:
            at_once, one_by_one = await _rounds(forms, bare["url"], bot["url"], scale)
        acknowledged = WARMING + (scale.at_once + scale.one_by_one) * scale.rounds
        await _all_kept(ground, min(len(company.people), acknowledged))
    return [
        _figure(f"ballots, {TOGETHER} in flight, {kind}", at_once, BAR, least=LEAST, p99_ms=PATIENCE_MS),
        _figure(f"ballots, 1 in flight, {kind}", one_by_one, "≥ 1.00", least=1.0),
    ]


async def _forms(ground: Ground, company: build.Company, round_id: str, secret: str) -> Forms:
    async with ground.sessions() as session:
        seat = await rounds.seat_of(session, ground.keys, build.TEAM, round_id, company.people[0], now=Clock().now())
    view: Json = dict(
        views.form(words_for("en"), round_id, seat.instrument, seat.groups, k=seat.k, consent=seat.consent)
    )
    view |= {"team_id": build.TEAM, "app_id": "A1", "bot_id": "B1", "hash": "1.hash", "previous_view_id": None}
    return Forms(view, company.people, secret, count())


def _settings(ground: Ground) -> Mapping[str, str]:
    return {
        "DATABASE_URL": ground.url,
        "GROUNDSWELL_DATA": str(ground.folder / "data"),
        "GROUNDSWELL_KEYS": str(ground.keys.directory),
        "PORT": "0",
        "LOG_LEVEL": "WARNING",
    }


Turns = list[tuple[Course, Course]]


async def _rounds(forms: Forms, bare: str, bot: str, scale: Scale) -> tuple[Turns, Turns]:
    """Bare and bot by turns, the same people each: many at once, then one by one."""
    to_bare, to_bot = forms, replace(forms, numbers=count())
    await _course(to_bare, bare, WARMING, TOGETHER)
    await _course(to_bot, bot, WARMING, TOGETHER)
    at_once: Turns = []
    one_by_one: Turns = []
    for _ in range(scale.rounds):
        for turns, number, in_flight in ((at_once, scale.at_once, TOGETHER), (one_by_one, scale.one_by_one, 1)):
            turns.append(
                (await _course(to_bare, bare, number, in_flight), await _course(to_bot, bot, number, in_flight))
            )
    return at_once, one_by_one


async def _course(forms: Forms, url: str, number: int, in_flight: int) -> Course:
    thanked = b'"response_action": "update"'
    return await fire(
        url, forms.posts(number), in_flight=in_flight, well=lambda content: not content or thanked in content
    )


async def _all_kept(ground: Ground, acknowledged: int) -> None:
    """What was acknowledged is in the database, or nothing was measured."""
    async with ground.sessions() as session:
        kept = await session.scalar(select(func.count()).select_from(Envelope)) or 0
    if kept != acknowledged:
        raise Unanswered(f"{kept} ballots are kept, of {acknowledged} that were acknowledged")


def _figure(what: str, turns: Turns, bar: str, *, least: float, p99_ms: float = inf) -> Figure:
    ratio = middle([bot.rate / bare.rate for bare, bot in turns])
    bare, bot = (_told([turn[side] for turn in turns]) for side in (0, 1))
    slowest = percentile([taken for _, course in turns for taken in course.taken_ms], 99)
    return Figure(what, bot, bare, f"{ratio:.2f}", bar, ratio >= least and slowest < p99_ms)


def _told(courses: Sequence[Course]) -> str:
    every = [taken for course in courses for taken in course.taken_ms]
    rate = middle([course.rate for course in courses])
    return f"{rate:,.0f}/s, p50 {percentile(every, 50):.1f} ms, p99 {percentile(every, 99):.1f} ms"
