"""Slack's user groups say who belongs where, as a file does."""

from hypothesis import given
from hypothesis import strategies as st

from people import rosterplan
from people.listing import Group, Listing, Problem, Row, rows_from_groups
from people.roster import Profile
from people.rosterplan import Charge, Move, Plan, Standing

ENGINEERING, DATA = ("Engineering",), ("Engineering", "Data")
PEOPLE = [Profile(f"U{number}", None, None, None, active=True, person=True) for number in range(1, 6)]
GUEST = Profile("U8", None, None, None, active=True, person=False)
GONE = Profile("U9", None, None, None, active=False, person=True)


def plan_of(*groups: Group) -> Plan:
    return rosterplan.plan(rows_from_groups(groups), [*PEOPLE, GUEST, GONE], Standing())


def test_a_team_group_places_its_people_and_its_managers_group_names_who_is_told() -> None:
    listing = rows_from_groups(
        [
            Group("team-data-managers", "Data's managers", ("U2", "U3")),
            Group("team-data", "Engineering/Data", ("U1", "U2")),
            Group("lunch", "Lunch", ("U1", "U4")),
        ]
    )

    assert listing == Listing(
        (
            Row(0, DATA, "U1", handle="team-data"),
            Row(0, DATA, "U2", manages=(DATA,), handle="team-data"),
            Row(0, None, "U3", manages=(DATA,), handle="team-data-managers"),
        )
    )


def test_groups_are_planned_as_a_file_is() -> None:
    plan = plan_of(
        Group("team-data", "Engineering / Data", ("U1", "U2")),
        Group("team-data-managers", "Data's managers", ("U3",)),
        Group("team-eng", "Engineering", ("U3",)),
        Group("team-eng-managers", "Heads", ("U3", "U4")),
    )

    assert plan == Plan(
        units_created=(ENGINEERING, DATA),
        moves=(Move("U1", None, DATA), Move("U2", None, DATA), Move("U3", None, ENGINEERING)),
        managers_gained=(Charge("U3", ENGINEERING), Charge("U3", DATA), Charge("U4", ENGINEERING)),
        unlisted=1,
    )


def test_a_person_in_two_team_groups_is_a_problem() -> None:
    plan = plan_of(Group("team-data", "Data", ("U1", "U2")), Group("team-web", "Web", ("U1",)))

    assert plan.problems == (Problem(0, "U1 is listed twice: in @team-data and in @team-web"),)


def test_a_name_that_is_no_path_is_told_once_for_the_whole_group() -> None:
    plan = plan_of(Group("team-data", "a/b/c/d/e/f/g", ("U1", "U2")), Group("team-web", " ", ("U3", "U4")))

    assert [problem.sentence for problem in plan.problems] == [
        'the unit "a / b / c / d / e / f / g" has 7 levels, and 6 are the most',
        "the name of @team-web names no unit",
    ]


def test_managers_of_a_team_with_nobody_in_it_are_a_problem() -> None:
    plan = plan_of(
        Group("team-data", "Data", ()), Group("team-data-managers", "x", ("U1",)), Group("team-web", "Web", ("U2",))
    )

    assert plan.problems == (Problem(0, 'U1 manages "Data", and nobody is in it'),)


def test_guests_and_deactivated_people_of_a_group_are_passed_over_and_counted() -> None:
    plan = plan_of(Group("team-data", "Data", ("U1", "U8", "U9")), Group("team-data-managers", "x", ("U8",)))

    assert plan.problems == ()
    assert plan.moves == (Move("U1", None, ("Data",)),)
    assert plan.passed_over == 2
    assert rosterplan.describe(plan)[-1] == "In the groups and passed over (guests, bots, deactivated accounts): 2"


def test_a_team_that_is_called_managers_is_a_team() -> None:
    listing = rows_from_groups([Group("team-account-managers", "Sales / Account managers", ("U1",))])

    assert [row.unit for row in listing.rows] == [("Sales", "Account managers")]


def test_another_prefix_may_be_agreed() -> None:
    groups = [Group("org-data", "Data", ("U1",)), Group("team-web", "Web", ("U2",))]

    assert [row.user_id for row in rows_from_groups(groups, prefix="org-").rows] == ["U1"]


def test_no_team_group_at_all_is_a_problem_and_not_an_empty_company() -> None:
    plan = plan_of(Group("lunch", "Lunch", ("U1",)))

    assert plan.problems == (Problem(0, "no user group whose handle starts with team- has anybody in it"),)
    assert not plan.changes


handles = st.sampled_from(["team-a", "team-b", "team-a-managers", "team-b-managers", "team-c-managers", "other"])
people = st.lists(st.sampled_from(["U1", "U2", "U3", "U8", "U9"]), max_size=5).map(tuple)


@given(st.dictionaries(handles, people))
def test_groups_and_their_order_make_one_plan(groups: dict[str, tuple[str, ...]]) -> None:
    listed = [Group(handle, handle.title(), user_ids) for handle, user_ids in groups.items()]

    assert plan_of(*listed) == plan_of(*reversed(listed))
