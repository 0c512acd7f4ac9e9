"""From how all comments sound together nobody's tone can be told: neither of few, nor where all sound alike."""

import random
from collections.abc import Callable

import pytest

from surveys import releases
from surveys.comments.tagging import Tag
from tests.attacks.figures import Score, judge
from tests.attacks.test_releases import only, played

Tones = tuple[int, int, int]
"""How many comments are positive, neutral and negative; the tagger is sure of each, which helps an attack most."""
Shown = tuple[int, int] | None
Publish = Callable[[Tones], Shown]
Mind = Callable[[int], Tones]
LABELS = (("positive", 1.0), ("neutral", 0.0), ("negative", -1.0))
MANY = tuple(range(10, 40))
FEW = tuple(range(1, 10))


def ours(tones: Tones) -> Shown:
    """What is released of such comments."""
    tags = [
        ("Words.", Tag("en", label, polarity, 1.0, (), "a-1.1"))
        for (label, polarity), number in zip(LABELS, tones, strict=True)
        for _ in range(number)
    ]
    return next(((each.lo, each.hi) for each in releases.net_of({releases.OF_THE_WHOLE: tags})), None)


def naive(tones: Tones) -> Shown:
    """The net score as it is, however few comments there are."""
    net = round(100 * (tones[0] - tones[2]) / sum(tones))
    return net, net


def in_two_minds(publish: Publish, one: Mind, other: Mind, sizes: tuple[int, ...]) -> Score:
    """Let chance choose which of two worlds is published, and say which it was where nothing else is possible."""

    def draw(rng: random.Random) -> tuple[object, object, object]:
        size, truth = rng.choice(sizes), rng.random() < 0.5
        seen = publish((one if truth else other)(size))
        possible = {which for which, world in ((True, one), (False, other)) if publish(world(size)) == seen}
        return only(possible), True, truth

    return played(draw, seed=30)


@pytest.mark.parametrize(
    ("name", "one", "other", "sizes"),
    [
        ("tone: do all comments sound troubled", lambda n: (0, 0, n), lambda n: (1, 0, n - 1), MANY),
        ("tone: do all comments sound glad", lambda n: (n, 0, 0), lambda n: (n - 1, 1, 0), MANY),
        ("tone, insider alone of another: is nobody else", lambda n: (1, 0, n - 1), lambda n: (2, 0, n - 2), MANY),
        ("tone of few comments", lambda n: (n, 0, 0), lambda n: (0, 0, n), FEW),
    ],
)
def test_how_all_comments_sound_tells_nobodys_tone(name: str, one: Mind, other: Mind, sizes: tuple[int, ...]) -> None:
    judge(
        name,
        "any",
        naive=in_two_minds(naive, one, other, sizes),
        ours=in_two_minds(ours, one, other, sizes),
        certain=True,
    )
