"""Each block, element and view at its least and at its most, and one beyond each limit that Slack documents."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.checks import method_errors
from sandbox.checks.blocks import BLOCKS, SURFACES, Surface
from sandbox.checks.elements import ACCESSORY, ACTION, CONTEXT_ACTION, ELEMENTS, INPUT
from sandbox.checks.rules import Rule
from tests.sandbox.corpus.extremes import FULL_BLOCKS, FULL_ELEMENTS, LEAST_BLOCKS, LEAST_ELEMENTS
from tests.sandbox.corpus.limits import LIMITS, Limit, block_carried, element_carried, sized
from tests.sandbox.corpus.shapes import Json, Payload, actions, context_actions, entry, home, modal, post, section
from tests.sandbox.judges import drawn_keys, needs_types, slackval

UNKNOWN = {"data_visualization"}
"""Blocks that are younger than Slack's types."""
EITHER = {
    "image": {"slack_file"},
    "static_select": {"option_groups"},
    "static_select, groups": {"options"},
    "multi_static_select": {"option_groups"},
}
"""What cannot stand beside something else of the full payload."""
ON: dict[Surface, Callable[..., Payload]] = {"message": post, "modal": modal, "home": home}
PLACES: dict[str, tuple[Rule, Callable[[Json], Payload]]] = {
    "accessory": (ACCESSORY, lambda element: post(section(accessory=element))),
    "actions": (ACTION, lambda element: post(actions(element))),
    "input": (INPUT, lambda element: modal(entry(element))),
    "context_actions": (CONTEXT_ACTION, lambda element: post(context_actions(element))),
}


def carried(table: dict[str, Json], name: str) -> Payload:
    kind = name.partition(",")[0]
    blocks = table is LEAST_BLOCKS or table is FULL_BLOCKS
    return block_carried(kind, table[name]) if blocks else element_carried(kind, table[name])


TABLES = {"least": (LEAST_BLOCKS, LEAST_ELEMENTS), "full": (FULL_BLOCKS, FULL_ELEMENTS)}
CASES = {
    f"{size} {name}": (name.partition(",")[0], carried(table, name))
    for size, tables in TABLES.items()
    for table in tables
    for name in table
}


def test_every_row_of_the_tables_has_its_least_and_its_most() -> None:
    full_blocks, full_elements = ({name.partition(",")[0] for name in table} for table in (FULL_BLOCKS, FULL_ELEMENTS))

    assert LEAST_BLOCKS.keys() == full_blocks == BLOCKS.keys()
    assert LEAST_ELEMENTS.keys() == full_elements == ELEMENTS.keys()


@pytest.mark.parametrize("case", CASES)
def test_the_least_and_the_most_are_accepted(case: str) -> None:
    _, payload = CASES[case]

    assert method_errors(*payload) == []


@needs_types
@pytest.mark.parametrize("case", [case for case, (kind, _) in CASES.items() if kind not in UNKNOWN])
def test_slackval_accepts_the_least_and_the_most(case: str) -> None:
    _, payload = CASES[case]

    assert slackval()(*payload) == []


@needs_types
@pytest.mark.parametrize("name", [*FULL_BLOCKS, *FULL_ELEMENTS])
def test_the_fullest_payload_has_every_key_of_slacks_types(name: str) -> None:
    kind = name.partition(",")[0]
    full = FULL_BLOCKS.get(name, {}).keys() | FULL_ELEMENTS.get(name, {}).keys()
    known = drawn_keys().get(kind, set())

    assert (kind in UNKNOWN) == (not known)
    assert known - full - EITHER.get(name, set()) == set()


@pytest.mark.parametrize("limit", LIMITS, ids=str)
def test_the_limit_itself_is_accepted_and_one_more_is_refused_in_one_sentence(limit: Limit) -> None:
    at, over = sized(limit, limit.most), sized(limit, limit.most + 1)

    assert method_errors(*at) == []
    assert len(method_errors(*over)) == 1


@needs_types
@pytest.mark.parametrize("limit", LIMITS, ids=str)
def test_slackval_agrees_on_the_limits_that_it_knows_and_on_no_others(limit: Limit) -> None:
    at, over = slackval()(*sized(limit, limit.most)), slackval()(*sized(limit, limit.most + 1))

    assert (not at and bool(over)) is limit.known


@given(data=st.data(), limit=st.sampled_from(LIMITS))
def test_any_size_up_to_the_limit_is_accepted(data: st.DataObject, limit: Limit) -> None:
    size = data.draw(st.integers(limit.least, limit.most))

    assert method_errors(*sized(limit, size)) == []


@given(data=st.data(), limit=st.sampled_from(LIMITS))
def test_any_size_beyond_the_limit_is_refused_with_its_place(data: st.DataObject, limit: Limit) -> None:
    size = limit.most + data.draw(st.integers(1, 50))

    faults = method_errors(*sized(limit, size))

    place = "".join(f"[{step}]" if step.isdecimal() else f".{step}" for step in limit.path.split("."))
    assert [place.lstrip(".") in fault for fault in faults] == [True]


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_stands_where_slack_shows_it_and_nowhere_else(kind: str, surface: Surface) -> None:
    payload = ON[surface](LEAST_BLOCKS[kind])

    assert (method_errors(*payload) == []) is (kind in SURFACES[surface])


@needs_types
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", sorted(BLOCKS.keys() - UNKNOWN))
def test_slackval_agrees_where_each_block_stands(kind: str, surface: Surface) -> None:
    payload = ON[surface](LEAST_BLOCKS[kind])

    assert (slackval()(*payload) == []) is (kind in SURFACES[surface])


@needs_types
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ELEMENTS)
def test_slackval_agrees_in_which_block_each_element_stands(kind: str, place: str) -> None:
    rule, carry = PLACES[place]
    element = LEAST_ELEMENTS[kind]

    assert (slackval()(*carry(element)) == []) is (rule(element, "element") == [])
