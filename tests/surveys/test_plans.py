"""What an owner has chosen so far: kept as plain data, and turned into a schedule and back."""

from dataclasses import replace
from datetime import date

import pytest

from surveys import instruments, plans
from surveys.cadence import NoRhythm, Rhythm
from surveys.plans import Plan
from surveys.pulses import Schedule

LIBRARY = {key: replace(item, core=False) for key, item in instruments.library().items()}
"""All questions, none of them locked."""
FIRST = [item.key for item in instruments.load("first_pulse").items]
FULL = Plan(
    instruments=("first_pulse",),
    extras=("trust",),
    per_round=2,
    every="cron",
    cron="0 9 1,15 * *",
    zone="Europe/Brussels",
    starts_on=date(2026, 2, 1),
    audience=(1, 2),
    channel="C1",
)


@pytest.mark.parametrize("plan", [Plan(), FULL, replace(FULL, audience=())])
def test_a_plan_is_read_back_as_it_was_written(plan: Plan) -> None:
    assert Plan.from_json(plan.to_json()) == plan


def test_a_schedule_and_the_plan_that_leads_to_it() -> None:
    schedule = Schedule(deck=("trust", "overall"), per_round=2, rhythm=Rhythm(weekday=3), audience=(7,), channel="C1")

    plan = plans.plan_of(schedule, LIBRARY)

    assert (plan.instruments, plan.extras) == ((), ("trust", "overall"))
    assert plan.schedule(LIBRARY) == schedule


def test_an_instrument_that_is_whole_in_the_deck_is_taken_as_one() -> None:
    assert plans.plan_of(Schedule(deck=tuple(FIRST)), LIBRARY).instruments == ("first_pulse",)


def test_the_core_is_in_every_deck_and_each_question_once() -> None:
    locked = {key: replace(item, core=key == "overall") for key, item in LIBRARY.items()}

    deck = plans.deck_of(("first_pulse",), ("trust", "overall"), locked)

    assert deck[0] == "overall"
    assert sorted(deck) == sorted(FIRST)
    assert plans.deck_of((), (), locked) == ("overall",)


def test_a_rhythm_that_never_comes_due_is_refused_only_where_it_matters() -> None:
    plan = replace(FULL, cron="never")

    with pytest.raises(NoRhythm):
        plan.schedule(LIBRARY)
    assert plan.weekly().schedule(LIBRARY).rhythm == Rhythm()
