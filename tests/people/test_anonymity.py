"""The threshold, the ranges and the steps of the response rate."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.anonymity import K, TooFew, band_of, crowd_of, minimum_audience, range_for, rate_band, threshold_of

AUDIENCES = st.integers(8, 400)


def test_a_number_counts_a_person_with_five_others_at_least() -> None:
    assert K == 6
    assert threshold_of(6) == 6


def test_the_threshold_may_be_raised() -> None:
    assert threshold_of(10) == 10


@pytest.mark.parametrize("k", [5, 1, 0, -6])
def test_the_threshold_may_not_be_lowered(k: int) -> None:
    with pytest.raises(TooFew):
        threshold_of(k)


def test_a_group_has_eight_people_at_least_and_always_two_more_than_must_answer() -> None:
    assert [minimum_audience(), minimum_audience(6), minimum_audience(7), minimum_audience(10)] == [8, 8, 9, 12]


def test_a_group_cannot_be_made_smaller_by_a_lower_threshold() -> None:
    with pytest.raises(TooFew):
        minimum_audience(5)


@pytest.mark.parametrize(
    "band",
    [
        (5, 7),
        (8, 11),
        (12, 16),
        (17, 24),
        (25, 34),
        (35, 48),
        (49, 68),
        (69, 96),
        (97, 135),
        (136, 189),
        (190, 265),
        (266, 371),
    ],
)
def test_counts_are_told_as_the_ranges_written_down(band: tuple[int, int]) -> None:
    low, high = band

    assert band_of(low) == band_of(high) == band


@given(st.integers(5, 10**9))
def test_every_count_from_five_has_one_range_and_the_next_one_begins_where_it_ends(n: int) -> None:
    low, high = band_of(n)

    assert low <= n <= high
    assert band_of(low) == band_of(high) == (low, high)
    assert band_of(high + 1)[0] == high + 1


@given(st.integers(25, 10**9))
def test_ranges_grow_by_about_two_fifths(n: int) -> None:
    low, high = band_of(n)

    assert 1.38 < (high + 1) / low < 1.42


@pytest.mark.parametrize("n", [4, 0, -1])
def test_a_count_under_five_has_no_range(n: int) -> None:
    with pytest.raises(TooFew):
        band_of(n)


def test_a_range_ends_with_the_group() -> None:
    assert range_for(9, 10) == (8, 10)
    assert range_for(9, 40) == (8, 11)


def test_a_group_of_eight_that_all_answered_reads_like_one_where_six_did() -> None:
    assert range_for(6, 8) == range_for(8, 8) == (5, 8)


@given(AUDIENCES, st.data())
def test_nobody_can_tell_that_all_answered_even_who_did_not(audience: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(audience - 2, audience))

    assert range_for(n, audience) == range_for(audience, audience)
    assert rate_band(n, audience)[1] == 100
    assert audience > range_for(n, audience)[0]


@given(AUDIENCES)
def test_the_range_and_the_rate_together_fit_three_counts_or_more(audience: int) -> None:
    told = Counter((range_for(n, audience), rate_band(n, audience)) for n in range(5, audience + 1))

    assert min(told.values()) >= 3


@given(AUDIENCES, st.data())
def test_the_range_and_the_rate_hold_the_truth(audience: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(5, audience))
    (fewest, most), (low, high) = range_for(n, audience), rate_band(n, audience)

    assert fewest <= n <= most <= audience
    assert low <= 100 * n / audience <= high
    assert low % 10 == high % 10 == 0


@pytest.mark.parametrize(("n", "rate"), [(310, (60, 70)), (350, (70, 80)), (499, (90, 100)), (500, (90, 100))])
def test_the_rate_of_a_large_group_is_told_in_steps_of_ten(n: int, rate: tuple[int, int]) -> None:
    assert rate_band(n, 500) == rate


def test_the_rate_of_a_small_group_is_told_in_wider_steps() -> None:
    assert rate_band(6, 8) == rate_band(8, 8) == (60, 100)
    assert rate_band(6, 12) == (40, 60)


def test_more_answers_than_people_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="9 respondents of 8 people"):
        range_for(9, 8)


@given(AUDIENCES)
def test_what_is_told_of_a_share_fits_three_counts_or_two_where_not_all_can_have_answered(audience: int) -> None:
    told = Counter(crowd_of(n, audience) for n in range(5, audience + 1))

    assert all(number == high - low + 1 for (low, high), number in told.items())
    assert all(number >= 3 or (number == 2 and high < audience) for (_, high), number in told.items())
    assert told[crowd_of(audience, audience)] >= 3


@given(AUDIENCES, st.data())
def test_what_is_told_of_a_share_stays_within_the_range_of_n(audience: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(5, audience))
    (low, high), (fewest, most) = crowd_of(n, audience), range_for(n, audience)

    assert fewest <= low <= n <= high <= most


@pytest.mark.parametrize(
    ("n", "audience", "crowd"),
    [
        (9, 40, (8, 9)),
        (10, 40, (10, 11)),
        (10, 11, (8, 11)),
        (10, 12, (10, 12)),
        (20, 40, (17, 20)),
        (29, 40, (25, 29)),
        (30, 40, (30, 34)),
        (30, 31, (28, 31)),
        (100, 500, (97, 100)),
    ],
)
def test_the_way_of_telling_changes_at_ten_and_at_thirty(n: int, audience: int, crowd: tuple[int, int]) -> None:
    found = crowd_of(n, audience)

    assert (found[0] >= 10, found[0] >= 30) == (crowd[0] >= 10, crowd[0] >= 30)
    assert found == crowd


@given(st.integers(60, 10**6))
def test_the_middle_of_a_crowd_is_never_far_from_any_of_it(n: int) -> None:
    low, high = crowd_of(n, 4 * n)

    assert (high - low) / low < 0.11


@given(st.integers(8, 150))
def test_rate_and_share_together_never_tell_that_all_or_all_others_answered(audience: int) -> None:
    """Whoever left a question blank still sent the form: each share says that at least so many forms came."""
    forms: dict[tuple[int, int], list[int]] = {}
    for sent in range(5, audience + 1):
        forms.setdefault(rate_band(sent, audience), []).append(sent)

    for band, possible in forms.items():
        for answered in range(6, max(possible) + 1):
            left = [sent for sent in possible if sent >= crowd_of(answered, audience)[0]]
            assert not left or left[0] < audience - 1, (band, answered)
