"""Tier A, always at hand: lexicons of four languages and one small logistic head, as an analyzer of TextBlob.

`TextBlob("Ça marche bien.", analyzer=PulseAnalyzer("fr")).sentiment` is a `Sentiment`.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from textblob.base import CONTINUOUS, BaseSentimentAnalyzer

from surveys.comments import heads, vocabulary
from surveys.comments.features import features_of
from surveys.comments.tone import Heard, listen
from surveys.comments.vocabulary import vocabulary as vocabulary_of
from surveys.comments.words import Words, words_of

HEAD: Final = "a"
UNSURE_BELOW: Final = 0.5
POSITIVE, NEUTRAL, NEGATIVE, UNSURE = "positive", "neutral", "negative", "unsure"


class Sentiment(NamedTuple):
    """How a comment sounds: the balance of its probabilities in [-1, 1], a label, and how probable that is in [0, 1].

    `label` is "unsure" when no label has a probability of UNSURE_BELOW. A mean of `polarity` over many comments is the
    share of positive less that of negative ones to be expected.
    """

    polarity: float
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Read:
    """A comment that was read by tier A: its words, what was heard in them, and the numbers that were judged by."""

    words: Words
    heard: Heard
    numbers: list[float]


def read(words: Words, language: str) -> Read:
    """Read a comment, already cut into words, by the lexicon of one of the four languages."""
    heard = listen(words.tokens, vocabulary_of(language))
    return Read(words, heard, features_of(heard))


def sentiment_of(probabilities: dict[str, float]) -> Sentiment:
    """What the probabilities of the three labels come to."""
    label = max(probabilities, key=lambda each: probabilities[each])
    best = probabilities[label]
    polarity = probabilities[POSITIVE] - probabilities[NEGATIVE]
    return Sentiment(polarity, label if best >= UNSURE_BELOW else UNSURE, best)


class PulseAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]  # TextBlob has no types
    """Reads comments about AI at work in one language; shared and used again, since it keeps nothing of a comment."""

    kind = CONTINUOUS

    def __init__(self, language: str = "en") -> None:
        """Read this language; ValueError for one that is none of the four."""
        super().__init__()
        if language not in vocabulary.LANGUAGES:
            raise ValueError(f'there is no lexicon of "{language}": use one of {", ".join(vocabulary.LANGUAGES)}')
        self.language = language

    def analyze(self, text: str) -> Sentiment:
        """The sentiment of a comment."""
        return sentiment_of(heads.head(HEAD).probabilities(read(words_of(text), self.language).numbers))
