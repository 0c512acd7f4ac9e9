"""Units hang together in a tree, are made and removed by their paths, and have managers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from people import hierarchy
from people.models import Manager, Member, Unit, Workspace

names = st.text(st.characters(exclude_characters="/", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).map(
    lambda name: " ".join(name.split())
)
paths = st.lists(names.filter(bool), min_size=1, max_size=6).map(hierarchy.text_of).map(hierarchy.parts_of)
TREE = [
    Unit(id=1, workspace_id="T1", parent_id=None, name="Engineering"),
    Unit(id=4, workspace_id="T1", parent_id=1, name="Data"),
    Unit(id=3, workspace_id="T1", parent_id=4, name="Lake"),
    Unit(id=2, workspace_id="T1", parent_id=None, name="Sales"),
]


async def add_workspaces(session: AsyncSession) -> None:
    session.add_all(Workspace(id=team, name=team, language="en", time_zone="UTC") for team in ("T1", "T2"))
    await session.flush()


async def add_member(session: AsyncSession, user_id: str, unit: Unit | None = None, *, active: bool = True) -> None:
    unit_id = unit.id if unit else None
    session.add(Member(workspace_id="T1", user_id=user_id, unit_id=unit_id, active=active))
    await session.flush()


@pytest.mark.parametrize(
    "text",
    ["Engineering / Platform", "Engineering/Platform", "  Engineering  /\tPlatform ", "Engineering /\u00a0Platform"],
)
def test_blanks_around_the_separator_do_not_count(text: str) -> None:
    assert hierarchy.parts_of(text) == ("Engineering", "Platform")


def test_blanks_within_a_name_are_one() -> None:
    assert hierarchy.parts_of("Human   Resources") == ("Human Resources",)


def test_one_name_in_two_encodings_of_its_accent_is_one_name() -> None:
    assert hierarchy.parts_of("Ge\u0301nie") == hierarchy.parts_of("G\u00e9nie")


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_a_blank_text_is_no_path(text: str) -> None:
    assert hierarchy.parts_of(text) == ()


@given(paths)
def test_a_path_is_read_as_it_was_written(path: hierarchy.Path) -> None:
    assert hierarchy.parts_of(hierarchy.text_of(path)) == path
    assert hierarchy.flaw_of(path) is None


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("Engineering / / Data", "has an empty name in it"),
        ("/ Data", "has an empty name in it"),
        ("a/b/c/d/e/f/g", "has 7 levels, and 6 are the most"),
        ("a / " + "b" * 151, "has a name of more than 150 characters"),
        ("a\x00b", "has a control character in it"),
        ("a\ud800b", "has a control character in it"),
    ],
)
def test_what_is_wrong_with_a_path_is_said(text: str, flaw: str) -> None:
    assert hierarchy.flaw_of(hierarchy.parts_of(text)) == flaw


def test_six_levels_and_names_of_150_characters_are_fine() -> None:
    assert hierarchy.flaw_of(hierarchy.parts_of("a/b/c/d/e/" + "f" * 150)) is None


def test_a_path_is_found_from_the_unit_up() -> None:
    assert hierarchy.path_of(TREE, 3) == ("Engineering", "Data", "Lake")
    assert hierarchy.ancestors_of(TREE, 3) == [4, 1]
    assert hierarchy.ancestors_of(TREE, 2) == []


def test_what_is_below_a_unit_comes_level_by_level() -> None:
    assert hierarchy.descendants_of(TREE, 1) == [4, 3]
    assert hierarchy.descendants_of(TREE, 2) == []


def test_all_paths_come_with_each_unit_after_the_one_above() -> None:
    assert hierarchy.paths_of(reversed(TREE)) == {
        2: ("Sales",),
        1: ("Engineering",),
        4: ("Engineering", "Data"),
        3: ("Engineering", "Data", "Lake"),
    }


@pytest.mark.parametrize(
    "units",
    [
        [Unit(id=1, parent_id=2, name="a"), Unit(id=2, parent_id=1, name="b")],
        [Unit(id=1, parent_id=9, name="a")],
        [Unit(id=1, parent_id=1, name="a")],
    ],
)
def test_units_in_a_circle_or_in_the_air_are_refused(units: list[Unit]) -> None:
    with pytest.raises(hierarchy.NotATree):
        hierarchy.ancestors_of(units, 1)
    with pytest.raises(hierarchy.NotATree):
        hierarchy.paths_of(units)


async def test_a_path_is_made_once(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions.begin() as session:
        await add_workspaces(session)

        data = await hierarchy.ensure_path(session, "T1", ("Engineering", "Data"))
        again = await hierarchy.ensure_path(session, "T1", ("Engineering", "Data"))
        above = await hierarchy.ensure_path(session, "T1", ("Engineering",))

        assert again.id == data.id
        assert data.parent_id == above.id
        assert await session.scalar(select(func.count()).select_from(Unit)) == 2


@pytest.mark.parametrize("parts", [(), ("a", ""), tuple("abcdefg"), ("a" * 151,)])
async def test_a_flawed_path_is_not_made(sessions: async_sessionmaker[AsyncSession], parts: hierarchy.Path) -> None:
    async with sessions.begin() as session:
        await add_workspaces(session)

        with pytest.raises(ValueError, match="the path "):
            await hierarchy.ensure_path(session, "T1", parts)

        assert await hierarchy.units_of(session, "T1") == []


async def test_units_come_in_the_order_of_their_paths_and_of_one_workspace(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    async with sessions.begin() as session:
        await add_workspaces(session)
        for parts in (("Sales",), ("Engineering", "Platform"), ("Engineering", "Data")):
            await hierarchy.ensure_path(session, "T1", parts)
        await hierarchy.ensure_path(session, "T2", ("Engineering",))

        units = await hierarchy.units_of(session, "T1")

        assert [unit.name for unit in units] == ["Engineering", "Data", "Platform", "Sales"]
        assert len(await hierarchy.units_of(session, "T2")) == 1


async def test_empty_units_go_with_their_managers_and_lived_in_ones_stay(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    async with sessions.begin() as session:
        await add_workspaces(session)
        data = await hierarchy.ensure_path(session, "T1", ("Engineering", "Data"))
        north = await hierarchy.ensure_path(session, "T1", ("Sales", "North"))
        await hierarchy.ensure_path(session, "T2", ("Sales",))
        await add_member(session, "U1", data)
        session.add(Manager(workspace_id="T1", user_id="U1", unit_id=north.id))
        await session.flush()

        gone = await hierarchy.remove_empty(session, "T1")

        assert gone == [("Sales",), ("Sales", "North")]
        assert [unit.name for unit in await hierarchy.units_of(session, "T1")] == ["Engineering", "Data"]
        assert len(await hierarchy.units_of(session, "T2")) == 1
        assert await session.scalar(select(func.count()).select_from(Manager)) == 0


async def test_managers_who_have_left_are_told_nothing(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions.begin() as session:
        await add_workspaces(session)
        data = await hierarchy.ensure_path(session, "T1", ("Engineering", "Data"))
        sales = await hierarchy.ensure_path(session, "T1", ("Sales",))
        await add_member(session, "U1", data)
        await add_member(session, "U2", sales, active=False)
        for user_id, unit in (("U1", sales), ("U1", data), ("U2", sales)):
            session.add(Manager(workspace_id="T1", user_id=user_id, unit_id=unit.id))
        await session.flush()

        assert await hierarchy.managers_of(session, "T1") == {"U1": sorted([data.id, sales.id])}
        assert await hierarchy.managed_units(session, "T1", "U1") == sorted([data.id, sales.id])
        assert await hierarchy.managed_units(session, "T1", "U2") == []
        assert await hierarchy.managers_of(session, "T2") == {}
