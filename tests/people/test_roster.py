"""Profiles become members, members the audience of a day; nobody is named, nobody of another workspace is touched."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from people import preferences, roster
from people.models import Member, Workspace
from people.roster import HERE, OPEN_END, Changes, Profile

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANN = Profile("U1", "ann@acme.test", "fr-FR", "Europe/Paris", active=True, person=True)
BEN = Profile("U2", "ben@acme.test", "nl-NL", "Europe/Amsterdam", active=True, person=True)
BOT = Profile("U3", None, "en-US", "UTC", active=True, person=False)


@pytest.fixture
async def acme(sessions: async_sessionmaker[AsyncSession]) -> async_sessionmaker[AsyncSession]:
    async with sessions.begin() as session:
        session.add(Workspace(id="T1", name="Acme", language="de", time_zone="Europe/Berlin"))
        session.add(Workspace(id="T2", name="Other", language="en", time_zone="UTC"))
    return sessions


async def told(
    sessions: async_sessionmaker[AsyncSession], profiles: Sequence[Profile], *, complete: bool = True
) -> Changes:
    async with sessions.begin() as session:
        return await roster.apply_profiles(session, "T1", profiles, complete=complete, now=NOW)


async def members_of(sessions: async_sessionmaker[AsyncSession], team: str = "T1") -> dict[str, tuple[str, str, bool]]:
    async with sessions() as session:
        found = await session.scalars(select(Member).where(Member.workspace_id == team))
        return {member.user_id: (member.language, member.time_zone, member.active) for member in found}


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("fr-CA", "fr"),
        ("fr", "fr"),
        ("de_AT", "de"),
        ("NL-be", "nl"),
        ("en-GB", "en"),
        ("ja-JP", "de"),
        ("french", "de"),
        ("", "de"),
        (None, "de"),
    ],
)
def test_a_locale_is_read_as_a_language_that_we_speak(locale: str | None, language: str) -> None:
    assert roster.language_of(locale, "de") == language


@given(st.text())
def test_no_locale_gives_a_language_that_we_do_not_speak(locale: str) -> None:
    assert roster.language_of(locale, "en") in roster.LANGUAGES


@pytest.mark.parametrize("name", ["Mars/Olympus", "Europe", "", None, "../etc/passwd", "europe/paris\x00"])
def test_an_unknown_time_zone_is_the_workspaces(name: str | None) -> None:
    assert roster.zone_of(name, "Europe/Berlin") == "Europe/Berlin"


@pytest.mark.parametrize("name", ["Europe/Paris", "America/Argentina/Buenos_Aires", "Asia/Calcutta"])
def test_a_known_time_zone_is_kept(name: str) -> None:
    assert roster.zone_of(name, "UTC") == name


async def test_people_join_and_bots_do_not(acme: async_sessionmaker[AsyncSession]) -> None:
    changes = await told(acme, [ANN, BEN, BOT])

    assert changes == Changes(joined=("U1", "U2"))
    assert await members_of(acme) == {
        "U1": ("fr", "Europe/Paris", True),
        "U2": ("nl", "Europe/Amsterdam", True),
    }


async def test_telling_the_same_twice_changes_nothing(acme: async_sessionmaker[AsyncSession]) -> None:
    await told(acme, [ANN, BEN, BOT])

    assert await told(acme, [ANN, BEN, BOT]) == Changes()


async def test_a_profile_that_says_little_gets_the_workspaces_language_and_zone(
    acme: async_sessionmaker[AsyncSession],
) -> None:
    await told(
        acme, [replace(ANN, language=None, time_zone=None), replace(BEN, language="ja-JP", time_zone="Moon/Base")]
    )

    assert set((await members_of(acme)).values()) == {("de", "Europe/Berlin", True)}


async def test_what_is_known_stays_where_an_event_is_silent(acme: async_sessionmaker[AsyncSession]) -> None:
    await told(acme, [ANN])

    changes = await told(acme, [replace(ANN, language=None, time_zone="Europe/Brussels")], complete=False)

    assert changes == Changes(changed=("U1",), moved=("U1",))
    assert await members_of(acme) == {"U1": ("fr", "Europe/Brussels", True)}


@pytest.mark.parametrize("gone", [replace(ANN, active=False), replace(ANN, person=False)])
async def test_a_deactivated_person_and_a_new_guest_leave(
    acme: async_sessionmaker[AsyncSession], gone: Profile
) -> None:
    await told(acme, [ANN, BEN])

    assert await told(acme, [gone], complete=False) == Changes(left=("U1",))
    assert await told(acme, [gone], complete=False) == Changes()
    assert (await members_of(acme))["U1"] == ("fr", "Europe/Paris", False)


async def test_a_deactivated_person_is_never_added(acme: async_sessionmaker[AsyncSession]) -> None:
    assert await told(acme, [replace(ANN, active=False)]) == Changes()
    assert await members_of(acme) == {}


async def test_who_comes_back_has_joined(acme: async_sessionmaker[AsyncSession]) -> None:
    await told(acme, [ANN])
    await told(acme, [replace(ANN, active=False)])

    assert await told(acme, [ANN]) == Changes(joined=("U1",))


async def test_only_a_complete_list_makes_the_others_leave(acme: async_sessionmaker[AsyncSession]) -> None:
    await told(acme, [ANN, BEN])

    assert await told(acme, [ANN], complete=False) == Changes()
    assert await told(acme, [ANN], complete=True) == Changes(left=("U2",))


async def test_another_workspace_is_never_touched(acme: async_sessionmaker[AsyncSession]) -> None:
    async with acme.begin() as session:
        await roster.apply_profiles(session, "T2", [ANN, BEN], complete=True, now=NOW)

    await told(acme, [replace(ANN, active=False)])

    assert {user_id for user_id, (*_, active) in (await members_of(acme, "T2")).items() if active} == {"U1", "U2"}


async def test_more_profiles_than_one_query_takes_are_followed(acme: async_sessionmaker[AsyncSession]) -> None:
    many = [replace(ANN, user_id=f"U{number}") for number in range(roster.QUERY_IDS + 1)]
    await told(acme, many)

    assert await told(acme, many, complete=False) == Changes()


async def test_one_newcomer_told_twice_at_the_same_moment_is_there_once(
    acme: async_sessionmaker[AsyncSession],
) -> None:
    changes = await asyncio.gather(*(told(acme, [ANN], complete=False) for _ in range(4)))

    assert sorted(change.joined for change in changes) == [(), (), (), ("U1",)]


async def test_the_audience_is_active_and_has_neither_paused_nor_opted_out(
    acme: async_sessionmaker[AsyncSession],
) -> None:
    people = [replace(ANN, user_id=user_id) for user_id in ("UA", "UB", "UC", "UD", "UE", "UF")]
    await told(acme, people)
    await told(acme, [replace(people[1], active=False)], complete=False)
    async with acme.begin() as session:
        for user_id, until, out in (
            ("UC", None, True),
            ("UD", MONDAY + timedelta(days=1), False),
            ("UE", MONDAY, False),
            ("UF", None, False),
        ):
            await preferences.keep(session, "T1", user_id, language=None, paused_until=until, opted_out=out)
        await preferences.keep(session, "T2", "UA", language=None, paused_until=None, opted_out=True)

    async with acme() as session:
        audience = await roster.audience_of(session, "T1", MONDAY)

    assert [member.user_id for member in audience] == ["UA", "UE", "UF"]


async def test_the_audience_is_of_one_workspace(acme: async_sessionmaker[AsyncSession]) -> None:
    await told(acme, [ANN])

    async with acme() as session:
        assert await roster.audience_of(session, "T2", MONDAY) == []


def test_the_members_table_keeps_no_name_and_no_address() -> None:
    assert {column.key for column in inspect(Member).columns} == {
        "workspace_id",
        "user_id",
        "unit_id",
        "language",
        "time_zone",
        "active",
        "joined_on",
        "away_until",
    }


def test_a_profile_does_not_show_its_address_in_a_traceback() -> None:
    assert "acme.test" not in repr(ANN)


async def test_who_comes_after_the_first_list_joined_that_day(acme: async_sessionmaker[AsyncSession]) -> None:
    await told(acme, [ANN], complete=False)
    await told(acme, [ANN, BEN])
    assert await joined(acme) == {"U1": None, "U2": None}

    await told(acme, [replace(ANN, user_id="U4")], complete=False)

    assert await joined(acme) == {"U1": None, "U2": None, "U4": MONDAY}


async def test_who_comes_back_is_not_new(acme: async_sessionmaker[AsyncSession]) -> None:
    await told(acme, [ANN, BEN])
    await told(acme, [ANN])

    await told(acme, [ANN, BEN])

    assert await joined(acme) == {"U1": None, "U2": None}


async def joined(sessions: async_sessionmaker[AsyncSession]) -> dict[str, date | None]:
    """When each joined."""
    async with sessions() as session:
        return {member.user_id: member.joined_on for member in await session.scalars(select(Member))}


@pytest.mark.parametrize(("days", "invited"), [(6, False), (7, True)])
async def test_who_joined_less_than_a_week_ago_is_not_invited(
    acme: async_sessionmaker[AsyncSession], days: int, *, invited: bool
) -> None:
    await told(acme, [ANN])
    await told(acme, [ANN, BEN])

    async with acme() as session:
        audience = await roster.audience_of(session, "T1", MONDAY + timedelta(days=days))

    assert ("U2" in {member.user_id for member in audience}) == invited


async def test_leave_is_kept_until_the_profile_says_otherwise(acme: async_sessionmaker[AsyncSession]) -> None:
    back = NOW + timedelta(days=3)

    async def away(profile: Profile) -> tuple[datetime | None, tuple[str, ...]]:
        changes = await told(acme, [profile], complete=False)
        async with acme() as session:
            return (await session.get_one(Member, ("T1", "U1"))).away_until, changes.moved

    await told(acme, [ANN])
    assert await away(replace(ANN, away_until=back)) == (back, ("U1",))
    assert await away(replace(ANN, away_until=None)) == (back, ())
    assert await away(replace(ANN, away_until=OPEN_END)) == (OPEN_END, ("U1",))
    assert await away(replace(ANN, away_until=HERE)) == (None, ("U1",))
