"""A listing becomes a plan that says what would change and what is wrong; applied, it changes just that, once."""

import asyncio
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import hierarchy, roster, rosterplan
from people.hierarchy import Path, lineage_of
from people.listing import Listing, Problem
from people.roster import Profile
from people.rosterfile import parse
from people.rosterplan import Charge, Move, Plan, Standing
from tests import build
from tests.build import MONDAY, Sessions

DATA, PLATFORM, NORTH = ("Engineering", "Data"), ("Engineering", "Platform"), ("Sales", "North")
PEOPLE = [
    Profile(f"U{number}", f"{name}@acme.test", "en-US", "UTC", active=True, person=True)
    for number, name in enumerate(("ann", "ben", "cas", "dia", "eli"), start=1)
]
GUEST = Profile("U8", "guest@acme.test", "en-US", "UTC", active=True, person=False)
GONE = Profile("U9", "gone@acme.test", "en-US", "UTC", active=False, person=True)
EVERYONE = [*PEOPLE, GUEST, GONE]
HEADER = "email,unit,manages\n"


def listing_of(*lines: str) -> Listing:
    return parse((HEADER + "\n".join(lines) + "\n").encode())


def plan_of(*lines: str, standing: Standing | None = None) -> Plan:
    return rosterplan.plan(listing_of(*lines), EVERYONE, standing or Standing())


def problems_of(*lines: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in plan_of(*lines).problems]


def standing(places: dict[str, Path], charges: Iterable[tuple[str, Path]] = ()) -> Standing:
    units = frozenset(unit for place in places.values() for unit in lineage_of(place))
    return Standing(units, places, frozenset(Charge(*charge) for charge in charges))


def test_a_first_listing_creates_the_units_places_people_and_names_managers() -> None:
    plan = plan_of("ann@acme.test,Engineering / Data,Engineering", "BEN@Acme.test,Engineering / Platform,")

    assert plan == Plan(
        units_created=(("Engineering",), DATA, PLATFORM),
        moves=(Move("U1", None, DATA), Move("U2", None, PLATFORM)),
        managers_gained=(Charge("U1", ("Engineering",)),),
        unlisted=3,
    )


def test_a_later_listing_tells_moves_with_before_and_after_and_what_empties() -> None:
    before = standing({"U1": DATA, "U2": NORTH, "U9": DATA}, [("U1", DATA), ("U2", NORTH)])

    plan = plan_of(
        "ann@acme.test,Engineering / Data,", "ben@acme.test,Engineering / Data,Engineering / Data", standing=before
    )

    assert plan == Plan(
        units_emptied=(("Sales",), NORTH),
        moves=(Move("U2", NORTH, DATA), Move("U9", DATA, None)),
        managers_gained=(Charge("U2", DATA),),
        managers_lost=(Charge("U1", DATA), Charge("U2", NORTH)),
        unlisted=3,
    )


