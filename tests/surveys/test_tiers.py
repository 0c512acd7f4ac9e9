"""What is said of a group: a word, rough percentages or five bars, beside exactly the shares that stay possible."""

from collections import defaultdict
from fractions import Fraction
from itertools import product
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.anonymity import K, crowd_of, range_for
from surveys.cells import COMPANY, Cell, Tree
from surveys.policy import Counts, Name, Statistic, Tally, release_of
from surveys.policy.tiers import Rounded, told_of

ITEM = "useful"
KEYS = [number.to_bytes(32, "big") for number in range(60)]
Told = dict[Name, tuple[int, int]]


def released(counts: Counts, audience: int, key: bytes = KEYS[0], members: str = "all of us") -> Told:
    """What is told of one item in a company of so many people."""
    tree = Tree((Cell(COMPANY, None, ("Acme",), (), audience),))
    tally = Tally({COMPANY: counts.n}, {(COMPANY, ITEM): counts})
    shown = release_of(tree, tally, k=K, key=key, prints={COMPANY: members})
    return {each.statistic: (each.lo, each.hi) for each in shown if each.item == ITEM}


def word(told: Told) -> int:
    return told["told_word"][0]


def crowd(n: int, audience: int) -> tuple[int, int]:
    low, high = crowd_of(n, audience)
    return max(low, K), high


def outcomes(count: int, n: int) -> set[int]:
    """All that some key may make of a count, worked out anew."""
    kept = sorted((2, count, n - 2))[1]
    return {kept - kept % 3, kept + -kept % 3}


def told_counts(count: int, n: int, span: tuple[int, int]) -> set[int]:
    """The same, no higher than the fewest answers of the crowd allow."""
    return {min(each, max(outcomes(span[0], span[0]))) for each in outcomes(count, n)}


