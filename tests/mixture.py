"""A pulse with an item of each type, two of which may be commented on; for tests that walk through all of them."""

from typing import Final

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from surveys import instruments
from surveys.instruments import LANGUAGES, Instrument, Item, Kind
from surveys.models import Round


def worded(text: str) -> dict[str, str]:
    """The same words in each language, with its name."""
    return {language: f"{text} {language}" for language in LANGUAGES}


def item(key: str, kind: Kind, *options: str, commented: bool = False) -> Item:
    """An item that is worded after its key."""
    scales = {each.type: each.scale for each in instruments.load("first_pulse").items}
    labels = {
        "faces": [":disappointed: Bad", "Poor", "So", "Good", ":smile: Great"],
        "yes_no": ["No", "Yes"],
    }.get(kind, list(options))
    scale = scales.get(kind) or {language: tuple(f"{word} {language}" for word in labels) for language in LANGUAGES}
    return Item(
        key,
        "construct",
        "Own item.",
        kind,
        None if kind in {"one_of", "several_of", "text"} else "positive",
        worded(f"How about {key}"),
        worded(key.capitalize()),
        {} if kind == "text" else scale,
        options,
        commented=commented,
    )


AGREED: Final = item("fair", "agreement", commented=True)
SCORED: Final = item("worth", "score")
ASKED: Final = item("trained", "yes_no")
FELT: Final = item("mood", "faces")
ONE: Final = item("decides", "one_of", "team", "boss", "nobody", commented=True)
SEVERAL: Final = item("uses", "several_of", "writing", "search", "code")
WORDED: Final = item("wish", "text")
MIXTURE: Final = Instrument(
    "pulse", 1, (AGREED, SCORED, ASKED, FELT, ONE, SEVERAL, WORDED), comments=worded("Anything else?")
)

EVERYTHING: Final = {
    "fair": 4,
    "worth": 8,
    "trained": 1,
    "mood": 4,
    "decides": 2,
    "uses.writing": 1,
    "uses.search": 0,
    "uses.code": 1,
}
"""The values of a form in which everything is answered."""


async def ask(session: AsyncSession, round_id: str, asked: Instrument = MIXTURE) -> None:
    """Let an open round ask this, as if it had been frozen into it."""
    await session.execute(update(Round).where(Round.id == round_id).values(questions=instruments.to_json(asked)))
