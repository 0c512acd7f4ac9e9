"""The one way out: what a closed round may show, written once and read back; never computed again."""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from nacl.secret import SecretBox
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from people.anonymity import band_of
from surveys import retention
from surveys.ballots import Ballot
from surveys.cells import COMPANY, Layout
from surveys.comments.tagging import tag
from surveys.frozen import layout_from_json
from surveys.instruments import Instrument, from_json
from surveys.membership import Membership
from surveys.models import Comment, Release, Round
from surveys.policy import WHOLE_FORM, WORDS, Statistic, Word
from surveys.policy.comments import may_be_kept
from surveys.policy.trends import Turnover

COMMENT_BYTES = 2048


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


@dataclass(frozen=True, slots=True)
class Published:
    """All that may be seen of a closed round: per cell and item, response rates per cell, the number of comments.

    `turnover` says how the members of each cell changed since the round `before`; empty where that is not known.
    """

    round_id: str
    opens_on: date
    instrument: Instrument
    layout: Layout
    items: dict[str, dict[str, Shown]]
    rates: dict[str, tuple[int, int]]
    comments: tuple[int, int] | None
    before: str | None = None
    turnover: Mapping[str, Turnover] = field(default_factory=dict)


def write(session: AsyncSession, round_id: str, statistics: Iterable[Statistic]) -> None:
    """Write what the policy lets out of a round."""
    session.add_all(
        Release(
            round_id=round_id, cell=shown.cell, item=shown.item, statistic=shown.statistic, lo=shown.lo, hi=shown.hi
        )
        for shown in statistics
    )


def write_comments(session: AsyncSession, round_id: str, cast: Iterable[Ballot], *, key: bytes) -> None:
    """Write the comments of a round, tagged, shuffled and encrypted; none at all from fewer than ten people."""
    written = [(ballot.comment, ballot.language) for ballot in cast if ballot.comment]
    if not may_be_kept(len(written)):
        return
    secrets.SystemRandom().shuffle(written)
    box = SecretBox(key)
    for position, (text, language) in enumerate(written):
        said = tag(text, language=language)
        session.add(
            Comment(
                round_id=round_id,
                cell=COMPANY,
                position=position,
                body=box.encrypt(text.encode().ljust(COMMENT_BYTES, b"\0")),
                language=said.language,
                sentiment=said.label,
                themes=[theme.theme for theme in said.themes],
            )
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
    spans: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for cell, item, statistic, lo, hi in rows:
        spans.setdefault((cell, item), {})[statistic] = lo, hi
    items: dict[str, dict[str, Shown]] = {}
    for (cell, item), told in spans.items():
        if item != WHOLE_FORM and {"told_word", "told_for"} & told.keys():  # rounds of policy G-1 have neither
            items.setdefault(cell, {})[item] = _shown(told)
    membership = Membership.from_json(found.tree.get("members"))
    return Published(
        round_id=found.id,
        opens_on=found.opens_on,
        instrument=from_json(found.questions),
        layout=layout_from_json(found.tree),
        items=items,
        rates={cell: told["rate"] for (cell, item), told in spans.items() if item == WHOLE_FORM},
        comments=await _comments_of(session, found.id),
        before=membership.before,
        turnover=membership.turnover,
    )


def _shown(spans: Mapping[str, tuple[int, int]]) -> Shown:
    """Read back what was told of one item in one group."""
    said = WORDS[spans["told_word"][0]] if "told_word" in spans else spans["told_for"][0]
    bars = tuple(spans[f"told_{bar}"][0] for bar in range(1, 6) if f"told_{bar}" in spans)
    return Shown(spans["favourable"], spans["n"], said, bars)


async def _comments_of(session: AsyncSession, round_id: str) -> tuple[int, int] | None:
    of_all = select(func.count()).where(Comment.round_id == round_id, Comment.cell == COMPANY)
    number = await session.scalar(of_all) or 0
    return band_of(number) if may_be_kept(number) else None


async def comment_texts(session: AsyncSession, round_id: str, *, key: bytes) -> list[str]:
    """The released comments of a round, readable, in their shuffled order; none once their time is over."""
    box = SecretBox(key)
    kept = select(Comment).where(Comment.round_id == round_id, retention.holds_a_text())
    rows = await session.scalars(kept.order_by(Comment.position))
    return [box.decrypt(row.body).rstrip(b"\0").decode() for row in rows]
