"""The digest as a manager reads it: text that says everything, and one picture of how it went."""

from typing import Any

from digests.charts import Chart, Point, Row
from digests.issue import Digest, Part
from handlers.views import blocks, groups, results
from handlers.views.words import Words, escaped
from surveys.cells import Cell
from surveys.instruments import Item

MOST_APART = 20
MOST_SHARED = 42
LONGEST_ALT_TEXT = 1000
MOST_ROWS = 24
LONGEST_LABEL = 50  # two lines of a row


def message(words: Words, digest: Digest) -> dict[str, Any]:
    """The digest as arguments of chat.postMessage."""
    title = words("Pulse of {day}: what people said", day=words.day(digest.opens_on))
    return {
        "text": title,
        "blocks": [
            blocks.header(title),
            blocks.context(results.key_of(words, digest.instrument, (part.shown for part in digest.parts))),
            *_parts([_part(words, digest, part) for part in digest.parts]),
            *_hidden(words, digest.hidden),
            *_comments(words, digest),
            *_arrows(words, digest),
            blocks.context(
                words(
                    "Only groups are shown, and small differences mean nothing: every percentage is rounded a little "
                    "at random. A result in words stands for fewer than 12 answers; a percentage of fewer than 30 "
                    "answers is rough and can easily be 10 points off. "
                    "Please do not ask anyone what they answered: the single answers no longer exist."
                )
            ),
        ],
    }


def _arrows(words: Words, digest: Digest) -> list[blocks.Block]:
    if not any(part.before for part in digest.parts):
        return []
    return [
        blocks.context(words("An arrow marks a clear change since this was last asked. No arrow: no clear change."))
    ]


def _parts(told: list[list[str]]) -> list[blocks.Block]:
    """Paragraphs for each group; more than a few groups share them, since a message holds 50 blocks."""
    if sum(map(len, told)) + len(told) <= 2 * MOST_APART:
        return [block for texts in told for block in (*map(blocks.section, texts), blocks.divider())]
    shared: list[str] = []
    for text in (text for texts in told for text in texts):
        if shared and len(shared[-1]) + len(text) + 2 <= blocks.LONGEST_TEXT:
            shared[-1] += f"\n\n{text}"
        else:
            shared.append(text)
    more = [blocks.section("…")] if len(shared) > MOST_SHARED else []
    return [blocks.section(text) for text in shared[:MOST_SHARED]] + more


def _part(words: Words, digest: Digest, part: Part) -> list[str]:
    title = f"*{escaped(groups.name_of(words, part.cell))}*"
    lines = results.lines_of(words, digest.instrument, part.shown, before=part.before)
    changed = [words("The team changed, no trend.")] if part.changed else []
    return blocks.paragraphs([f"{title} · {_took_part(words, part)}", *lines, *changed])


def _took_part(words: Words, part: Part) -> str:
    if part.rate is None:
        return words.plural("{number} person", "{number} people", part.cell.audience)
    return words(
        "{number} people, {low} to {high}% took part",
        number=part.cell.audience,
        low=part.rate[0],
        high=part.rate[1],
    )


def _hidden(words: Words, hidden: tuple[Cell, ...]) -> list[blocks.Block]:
    if not hidden:
        return []
    names = ", ".join(escaped(groups.name_of(words, cell)) for cell in hidden)
    return [blocks.section(words("Not shown, to protect the people in them: {groups}.", groups=names))]


def _comments(words: Words, digest: Digest) -> list[blocks.Block]:
    lines = []
    if digest.comments is not None:
        low, high = digest.comments
        lines.append(words("Comments of all who were asked: {low} to {high}.", low=low, high=high))
        if digest.net is not None:
            lines.append(_net(words, *digest.net))
    for item in digest.instrument.items:
        if item.key in digest.texts:
            low, high = digest.texts[item.key]
            label = escaped(item.label(words.language))
            lines.append(
                words("In words on “{item}”, of all who were asked: {low} to {high}.", item=label, low=low, high=high)
            )
    return [blocks.section(text) for text in blocks.paragraphs(lines)]


def _net(words: Words, low: int, high: int) -> str:
    """How the comments sound; where 0 is within what is told, which way is not said."""
    if low > 0:
        told = words("As a machine reads them, they are more positive than negative")
    elif high < 0:
        told = words("As a machine reads them, they are more negative than positive")
    else:
        told = words("As a machine reads them, they are neither clearly positive nor clearly negative")
    span = {"low": _signed(low), "high": _signed(high), "lowest": _signed(-100), "highest": _signed(100)}
    return words(
        "{told}: {low} to {high}, where {lowest} is all negative and {highest} all positive.", told=told, **span
    )


def _signed(points: int) -> str:
    return f"{points:+}".replace("-", "\N{MINUS SIGN}") if points else "0"


def chart(words: Words, digest: Digest) -> Chart:
    """How the first group's answers went over the rounds."""
    courses = {line.item: line for line in digest.course}
    return Chart(
        title=groups.name_of(words, digest.parts[0].cell),
        subtitle=_subtitle(words, digest),
        rounds=tuple(words.short_day(day) for day in digest.days),
        rows=tuple(
            Row(
                label=label,
                points=tuple(Point(*share) if share else None for share in courses[figure.key].shares),
                shown=results.share_of(words, figure, digest.parts[0].shown[figure.key]),
                asked=courses[figure.key].asked,
            )
            for label, figure in _drawn(words, digest)
        ),
        scale=(words("0%"), words("50%"), words("100%")),
    )


def _drawn(words: Words, digest: Digest) -> list[tuple[str, Item]]:
    """What has a row in the picture, and how it is labelled; where there is more, the message alone says it."""
    shown = digest.parts[0].shown
    told = [(item, figure) for item in digest.instrument.items for figure in item.figures if figure.key in shown]
    return [(_label(words, item, figure), figure) for item, figure in told[:MOST_ROWS]]


def _label(words: Words, item: Item, figure: Item) -> str:
    label = item.label(words.language)
    if figure.is_choice:
        label = results.named(words, label, figure.label(words.language))
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"


def _subtitle(words: Words, digest: Digest) -> str:
    if any(figure.is_choice for _, figure in _drawn(words, digest)):
        text = words("Share of favourable answers, or of who chose it, as the range in which it lies")
    else:
        text = words("Share of favourable answers, as the range in which it lies")
    return f"{text}. {_cut(words)}" if digest.cut else text


def _cut(words: Words) -> str:
    return words("The team changed, no trend before that.")


def alt_text(words: Words, digest: Digest) -> str:
    """The picture in words, for who cannot see it; Slack allows 1,000 characters."""
    drawn = chart(words, digest)
    said = groups.listed(words, (results.named(words, row.label, row.shown) for row in drawn.rows))
    text = words.plural(
        "Favourable answers in {group}, in {number} pulse: {said}.",
        "Favourable answers in {group}, over {number} pulses. In the last one: {said}.",
        len(digest.days),
        group=drawn.title,
        said=said,
    )
    if digest.cut:
        text = f"{_cut(words)} {text}"
    return text[:LONGEST_ALT_TEXT]
