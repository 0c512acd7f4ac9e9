"""Comments are tagged when a round closes: by the tier that the process has, in the language that they are in."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from surveys import closing
from surveys.comments import lexical
from surveys.comments.analyzer import Read, Sentiment
from surveys.comments.lexical import Theme
from surveys.comments.tagging import Tier
from surveys.keys import KeyRing
from surveys.models import Comment
from tests.build import FRIDAY, GLAD, TEAM, answer_all, company, open_round

Sessions = async_sessionmaker[AsyncSession]
WRITTEN = ("It saves me hours.", "Useless, the answers are wrong.", "Geen tijd om het te leren.", "Keine Zeit.")


class Indifferent:
    """A tier that finds everything neutral, and about time."""

    name, version = "a", "a-of-a-test"

    def judge(self, comment: Read) -> tuple[Sentiment, tuple[Theme, ...]]:
        """Say so."""
        return Sentiment(0.0, "neutral", 0.9), (Theme("lack_time_training", comment.words.text),)


@pytest.mark.parametrize(
    ("tier", "tags"),
    [
        (
            lexical.TIER,
            {
                ("en", "positive", ("positive_quick_win",)),
                ("en", "negative", ("technical_quality",)),
                ("nl", "negative", ("lack_time_training",)),
                ("de", "negative", ("lack_time_training",)),
            },
        ),
        (Indifferent(), {(language, "neutral", ("lack_time_training",)) for language in ("en", "nl", "de")}),
    ],
    ids=["lexical", "another"],
)
async def test_the_comments_of_a_round_are_tagged_by_the_tier_of_the_process(
    sessions: Sessions, keys: KeyRing, tier: Tier, tags: set[tuple[str, str, tuple[str, ...]]]
) -> None:
    async with sessions.begin() as session:
        people = (await company(session, TEAM)).people
        round_id = await open_round(session, keys)
        said = {person: (GLAD, WRITTEN[number % len(WRITTEN)]) for number, person in enumerate(people[:16])}
        await answer_all(session, keys, round_id, said)
        sealed = await closing.read(session, keys, round_id, now=FRIDAY)
    assert not isinstance(sealed, str)

    counted = closing.count(sealed, tier)
    async with sessions.begin() as session:
        assert await closing.write(session, keys, sealed, counted) == "TALLIED"
        kept = list(await session.scalars(select(Comment).where(Comment.item == "")))

    assert len(kept) == 16
    assert {(comment.language, comment.sentiment, tuple(comment.themes)) for comment in kept} == tags
