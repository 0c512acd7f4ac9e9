"""Released figures in words: what a group said of an item, and how that compares with the time before."""

from collections.abc import Iterable, Mapping

from handlers.views.words import Words, escaped
from surveys.instruments import Instrument, Item
from surveys.policy import Word
from surveys.releases import Shown

CLEAR_CHANGE = 10
"""Points between two shares below which a change is not spoken of: among 100 people chance alone moves one by five."""


def told(words: Words, figure: Item, shown: Shown) -> str:
    """What was said of a figure, where it stands alone: of how many it was chosen, or how favourable answers were."""
    if isinstance(shown.said, int) and not figure.is_choice:
        return words("about {percent}% favourable", percent=shown.said)
    return share_of(words, figure, shown)


def share_of(words: Words, figure: Item, shown: Shown) -> str:
    """A share as it may be told: a word for a small group, a percentage for a larger; of an option, who chose it."""
    if figure.is_choice:
        return _chosen_by(words, shown.said)
    if isinstance(shown.said, int):
        return words("about {percent}%", percent=shown.said)
    return {
        "mostly_favourable": words("mostly favourable"),
        "mixed": words("mixed"),
        "mostly_unfavourable": words("mostly unfavourable"),
    }[shown.said]


def _chosen_by(words: Words, said: Word | int) -> str:
    if isinstance(said, int):
        return words("chosen by about {percent}%", percent=said)
    return {
        "mostly_favourable": words("chosen by more than half"),
        "mixed": words("chosen by about half"),
        "mostly_unfavourable": words("chosen by fewer than half"),
    }[said]


def _bars(shown: Shown) -> str:
    """The five shares of a large group, strongly unfavourable first."""
    return f" ({' · '.join(map(str, shown.bars))})" if shown.bars else ""


def key_of(words: Words, instrument: Instrument, results: Iterable[Mapping[str, Shown]]) -> str:
    """What the percentages of these groups' results are of; said once, above the figures."""
    groups = list(results)
    told = [figure for figure in instrument.figures if any(figure.key in shown for shown in groups)]
    lines = []
    if any(not figure.is_choice for figure in told):
        lines.append(words("Percentages are shares of favourable answers."))
    if any(shown.bars for group in groups for shown in group.values()):
        lines.append(
            words(
                "In brackets: the five shares from strongly unfavourable to strongly favourable, neutral in the middle."
            )
        )
    if any(figure.is_choice for figure in told):
        lines.append(words("Of options: how many of those who answered chose them."))
    return " ".join(lines)


def named(words: Words, item: str, result: str) -> str:
    """An item and its result; French puts a space before the colon."""
    return words("{item}: {result}", item=item, result=result)


def lines_of(
    words: Words, instrument: Instrument, shown: Mapping[str, Shown], *, before: Mapping[str, Shown]
) -> list[str]:
    """A line of mrkdwn per item that may be shown."""
    return [line for item in instrument.items if (line := _line(words, item, shown, before))]


def _line(words: Words, item: Item, shown: Mapping[str, Shown], before: Mapping[str, Shown]) -> str:
    """An item and what may be told of it, all its options in one line; nothing where nothing may be."""
    told = [
        (figure, share_of(words, figure, result) + _bars(result) + _change(words, figure, before, result))
        for figure in item.figures
        if (result := shown.get(figure.key)) is not None
    ]
    if not told:
        return ""
    options = (
        named(words, escaped(figure.label(words.language)), said) if figure.is_choice else said for figure, said in told
    )
    return "• " + named(words, escaped(item.label(words.language)), " · ".join(options))


def _change(words: Words, figure: Item, earlier: Mapping[str, Shown], after: Shown) -> str:
    """Rising or falling, only where the two ranges do not meet and lie well apart; otherwise no claim is made."""
    before = earlier.get(figure.key)
    if before is None or not _moved(before.share, after.share):
        return ""
    arrow = "↗" if after.share > before.share else "↘"
    return f" {arrow} " + words("(was {share})", share=share_of(words, figure, before))


def _moved(before: tuple[int, int], after: tuple[int, int]) -> bool:
    apart = after[0] > before[1] or after[1] < before[0]
    return apart and abs(sum(after) - sum(before)) >= 2 * CLEAR_CHANGE
