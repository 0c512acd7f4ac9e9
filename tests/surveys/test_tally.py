"""Counting ballots by cell and class, without counting what the round does not know."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.ballots import Ballot
from surveys.cells import COMPANY, Cell, Tree
from surveys.instruments import Item, bar_of, class_of, load
from surveys.policy import Counts, Tally
from surveys.tally import tally_of
from tests.mixture import MIXTURE, item

PULSE = load("first_pulse")
CELLS = (COMPANY, "1", "2")
TREE = Tree(
    (
        Cell(COMPANY, None, ("Acme",), (), 24),
        Cell("1", COMPANY, ("Engineering",), (1,), 12),
        Cell("2", COMPANY, ("Sales",), (2,), 12),
    )
)
ITEM, OTHER = PULSE.items[0], PULSE.items[1]


def test_answers_are_counted_by_class() -> None:
    cast = [Ballot("1", {ITEM.key: value}) for value in (1, 2, 3, 4, 5)]

    assert tally_of(PULSE, TREE, cast) == Tally({"1": 5}, {("1", ITEM.key): Counts(2, 1, 2, 1, 1)})


def test_each_cell_is_counted_apart() -> None:
    cast = [Ballot("1", {ITEM.key: 5}), Ballot("2", {ITEM.key: 5}), Ballot(COMPANY, {ITEM.key: 1})]

    assert tally_of(PULSE, TREE, cast).answers == {
        ("1", ITEM.key): Counts(1, 0, 0, 1, 0),
        ("2", ITEM.key): Counts(1, 0, 0, 1, 0),
        (COMPANY, ITEM.key): Counts(0, 0, 1, 0, 1),
    }


def test_a_question_left_blank_counts_as_a_ballot_and_not_as_an_answer() -> None:
    tally = tally_of(PULSE, TREE, [Ballot("1", {ITEM.key: 5}), Ballot("1", {}, "only words")])

    assert tally == Tally({"1": 2}, {("1", ITEM.key): Counts(1, 0, 0, 1, 0)})


def test_a_ballot_of_an_unknown_cell_is_not_counted() -> None:
    assert tally_of(PULSE, TREE, [Ballot("3", {ITEM.key: 5})]) == Tally({}, {})


def test_a_value_that_is_not_offered_is_not_counted_and_the_others_of_its_ballot_are() -> None:
    tally = tally_of(PULSE, TREE, [Ballot("1", {ITEM.key: 6, "no_such_item": 1, OTHER.key: 1})])

    assert tally == Tally({"1": 1}, {("1", OTHER.key): Counts(0, 0, 1, 0, 1)})


@pytest.mark.parametrize("item", PULSE.items, ids=lambda item: item.key)
def test_the_strong_answers_are_those_at_the_ends_of_the_scale(item: Item) -> None:
    tally = tally_of(PULSE, TREE, [Ballot("1", {item.key: value}) for value in item.values])

    bars = Counter(bar_of(item, value) for value in item.values)
    counts = tally.answers["1", item.key]
    assert (counts.very_unfavourable, counts.very_favourable) == (bars[1], bars[5])
    assert (counts.unfavourable, counts.neutral, counts.favourable) == (bars[1] + bars[2], bars[3], bars[4] + bars[5])


def test_yes_and_no_are_counted_without_degrees() -> None:
    asked = replace(ITEM, type="yes_no", key="used", scale={})
    tally = tally_of(replace(PULSE, items=(asked,)), TREE, [Ballot("1", {"used": 1}), Ballot("1", {"used": 0})])

    assert tally.answers["1", "used"] == Counts(1, 0, 1)


def test_no_ballots_are_an_empty_tally() -> None:
    assert tally_of(PULSE, TREE, []) == Tally({}, {})


ballots = st.builds(
    Ballot,
    cell=st.sampled_from(CELLS),
    values=st.fixed_dictionaries({}, optional={item.key: st.sampled_from(item.values) for item in PULSE.items}),
)


@given(st.lists(ballots, max_size=30))
def test_everybody_is_counted_once(cast: list[Ballot]) -> None:
    tally = tally_of(PULSE, TREE, cast)

    assert tally.ballots == Counter(ballot.cell for ballot in cast)
    favourable = Counter(
        (ballot.cell, key)
        for ballot in cast
        for key, value in ballot.values.items()
        if class_of(PULSE.item(key), value) == "favourable"
    )
    assert {place: counts.favourable for place, counts in tally.answers.items() if counts.favourable} == favourable
    assert sum(counts.n for counts in tally.answers.values()) == sum(len(ballot.values) for ballot in cast)


def test_of_several_each_option_is_counted_by_who_answered_at_all() -> None:
    ticked = {"uses.writing": 1, "uses.search": 0, "uses.code": 1}
    none = dict.fromkeys(ticked, 0)

    tally = tally_of(MIXTURE, TREE, [Ballot("1", ticked), Ballot("1", none), Ballot("1", {"fair": 3})])

    counted = {key: counts for (_, key), counts in tally.answers.items() if key.startswith("uses")}
    assert counted == {"uses.writing": Counts(1, 0, 1), "uses.search": Counts(0, 0, 2), "uses.code": Counts(1, 0, 1)}


def test_of_one_the_options_are_counted_at_their_places_and_marked_as_meaning_no_more() -> None:
    tally = tally_of(MIXTURE, TREE, [Ballot("1", {"decides": value}) for value in (0, 0, 1, 2, 2, 2)])

    assert tally.answers == {("1", "decides"): Counts(3, 1, 2)}
    assert tally.nominal == {"decides"}


def test_of_one_with_four_options_each_has_a_degree_of_its_own() -> None:
    four = replace(MIXTURE, items=(item("decides", "one_of", "a", "b", "c", "d"),))

    tally = tally_of(four, TREE, [Ballot("1", {"decides": value}) for value in (0, 1, 1, 2, 2, 2, 3, 3, 3, 3)])

    assert tally.answers == {("1", "decides"): Counts(7, 0, 3, 4, 1)}