def test_a_listing_of_what_stands_changes_nothing() -> None:
    plan = plan_of(
        "ann@acme.test,Engineering / Data,Engineering", standing=standing({"U1": DATA}, [("U1", ("Engineering",))])
    )

    assert not plan.changes
    assert rosterplan.describe(plan) == [
        "Nothing changes: units, places and managers are as listed.",
        "In Slack and not listed, so without a unit: 4",
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("zoe@acme.test,Sales,", "nobody in Slack is zoe@acme.test"),
        (",Sales,", "names nobody: fill email or user_id"),
        ("ann@acme.test,,", "names no unit"),
        ("ann@acme.test,a/b/c/d/e/f/g,", 'the unit "a / b / c / d / e / f / g" has 7 levels, and 6 are the most'),
        ("ann@acme.test,Sales / / North,", 'the unit "Sales /  / North" has an empty name in it'),
        ("ann@acme.test,a\x1b[2Jb,", 'the unit "a?[2Jb" has a control character in it'),
        (f"ann@acme.test,{'x' * 151},", f'the unit "{"x" * 80}..." has a name of more than 150 characters'),
        ("ann@acme.test,Sales,Marketing", 'ann@acme.test manages "Marketing", and nobody is in it'),
        ("ann@acme.test,Sales,a/b/c/d/e/f/g", 'the unit "a / b / c / d / e / f / g" has 7 levels, and 6 are the most'),
        ("guest@acme.test,Sales,", "guest@acme.test is a bot, a guest or of another workspace, and so is never asked"),
        ("gone@acme.test,Sales,", "gone@acme.test is a deactivated account"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, sentence: str) -> None:
    assert problems_of("eli@acme.test,Legal,", line) == [(3, sentence)]


def test_all_bad_lines_are_named_at_once_in_their_order() -> None:
    found = problems_of(
        "ann@acme.test,Sales,Sails",
        "zoe@acme.test,Sales,",
        "ben@acme.test,Sales,,,too,many",
        "Ann@acme.test,SALES / North,",
        "cas@acme.test,,",
    )

    assert found == [
        (2, 'ann@acme.test manages "Sails", and nobody is in it'),
        (3, "nobody in Slack is zoe@acme.test"),
        (4, "has 6 cells where the header has 3"),
        (5, "Ann@acme.test is listed twice: in line 2 and in line 5"),
        (5, 'the unit "SALES" is written "Sales" in line 2'),
        (6, "names no unit"),
    ]


def test_a_unit_may_be_managed_though_its_people_stand_further_down() -> None:
    assert problems_of("ann@acme.test,Sales,Sales / North", "ben@acme.test,Sales / North / Oslo,") == []


def test_with_problems_nobody_is_told_to_lose_a_place() -> None:
    before = standing({"U1": DATA, "U2": NORTH}, [("U2", NORTH)])

    plan = plan_of("ann@acme.test,Engineering / Platform,", "bne@acme.test,Sales / North,", standing=before)

    assert plan.moves == (Move("U1", DATA, PLATFORM),)
    assert plan.units_emptied == ()
    assert plan.managers_lost == ()


def test_a_user_id_counts_for_more_than_an_address_that_slack_does_not_know() -> None:
    listing = parse(b"user_id,email,unit\nU1,ann@elsewhere.test,Sales\n")

    assert rosterplan.plan(listing, EVERYONE, Standing()).moves == (Move("U1", None, ("Sales",)),)


def test_a_user_id_and_an_address_of_two_people_are_a_problem() -> None:
    listing = parse(b"user_id,email,unit\nU1,ben@acme.test,Sales\nU77,ben@acme.test,Sales\n")

    assert rosterplan.plan(listing, EVERYONE, Standing()).problems == (
        Problem(2, "U1 and ben@acme.test are two people"),
        Problem(3, "nobody in Slack is U77"),
    )


def test_of_two_accounts_with_one_address_the_one_in_use_counts() -> None:
    twin = Profile("U0", "gone@acme.test", "en-US", "UTC", active=True, person=True)

    for people in ([*EVERYONE, twin], [twin, *EVERYONE]):
        plan = rosterplan.plan(listing_of("gone@acme.test,Sales,"), people, Standing())
        assert plan.moves == (Move("U0", None, ("Sales",)),)


def test_where_slack_shows_no_address_the_missing_scope_is_named() -> None:
    silent = [Profile("U1", None, "en-US", "UTC", active=True, person=True)]

    (problem,) = rosterplan.plan(listing_of("ann@acme.test,Sales,"), silent, Standing()).problems

    assert "users:read.email" in problem.sentence


def test_a_plan_is_told_line_by_line() -> None:
    before = standing({"U1": DATA, "U2": NORTH}, [("U2", NORTH)])
    plan = plan_of("ann@acme.test,Engineering / Platform,Engineering", "cas@acme.test,Engineering,", standing=before)

    assert rosterplan.describe(plan) == [
        "Units created: 1",
        "  + Engineering / Platform",
        "Units that become empty and go: 3",
        "  - Engineering / Data",
        "  - Sales",
        "  - Sales / North",
        "People who change places: 3",
        "  U1: Engineering / Data -> Engineering / Platform",
        "  U2: Sales / North -> no unit",
        "  U3: no unit -> Engineering",
        "Managers gained: 1",
        "  + U1: Engineering",
        "Managers lost: 1",
        "  - U2: Sales / North",
        "In Slack and not listed, so without a unit: 3",
    ]


def test_problems_are_told_first() -> None:
    told = rosterplan.describe(plan_of("zoe@acme.test,Sales,", "ann@acme.test,,"))

    assert told == [
        "Problems, and nothing is written while there are any: 2",
        "  line 2: nobody in Slack is zoe@acme.test",
        "  line 3: names no unit",
    ]


@pytest.fixture
async def acme(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        for team in ("T1", "T2"):
            await build.workspace(session, team)
            await roster.apply_profiles(session, team, EVERYONE, complete=True, now=MONDAY)
    return sessions


async def imported(sessions: Sessions, listing: Listing, team: str = "T1") -> Plan:
    async with sessions.begin() as session:
        plan = rosterplan.plan(listing, EVERYONE, await rosterplan.standing_of(session, team))
        await rosterplan.apply(session, team, plan)
    return plan


async def standing_in(sessions: Sessions, team: str = "T1") -> Standing:
    async with sessions() as session:
        return await rosterplan.standing_of(session, team)


FIRST = ("ann@acme.test,Engineering / Data,Engineering", "ben@acme.test,Sales / North,Sales", "cas@acme.test,Sales,")
SECOND = ("ann@acme.test,Engineering / Data,Engineering", "cas@acme.test,Engineering / Platform,Engineering / Platform")


async def test_what_was_planned_stands_afterwards(acme: Sessions) -> None:
    await imported(acme, listing_of(*FIRST))

    assert await standing_in(acme) == Standing(
        frozenset({("Engineering",), DATA, ("Sales",), NORTH}),
        {"U1": DATA, "U2": NORTH, "U3": ("Sales",)},
        frozenset({Charge("U1", ("Engineering",)), Charge("U2", ("Sales",))}),
    )


async def test_importing_twice_changes_nothing(acme: Sessions) -> None:
    await imported(acme, listing_of(*FIRST))

    assert not (await imported(acme, listing_of(*FIRST))).changes


async def test_a_unit_that_stays_keeps_its_id_and_so_its_history(acme: Sessions) -> None:
    await imported(acme, listing_of(*FIRST))
    async with acme() as session:
        before = {unit.name: unit.id for unit in await hierarchy.units_of(session, "T1")}

    await imported(acme, listing_of(*SECOND))

    async with acme() as session:
        after = {unit.name: unit.id for unit in await hierarchy.units_of(session, "T1")}
    assert after.keys() == {"Engineering", "Data", "Platform"}
    assert (after["Engineering"], after["Data"]) == (before["Engineering"], before["Data"])


async def test_a_listing_with_problems_writes_nothing(acme: Sessions) -> None:
    await imported(acme, listing_of(*FIRST))
    before = await standing_in(acme)

    with pytest.raises(rosterplan.Flawed):
        await imported(acme, listing_of("ann@acme.test,Legal,", "zoe@acme.test,Legal,"))

    assert await standing_in(acme) == before


async def test_who_has_left_goes_out_of_the_unit_with_the_next_listing(acme: Sessions) -> None:
    await imported(acme, listing_of(*FIRST))
    async with acme.begin() as session:
        gone = Profile("U2", None, None, None, active=False, person=True)
        await roster.apply_profiles(session, "T1", [gone], complete=False, now=MONDAY)

    await imported(acme, listing_of(FIRST[0], FIRST[2]))

    assert (await standing_in(acme)).units == {("Engineering",), DATA, ("Sales",)}


async def test_an_import_touches_one_workspace_only(acme: Sessions) -> None:
    await imported(acme, listing_of(*FIRST), "T2")
    before = await standing_in(acme, "T2")

    await imported(acme, listing_of(*SECOND), "T1")

    assert await standing_in(acme, "T2") == before


async def test_two_imports_at_the_same_moment_leave_one_tree(acme: Sessions) -> None:
    async def once() -> None:
        async with acme.begin() as session:
            await roster.lock(session, "T1")
            plan = rosterplan.plan(listing_of(*FIRST), EVERYONE, await rosterplan.standing_of(session, "T1"))
            await rosterplan.apply(session, "T1", plan)

    await asyncio.gather(once(), once(), once())

    async with acme() as session:
        assert [unit.name for unit in await hierarchy.units_of(session, "T1")] == [
            "Engineering",
            "Data",
            "Sales",
            "North",
        ]


places = st.lists(st.sampled_from(["A", "A / B", "A / B / C", "D", "D / B"]), min_size=5, max_size=5)
managed = st.lists(st.booleans(), min_size=5, max_size=5)


@given(places, managed, places, managed)
def test_a_plan_carried_out_in_thought_leaves_nothing_to_change(
    before: list[str], led_before: list[bool], after: list[str], led_after: list[bool]
) -> None:
    first, second = company_of(before, led_before), company_of(after, led_after)
    stands = carried_out(rosterplan.plan(first, EVERYONE, Standing()), Standing())

    stands = carried_out(rosterplan.plan(second, EVERYONE, stands), stands)

    assert not rosterplan.plan(second, EVERYONE, stands).changes
    assert stands == carried_out(rosterplan.plan(second, EVERYONE, Standing()), Standing())


def company_of(units: list[str], led: list[bool]) -> Listing:
    return listing_of(
        *(
            f"{person.email},{unit},{unit if leads else ''}"
            for person, unit, leads in zip(PEOPLE, units, led, strict=True)
        )
    )


def carried_out(plan: Plan, stands: Standing) -> Standing:
    places = dict(stands.places)
    for move in plan.moves:
        assert places.pop(move.user_id, None) == move.before
        if move.after is not None:
            places[move.user_id] = move.after
    return Standing(
        (stands.units | set(plan.units_created)) - set(plan.units_emptied),
        places,
        (stands.charges | set(plan.managers_gained)) - set(plan.managers_lost),
    )
