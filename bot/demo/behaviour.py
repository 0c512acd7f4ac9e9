"""How the people of the demo's company behave: who answers when, what they choose, and what they write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Final, Literal
from zoneinfo import ZoneInfo

import yaml

from bot.demo.company import Company, Person
from bot.demo.moods import News, leanings_of, news_of, values_of

Kind = Literal["answer", "change", "withdraw", "look_home"]
Tone = Literal["glad", "torn", "sad"]

FIRST_MONDAY: Final = datetime(2026, 1, 5, 8, tzinfo=UTC)  # nine in Brussels; no clock changes in the weeks after it
LAST_ACT: Final = timedelta(days=3, hours=11)  # Thursday at eight in the evening
CHANGES: Final = 0.08
WITHDRAWS: Final = 0.02
COMMENTS: Final = 0.2
LOOKS_HOME: Final = 0.06
TONE_OF_NEWS: Final[dict[News, Tone]] = {"quota": "sad", "trials": "glad"}
COMMENTS_FILE: Final = Path(__file__).with_name("comments.yaml")


@dataclass(frozen=True, slots=True)
class Habit:
    """One person's ways: how likely they answer, on which day (0 is Monday), at which hour where they live.

    `leanings` is how much more than their team they agree with each item, in steps of the agreement scale.
    """

    answers: float
    day: int
    hour: int
    leanings: Mapping[str, float] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody does; `at` counts from the opening of the round."""

    handle: str
    at: timedelta
    kind: Kind
    values: Mapping[str, int] = field(default_factory=dict, hash=False)
    comment: str | None = None


def habit_of(person: Person, *, seed: int) -> Habit:
    """The same person always has the same habit."""
    drawn = Random(f"{seed} habit {person.handle}")
    (day,) = drawn.choices(range(4), (45, 25, 17, 13))
    return Habit(
        answers=drawn.triangular(0.45, 0.95, 0.88),
        day=day,
        hour=drawn.randint(9, 17),
        leanings=leanings_of(drawn),
    )


def plan_of(company: Company, week: int, *, seed: int) -> list[Act]:
    """All that happens between the opening of a week's round and Thursday evening, in order; week 0 is the first."""
    box = _CommentBox(Random(f"{seed} comments {week}"))
    acts = [act for person in company.people for act in _acts_of(person, week, box, seed=seed)]
    return sorted(acts, key=lambda act: (act.at, act.handle))


def _acts_of(person: Person, week: int, box: "_CommentBox", *, seed: int) -> Iterator[Act]:
    habit = habit_of(person, seed=seed)
    drawn = Random(f"{seed} week {week} {person.handle}")
    if drawn.random() < LOOKS_HOME:
        yield Act(person.handle, _between(timedelta(minutes=1), LAST_ACT, drawn), "look_home")
    if drawn.random() >= habit.answers:
        return
    at = _answering(habit, person.time_zone, drawn)
    yield _answer(person, habit, week, at, "answer", drawn, box)
    if drawn.random() < CHANGES:
        at = _between(at, LAST_ACT - timedelta(minutes=1), drawn)
        yield _answer(person, habit, week, at, "change", drawn, box)
    if drawn.random() < WITHDRAWS:
        yield Act(person.handle, _between(at, LAST_ACT, drawn), "withdraw")


def _answer(
    person: Person, habit: Habit, week: int, at: timedelta, kind: Kind, drawn: Random, box: "_CommentBox"
) -> Act:
    values = values_of(person.path, week, leanings=habit.leanings, drawn=drawn)
    comment = None
    if drawn.random() < COMMENTS:
        comment = box.take(person.language, tone_of(values), news_of(person.path, week))
    return Act(person.handle, at, kind, values, comment)


def tone_of(values: Mapping[str, int]) -> Tone:
    """How a comment beside these answers reads, by the overall score; torn where it was left out."""
    overall = values.get("overall", 5)
    return "glad" if overall >= 7 else "sad" if overall <= 3 else "torn"


def _answering(habit: Habit, zone: str, drawn: Random) -> timedelta:
    """Some minute of the usual hour, in office hours of that zone; at the edges of the round, as near as it allows."""
    local = timedelta(days=habit.day, hours=habit.hour - 9, seconds=drawn.randrange(60, 3600))
    return min(max(local + _behind(zone), timedelta(minutes=1)), LAST_ACT - timedelta(minutes=30))


def _behind(zone: str) -> timedelta:
    """How much later an hour strikes in that zone than where the round opens."""
    nine_there = FIRST_MONDAY.astimezone(ZoneInfo(zone)).replace(hour=9)
    return nine_there - FIRST_MONDAY


def _between(start: timedelta, end: timedelta, drawn: Random) -> timedelta:
    return start + timedelta(seconds=drawn.randint(1, int((end - start).total_seconds())))


class _CommentBox:
    """The comments of one week: each is taken once."""

    def __init__(self, drawn: Random) -> None:
        self._left = {
            (language, about): drawn.sample(texts, len(texts))
            for language, shelf in comments().items()
            for about, texts in shelf.items()
        }

    def take(self, language: str, tone: Tone, news: News | None) -> str | None:
        """A comment not yet used this week, on the news if it fits the tone; None when that language has no more."""
        if news and TONE_OF_NEWS[news] == tone and self._left[language, news]:
            return self._left[language, news].pop()
        left = self._left[language, tone]
        return left.pop() if left else None


@cache
def comments() -> dict[str, dict[Tone | News, list[str]]]:
    """Every comment, by language and by tone or news."""
    held: dict[str, dict[Tone | News, list[str]]] = yaml.safe_load(COMMENTS_FILE.read_text(encoding="utf-8"))
    return held
