"""The one way out: what a closed round may show, written once and read back; never computed again."""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nacl.secret import SecretBox
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.anonymity import band_of
from surveys import retention
from surveys.ballots import Ballot
from surveys.cells import COMPANY, Layout
from surveys.comments import lexical, tagging
from surveys.comments.netscore import net_score
from surveys.frozen import layout_from_json
from surveys.instruments import Instrument, from_json
from surveys.membership import Membership
from surveys.models import Comment, Release, Round
from surveys.policy import WHOLE_FORM, Statistic
from surveys.policy.comments import may_be_kept, net_span
from surveys.policy.trends import Turnover
from surveys.shown import Shown, figures_of, says_something

__all__ = [
    "OF_THE_WHOLE",
    "Published",
    "Shown",
    "Tagged",
    "comment_texts",
    "comments_of",
    "every_cell",
    "net_of",
    "published",
    "write",
    "write_comments",
]

COMMENT_BYTES = 2048
OF_THE_WHOLE = ""
"""In place of an item: what was said of the whole."""
Tagged = tuple[str, tagging.Tag]
"""A comment in its words, and its tag."""


@dataclass(frozen=True, slots=True)
class Published:
    """All that may be seen of a closed round: per cell and figure, response rates per cell, the number of comments.

    Figures are called as in `surveys.instruments.Item.figures`: of a choice there is one for each option. `texts` are
    the numbers of answers in words and of comments on an item, by item. `net` is how the comments on the whole sound
    together, in points from -100 to 100. `turnover` says how the members of each cell changed since the round `before`;
    empty where that is not known.
    """

    round_id: str
    opens_on: date
    instrument: Instrument
    layout: Layout
    items: dict[str, dict[str, Shown]]
    rates: dict[str, tuple[int, int]]
    comments: tuple[int, int] | None
    texts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    before: str | None = None
    turnover: Mapping[str, Turnover] = field(default_factory=dict)
    net: tuple[int, int] | None = None


def write(session: AsyncSession, round_id: str, statistics: Iterable[Statistic]) -> None:
    """Write what the policy lets out of a round."""
    session.add_all(
        Release(
            round_id=round_id, cell=shown.cell, item=shown.item, statistic=shown.statistic, lo=shown.lo, hi=shown.hi
        )
        for shown in statistics
    )


def comments_of(
    instrument: Instrument, cast: Iterable[Ballot], tier: tagging.Tier = lexical.TIER
) -> dict[str, list[Tagged]]:
    """The comments that may be kept, tagged, by the item they are on; none at all on one from fewer than ten people.

    Takes a tenth of a millisecond each with tier A of the tagger, and some fifty milliseconds with tier B.
    """
    worded = {OF_THE_WHOLE, *(item.key for item in instrument.items if item.takes_words)}
    written: dict[str, list[tuple[str, str]]] = {}
    for ballot in cast:
        for item, text in {OF_THE_WHOLE: ballot.comment, **ballot.texts}.items():
            if text and item in worded:
                written.setdefault(item, []).append((text, ballot.language))
    return {
        item: [(text, tagging.tag(text, reads=language, tier=tier)) for text, language in written[item]]
        for item in sorted(written)
        if may_be_kept(len(written[item]))
    }


def net_of(comments: Mapping[str, Sequence[Tagged]]) -> list[Statistic]:
    """How the comments on the whole sound together, of all who were asked; nothing where there are too few.

    One figure in one cell: nothing can be taken from it or added to it.
    """
    score = net_score([said for _, said in comments.get(OF_THE_WHOLE, ())])
    if score is None:
        return []
    return [Statistic(COMPANY, OF_THE_WHOLE, "net", *net_span(score.net, score.error, score.comments))]