def hull(shares: list[Fraction]) -> tuple[int, int]:
    """In whole per cent, rounded outwards."""
    low, high = min(shares), max(shares)
    return int(100 * low), -int(-100 * high // 1)


def frozen(told: Told) -> tuple[tuple[Name, tuple[int, int]], ...]:
    return tuple(sorted(told.items()))


@pytest.mark.parametrize("audience", [8, 9, 10, 11, 13, 16, 26, 29])
def test_the_shares_left_open_are_those_that_some_key_leaves_open_and_no_others(audience: int) -> None:
    left: dict[object, dict[Name, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    for n in range(K, audience + 1):
        for favourable, unfavourable in product(range(n + 1), repeat=2):
            if favourable + unfavourable > n:
                continue
            span = crowd(n, audience)
            for rounded in product(told_counts(favourable, n, span), told_counts(unfavourable, n, span)):
                told = told_of(Rounded(*rounded), span)
                left[range_for(n, audience), frozen(told)]["favourable"].append(Fraction(favourable, n))

    for (_, told), shares in left.items():  # type: ignore[misc]
        for name, each in shares.items():
            assert dict(told)[name] == hull(each)


BARS = (
    Rounded(15, 9, 6, 3),
    Rounded(30, 0, 30, 0),
    Rounded(27, 3, 27, 0),
    Rounded(0, 30, 0, 27),
    Rounded(6, 6, 0, 6),
    Rounded(12, 12, 3, 12),
    Rounded(3, 0, 3, 0),
    Rounded(18, 15, 9, 15),
)


def strong(shown: int, whole: int, n: int, most: int) -> list[int]:
    """Who may have been strongly for or against, of at most so many."""
    return [count for count in range(most + 1) if shown in {min(whole, each) for each in outcomes(count, n)}]


@pytest.mark.parametrize("rounded", BARS, ids=str)
@pytest.mark.parametrize("span", [(30, 32), (33, 37)])
def test_the_bars_left_open_are_those_that_some_key_leaves_open_and_no_others(
    rounded: Rounded, span: tuple[int, int]
) -> None:
    very_favourable, very_unfavourable = rounded.very_favourable, rounded.very_unfavourable
    assert very_favourable is not None
    assert very_unfavourable is not None
    left: dict[Name, list[Fraction]] = defaultdict(list)
    for n in range(span[0], span[1] + 1):
        for favourable, unfavourable in product(
            (count for count in range(n + 1) if rounded.favourable in told_counts(count, n, span)),
            (count for count in range(n + 1) if rounded.unfavourable in told_counts(count, n, span)),
        ):
            if favourable + unfavourable > n:
                continue
            against = strong(very_unfavourable, rounded.unfavourable, n, unfavourable)
            favour = strong(very_favourable, rounded.favourable, n, favourable)
            if not against or not favour:
                continue
            left["favourable"].append(Fraction(favourable, n))
            left["unfavourable"].append(Fraction(unfavourable, n))
            left["bar_3"].append(Fraction(n - favourable - unfavourable, n))
            left["bar_1"] += [Fraction(count, n) for count in against]
            left["bar_2"] += [Fraction(unfavourable - count, n) for count in against]
            left["bar_5"] += [Fraction(count, n) for count in favour]
            left["bar_4"] += [Fraction(favourable - count, n) for count in favour]

    told = told_of(rounded, span)
    assert left
    assert {name: told[name] for name in left} == {name: hull(shares) for name, shares in left.items()}


@st.composite
def answers(draw: st.DrawFn) -> Counts:
    """Answers of six to three hundred people."""
    n = draw(st.integers(6, 300))
    favourable = draw(st.integers(0, n))
    unfavourable = draw(st.integers(0, n - favourable))
    return Counts(
        favourable,
        n - favourable - unfavourable,
        unfavourable,
        draw(st.integers(0, favourable)),
        draw(st.integers(0, unfavourable)),
    )


@given(answers(), st.integers(0, 60), st.binary(min_size=32, max_size=32))
def test_the_truth_is_always_among_what_is_left_open(counts: Counts, absent: int, key: bytes) -> None:
    told = released(counts, max(8, counts.n + absent), key)

    assert counts.very_favourable is not None
    assert counts.very_unfavourable is not None
    true: dict[Name, int] = {
        "favourable": counts.favourable,
        "unfavourable": counts.unfavourable,
        "bar_1": counts.very_unfavourable,
        "bar_2": counts.unfavourable - counts.very_unfavourable,
        "bar_3": counts.neutral,
        "bar_4": counts.favourable - counts.very_favourable,
        "bar_5": counts.very_favourable,
    }
    for name, count in true.items():
        if name in told:
            assert told[name][0] * counts.n <= 100 * count <= told[name][1] * counts.n


@given(answers(), st.integers(0, 60))
def test_all_that_is_told_follows_from_the_rounded_counts_and_what_nothing_tells_apart(
    counts: Counts, absent: int
) -> None:
    audience = max(8, counts.n + absent)
    told = released(counts, audience)
    span = crowd(counts.n, audience)

    fitting = [
        rounded
        for rounded in product(
            told_counts(counts.favourable, counts.n, span), told_counts(counts.unfavourable, counts.n, span)
        )
        if (alone := told_of(Rounded(*rounded), span))
        and all(told[name] == alone[name] for name in alone if name.startswith("told_"))
    ]

    assert fitting


@given(answers(), st.integers(0, 60))
def test_two_groups_that_answer_alike_but_for_who_did_not_are_told_alike(counts: Counts, absent: int) -> None:
    """No share gives away n: within a crowd, the same rounded counts print the same."""
    audience = max(8, counts.n + absent)
    low, high = crowd(counts.n, audience)

    assert {crowd(n, audience) for n in range(low, high + 1)} == {(low, high)}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (Counts(8, 0, 0), {1}),
        (Counts(9, 0, 0), {1}),
        (Counts(6, 0, 0), {0, 1}),
        (Counts(3, 0, 3), {0}),
        (Counts(0, 9, 0), {0}),
        (Counts(0, 0, 8), {-1}),
        (Counts(4, 0, 4), {-1, 0, 1}),
    ],
)
def test_six_to_nine_answers_are_told_in_a_word(counts: Counts, words: set[int]) -> None:
    told = [released(counts, 20, key) for key in KEYS]

    assert {word(each) for each in told} == words
    assert {name for each in told for name in each} == {"n", "favourable", "told_word"}


def test_a_word_for_most_is_never_said_of_few() -> None:
    for n in range(6, 10):
        for favourable in range(n + 1):
            told = [released(Counts(favourable, 0, n - favourable), 20, key) for key in KEYS]
            if 3 * favourable < n:
                assert all(word(each) < 1 for each in told)
            if 3 * favourable > 2 * n:
                assert all(word(each) > -1 for each in told)


def test_ten_to_twenty_nine_answers_are_told_in_tens_of_per_cent() -> None:
    told = [released(Counts(9, 4, 7), 40, key) for key in KEYS]

    assert {each["told_for"] for each in told} == {(50, 50)}
    assert {name for each in told for name in each} == {"n", "favourable", "told_for"}


def test_thirty_answers_and_more_are_told_in_five_bars_of_fives_of_per_cent() -> None:
    told = [released(Counts(45, 21, 33, 15, 12), 130, key) for key in KEYS]

    assert {tuple(each[name][0] for name in BAR_NAMES) for each in told} == {(10, 20, 20, 30, 15)}
    assert {each["told_for"] for each in told} == {(45, 45)}


BAR_NAMES: tuple[Name, ...] = ("told_1", "told_2", "told_3", "told_4", "told_5")


def test_yes_and_no_have_no_degrees_to_tell() -> None:
    told = released(Counts(45, 0, 54), 130)

    assert set(told) == {"n", "favourable", "told_for"}


@pytest.mark.parametrize(
    ("n", "audience", "tier"),
    [
        (9, 40, "told_word"),
        (10, 40, "told_for"),
        (10, 12, "told_for"),
        (11, 11, "told_word"),
        (10, 10, "told_word"),
        (29, 40, "told_for"),
        (30, 40, "told_5"),
        (30, 31, "told_for"),
    ],
)
def test_how_a_group_is_told_never_tells_that_all_of_it_answered(n: int, audience: int, tier: Name) -> None:
    told = released(Counts(4, n - 8, 4, 1, 1), audience)

    assert next(name for name in ("told_5", "told_for", "told_word") if name in told) == tier


@pytest.mark.parametrize("audience", range(8, 30))
def test_of_a_small_group_no_figure_tells_that_all_or_all_others_answered(audience: int) -> None:
    left: dict[object, set[int]] = defaultdict(set)
    for n in range(K, audience + 1):
        span = crowd(n, audience)
        for favourable, unfavourable in product(range(n + 1), repeat=2):
            if favourable + unfavourable <= n:
                for rounded in product(told_counts(favourable, n, span), told_counts(unfavourable, n, span)):
                    left[range_for(n, audience), frozen(told_of(Rounded(*rounded), span))].add(n)

    assert all(min(numbers) < audience - 1 for numbers in left.values())
    assert all(len(numbers) > 1 for numbers in left.values())


@pytest.mark.parametrize("n", [30, 60, 100, 300])
def test_there_is_no_mean_and_no_number_that_is_not_agreed(n: int) -> None:
    told = released(Counts(n - 8, 4, 4, 3, 3), 2 * n)

    assert set(told) == {
        *("n", "favourable", "unfavourable", "bar_1", "bar_2", "bar_3", "bar_4", "bar_5"),
        *("told_for", "told_against", *BAR_NAMES),
    }


@pytest.mark.parametrize(("n", "points"), [(10, 9), (20, 5), (30, 3), (100, 1)])
def test_what_is_said_is_as_far_off_as_the_design_says_but_for_the_rounding_of_the_percentage(
    n: int, points: int
) -> None:
    step = 5 if n >= 30 else 10
    errors = [
        abs(released(Counts(count, n - count, 0), 3 * n, key)["told_for"][0] - Fraction(100 * count, n))
        for key in KEYS[:20]
        for count in range(n + 1)
    ]

    assert float(mean(errors)) < points + step / 4 + 1


@given(answers(), st.integers(0, 60), st.binary(min_size=32, max_size=32))
def test_the_same_answers_of_the_same_people_are_told_the_same_each_time(
    counts: Counts, absent: int, key: bytes
) -> None:
    audience = max(8, counts.n + absent)

    assert released(counts, audience, key) == released(counts, audience, key)


def test_other_people_with_the_same_answers_may_be_told_otherwise() -> None:
    told = {frozen(released(Counts(10, 3, 7), 40, members=str(number))) for number in range(40)}

    assert len(told) > 1


def test_a_statistic_says_what_it_is_in_sixteen_letters() -> None:
    assert max(len(name) for name in Name.__args__) <= 16  # type: ignore[attr-defined]
    assert Statistic(COMPANY, ITEM, "told_for", 50, 50).statistic in Name.__args__  # type: ignore[attr-defined]
