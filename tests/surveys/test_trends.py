"""When results of two rounds may stand beside each other: the same people, or at least six others; never in between."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.policy.trends import Turnover, comparable, key_id, print_of, pseudonym_of, turnover_of

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
PEOPLE = [f"U{number:04}" for number in range(400)]
teams = st.sets(st.sampled_from(PEOPLE), min_size=8, max_size=60)


def pseudonyms(people: Iterable[str], key: bytes = KEY, workspace_id: str = "T1") -> set[str]:
    return {pseudonym_of(key, workspace_id, user_id) for user_id in people}


def between(before: set[str], after: set[str]) -> Turnover:
    return turnover_of(pseudonyms(before), pseudonyms(after))


@given(teams)
def test_the_same_people_are_the_same_in_whatever_order_they_come(team: set[str]) -> None:
    listed = sorted(pseudonyms(team))

    assert turnover_of(listed, listed[::-1]) == "same"
    assert print_of(KEY, listed) == print_of(KEY, listed[::-1])


@pytest.mark.parametrize(("number", "said"), [(1, "few"), (5, "few"), (6, "many"), (40, "many")])
@given(team=teams, order=st.permutations(PEOPLE))
def test_that_many_differ_is_said_from_six_people_on(
    number: int, said: Turnover, team: set[str], order: list[str]
) -> None:
    assert between(team, team ^ set(order[:number])) == said


def test_who_takes_the_place_of_another_counts_as_two_who_differ() -> None:
    team = set(PEOPLE[:10])

    assert between(team, set(PEOPLE[2:12])) == "few"
    assert between(team, set(PEOPLE[3:13])) == "many"


def test_a_group_that_was_not_there_is_new() -> None:
    assert turnover_of(None, pseudonyms(PEOPLE[:9])) == "new"


@given(teams, teams)
def test_two_groups_have_one_print_only_if_they_are_the_same_people(one: set[str], other: set[str]) -> None:
    assert (print_of(KEY, pseudonyms(one)) == print_of(KEY, pseudonyms(other))) == (one == other)


@given(teams)
def test_without_the_key_nobody_can_make_the_print_of_a_group(team: set[str]) -> None:
    assert print_of(KEY, pseudonyms(team)) != print_of(OTHER_KEY, pseudonyms(team))
    assert print_of(KEY, pseudonyms(team)) != print_of(KEY, pseudonyms(team, OTHER_KEY))
    assert len(print_of(KEY, pseudonyms(team))) == 32


def test_with_another_key_or_in_another_workspace_nobody_has_the_same_pseudonym() -> None:
    ours = pseudonyms(PEOPLE)

    assert len(ours) == len(PEOPLE)
    assert ours.isdisjoint(pseudonyms(PEOPLE, OTHER_KEY))
    assert ours.isdisjoint(pseudonyms(PEOPLE, KEY, "T2"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_pseudonym_is_as_long_for_anybody_and_does_not_run_workspace_and_person_together(one: str, two: str) -> None:
    assert len(pseudonym_of(KEY, one, two)) == 16
    assert pseudonym_of(KEY, one, two + "x") != pseudonym_of(KEY, one + "x", two)


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
