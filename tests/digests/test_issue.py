"""What a manager is told: their own groups first, those above after, and no trend of a group that changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from digests.issue import Digest, digest_for, digest_of
from people.models import Member
from surveys.cells import COMPANY, Place, layout_of
from surveys.instruments import composed, load
from surveys.keys import KeyRing
from surveys.membership import Recorded, membership_of, record_of
from surveys.releases import Published, Shown
from tests.build import (
    DATA,
    GLAD,
    MONDAY,
    NORTH,
    PLATFORM,
    SOUTH,
    WEEK,
    Answer,
    Company,
    Sessions,
    manager,
    play_round,
)

ENGINEERING, SALES, TEAM_A, TEAM_B = 1, 2, 3, 4
CHART = (
    Place(ENGINEERING, None, "Engineering"),
    Place(SALES, None, "Sales"),
    Place(TEAM_A, ENGINEERING, "A"),
    Place(TEAM_B, ENGINEERING, "B"),
)
SIZES = {SALES: 10, TEAM_A: 10, TEAM_B: 10}
KEY = b"k" * 32
HIGH, LOW = Shown((56, 100), (8, 10), "mostly_favourable"), Shown((0, 34), (8, 10), "mixed")


def a_round(
    *visible: str,
    week: int = 0,
    sizes: dict[int, int] = SIZES,
    chart: tuple[Place, ...] = CHART,
    shown: Shown = HIGH,
    newcomers: int = 0,
    asks: str = "trust",
) -> Published:
    """A closed round of that week in which these cells may be shown, each with the one item that it asks.

    Newcomers have taken the places of so many people of Sales.
    """
    people: dict[str, int | None] = {
        f"U{unit}X{number + (100 * (unit == SALES and number < newcomers))}": unit
        for unit, size in sizes.items()
        for number in range(size)
    }
    return Published(
        round_id=f"r{week}",
        opens_on=date(2026, 1, 5) + timedelta(weeks=week),
        instrument=composed([load("first_pulse").item(asks)]),
        layout=layout_of(chart, people, company="Acme"),
        items={cell: {asks: shown} for cell in visible},
        rates=dict.fromkeys(visible, (60, 80)),
        comments=None,
    )


def marked(history: list[Published]) -> list[Published]:
    """The same rounds, each compared with the one before, as it is when a round opens."""
    found: list[Published] = []
    before = None
    for published in history:
        tree, record = published.layout.tree, record_of(published.layout, key=KEY, workspace_id="T1")
        members = membership_of(tree, record, key=KEY, before=before)
        found.append(replace(published, before=members.before, turnover=members.turnover))
        before = Recorded(published.round_id, tree, record)
    return found


def told(history: list[Published], *units: int) -> Digest:
    digest = digest_of(marked(history), units)
    assert digest is not None
    return digest


def names(digest: Digest) -> list[str]:
    return [part.cell.key for part in digest.parts]


def test_ones_own_unit_comes_first_and_what_is_above_it_nearest_first() -> None:
    assert names(told([a_round(COMPANY, "1", "2", "3", "4")], TEAM_B)) == ["4", "1", COMPANY]


def test_who_manages_several_units_reads_of_each_and_once_of_what_is_above() -> None:
    assert names(told([a_round(COMPANY, "1", "2", "3", "4")], SALES, TEAM_A, TEAM_B)) == ["2", "3", "4", "1", COMPANY]


def test_nothing_is_told_of_the_units_of_others() -> None:
    digest = told([a_round(COMPANY, "1", "2", "3", "4")], SALES)

    assert (names(digest), digest.hidden) == (["2", COMPANY], ())


def test_a_group_that_may_not_be_shown_is_named_as_hidden() -> None:
    digest = told([a_round(COMPANY, "1", "4")], TEAM_A)

    assert names(digest) == ["1", COMPANY]
    assert [cell.names for cell in digest.hidden] == [("A",)]


def test_a_team_too_small_to_stand_alone_is_told_with_the_one_it_was_merged_with() -> None:
    digest = told([a_round(COMPANY, "3+4", sizes={SALES: 10, TEAM_A: 5, TEAM_B: 5})], TEAM_A)

    assert [part.cell.names for part in digest.parts] == [("A", "B"), ("Acme",)]


def test_there_is_no_digest_when_nothing_may_be_shown() -> None:
    assert digest_of([a_round("2")], [TEAM_A]) is None


def test_there_is_no_digest_for_a_unit_that_the_round_did_not_know() -> None:
    assert digest_of([a_round(COMPANY)], [99]) is None


def test_a_part_says_how_many_took_part() -> None:
    digest = told([a_round(COMPANY)], SALES)

    assert digest.parts[0].rate == (60, 80)


def test_the_round_before_stands_beside_an_unchanged_group() -> None:
    history = [a_round(COMPANY, "2", shown=LOW), a_round(COMPANY, "2", week=1)]

    part = told(history, SALES).parts[0]

    assert (part.shown, part.before) == ({"trust": HIGH}, {"trust": LOW})


def test_there_is_no_trend_for_a_group_that_grew() -> None:
    history = [a_round(COMPANY, "2", sizes=SIZES | {SALES: 11}), a_round(COMPANY, "2", week=1)]

    part = told(history, SALES).parts[0]

    assert (part.before, part.changed) == ({}, True)


@pytest.mark.parametrize("newcomers", [1, 2])
def test_there_is_no_trend_for_a_group_in_which_somebody_took_the_place_of_another(newcomers: int) -> None:
    history = [a_round(COMPANY, "2"), a_round(COMPANY, "2", week=1, newcomers=newcomers)]

    digest = told(history, SALES)

    assert [(part.before, part.changed) for part in digest.parts] == [({}, True)] * 2
    assert [line.shares for line in digest.course if line.item == "trust"] == [(None, HIGH.share)]
    assert digest.cut


def test_a_group_in_which_at_least_six_differ_has_a_trend() -> None:
    history = [a_round(COMPANY, "2", shown=LOW), a_round(COMPANY, "2", week=1, newcomers=9)]

    digest = told(history, SALES)

    assert (digest.parts[0].before, digest.parts[0].changed, digest.cut) == ({"trust": LOW}, False, False)


def test_a_round_that_is_not_compared_has_no_trend_and_nothing_is_said_of_the_team() -> None:
    digest = digest_of([a_round(COMPANY, "2"), a_round(COMPANY, "2", week=1)], [SALES])

    assert digest is not None
    assert (digest.parts[0].before, digest.parts[0].changed, digest.cut) == ({}, False, False)


def test_the_course_goes_back_to_the_last_change_and_not_beyond() -> None:
    history = [
        a_round(COMPANY, "2"),
        a_round(COMPANY, "2", week=1, newcomers=1),
        a_round(COMPANY, "2", week=2, newcomers=1, shown=LOW),
    ]

    digest = told(history, SALES)

    assert [line.shares for line in digest.course if line.item == "trust"] == [(None, HIGH.share, LOW.share)]
    assert (digest.parts[0].before, digest.parts[0].changed, digest.cut) == ({"trust": HIGH}, False, True)


def test_a_group_in_which_a_team_was_made_keeps_its_trend() -> None:
    divided = a_round(COMPANY, "2", sizes=SIZES | {SALES: 4, 5: 6}, chart=(*CHART, Place(5, SALES, "Field")), shown=LOW)

    digest = told([divided, a_round(COMPANY, "2", week=1)], SALES)

    assert digest.parts[0].before == {"trust": LOW}


def test_a_result_is_compared_with_the_last_time_that_the_same_was_asked() -> None:
    history = [
        a_round(COMPANY, "2", shown=LOW),
        a_round(COMPANY, "2", week=1, asks="overall"),
        a_round(COMPANY, "2", week=2),
    ]

    digest = told(history, SALES)

    assert digest.parts[0].before == {"trust": LOW}
    assert [(line.item, line.shares, line.asked) for line in digest.course] == [
        ("trust", (LOW.share, None, HIGH.share), (True, False, True))
    ]


def test_an_item_that_had_other_answers_before_is_not_compared_with_itself() -> None:
    history = [a_round(COMPANY, "2", shown=LOW), a_round(COMPANY, "2", week=1)]
    then = composed([replace(history[0].instrument.item("trust"), direction="negative")])

    digest = told([replace(history[0], instrument=then), history[1]], SALES)

    assert digest.parts[0].before == {}
    assert [(line.shares, line.asked) for line in digest.course] == [((None, HIGH.share), (False, True))]


def test_what_was_hidden_the_last_time_it_was_asked_is_not_compared_with_an_older_result() -> None:
    history = [a_round("2", shown=LOW), a_round(COMPANY, week=1), a_round("2", week=2)]

    assert told(history, SALES).parts[0].before == {}


def test_a_change_while_something_else_was_asked_ends_the_trend() -> None:
    history = [
        a_round(COMPANY, "2", shown=LOW),
        a_round(COMPANY, "2", week=1, asks="overall", newcomers=1),
        a_round(COMPANY, "2", week=2, newcomers=1),
    ]

    assert told(history, SALES).parts[0].before == {}


def test_there_is_no_trend_for_a_group_that_was_merged_otherwise() -> None:
    history = [
        a_round(COMPANY, "3+4", sizes={SALES: 10, TEAM_A: 5, TEAM_B: 5}),
        a_round(COMPANY, "3", "4", sizes={SALES: 10, TEAM_A: 10, TEAM_B: 10}, week=1),
    ]

    digest = told(history, TEAM_A)

    assert digest.parts[0].before == {}
    assert [line.shares for line in digest.course if line.item == "trust"] == [(None, HIGH.share)]


def test_a_group_hidden_the_time_before_has_no_trend() -> None:
    assert told([a_round(COMPANY), a_round(COMPANY, "2", week=1)], SALES).parts[0].before == {}


def test_the_course_has_a_gap_where_nothing_may_be_shown() -> None:
    history = [a_round("2", shown=LOW), a_round(COMPANY, week=1), a_round("2", week=2)]

    digest = told(history, SALES)

    assert [line.shares for line in digest.course if line.item == "trust"] == [(LOW.share, None, HIGH.share)]
    assert digest.days == tuple(each.opens_on for each in history)
    assert all(line.shares == (None, None, None) for line in digest.course if line.item != "trust")


def everyone(people: tuple[str, ...]) -> dict[str, Answer]:
    return dict.fromkeys(people, (GLAD, None))


async def test_a_manager_hears_of_six_answers_and_not_of_five(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    answering = {PLATFORM: 10, DATA: 5, NORTH: 6, SOUTH: 10}
    said = everyone(tuple(user for path, number in answering.items() for user in acme.teams[path][:number]))

    await play_round(sessions, keys, said)

    async with sessions() as session:
        of_six, of_five = [
            await digest_for(session, "T1", acme.teams[path][0], MONDAY.date()) for path in (NORTH, DATA)
        ]
    assert of_six is not None
    assert of_five is not None
    assert of_six.parts[0].cell.names == ("North",)
    assert [cell.names for cell in of_five.hidden] == [("Data",)]


async def test_who_manages_nothing_hears_nothing(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    await play_round(sessions, keys, everyone(acme.people))

    async with sessions() as session:
        assert await digest_for(session, "T1", acme.teams[PLATFORM][1], MONDAY.date()) is None
        assert await digest_for(session, "T2", acme.teams[PLATFORM][0], MONDAY.date()) is None


async def test_a_manager_who_left_hears_nothing(sessions: Sessions, keys: KeyRing, acme: Company) -> None:
    await play_round(sessions, keys, everyone(acme.people))
    async with sessions.begin() as session:
        (await session.get_one(Member, ("T1", acme.teams[PLATFORM][0]))).active = False

    async with sessions() as session:
        assert await digest_for(session, "T1", acme.teams[PLATFORM][0], MONDAY.date()) is None


async def test_a_new_manager_hears_of_the_unit_as_it_was_in_the_round(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    await play_round(sessions, keys, everyone(acme.people))
    async with sessions.begin() as session:
        await manager(session, acme.teams[SOUTH][5], acme.units["Sales"])

        digest = await digest_for(session, "T1", acme.teams[SOUTH][5], MONDAY.date())

    assert digest is not None
    assert [part.cell.names for part in digest.parts] == [("Sales",), ("Acme",)]


async def test_the_digest_of_a_round_looks_back_and_never_ahead(
    sessions: Sessions, keys: KeyRing, acme: Company
) -> None:
    for week in range(3):
        await play_round(sessions, keys, everyone(acme.people), now=MONDAY + week * WEEK)
    second = (MONDAY + WEEK).date()

    async with sessions() as session:
        digest = await digest_for(session, "T1", acme.teams[NORTH][0], second)
        of_no_round = await digest_for(session, "T1", acme.teams[NORTH][0], second + timedelta(days=1))

    assert digest is not None
    assert digest.days == (MONDAY.date(), second)
    assert of_no_round is None
