"""What comments are taken for, in each language: pages of examples, one a language, in `examples/`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from surveys.comments.tagging import Tag, tag
from surveys.comments.vocabulary import LANGUAGES, THEMES

PAGES = Path(__file__).parent / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A comment, what it says, and what it is `taken_for` where that is still another; None is not looked at.

    Of its themes each must be found, and where none is listed, none may be.
    """

    language: str
    text: str
    label: str | None
    taken_for: str | None
    themes: list[str] | None


def examples() -> list[Example]:
    """All pages."""
    pages: dict[str, list[dict[str, Any]]] = {
        language: yaml.safe_load((PAGES / f"{language}.yaml").read_text(encoding="utf-8")) for language in LANGUAGES
    }
    return [
        Example(language, each["text"], each.get("label"), each.get("taken_for"), each.get("themes"))
        for language, page in pages.items()
        for each in page
    ]


def found_in(example: Example) -> Tag:
    """Its tag, the language being told."""
    return tag(example.text, language=example.language)


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.language}: {example.text}")
def test_a_comment_is_taken_for_what_it_says(example: Example) -> None:
    found = found_in(example)

    if example.label is not None:
        assert found.label == (example.taken_for or example.label)
    if example.themes is not None:
        themes = {theme.theme for theme in found.themes}
        assert set(example.themes) <= themes
        assert example.themes or not themes


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_each_label_and_each_theme(language: str) -> None:
    page = [example for example in examples() if example.language == language]

    assert {example.label for example in page} - {None} == {"positive", "neutral", "negative"}
    assert sum(example.taken_for is not None for example in page) <= len(page) / 10
    assert {theme for example in page for theme in example.themes or ()} == set(THEMES)
    assert len(page) >= 40


def test_the_evidence_of_a_theme_is_what_was_written() -> None:
    plain = [example for example in examples() if example.text.isascii()]
    told = [(example.text, theme.evidence) for example in plain for theme in found_in(example).themes]

    assert len(told) > 40
    assert [evidence for text, evidence in told if evidence not in text] == []
