"""PRIVACY.md says what the data say and tests show: each promise has a test, and each test that is named exists."""

import ast
import re

import pytest

from bot.pack.promises import promises
from handlers.views.words import LANGUAGES
from tests.house import privacy, source

TESTS = source.ROOT / "tests"
PAGE = privacy.PAGE.read_text(encoding="utf-8")


def names_of_the_tests() -> set[str]:
    files = sorted(TESTS.rglob("test_*.py"))
    assert files
    return {
        function.name
        for file in files
        for function in source.functions_of(ast.parse(file.read_text(encoding="utf-8")))
        if function.name.startswith("test_")
    }


def test_each_promise_is_shown_by_tests_that_exist() -> None:
    there = names_of_the_tests()

    assert [each.promise["en"] for each in promises() if not each.tests] == []
    assert [name for each in promises() for name in each.tests if name not in there] == []


def test_each_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))

    assert len(named) > 20
    assert named - names_of_the_tests() == set()


def test_each_promise_names_the_file_that_keeps_it() -> None:
    assert [each.where for each in promises() if not (source.ROOT / each.where).is_file()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_promise_is_told_with_its_limit_in_each_language(language: str) -> None:
    told = [part[language] for each in promises() for part in (each.promise, each.how, each.limit)]

    assert len(told) == len(set(told)) > 40
    assert all(text.strip() == text and text.endswith(".") for text in told)


def test_table_and_consent_of_the_page_are_those_of_the_data() -> None:
    assert privacy.page_of(PAGE) == PAGE, "run: python -m tests.house.privacy"


def test_a_page_that_says_something_else_is_seen() -> None:
    assert privacy.page_of(PAGE.replace("`test_an_open_round_shows_nothing`", "`test_nothing`")) == PAGE


@pytest.mark.parametrize("part", ["promises", "consent"])
def test_a_page_without_a_place_for_what_is_made_of_data_is_refused(part: str) -> None:
    with pytest.raises(AssertionError, match=part):
        privacy.page_of(PAGE.replace(f"<!-- {part} -->", ""))


def test_each_link_of_the_page_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", PAGE)

    assert links
    assert [link for link in links if not (source.ROOT / link).exists()] == []
