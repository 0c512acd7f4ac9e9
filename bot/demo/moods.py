"""The story of the demo: how the mood of each department moves over the weeks, and the answers that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from people.hierarchy import parts_of
from surveys import instruments, plans
from surveys.instruments import Item

KNOWN: Final = instruments.library()
DECK: Final = plans.deck_of(["first_pulse"], (), KNOWN)
ITEMS: Final = [KNOWN[key] for key in DECK]
NOISE: Final = 0.35
LEFT_OUT: Final = 0.02
STEPS: Final = 3

News = Literal["quota", "trials"]


@dataclass(frozen=True, slots=True)
class Story:
    """A mood on the agreement scale from 1 to 5: where each item stands, and what moves it from one week on.

    From the week `turns` (0 is the first) on, people know the news, and each item moves by `moves` for three weeks.
    """

    stands: Mapping[str, float]
    turns: int = 0
    moves: Mapping[str, float] | None = None
    news: News | None = None

    def level(self, item: str, week: int) -> float:
        """The team's mood about an item in that week."""
        moved = min(max(0, week - self.turns + 1), STEPS)
        return self.stands[item] + moved * (self.moves or {}).get(item, 0)


USUAL: Final = {
    "voluntariness": 3.9,
    "usefulness": 3.4,
    "competence": 3.6,
    "time_back": 3.1,
    "trust": 3.7,
    "overall": 3.5,
    "satisfaction": 3.7,
    "quality": 3.6,
}

STORIES: Final[dict[str, Story]] = {
    # After the third week, a number of uses a week is asked of everybody in the workshop.
    "Workshop": Story(
        USUAL,
        turns=3,
        moves={
            "voluntariness": -0.45,
            "trust": -0.3,
            "time_back": -0.15,
            "competence": -0.2,
            "overall": -0.3,
            "quality": -0.2,
        },
        news="quota",
    ),
    # After the fourth week, the shops have an afternoon a week for trying things out.
    "Shops": Story(
        USUAL | {"usefulness": 3.0, "competence": 3.3, "time_back": 2.8, "overall": 3.0},
        turns=4,
        moves={"usefulness": 0.4, "competence": 0.25, "time_back": 0.4, "trust": 0.15, "overall": 0.4},
        news="trials",
    ),
    "Office": Story(USUAL | {"usefulness": 3.8, "overall": 3.7}),
}
ELSEWHERE: Final = Story(USUAL)


def news_of(path: str, week: int) -> News | None:
    """What people of that unit have been told by that week."""
    story = _story_of(path)
    return story.news if week >= story.turns else None


def leanings_of(drawn: Random) -> dict[str, float]:
    """How much more than their team somebody agrees with each item: a temper of their own, and a view of each."""
    temper = drawn.gauss(0, 0.45)
    return {item.key: temper + drawn.gauss(0, 0.6) for item in ITEMS}


def values_of(path: str, week: int, *, leanings: Mapping[str, float], drawn: Random) -> dict[str, int]:
    """What somebody of that unit chooses in that week; now and then an item is left out, but never all."""
    story = _story_of(path)
    values = {item.key: _chosen(item, story.level(item.key, week) + leanings[item.key], drawn) for item in ITEMS}
    answered = {key: value for key, value in values.items() if drawn.random() >= LEFT_OUT}
    return answered or values


def _story_of(path: str) -> Story:
    parts = parts_of(path)
    return STORIES.get(parts[1], ELSEWHERE) if len(parts) > 1 else ELSEWHERE


def _chosen(item: Item, level: float, drawn: Random) -> int:
    """The offered value that is nearest to this level, give or take; a longer scale is met at the same place."""
    first, last = item.values[0], item.values[-1]
    place = (drawn.gauss(level, NOISE) - 1) / 4
    return min(max(round(first + place * (last - first)), first), last)
