"""The tables of docs/language.md: the tiers and three well-known analyzers, judged on the same comments."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rich.table import Table
from textblob import TextBlob

from surveys.comments.analyzer import UNSURE, UNSURE_BELOW
from surveys.comments.semantic import LIKELY
from surveys.comments.tagging import Tag
from surveys.comments.vocabulary import LANGUAGES, THEMES
from tests.language import scores
from tests.language.corpus import Labelled
from tests.language.scores import THREE, Labels
from tests.language.tiers import Bench, judging, sentiment_head, theme_heads
from tests.language.validation import out_of_fold

WIDE: Final = 160
"""Columns where the output is no terminal."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader of comments says of each: a label, a polarity, and how probable the label is (None: not told)."""

    labels: Labels
    polarity: NDArray[np.float64]
    probability: NDArray[np.float64] | None = None


def tables(benches: Mapping[str, Bench]) -> Iterator[Table]:
    """A table of sentiment for each language, and one of themes."""
    comments = benches["a"].comments
    for language in LANGUAGES:
        judged = np.array([i for i, each in enumerate(comments) if each.language == language])
        readers = {name: read([comments[i] for i in judged]) for name, read in BASELINES.items()}
        readers |= {f"tier {name}": _by_tier(bench, language, judged) for name, bench in benches.items()}
        yield _of_sentiment(language, [comments[i] for i in judged], readers)
    yield _of_themes(benches)


def _by_tier(bench: Bench, language: str, judged: NDArray[np.intp]) -> Said:
    said = out_of_fold(bench.comments, partial(_is_in, language), judging(bench, sentiment_head), len(THREE))[judged]
    best = said.max(axis=1)
    return Said(np.array(THREE)[said.argmax(axis=1)], said[:, 0] - said[:, 2], best)


def _of_sentiment(language: str, comments: Sequence[Labelled], readers: Mapping[str, Said]) -> Table:
    true = np.array([each.sounds for each in comments])
    table = Table(
        f"{language}, n = {len(comments)}",
        "macro-F1 (95 %)",
        "flips",
        "negatives found",
        "of those said",
        "bias of net",
        "error, 30",
        "within told",
        "unsure",
        "calibration",
    )
    for name, said in readers.items():
        low, high = scores.interval(scores.macro_f1, true, said.labels)
        sure = said.probability
        table.add_row(
            name,
            f"{scores.macro_f1(true, said.labels):.2f} ({low:.2f} to {high:.2f})",
            f"{scores.flips(true, said.labels):.0%}",
            f"{scores.negative_recall(true, said.labels):.0%}",
            f"{scores.negative_precision(true, said.labels):.0%}",
            f"{100 * said.polarity.mean() - scores.net(true):+.0f}",
            f"{scores.error_of_groups(true, said.polarity):.1f}",
            "-" if sure is None else f"{scores.within_error(true, _tags(language, said, sure)):.0%}",
            "-" if sure is None else f"{(sure < 0.5).mean():.0%}",
            "-" if sure is None else f"{scores.calibration_error(true, said.labels, sure):.1f}",
        )
    return table


def _tags(language: str, said: Said, sure: NDArray[np.float64]) -> list[Tag]:
    """As the product would tell them."""
    rows = zip(said.labels, said.polarity, sure, strict=True)
    return [
        Tag(language, str(label) if best >= UNSURE_BELOW else UNSURE, float(polarity), float(best), (), "")
        for label, polarity, best in rows
    ]


def _of_themes(benches: Mapping[str, Bench]) -> Table:
    comments = benches["a"].comments
    table = Table("themes, micro-F1", *LANGUAGES, "all")
    told = {"tier a": [frozenset(each.heard.themes) for each in benches["a"].heard]}
    if "b" in benches:
        told["tier b"] = _themes_by_heads(benches["b"])
    for name, said in told.items():
        figures = []
        for wanted in (*LANGUAGES, None):
            judged = [i for i, each in enumerate(comments) if wanted in (each.language, None)]
            figures.append(scores.micro_f1([comments[i].themes for i in judged], [said[i] for i in judged]))
        table.add_row(name, *(f"{figure:.2f}" for figure in figures))
    return table


def _themes_by_heads(bench: Bench) -> list[frozenset[str]]:
    odds = np.full((len(bench.comments), len(THEMES)), -np.inf)
    for language in LANGUAGES:
        learn = judging(bench, theme_heads, scores=True)
        said = out_of_fold(bench.comments, partial(_is_in, language), learn, len(THEMES))
        odds = np.where(np.isnan(said), odds, said)
    return [
        frozenset(heard.heard.themes) | {theme for theme, each in zip(THEMES, row, strict=True) if each >= LIKELY}
        for heard, row in zip(bench.heard, odds, strict=True)
    ]


def _is_in(language: str, comment: Labelled) -> bool:
    return comment.language == language


def _by_textblob(comments: Sequence[Labelled]) -> Said:
    return _by_polarity([float(TextBlob(each.text).sentiment.polarity) for each in comments], 0.1)


def _by_vader(comments: Sequence[Labelled]) -> Said:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415 - a baseline only

    vader = SentimentIntensityAnalyzer()
    return _by_polarity([float(vader.polarity_scores(each.text)["compound"]) for each in comments], 0.05)


def _by_afinn(comments: Sequence[Labelled]) -> Said:
    from afinn import Afinn  # noqa: PLC0415 - a baseline only

    afinn = Afinn()
    return _by_polarity([float(np.tanh(afinn.score(each.text) / 5)) for each in comments], 0.1)


def _by_polarity(polarity: Sequence[float], neutral: float) -> Said:
    """Label by the sign of what is farther from 0 than `neutral`."""
    values = np.array(polarity)
    labels = np.where(values > neutral, "positive", np.where(values < -neutral, "negative", "neutral"))
    signs = (labels == "positive").astype(float) - (labels == "negative").astype(float)
    return Said(labels, signs)


BASELINES: Final[Mapping[str, Callable[[Sequence[Labelled]], Said]]] = {
    "TextBlob": _by_textblob,
    "VADER": _by_vader,
    "AFINN": _by_afinn,
}
