"""What was released of one metric in one group, as a reader may be told it."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.instruments import Item, bar_of
from surveys.policy import WORDS, Word


@dataclass(frozen=True, slots=True)
class Shown:
    """What one group may see of one item: the favourable share and the number of answers, as ranges, and what is said.

    `said` is a word, or the favourable share in per cent; `bars` are five such shares, strongly unfavourable first, or
    none.
    """

    share: tuple[int, int]
    answers: tuple[int, int]
    said: Word | int
    bars: tuple[int, ...] = ()


def says_something(spans: Mapping[str, tuple[int, int]]) -> bool:
    """Whether something is said of a metric; in rounds of policy G-1 there is neither word nor percentage."""
    return bool({"told_word", "told_for"} & spans.keys())


def figures_of(metric: Item, spans: Mapping[str, tuple[int, int]]) -> dict[str, Shown]:
    """Read back what was told of one metric in one group, by figure: "one of" is told option by option."""
    if not metric.nominal:
        return {metric.key: _shown(spans)}
    return {
        choice.key: Shown(spans[f"bar_{bar}"], spans["n"], spans[f"told_{bar}"][0])
        for choice, value in zip(metric.choices, metric.values, strict=True)
        if f"told_{(bar := bar_of(metric, value))}" in spans
    }


def _shown(spans: Mapping[str, tuple[int, int]]) -> Shown:
    said = WORDS[spans["told_word"][0]] if "told_word" in spans else spans["told_for"][0]
    bars = tuple(spans[f"told_{bar}"][0] for bar in range(1, 6) if f"told_{bar}" in spans)
    return Shown(spans["favourable"], spans["n"], said, bars)
