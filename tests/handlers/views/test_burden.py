"""What a pulse asks of people's time, in words."""

import pytest

from handlers.views.burden import promise
from handlers.views.words import words_for
from surveys.cadence import Rhythm
from surveys.pulses import Schedule


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        (
            Schedule(),
            "3 questions a week. Never more than 20 questions in 30 days. "
            "They take turns: each comes back after 2 pulses.",
        ),
        (
            Schedule(deck=("trust", "overall"), per_round=2, budget=9, rhythm=Rhythm("monthly")),
            "2 questions a month. Never more than 9 questions in 30 days. Each pulse asks the same questions.",
        ),
        (Schedule(rhythm=Rhythm("fortnightly")), "3 questions every two weeks."),
        (Schedule(rhythm=Rhythm("cron", cron="0 9 1,15 * *")), "3 questions at a time."),
    ],
)
def test_how_many_questions_how_often_and_when_each_comes_back(schedule: Schedule, said: str) -> None:
    assert promise(words_for("en"), schedule).startswith(said)


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "3 questions par semaine."), ("nl", "3 vragen per week."), ("de", "3 Fragen pro Woche.")],
)
def test_it_is_said_in_each_language(language: str, said: str) -> None:
    assert promise(words_for(language), Schedule()).startswith(said)
