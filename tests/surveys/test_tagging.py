"""The tag of a comment: what is so whatever stands in it, and what a comment at the edge of sense is taken for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob import TextBlob

from surveys.comments import lexical, semantic, tagging
from surveys.comments.analyzer import UNSURE_BELOW, PulseAnalyzer, sentiment_of
from surveys.comments.tagging import tag
from surveys.comments.vocabulary import THEMES

TEXTS = st.text(max_size=120)
LANGUAGES = st.sampled_from(tagging.LANGUAGES)


@given(text=TEXTS, language=LANGUAGES, reads=LANGUAGES)
def test_a_tag_is_sound_whatever_was_written(text: str, language: str, reads: str) -> None:
    found = tag(text, language=language, reads=reads)

    assert found.language in tagging.LANGUAGES
    assert language in {found.language, "und"}
    assert -1 <= found.polarity <= 1
    assert 0 <= found.probability <= 1
    assert (found.label == "unsure") == (found.probability < UNSURE_BELOW)
    assert [theme.theme for theme in found.themes] == sorted({t.theme for t in found.themes}, key=THEMES.index)
    assert found == tag(text, language=language, reads=reads)


@given(text=TEXTS, language=st.sampled_from(["en", "fr", "nl", "de"]))
def test_textblob_says_the_same_with_our_analyzer(text: str, language: str) -> None:
    said = TextBlob(text, analyzer=PulseAnalyzer(language)).sentiment
    found = tag(text, language=language)

    if found.probability < 1:  # nothing said is neutral for sure, which no analyzer needs to know
        assert (said.polarity, said.label, said.probability) == (found.polarity, found.label, found.probability)


def test_an_analyzer_of_a_language_without_lexicon_is_refused() -> None:
    with pytest.raises(ValueError, match='there is no lexicon of "it": use one of en, fr, nl, de'):
        PulseAnalyzer("it")


def test_a_language_that_nobody_writes_here_is_refused() -> None:
    with pytest.raises(ValueError, match="it is not a language of comments; use one of en, fr, nl, de, und"):
        tag("Ottimo.", language="it")


@pytest.mark.parametrize(
    ("text", "reads", "language", "label"),
    [
        ("", "und", "und", "neutral"),
        ("   \n ", "fr", "fr", "neutral"),
        ("\u202e\u200b\u0000", "und", "und", "neutral"),
        ("\U0001f44d", "und", "und", "positive"),
        ("\U0001f621\U0001f621", "nl", "nl", "negative"),
        ("Geen tijd", "fr", "nl", "negative"),
        ("Pas le temps", "en", "fr", "negative"),
        ("Keine Zeit", "und", "de", "negative"),
        ("Top!", "de", "de", "positive"),
        ("Questo strumento non funziona per niente, che peccato davvero.", "fr", "und", "unsure"),
        (
            "\u0647\u0630\u0647 \u0627\u0644\u0623\u062f\u0627\u0629 \u0644\u0627 \u062a\u0639\u0645\u0644",
            "en",
            "und",
            "unsure",
        ),
        ("C'est super utile avec Copilot et ChatGPT, le prompt engineering aussi", "nl", "fr", "positive"),
        ("We use it. " * 1000, "fr", "en", "neutral"),
    ],
)
def test_what_is_short_strange_or_very_long_is_tagged_all_the_same(
    text: str, reads: str, language: str, label: str
) -> None:
    found = tag(text, reads=reads)

    assert (found.language, found.label) == (language, label)


def test_who_reads_another_language_than_they_write_is_read_in_what_they_write() -> None:
    found = tag("The assistant is not reliable at all, and I do not trust what it says.", reads="fr")

    assert (found.language, found.label) == ("en", "negative")


def test_less_than_even_is_unsure() -> None:
    assert sentiment_of({"positive": 0.4, "neutral": 0.35, "negative": 0.25}).label == "unsure"
    assert sentiment_of({"positive": 0.25, "neutral": 0.25, "negative": 0.5}).label == "negative"


def test_a_tier_says_what_it_judges_by() -> None:
    assert tag("Fine.", language="en").version == lexical.TIER.version
    assert lexical.TIER.version.startswith("a-")


@pytest.fixture
def _without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "find_spec", lambda _: None)


@pytest.mark.usefixtures("_without_the_extra")
def test_without_the_extra_all_is_tier_a_and_tier_b_says_how_to_get_it() -> None:
    assert tagging.tier_called("auto") is lexical.TIER
    assert tagging.tier_called("a") is lexical.TIER
    with pytest.raises(semantic.NotInstalled, match="make semantic"):
        tagging.tier_called("b")


needs_the_extra = pytest.mark.skipif(not semantic.installed(), reason="the extra is not installed (make semantic)")


@needs_the_extra
def test_with_the_extra_tier_b_gives_the_same_interface() -> None:
    tier = tagging.tier_called("auto")
    plain, better = (
        tag("It saves me hours, but the answers are often wrong.", reads="en", tier=each)
        for each in (lexical.TIER, tier)
    )

    assert (tier.name, tagging.tier_called("b")) == ("b", tier)
    assert better.version.startswith("b-")
    assert semantic.LIBRARY in better.version
    assert better.language == plain.language == "en"
    assert json.dumps(better.polarity)
    assert {theme.theme for theme in better.themes} <= set(THEMES)
    assert better == tag("It saves me hours, but the answers are often wrong.", reads="en", tier=tier)


@needs_the_extra
@pytest.mark.parametrize("text", ["", "\u0000", "a" * 10_000, "\U0001f44d", "\u0647\u0630\u0647", "\ud83d"])
def test_tier_b_reads_whatever_was_written(text: str) -> None:
    found = tag(text, reads="en", tier=tagging.tier_called("b"))

    assert -1 <= found.polarity <= 1


@needs_the_extra
def test_the_model_of_tier_b_is_loaded_with_the_first_comment() -> None:
    semantic._model.cache_clear()
    tier = tagging.tier_called("b")
    before = semantic._model.cache_info().currsize

    tag("It helps.", reads="en", tier=tier)

    assert (before, semantic._model.cache_info().currsize) == (0, 1)
