"""When results of two rounds may stand beside each other: the same people, or at least six others; never in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.policy.trends import PLACES, Turnover, comparable, key_id, likeness_of, turnover_of

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
PEOPLE = [f"U{number:04}" for number in range(400)]
teams = st.sets(st.sampled_from(PEOPLE), min_size=8, max_size=60)


def between(before: set[str], after: set[str], key: bytes = KEY) -> Turnover:
    return turnover_of(likeness_of(key, "T1", before), likeness_of(key, "T1", after))


@given(teams)
def test_the_same_people_are_the_same(team: set[str]) -> None:
    listed = likeness_of(KEY, "T1", sorted(team)), likeness_of(KEY, "T1", sorted(team, reverse=True))

    assert turnover_of(*listed) == "same"


@given(teams, st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=5), st.binary(min_size=32, max_size=32))
def test_where_one_to_five_people_differ_a_few_are_said_to(team: set[str], moving: set[str], key: bytes) -> None:
    assert between(team, team ^ moving, key) == "few"


@given(teams, teams, st.binary(min_size=32, max_size=32))
def test_many_are_said_to_differ_only_where_at_least_six_do(before: set[str], after: set[str], key: bytes) -> None:
    if between(before, after, key) == "many":
        assert len(before ^ after) >= 6


def test_where_a_dozen_differ_that_is_nearly_always_seen() -> None:
    keys = [number.to_bytes(32, "big") for number in range(200)]

    seen = [between(set(PEOPLE[:40]), set(PEOPLE[12:40]), key) for key in keys]

    assert seen.count("many") >= 195
    assert set(seen) <= {"many", "few"}


def test_a_group_that_was_not_there_is_new() -> None:
    assert turnover_of(None, likeness_of(KEY, "T1", PEOPLE[:9])) == "new"


@given(teams)
def test_without_the_key_nobody_can_make_the_marks_of_a_group(team: set[str]) -> None:
    assert likeness_of(KEY, "T1", team).print != likeness_of(OTHER_KEY, "T1", team).print
    assert likeness_of(KEY, "T1", team).print != likeness_of(KEY, "T2", team).print


@given(teams)
def test_the_marks_of_any_group_are_as_long_as_of_any_other_and_name_nobody(team: set[str]) -> None:
    marks = likeness_of(KEY, "T1", team)

    assert (len(marks.print), len(marks.sketch)) == (32, PLACES // 4)
    assert not any(user_id in marks.print + marks.sketch for user_id in team)


def test_a_key_is_named_without_being_told() -> None:
    assert key_id(KEY) != key_id(OTHER_KEY)
    assert KEY.hex() not in key_id(KEY)
    assert len(key_id(KEY)) == 8


@pytest.mark.parametrize(
    ("steps", "number"),
    [
        ([], 0),
        (["same", "same"], 2),
        (["few", "same"], 0),
        (["same", "few", "same"], 1),
        (["many", "same"], 2),
        (["same", "many", "same"], 3),
        (["many", "same", "many"], 2),
        (["same", None, "same"], 1),
        (["new"], 0),
    ],
)
def test_rounds_are_comparable_back_to_what_is_not_known_or_too_alike(
    steps: list[Turnover | None], number: int
) -> None:
    assert comparable(steps) == number


@st.composite
def courses(draw: st.DrawFn) -> list[set[str]]:
    """A team over some rounds, from each to the next nobody, a few or many come and go, perhaps to come back."""
    course = [draw(teams)]
    for size in draw(st.lists(st.sampled_from([0, 0, 1, 5, 6, 30]), min_size=1, max_size=5)):
        course.append(course[-1] ^ set(draw(st.permutations(PEOPLE[:40]))[:size]))
    return course


@given(courses())
def test_what_may_stand_beside_the_last_round_asked_the_same_people_or_at_least_six_others(
    course: list[set[str]],
) -> None:
    steps: list[Turnover | None] = [between(course[at - 1], course[at]) for at in range(len(course) - 1, 0, -1)]

    for back in range(1, comparable(steps) + 1):
        differing = len(course[-1] ^ course[-1 - back])
        assert differing == 0 or differing >= 6
