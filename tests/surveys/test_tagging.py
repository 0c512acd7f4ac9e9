"""How a comment sounds, by TextBlob's default analyzer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.comments import tagging
from surveys.comments.tagging import tag

TEXTS = st.text(max_size=80)
LANGUAGES = st.sampled_from(tagging.LANGUAGES)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The new assistant is wonderful.", "positive"),
        ("The new assistant is terrible.", "negative"),
        ("The assistant writes the minutes.", "neutral"),
        ("", "neutral"),
    ],
)
def test_a_comment_is_labelled_by_how_it_sounds(text: str, label: str) -> None:
    assert tag(text, language="en").label == label


def test_no_probability_and_no_theme_are_made_up() -> None:
    found = tag("A wonderful tool.", language="en")

    assert found.probability is None
    assert found.themes == ()
    assert found.version == "textblob-default-1"


def test_a_language_that_nobody_writes_here_is_refused() -> None:
    with pytest.raises(ValueError, match="it is not a language of comments; use one of en, fr, nl, de, und"):
        tag("Ottimo.", language="it")


@given(text=TEXTS, language=LANGUAGES)
def test_the_label_follows_from_the_polarity(text: str, language: str) -> None:
    found = tag(text, language=language)

    assert -1 <= found.polarity <= 1
    assert (found.label == "neutral") == (abs(found.polarity) <= tagging.NEUTRAL_WITHIN)
    assert (found.label == "positive") == (found.polarity > tagging.NEUTRAL_WITHIN)
    assert found.language == language


@given(text=TEXTS)
def test_the_same_comment_is_always_tagged_alike(text: str) -> None:
    assert tag(text, language="und") == tag(text, language="und")
