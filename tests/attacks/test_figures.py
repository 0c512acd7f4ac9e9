"""The test by which attacks are judged is exact, and sees an advantage where there is one."""

from fractions import Fraction
from math import comb

import pytest

from tests.attacks.figures import LEAST_P, Score, score_of, tail


@pytest.mark.parametrize(("successes", "trials"), [(0, 5), (1, 5), (3, 5), (5, 5), (37, 60)])
def test_the_tail_is_the_sum_of_its_terms(successes: int, trials: int) -> None:
    chance = Fraction(3, 10)
    terms = [comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(successes, trials + 1)]

    assert tail(successes, trials, chance) == sum(terms)


def test_what_never_happens_by_chance_has_no_tail() -> None:
    tails = [tail(1, 10, Fraction(0)), tail(10, 10, Fraction(1)), tail(0, 10, Fraction(0))]

    assert [int(each) for each in tails] == [0, 1, 1]


def test_one_right_guess_where_none_is_to_be_expected_is_an_advantage() -> None:
    assert Score(1000, right=1, best=0, derived=1).p < LEAST_P


def test_a_gain_of_six_in_a_hundred_is_seen_and_of_chance_is_not() -> None:
    assert Score(1000, right=560, best=500, derived=1000).p < LEAST_P
    assert Score(1000, right=530, best=500, derived=1000).p > LEAST_P


def test_an_attack_that_found_nothing_says_what_the_table_says() -> None:
    assert score_of([(None, "a", "a"), (None, "a", "b"), ("b", "a", "b")]) == Score(3, right=2, best=1, derived=1)
