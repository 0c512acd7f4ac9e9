"""Whose turn it is: nobody is asked more than the budget, and each question comes back when it was said to."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.rotation import BUDGET, FEWEST, MONTH, MOST, affordable, rounds_until_return, turn_of

DECK = ("a", "b", "c", "d", "e", "f", "g")
START = date(2026, 1, 5)

decks = st.lists(st.text("abcdefghij", min_size=1, max_size=3), min_size=1, max_size=12, unique=True)
numbers = st.integers(FEWEST, MOST)


def played(
    deck: Sequence[str], number: int, rounds: int, before: Sequence[tuple[str, ...]] = ()
) -> list[tuple[str, ...]]:
    """The turns of so many rounds after those before, oldest first."""
    turns = list(before)
    for _ in range(rounds):
        turns.append(turn_of(deck, reversed(turns), number))
    return turns[len(before) :]


def test_each_question_has_its_turn_before_any_comes_again() -> None:
    assert played(DECK, 3, 4) == [("a", "b", "c"), ("d", "e", "f"), ("a", "b", "g"), ("c", "d", "e")]


def test_a_question_that_is_new_in_the_deck_is_asked_next() -> None:
    before = played(DECK, 3, 3)

    assert played((*DECK, "new"), 3, 1, before) == [("c", "d", "new")]


def test_a_deck_smaller_than_a_round_is_asked_whole() -> None:
    assert played(("a", "b"), 3, 2) == [("a", "b"), ("a", "b")]


@given(decks, numbers, st.integers(0, 20))
def test_every_question_comes_back_within_the_time_that_is_told(deck: list[str], number: int, after: int) -> None:
    turns = played(deck, number, after + rounds_until_return(len(deck), number))

    asked = {key for turn in turns[after:] for key in turn}
    assert asked == set(deck)


@given(decks, decks, numbers, st.integers(0, 12))
def test_after_a_change_of_the_deck_every_question_comes_within_the_same_time(
    old: list[str], deck: list[str], number: int, rounds: int
) -> None:
    turns = played(deck, number, rounds_until_return(len(deck), number), played(old, number, rounds))

    assert {key for turn in turns for key in turn} == set(deck)


@given(decks, numbers, st.integers(1, 20))
def test_a_round_asks_so_many_different_questions_of_the_deck_in_its_order(
    deck: list[str], number: int, rounds: int
) -> None:
    last = played(deck, number, rounds)[-1]

    assert len(last) == min(number, len(deck))
    assert [key for key in deck if key in last] == list(last)


@given(
    st.lists(st.tuples(st.integers(1, 40), numbers), max_size=40),
    st.integers(1, BUDGET),
)
def test_whatever_the_schedule_and_its_changes_nobody_is_asked_more_than_the_budget_in_any_month(
    steps: list[tuple[int, int]], budget: int
) -> None:
    day, asked = START, list[tuple[date, int]]()
    for days, wanted in steps:
        day += timedelta(days=days)
        asked.append((day, affordable(wanted, asked, budget=budget, on=day)))

    for first, _ in asked:
        assert sum(number for each, number in asked if first <= each < first + MONTH) <= budget


@pytest.mark.parametrize(("spent", "left"), [(0, 3), (17, 3), (18, 2), (19, 0), (20, 0), (30, 0)])
def test_a_round_has_two_questions_or_more_or_is_left_out(spent: int, left: int) -> None:
    assert affordable(3, [(START, spent)], budget=BUDGET, on=START + timedelta(days=7)) == left


def test_what_was_asked_thirty_days_ago_counts_no_more() -> None:
    assert affordable(3, [(START, 20)], budget=20, on=START + MONTH) == 3
    assert affordable(3, [(START, 20)], budget=20, on=START + MONTH - timedelta(days=1)) == 0
