"""What is said of anonymity: all of it from the configuration in force, in each language, as Slack takes it."""

import pytest

from bot.manifest import use_of_sources
from handlers.views import privacy, scopes
from handlers.views.words import Words, words_for
from sandbox.checks import view_errors
from surveys import consent
from tests.handlers.views.shapes import ALL_WORDS, in_force, language_of

ENGLISH = words_for("en")
in_each_language = pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)


def told(k: int = 6, database: str = "sqlite", words: Words = ENGLISH) -> str:
    return "\n".join(line for section in privacy.account(words, in_force(k, database)) for line in section.lines)


@in_each_language
def test_the_account_is_a_view_that_slack_takes(words: Words) -> None:
    assert view_errors(privacy.account_modal(words, in_force())) == []


@in_each_language
@pytest.mark.parametrize("text", consent.versions(), ids=lambda text: f"version {text.version}")
def test_each_text_that_people_agree_to_is_a_view_that_slack_takes(words: Words, text: consent.Consent) -> None:
    assert view_errors(privacy.consent_modal(words, text, k=6)) == []


@in_each_language
def test_no_line_is_cut_by_slack(words: Words) -> None:
    drawn = privacy.account_blocks(words, in_force())

    assert not any(block["text"]["text"].endswith("…") for block in drawn)


def test_threshold_and_audience_are_those_in_force() -> None:
    assert "at least 6 people answered" in told(6)
    assert "at least 8 people are in it" in told(6)
    assert "at least 9 people answered" in told(9)
    assert "at least 11 people are in it" in told(9)


@pytest.mark.parametrize(
    ("k", "tiers"),
    [
        (6, ["From 6 to 9 answers", "From 10 to 29 answers", "From 30 answers on"]),
        (10, ["From 10 to 29 answers", "From 30 answers on"]),
        (40, ["From 40 answers on"]),
    ],
)
def test_only_tiers_that_can_come_are_told(k: int, tiers: list[str]) -> None:
    lines = [line for line in told(k).splitlines() if line.startswith("From ")]

    assert [line.split(":")[0] for line in lines] == tiers


def test_the_kind_of_database_is_told() -> None:
    assert "(SQLite)" in told(database="sqlite")
    assert "(PostgreSQL)" in told(database="postgresql")


@in_each_language
def test_what_reads_comments_is_told(words: Words) -> None:
    by_tier = [
        {line for section in privacy.account(words, in_force(tier=tier)) for line in section.lines} for tier in "ab"
    ]

    assert [len(lines - others) for lines, others in zip(by_tier, by_tier[::-1], strict=True)] == [1, 1]


def test_a_language_model_is_told_of_where_there_is_one() -> None:
    said = ["\n".join(privacy.account(ENGLISH, in_force(tier=tier))[3].lines) for tier in "ab"]

    assert ["language model" in each for each in said] == [False, True]


@in_each_language
def test_each_scope_of_the_app_has_its_reason_and_no_other_has(words: Words) -> None:
    assert sorted(scopes.reasons_of(words)) == use_of_sources().scopes


@in_each_language
def test_the_text_in_force_is_part_of_it(words: Words) -> None:
    assert consent.current().short(words.language) in told(words=words)


def test_the_home_tab_says_the_first_part_of_it() -> None:
    assert privacy.promise(ENGLISH, in_force()).replace("• ", "") == "\n".join(
        privacy.account(ENGLISH, in_force())[0].lines
    )
