"""What a member asked for, with its defaults, and never anybody else's."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, select

from people import preferences
from people.models import Preference
from people.preferences import Settings
from tests.build import Sessions, members, workspace

DAY = date(2026, 2, 1)


@pytest.fixture(autouse=True)
async def someone(sessions: Sessions) -> str:
    """Somebody who speaks French in a workspace that speaks Dutch."""
    async with sessions.begin() as session:
        await workspace(session, language="nl", zone="Europe/Brussels")
        return (await members(session, 1, language="fr", zone="Europe/Paris"))[0]


async def test_who_asked_for_nothing_has_the_settings_of_slack(sessions: Sessions, someone: str) -> None:
    async with sessions() as session:
        settings = await preferences.settings_of(session, "T1", someone)

    assert settings == Settings("fr", None, "Europe/Paris", None, opted_out=False)


async def test_who_is_not_on_the_roster_has_those_of_the_workspace(sessions: Sessions) -> None:
    async with sessions() as session:
        stranger = await preferences.settings_of(session, "T1", "U9999")
        nowhere = await preferences.settings_of(session, "T9", "U9999")

    assert (stranger.language, stranger.time_zone) == ("nl", "Europe/Brussels")
    assert (nowhere.language, nowhere.time_zone) == ("en", "UTC")


async def test_what_was_asked_for_is_kept(sessions: Sessions, someone: str) -> None:
    async with sessions.begin() as session:
        await preferences.keep(session, "T1", someone, language="de", paused_until=DAY, opted_out=True)

    async with sessions() as session:
        settings = await preferences.settings_of(session, "T1", someone)
    assert settings == Settings("de", "de", "Europe/Paris", DAY, opted_out=True)


async def test_a_new_wish_takes_the_place_of_the_old(sessions: Sessions, someone: str) -> None:
    for language, paused_until, opted_out in (("de", DAY, True), (None, None, False)):
        async with sessions.begin() as session:
            await preferences.keep(
                session, "T1", someone, language=language, paused_until=paused_until, opted_out=opted_out
            )

    async with sessions() as session:
        settings = await preferences.settings_of(session, "T1", someone)
    assert settings == Settings("fr", None, "Europe/Paris", None, opted_out=False)


async def test_a_new_wish_is_read_at_once_where_the_old_was_read(sessions: Sessions, someone: str) -> None:
    async with sessions.begin() as session:
        for language in ("de", "nl"):
            await preferences.keep(session, "T1", someone, language=language, paused_until=None, opted_out=False)

            assert (await preferences.settings_of(session, "T1", someone)).language == language


async def test_two_forms_sent_at_once_leave_one_wish(sessions: Sessions, someone: str) -> None:
    async def save(language: str) -> None:
        async with sessions.begin() as session:
            await preferences.keep(session, "T1", someone, language=language, paused_until=None, opted_out=False)

    await asyncio.gather(save("de"), save("nl"), save("en"))

    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Preference)) == 1


async def test_the_same_id_in_another_workspace_is_somebody_else(sessions: Sessions, someone: str) -> None:
    async with sessions.begin() as session:
        await workspace(session, "T2")
        await preferences.keep(session, "T1", someone, language="de", paused_until=None, opted_out=True)

        other = await preferences.settings_of(session, "T2", someone)

    assert (other.language, other.opted_out) == ("en", False)
