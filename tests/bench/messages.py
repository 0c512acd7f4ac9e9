"""The sandbox itself: messages a second without limits, against a bare Starlette endpoint that answers all is well."""

import json
from dataclasses import dataclass

from tests.bench import processes
from tests.bench.figures import Figure, Scale, middle, percentile
from tests.bench.load import Course, Post, fire

TOGETHER = 16
WARMING = 50
PEOPLE = 200
BAR = 3_000
TEXT = "The pulse of this week is open: three questions, one minute."
UNTOLD = "not told by this system"


@dataclass(frozen=True, slots=True)
class Turn:
    """One course, and how many requests the server took for each second of its processor time (0 where untold)."""

    course: Course
    per_core: float


async def measure(scale: Scale) -> list[Figure]:
    """Both by turns, each in a process of its own, with the same requests."""
    async with processes.server("sandbox", str(PEOPLE)) as slack, processes.server("plain") as plain:
        posts = [_post(slack["SLACK_BOT_TOKEN"], number) for number in range(scale.messages)]
        for said in (plain, slack):
            await _turn(said, posts[:WARMING])
        turns = [(await _turn(plain, posts), await _turn(slack, posts)) for _ in range(scale.rounds)]
    return [_rate(turns), _rate_of_a_core(turns)]


def _post(token: str, number: int) -> Post:
    body = {"channel": f"U{number % PEOPLE:04}", "text": TEXT}
    return Post(json.dumps(body).encode(), {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})


async def _turn(said: dict[str, str], posts: list[Post]) -> Turn:
    pid, url = int(said["PID"]), f"{said['SLACK_API_URL']}chat.postMessage"
    before = processes.busy_seconds(pid)
    course = await fire(url, posts, in_flight=TOGETHER, well=lambda content: json.loads(content)["ok"] is True)
    busy = processes.busy_seconds(pid) - before
    return Turn(course, len(posts) / busy if busy else 0.0)


def _rate(turns: list[tuple[Turn, Turn]]) -> Figure:
    plain, sandbox = ([turn[side].course for turn in turns] for side in (0, 1))
    ratio = middle([one.rate / other.rate for other, one in zip(plain, sandbox, strict=True)])
    rate = middle([course.rate for course in sandbox])
    return Figure(
        f"sandbox: chat.postMessage, {TOGETHER} in flight",
        _told(sandbox),
        _told(plain),
        f"{ratio:.2f} of bare Starlette",
        f"≥ {BAR:,}/s",
        rate >= BAR,
    )


def _rate_of_a_core(turns: list[tuple[Turn, Turn]]) -> Figure:
    """What one core can do, be the client or the machine as busy as they like."""
    plain, sandbox = (middle([turn[side].per_core for turn in turns]) for side in (0, 1))
    what, bar = "sandbox: chat.postMessage by its own processor time", f"≥ {BAR:,}/s of a core"
    if not (plain and sandbox):
        return Figure(what, UNTOLD, UNTOLD, "", bar)
    ratio = f"{sandbox / plain:.2f} of bare Starlette"
    return Figure(what, f"{sandbox:,.0f}/s", f"{plain:,.0f}/s", ratio, bar, sandbox >= BAR)


def _told(courses: list[Course]) -> str:
    every = [taken for course in courses for taken in course.taken_ms]
    rate = middle([course.rate for course in courses])
    return f"{rate:,.0f}/s, p50 {percentile(every, 50):.1f} ms, p99 {percentile(every, 99):.1f} ms"
