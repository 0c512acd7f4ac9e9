"""What the heads judge by: some thirty numbers of what was heard in a comment, the same in every language."""

from math import log1p
from typing import Final

from surveys.comments.tone import Heard, Hit
from surveys.comments.vocabulary import THEMES

_TURNS: Final = (
    "negations",
    "turned",
    "intensifiers",
    "softeners",
    "contrast",
    "concession",
    "hypothetical",
    "questions",
    "asked",
    "ironic",
)
LONG: Final = 100
OFTEN: Final = 4
"""More words, and more turns of a kind, than this say no more: few comments have as many."""
NAMES: Final = (
    "praise",
    "blame",
    "balance",
    "praise, saturated",
    "blame, saturated",
    "strongest praise",
    "strongest blame",
    "last",
    "first",
    "praise imagined",
    "blame imagined",
    "both",
    "words",
    "no tone",
    *_TURNS,
    *THEMES,
)


def features_of(heard: Heard) -> list[float]:
    """The numbers of a comment, in the order of NAMES."""
    said = [hit for hit in heard.hits if not hit.imagined]
    praise, blame = _sums(said)
    imagined_praise, imagined_blame = _sums([hit for hit in heard.hits if hit.imagined])
    values = [hit.value for hit in said]
    turns, themes = heard.turns, heard.themes
    return [
        min(praise, 9.0),
        min(blame, 9.0),
        (praise - blame) / (praise + blame + 2.0),
        praise / (praise + 2.0),
        blame / (blame + 2.0),
        max(0.0, max(values, default=0.0)),
        max(0.0, -min(values, default=0.0)),
        values[-1] if values else 0.0,
        values[0] if values else 0.0,
        imagined_praise / (imagined_praise + 2.0),
        imagined_blame / (imagined_blame + 2.0),
        min(praise, blame, 3.0),
        log1p(min(heard.words, LONG)),
        float(not values),
        *[log1p(min(turns.get(name, 0), OFTEN)) for name in _TURNS],
        *[float(theme in themes) for theme in THEMES],
    ]


def _sums(hits: list[Hit]) -> tuple[float, float]:
    """How much praise, and how much blame."""
    return sum(hit.value for hit in hits if hit.value > 0), -sum(hit.value for hit in hits if hit.value < 0)
