"""Where comments may be shown: with those of nine others at least, in a department or above, in no rare language."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.anonymity import TooFew
from surveys.cells import COMPANY, Cell, Tree
from surveys.policy.comments import AUTHORS, SPEAKERS, Written, may_be_kept, net_span, places_of, themes_of

TREE = Tree(
    (
        Cell(COMPANY, None, ("Acme",), (), 90),
        Cell("eng", COMPANY, ("Engineering",), (1,), 40),
        Cell("platform", "eng", ("Platform",), (2,), 20),
        Cell("sales", COMPANY, ("Sales",), (3,), 40),
    )
)
CELLS = [cell.key for cell in TREE.cells]
MANY = {(cell, "en"): 30 for cell in CELLS}


def written(language: str = "en", **numbers: int) -> list[Written]:
    return [Written(cell, language) for cell, number in numbers.items() for _ in range(number)]


def test_comments_are_kept_from_ten_people_on() -> None:
    assert [may_be_kept(number) for number in (0, 9, 10)] == [False, False, True]


def test_nine_comments_are_shown_nowhere() -> None:
    assert places_of(TREE, written(eng=9), MANY) is None


def test_ten_comments_of_a_department_are_shown_in_it() -> None:
    assert places_of(TREE, written(eng=10), MANY) == ["eng"] * 10


def test_comments_of_a_team_are_shown_in_its_department() -> None:
    assert places_of(TREE, written(platform=10), MANY) == ["eng"] * 10


def test_nine_comments_of_a_department_are_shown_among_those_of_the_company() -> None:
    assert Counter(places_of(TREE, written(eng=9, sales=20, company=3), MANY)) == {"sales": 20, COMPANY: 12}


def test_a_few_left_over_take_the_smallest_department_with_them() -> None:
    assert Counter(places_of(TREE, written(eng=12, sales=11, company=1), MANY)) == {"eng": 12, COMPANY: 12}


def test_a_language_that_few_of_a_department_use_is_shown_in_the_company_alone() -> None:
    comments = written(eng=20) + written("fr", eng=10)

    rare = places_of(TREE, comments, MANY | {("eng", "fr"): SPEAKERS - 1})
    common = places_of(TREE, comments, MANY | {("eng", "fr"): SPEAKERS})

    assert rare == ["eng"] * 20 + [COMPANY] * 10
    assert common == ["eng"] * 30


@given(st.lists(st.builds(Written, st.sampled_from(CELLS), st.sampled_from(["en", "fr"])), max_size=80))
def test_wherever_comments_are_shown_at_least_ten_people_wrote_them(comments: list[Written]) -> None:
    places = places_of(TREE, comments, MANY | {("sales", "fr"): 7})

    assert (places is None) == (len(comments) < AUTHORS)
    assert all(number >= AUTHORS for number in Counter(places or ()).values())
    assert set(places or ()) <= {COMPANY, "eng", "sales"}


def test_a_theme_counts_people_and_not_mentions() -> None:
    assert themes_of([["time", "time"]] * 6 + [["trust"]] * 5) == {"time": 6}


def test_the_threshold_of_themes_may_be_raised_and_not_lowered() -> None:
    assert themes_of([["time"]] * 6, k=7) == {}
    with pytest.raises(TooFew):
        themes_of([["time"]] * 6, k=5)


@pytest.mark.parametrize(
    ("net", "error", "authors", "told"),
    [
        (-30, 5, 40, (-40, -20)),
        (-33, 12, 40, (-50, -20)),
        (4, 6, 40, (-10, 10)),
        (0, 40, 40, (-40, 40)),
        (90, 5, 10, (50, 70)),  # ten people: two of them, at least, may sound the opposite
        (-100, 5, 10, (-70, -50)),
        (100, 5, 400, (90, 100)),
        (100, 60, 10, (0, 100)),
    ],
)
def test_a_net_score_is_told_in_tens_with_its_error_and_clipped(
    net: float, error: float, authors: int, told: tuple[int, int]
) -> None:
    assert net_span(net, error, authors) == told


@pytest.mark.parametrize("authors", range(10, 200))
def test_unanimous_comments_are_told_as_if_two_sounded_the_opposite(authors: int) -> None:
    but_two = 100 * (authors - 4) / authors

    assert net_span(100, 5, authors) == net_span(but_two, 5, authors)
    assert net_span(-100, 5, authors) == net_span(-but_two, 5, authors)
