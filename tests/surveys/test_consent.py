"""The text that people agree to: each version stays as it was, and says the numbers that are in force."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from surveys import consent, instruments, rounds
from surveys.keys import KeyRing
from surveys.models import Round
from surveys.policy.comments import AUTHORS as COMMENT_AUTHORS
from tests.build import MONDAY, TEAM, Company, Sessions

LANGUAGES = instruments.LANGUAGES


def test_versions_are_numbered_from_one_without_a_gap() -> None:
    assert [text.version for text in consent.versions()] == list(range(1, len(consent.versions()) + 1))


@pytest.mark.parametrize("text", consent.versions(), ids=lambda text: f"version {text.version}")
def test_each_version_has_every_part_in_each_language(text: consent.Consent) -> None:
    wholes = [text.whole(language, k=6) for language in LANGUAGES]

    assert len({len(whole) for whole in wholes}) == 1
    assert all(paragraph.strip() == paragraph != "" for whole in wholes for paragraph in whole)
    assert len({text.short(language) for language in LANGUAGES}) == len(LANGUAGES)
    assert len({text.changed(language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_in_force_says_the_numbers_in_force(language: str) -> None:
    told = "\n".join(consent.current().whole(language, k=7))

    assert " 7 " in told
    assert f" {COMMENT_AUTHORS} " in told
    assert "{" not in told


def test_an_older_version_is_given_as_it_was() -> None:
    assert consent.of(1) is consent.versions()[0]


def test_a_version_that_never_was_is_refused() -> None:
    with pytest.raises(consent.Unknown, match="99"):
        consent.of(99)


async def seat(session: AsyncSession, keys: KeyRing, round_id: str, user_id: str) -> rounds.Seat:
    return await rounds.seat_of(session, keys, TEAM, round_id, user_id, now=MONDAY)


async def test_a_round_is_opened_under_the_newest_text_and_keeps_the_one_it_has(
    sessions: Sessions, keys: KeyRing, acme: Company, round_id: str
) -> None:
    async with sessions.begin() as session:
        before = (await seat(session, keys, round_id, acme.people[0])).consent
        (await session.get_one(Round, round_id)).consent_version = 1

    async with sessions.begin() as session:
        after = (await seat(session, keys, round_id, acme.people[0])).consent

    assert (before, after) == (consent.current(), consent.of(1))
