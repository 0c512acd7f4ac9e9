"""Says how a comment sounds, with TextBlob's default analyzer behind the interface that better analyzers will share."""

from dataclasses import dataclass
from typing import Final, Literal

from textblob import TextBlob

Label = Literal["positive", "neutral", "negative", "unsure"]

VERSION: Final = "textblob-default-1"
LANGUAGES: Final = ("en", "fr", "nl", "de", "und")  # "und": not determined
# A polarity this far from 0, or nearer, is neutral: the best cut of this analyzer on English comments about AI at work.
NEUTRAL_WITHIN: Final = 0.1


@dataclass(frozen=True, slots=True)
class Theme:
    """What a comment is about, with the words that say so."""

    theme: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Tag:
    """How a comment reads: polarity in [-1, 1]; probability in [0, 1], or None where the analyzer knows none."""

    language: str
    label: Label
    polarity: float
    probability: float | None
    themes: tuple[Theme, ...]
    version: str


def tag(text: str, *, language: str) -> Tag:
    """Return the tag of one comment; ValueError for a language that is none of `LANGUAGES`.

    The analyzer knows English words only, gives no probability (None: none is made up) and no themes. It is never
    "unsure", since that needs a probability.
    """
    if language not in LANGUAGES:
        raise ValueError(f"{language} is not a language of comments; use one of {', '.join(LANGUAGES)}")
    polarity = float(TextBlob(text).sentiment.polarity)
    return Tag(language, _label_of(polarity), polarity, probability=None, themes=(), version=VERSION)


def _label_of(polarity: float) -> Label:
    if abs(polarity) <= NEUTRAL_WITHIN:
        return "neutral"
    return "positive" if polarity > 0 else "negative"
