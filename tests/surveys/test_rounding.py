"""Keyed rounding: fair over the keys, the same for the same people, and blind to unanimity."""

from fractions import Fraction
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.policy.rounding import BASE, Noise, behind, clipped

KEYS = [number.to_bytes(32, "big") for number in range(2000)]
FEW_KEYS = KEYS[:40]


def noise(key: bytes = KEYS[0], question: str = "useful", members: str = "a team") -> Noise:
    return Noise(key, question, members)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    """A count among n answers."""
    n = draw(st.integers(6, 300))
    return draw(st.integers(0, n)), n


@pytest.mark.parametrize("count", range(2, 9))
def test_on_average_over_the_keys_nothing_is_added_or_taken(count: int) -> None:
    rounded = [noise(key).rounded(count, 20, "favourable") for key in KEYS]

    assert mean(rounded) == pytest.approx(count, abs=0.12)


@given(counts(), st.sampled_from(FEW_KEYS))
def test_a_count_becomes_a_multiple_of_three_less_than_three_away(given_count: tuple[int, int], key: bytes) -> None:
    count, n = given_count

    rounded = noise(key).rounded(count, n, "favourable")

    assert rounded % BASE == 0
    assert abs(rounded - clipped(count, n)) < BASE


@given(counts(), st.binary(min_size=32, max_size=32), st.text(max_size=9), st.text(max_size=9))
def test_the_same_people_with_the_same_count_are_told_the_same(
    given_count: tuple[int, int], key: bytes, question: str, members: str
) -> None:
    count, n = given_count

    told = {Noise(key, question, members).rounded(count, n, "favourable") for _ in range(3)}

    assert len(told) == 1


def test_a_count_is_told_the_same_whatever_number_of_others_answered() -> None:
    told = [{noise(key).rounded(7, n, "favourable") for n in range(9, 60)} for key in FEW_KEYS]

    assert {len(each) for each in told} == {1}


@pytest.mark.parametrize("other", [{"question": "easy"}, {"members": "another team"}], ids=["question", "people"])
def test_other_questions_and_other_people_are_rounded_on_their_own(other: dict[str, str]) -> None:
    pairs = {
        (noise(key).rounded(4, 20, "favourable"), noise(key, **other).rounded(4, 20, "favourable")) for key in FEW_KEYS
    }

    assert pairs == {(3, 3), (3, 6), (6, 3), (6, 6)}


def test_the_two_classes_are_rounded_on_their_own() -> None:
    pairs = {tuple(noise(key).rounded(4, 20, kind) for kind in ("favourable", "unfavourable")) for key in FEW_KEYS}

    assert pairs == {(3, 3), (3, 6), (6, 3), (6, 6)}


def test_parts_of_what_is_rounded_are_not_run_together() -> None:
    one = [Noise(key, "ab", "c").rounded(4, 20, "favourable") for key in FEW_KEYS]
    other = [Noise(key, "a", "bc").rounded(4, 20, "favourable") for key in FEW_KEYS]

    assert one != other


@given(st.integers(6, 300), st.sampled_from(FEW_KEYS))
def test_nobody_at_all_is_rounded_as_two_people_and_all_as_all_but_two(n: int, key: bytes) -> None:
    assert len({noise(key).rounded(count, n, "favourable") for count in (0, 1, 2)}) == 1
    assert len({noise(key).rounded(count, n, "favourable") for count in (n, n - 1, n - 2)}) == 1


@pytest.mark.parametrize("n", range(6, 41))
def test_behind_a_rounded_count_stand_exactly_those_that_some_key_rounds_to_it(n: int) -> None:
    told: dict[int, set[int]] = {}
    for count in range(n + 1):
        for key in FEW_KEYS:
            told.setdefault(noise(key).rounded(count, n, "favourable"), set()).add(count)

    assert {shown: (min(true), max(true)) for shown, true in told.items()} == {
        shown: span for shown in range(n + 4) if shown % BASE == 0 and (span := behind(shown, n))
    }


@pytest.mark.parametrize(("n", "points"), [(6, 20), (10, 9), (20, 5), (30, 3), (100, 1)])
def test_the_mean_error_of_a_share_is_that_of_the_design(n: int, points: int) -> None:
    errors = [
        abs(Fraction(100 * (noise(key).rounded(count, n, "favourable") - count), n))
        for key in KEYS[:200]
        for count in range(n + 1)
    ]

    assert float(mean(errors)) == pytest.approx(points, rel=0.35, abs=0.5)
