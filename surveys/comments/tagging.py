"""Tags a comment: its language, how it sounds, what it is about, with the words that say so, and by which version."""

from dataclasses import dataclass
from typing import Final, Protocol

from surveys.comments import lexical, semantic, vocabulary
from surveys.comments.analyzer import UNSURE, Read, Sentiment, read
from surveys.comments.language import UNKNOWN, language_of
from surveys.comments.lexical import Theme
from surveys.comments.words import words_of

LANGUAGES: Final = (*vocabulary.LANGUAGES, UNKNOWN)
NOBODY_KNOWS: Final = Sentiment(0.0, UNSURE, 1 / 3)
NOTHING_SAID: Final = Sentiment(0.0, "neutral", 1.0)


@dataclass(frozen=True, slots=True)
class Tag:
    """How a comment reads: polarity in [-1, 1], the probability in [0, 1] of its label, and what tagged it."""

    language: str
    label: str
    polarity: float
    probability: float
    themes: tuple[Theme, ...]
    version: str


class Tier(Protocol):
    """Judges comments that were read by the lexicon of their language."""

    @property
    def name(self) -> str:
        """What it is called: "a" or "b"."""
        ...

    @property
    def version(self) -> str:
        """What it judges by: another version may judge otherwise."""
        ...

    def judge(self, comment: Read) -> tuple[Sentiment, tuple[Theme, ...]]:
        """How a comment sounds, and what it is about, in the order of `vocabulary.THEMES`."""
        ...


def tier_called(name: str) -> Tier:
    """Tier "a", or "b", or of the two the best that is installed ("auto"); semantic.NotInstalled where b is not."""
    if name == "a" or (name == "auto" and not semantic.installed()):
        return lexical.TIER
    return semantic.tier()


def tag(text: str, *, language: str = UNKNOWN, reads: str = UNKNOWN, tier: Tier = lexical.TIER) -> Tag:
    """The tag of one comment; ValueError for a language that is none of `LANGUAGES`.

    Where its `language` is not told it is found out; `reads`, what the writer reads the bot in, decides where a comment
    is too short to tell. What is in none of the four languages is "unsure", unless an emoji says how it is meant.
    """
    for each in (language, reads):
        if each not in LANGUAGES:
            raise ValueError(f"{each} is not a language of comments; use one of {', '.join(LANGUAGES)}")
    words = words_of(text)
    if language == UNKNOWN:
        language = language_of(words.tokens, words.text, otherwise=reads)
    comment = read(words, "en" if language == UNKNOWN else language)
    sentiment, themes = tier.judge(comment)
    if not words.tokens:
        sentiment = NOTHING_SAID
    elif language == UNKNOWN and not comment.heard.hits:
        sentiment = NOBODY_KNOWS
    return Tag(language, sentiment.label, sentiment.polarity, sentiment.probability, themes, tier.version)