def write_comments(
    session: AsyncSession, round_id: str, comments: Mapping[str, Sequence[Tagged]], *, key: bytes
) -> None:
    """Write the comments of a round, shuffled and encrypted.

    Those on each item are shuffled on their own: whoever wrote two stands at places that have nothing to do with each
    other.
    """
    box = SecretBox(key)
    for item, tagged in comments.items():
        shuffled = secrets.SystemRandom().sample(tagged, len(tagged))
        session.add_all(
            Comment(
                round_id=round_id,
                cell=COMPANY,
                item=item,
                position=position,
                body=box.encrypt(text.encode().ljust(COMMENT_BYTES, b"\0")),
                language=said.language,
                sentiment=said.label,
                themes=[theme.theme for theme in said.themes],
                tagged_by=said.version,
            )
            for position, (text, said) in enumerate(shuffled)
        )


def every_cell(layout: Layout) -> list[str]:
    """The keys of all cells of a layout."""
    return [cell.key for cell in layout.tree.cells]


async def published(
    session: AsyncSession,
    workspace_id: str,
    *,
    latest: int,
    within: Callable[[Layout], Collection[str]] = every_cell,
    until: date | None = None,
) -> list[Published]:
    """What the last rounds of a workspace may show, oldest first; at most `latest` of them, none after `until`.

    `within` names the cells that are wanted, given the layout of the newest of these rounds: a large company has many.
    """
    held = select(Round).where(Round.workspace_id == workspace_id, Round.state.in_(["TALLIED", "SHREDDED"]))
    if until is not None:
        held = held.where(Round.opens_on <= until)
    rounds = list(await session.scalars(held.order_by(Round.opens_on.desc()).limit(latest)))[::-1]
    if not rounds:
        return []
    cells = within(layout_from_json(rounds[-1].tree))
    return [await _published(session, found, cells) for found in rounds]


async def _published(session: AsyncSession, found: Round, cells: Collection[str]) -> Published:
    rows = await session.execute(
        select(Release.cell, Release.item, Release.statistic, Release.lo, Release.hi).where(
            Release.round_id == found.id, Release.cell.in_(cells)
        )
    )
    instrument = from_json(found.questions)
    asked = {metric.key: metric for metric in instrument.metrics}
    spans: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for cell, item, statistic, lo, hi in rows:
        spans.setdefault((cell, item), {})[statistic] = lo, hi
    items: dict[str, dict[str, Shown]] = {}
    for (cell, item), told in spans.items():
        if item != WHOLE_FORM and says_something(told):
            items.setdefault(cell, {}).update(figures_of(asked[item], told))
    membership = Membership.from_json(found.tree.get("members"))
    texts = await _texts_of(session, found.id)
    return Published(
        round_id=found.id,
        opens_on=found.opens_on,
        instrument=instrument,
        layout=layout_from_json(found.tree),
        items=items,
        rates={cell: told["rate"] for (cell, item), told in spans.items() if item == WHOLE_FORM},
        comments=texts.pop(OF_THE_WHOLE, None),
        texts=texts,
        before=membership.before,
        turnover=membership.turnover,
        net=spans.get((COMPANY, OF_THE_WHOLE), {}).get("net"),
    )


async def _texts_of(session: AsyncSession, round_id: str) -> dict[str, tuple[int, int]]:
    """How many wrote, as a range, by item."""
    by_item = select(Comment.item, func.count()).where(Comment.round_id == round_id, Comment.cell == COMPANY)
    rows = await session.execute(by_item.group_by(Comment.item))
    return {item: band_of(number) for item, number in rows if may_be_kept(number)}


async def comment_texts(session: AsyncSession, round_id: str, *, key: bytes, item: str = OF_THE_WHOLE) -> list[str]:
    """The released comments on an item, readable, in their shuffled order; none once their time is over."""
    box = SecretBox(key)
    kept = select(Comment).where(Comment.round_id == round_id, Comment.item == item, retention.holds_a_text())
    rows = await session.scalars(kept.order_by(Comment.position))
    return [box.decrypt(row.body).rstrip(b"\0").decode() for row in rows]
