"""The digest as a manager reads it: text that says everything, and one picture of how it went."""

from typing import Any

from digests.charts import Chart, Point, Row
from digests.issue import Digest, Part
from handlers.views import blocks, groups, results
from handlers.views.words import Words, escaped
from surveys.cells import Cell


def message(words: Words, digest: Digest) -> dict[str, Any]:
    """The digest as arguments of chat.postMessage."""
    title = words("Pulse of {day}: what people said", day=words.day(digest.opens_on))
    return {
        "text": title,
        "blocks": [
            blocks.header(title),
            *(block for part in digest.parts for block in _part(words, digest, part)),
            *_hidden(words, digest.hidden),
            *_comments(words, digest),
            blocks.context(
                words(
                    "Only groups are shown, and small differences mean nothing. A result in words stands for fewer "
                    "than 10 answers; a percentage from 10 to 29 answers is rough and can easily be 10 points off. "
                    "Please do not ask anyone what they answered: the single answers no longer exist."
                )
            ),
        ],
    }


def _part(words: Words, digest: Digest, part: Part) -> list[blocks.Block]:
    title = f"*{escaped(groups.name_of(words, part.cell))}*"
    lines = results.lines_of(words, digest.instrument, part.shown, before=part.before)
    return [blocks.section("\n".join([f"{title} · {_took_part(words, part)}", *lines])), blocks.divider()]


def _took_part(words: Words, part: Part) -> str:
    if part.rate is None:
        return words.plural("{number} person asked", "{number} people asked", part.cell.audience)
    return words(
        "{number} people asked, {low} to {high}% took part",
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
    if digest.comments is None:
        return []
    low, high = digest.comments
    return [blocks.section(words("Comments in the whole company: {low} to {high}.", low=low, high=high))]


def chart(words: Words, digest: Digest) -> Chart:
    """How the first group's answers went over the rounds."""
    items = [item for item in digest.instrument.items if item.key in digest.parts[0].shown]
    courses = {line.item: line.shares for line in digest.course}
    return Chart(
        title=groups.name_of(words, digest.parts[0].cell),
        subtitle=words("Share of favourable answers, as the range in which it lies"),
        rounds=tuple(words.short_day(day) for day in digest.days),
        rows=tuple(
            Row(
                label=item.label(words.language),
                points=tuple(Point(*share) if share else None for share in courses[item.key]),
                shown=results.share_of(words, digest.parts[0].shown[item.key].share),
            )
            for item in items
        ),
        scale=(words("0%"), words("50%"), words("100%")),
    )


def alt_text(words: Words, digest: Digest) -> str:
    """The picture in words, for who cannot see it."""
    drawn = chart(words, digest)
    said = "; ".join(f"{row.label}: {row.shown}" for row in drawn.rows)
    return words.plural(
        "Favourable answers in {group}, in {number} pulse: {said}.",
        "Favourable answers in {group}, over {number} pulses. In the last one: {said}.",
        len(digest.days),
        group=drawn.title,
        said=said,
    )
