"""Tier A as a judge of comments: the head over what the lexicon heard, and the themes whose phrases stand there."""

from dataclasses import dataclass
from typing import Final

from surveys.comments import heads, vocabulary
from surveys.comments.analyzer import HEAD, Read, Sentiment, sentiment_of


@dataclass(frozen=True, slots=True)
class Theme:
    """What a comment is about, with the words that say so."""

    theme: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Lexical:
    """Tier A."""

    name: str = "a"

    @property
    def version(self) -> str:
        """Of the lexicons and of the head."""
        return f"a-{vocabulary.VERSION}.{heads.VERSION}"

    def judge(self, comment: Read) -> tuple[Sentiment, tuple[Theme, ...]]:
        """How a comment sounds, and what it is about."""
        return sentiment_of(heads.head(HEAD).probabilities(comment.numbers)), evidence_in(comment)


TIER: Final = Lexical()


def evidence_in(comment: Read) -> tuple[Theme, ...]:
    """The themes whose phrases stand in a comment."""
    return tuple(Theme(theme, comment.words.spoken(start, end)) for theme, (start, end) in comment.heard.themes.items())
