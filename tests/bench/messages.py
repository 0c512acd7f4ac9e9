"""The sandbox itself: messages a second without limits, against a bare Starlette endpoint that answers all is well."""

import json

from tests.bench import processes
from tests.bench.figures import Figure, Scale, middle, percentile
from tests.bench.load import Course, Post, fire

TOGETHER = 16
WARMING = 50
PEOPLE = 200
BAR = 3_000
TEXT = "The pulse of this week is open: three questions, one minute."


async def measure(scale: Scale) -> list[Figure]:
    """Both by turns, each in a process of its own, with the same requests."""
    async with processes.server("sandbox", str(PEOPLE)) as slack, processes.server("plain") as plain:
        posts = [_post(slack["SLACK_BOT_TOKEN"], number) for number in range(scale.messages)]
        for said in (plain, slack):
            await _course(said["SLACK_API_URL"], posts[:WARMING])
        turns = [
            (await _course(plain["SLACK_API_URL"], posts), await _course(slack["SLACK_API_URL"], posts))
            for _ in range(scale.rounds)
        ]
    return [_figure(turns)]


def _post(token: str, number: int) -> Post:
    body = {"channel": f"U{number % PEOPLE:04}", "text": TEXT}
    return Post(json.dumps(body).encode(), {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})


async def _course(api_url: str, posts: list[Post]) -> Course:
    return await fire(
        f"{api_url}chat.postMessage", posts, in_flight=TOGETHER, well=lambda content: json.loads(content)["ok"] is True
    )


def _figure(turns: list[tuple[Course, Course]]) -> Figure:
    plain, sandbox = ([turn[side] for turn in turns] for side in (0, 1))
    ratio = middle([one.rate / other.rate for other, one in turns])
    rate = middle([course.rate for course in sandbox])
    return Figure(
        f"sandbox: chat.postMessage, {TOGETHER} in flight",
        _told(sandbox),
        _told(plain),
        f"{ratio:.2f} of bare Starlette",
        f"≥ {BAR:,}/s",
        rate >= BAR,
    )


def _told(courses: list[Course]) -> str:
    every = [taken for course in courses for taken in course.taken_ms]
    rate = middle([course.rate for course in courses])
    return f"{rate:,.0f}/s, p50 {percentile(every, 50):.1f} ms, p99 {percentile(every, 99):.1f} ms"
