"""Released figures in words: what a group said of an item, and how that compares with the time before."""

from collections.abc import Iterable, Mapping

from handlers.views.words import Words, escaped
from surveys.instruments import Instrument
from surveys.releases import Shown

CLEAR_CHANGE = 10
"""Points between two shares below which a change is not spoken of: among 100 people chance alone moves one by five."""


def share_of(words: Words, shown: Shown) -> str:
    """A share of favourable answers as it may be told: a word for a small group, a percentage for a larger."""
    if isinstance(shown.said, int):
        return words("about {percent}%", percent=shown.said)
    return {
        "mostly_favourable": words("mostly favourable"),
        "mixed": words("mixed"),
        "mostly_unfavourable": words("mostly unfavourable"),
    }[shown.said]


def _bars(shown: Shown) -> str:
    """The five shares of a large group, strongly unfavourable first."""
    return f" ({' · '.join(map(str, shown.bars))})" if shown.bars else ""


def key_of(words: Words, results: Iterable[Shown]) -> str:
    """What the percentages of these results are of; said once, above the figures."""
    key = words("Percentages are shares of favourable answers.")
    if not any(shown.bars for shown in results):
        return key
    bars = words(
        "In brackets: the five shares from strongly unfavourable to strongly favourable, neutral in the middle."
    )
    return f"{key} {bars}"


def named(words: Words, item: str, result: str) -> str:
    """An item and its result; French puts a space before the colon."""
    return words("{item}: {result}", item=item, result=result)


def lines_of(
    words: Words, instrument: Instrument, shown: Mapping[str, Shown], *, before: Mapping[str, Shown]
) -> list[str]:
    """A line of mrkdwn per item that may be shown."""
    return [
        "• "
        + named(words, escaped(item.label(words.language)), share_of(words, shown[item.key]))
        + _bars(shown[item.key])
        + _change(words, before.get(item.key), shown[item.key])
        for item in instrument.items
        if item.key in shown
    ]


def _change(words: Words, before: Shown | None, after: Shown) -> str:
    """Rising or falling, only where the two ranges do not meet and lie well apart; otherwise no claim is made."""
    if before is None or not _moved(before.share, after.share):
        return ""
    arrow = "↗" if after.share > before.share else "↘"
    return f" {arrow} " + words("(was {share})", share=share_of(words, before))


def _moved(before: tuple[int, int], after: tuple[int, int]) -> bool:
    apart = after[0] > before[1] or after[1] < before[0]
    return apart and abs(sum(after) - sum(before)) >= 2 * CLEAR_CHANGE
