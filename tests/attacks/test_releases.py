"""From what is published nothing of one person can be had: not by subtracting, comparing, decoding or averaging."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product

import pytest

from surveys.cells import COMPANY
from tests.attacks import tables
from tests.attacks.figures import Score, judge, score_of
from tests.attacks.tables import ITEM, Group, Shown, drawn, groups, naive_of_one, of_one, readings, tree_of

TRIALS = 1000
SIZES = (8, 9, 10, 11, 12, 14, 17, 20, 25, 30, 31, 34)
"""Head-counts at which ranges, words and percentages change, and some between."""

Publish = Callable[[int, Group], Shown]


def played(draw: Callable[[random.Random], tuple[object, object, object]], seed: int) -> Score:
    """Let chance draw so many cases and guess in each: (guess or None, from the table, truth)."""
    rng = random.Random(seed)
    return score_of([draw(rng) for _ in range(TRIALS)])


def only(possible: set[bool]) -> bool | None:
    """What is certain if nothing else is possible."""
    return next(iter(possible)) if len(possible) == 1 else None


def prints(publish: Publish, size: int, group: Group) -> Iterable[Shown]:
    """All that may be read of a group: of ours whatever the key makes of it, of the naive product the one table."""
    return readings(size, group) if publish is of_one else [publish(size, group)]


def in_two_minds(publish: Publish, one: Callable[[int], Group], other: Callable[[int], Group], seed: int) -> Score:
    """Let chance choose which of two worlds is published, and guess from what is shown which it was."""

    def draw(rng: random.Random) -> tuple[object, object, object]:
        size, truth = rng.choice(SIZES), rng.random() < 0.5
        seen = publish(size, (one if truth else other)(size))
        possible = {
            which for which, world in ((True, one), (False, other)) if seen in prints(publish, size, world(size))
        }
        return only(possible), True, truth

    return played(draw, seed)


def test_what_ours_shows_is_one_of_the_readings() -> None:
    rng = random.Random(8)
    for _ in range(500):
        size = rng.choice(SIZES)
        group = drawn(rng, rng.randint(0, size))

        assert of_one(size, group) in readings(size, group)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("attribute disclosure: are all of one mind", lambda n: (n, 0, 0), lambda n: (n - 1, 0, 1)),
        ("insider, alone of another mind: is nobody else", lambda n: (n - 1, 0, 1), lambda n: (n - 2, 0, 2)),
        ("attribute disclosure: are all against it", lambda n: (0, 0, n), lambda n: (1, 0, n - 1)),
    ],
)
def test_that_nobody_else_thinks_otherwise_cannot_be_told(
    name: str, one: Callable[[int], Group], other: Callable[[int], Group]
) -> None:
    judge(
        name,
        "any",
        naive=in_two_minds(naive_of_one, one, other, seed=1),
        ours=in_two_minds(of_one, one, other, seed=1),
        certain=True,
    )


def shows_the_group(shown: Shown) -> Shown:
    """Only which groups are shown, as if nothing were written in them."""
    return frozenset((cell, item, statistic, 0, 0) for cell, item, statistic, _, _ in shown)


def naively_hidden(size: int, group: Group) -> Shown:
    """What a product shows that hides a group because it is of one mind."""
    return frozenset() if max(group) == sum(group) else naive_of_one(size, group)


def test_that_a_group_is_hidden_does_not_depend_on_its_being_of_one_mind() -> None:
    def one(size: int) -> Group:
        return size, 0, 0

    def other(size: int) -> Group:
        return size // 2, 0, size - size // 2

    judge(
        "minimality: is a group hidden for being of one mind",
        "any",
        naive=in_two_minds(lambda size, group: shows_the_group(naively_hidden(size, group)), one, other, seed=2),
        ours=in_two_minds(lambda size, group: shows_the_group(of_one(size, group)), one, other, seed=2),
        certain=True,
    )


@cache
def numbers_behind(publish: Publish, size: int, most: int) -> dict[Shown, set[int]]:
    """For all that may be shown of a group, how many may have answered, if no more than `most` can have."""
    found: dict[Shown, set[int]] = {}
    for n in range(most + 1):
        for group in groups(n):
            for shown in prints(publish, size, group):
                found.setdefault(shown, set()).add(n)
    return found


def taking_part(publish: Publish, silent: int, seed: int, sizes: tuple[int, ...]) -> Score:
    """Guess whether all others answered, knowing of so many, oneself perhaps, that they did not."""

    def draw(rng: random.Random) -> tuple[object, object, object]:
        size = rng.choice(sizes)
        most = size - silent
        n = rng.choice([most, most, *range(max(6, most - 2), most)])
        possible = numbers_behind(publish, size, most)[publish(size, drawn(rng, n))]
        return (True if possible == {most} else None), False, n == most

    return played(draw, seed)


@pytest.mark.parametrize("silent", [0, 1], ids=["for anybody", "for one who did not answer"])
def test_that_all_took_part_is_never_certain(silent: int) -> None:
    judge(
        f"participation, {silent} insider: did all others answer",
        "any",
        naive=taking_part(naive_of_one, silent, 3, SIZES),
        ours=taking_part(of_one, silent, 3, SIZES),
        certain=True,
    )
    certain = {
        size: len(
            [
                shown
                for shown, possible in numbers_behind(of_one, size, size - silent).items()
                if possible == {size - silent}
            ]
        )
        for size in SIZES
    }
    assert {size: number for size, number in certain.items() if number} == {}


@cache
def counts_behind(publish: Publish, size: int) -> dict[Shown, set[int]]:
    """For all that may be shown of a group, which numbers of favourable answers are possible."""
    found: dict[Shown, set[int]] = {}
    for n in range(6, size + 1):
        for group in groups(n):
            for shown in prints(publish, size, group):
                found.setdefault(shown, set()).add(group[0])
    return found


def middle(shown: Shown, statistic: str) -> float:
    """The middle of what is shown."""
    return next((lo + hi) / 2 for _, item, kind, lo, hi in shown if kind == statistic and item == ITEM)


def decoding(publish: Publish, seed: int) -> Score:
    """Guess the exact number of favourable answers of a group of under thirty."""

    def draw(rng: random.Random) -> tuple[object, object, object]:
        size = rng.choice([each for each in SIZES if each < 30])
        group = drawn(rng, rng.randint(6, size))
        ours = of_one(size, group)
        from_table = round(middle(ours, "favourable") / 100 * middle(ours, "n"))
        possible = counts_behind(publish, size)[publish(size, group)]
        return (min(possible) if len(possible) == 1 else None), from_table, group[0]

    return played(draw, seed)


def test_rounded_shares_cannot_be_led_back_to_a_count() -> None:
    naive, ours = decoding(naive_of_one, 4), decoding(of_one, 4)

    judge("rounding: the exact count under thirty", "any", naive=naive, ours=ours, certain=True)


@cache
def classes_behind(publish: Publish, size: int) -> dict[tuple[Shown, Shown], set[bool]]:
    """For tables before and after one person left, while nobody else changed their mind: what that person thought."""
    found: dict[tuple[Shown, Shown], set[bool]] = {}
    for n in range(max(7, size - 2), size + 1):
        for glad, unsure, sad in groups(n):
            before = prints(publish, size, (glad, unsure, sad))
            for was_glad, after in ((True, (glad - 1, unsure, sad)), (False, (glad, unsure, sad - 1))):
                if min(after) >= 0:
                    for pair in product(before, prints(publish, size - 1, after)):
                        found.setdefault(pair, set()).add(was_glad)
    return found


def leaving(publish: Publish, seed: int, *, joining: bool = False) -> Score:
    """Guess what one person thought who is in one of two rounds only, where nobody else changed their mind."""
    sizes = (17, 20, 25, 30, 31, 34)

    def draw(rng: random.Random) -> tuple[object, object, object]:
        size = rng.choice(sizes)
        truth = rng.random() < 0.5
        glad, unsure, sad = drawn(rng, size - 1 - rng.randint(0, 1))
        with_them = (glad + truth, unsure, sad + (not truth))
        tables_seen = publish(size, with_them), publish(size - 1, (glad, unsure, sad))
        from_table = middle(of_one(size, with_them), "favourable") >= 50
        return only(classes_behind(publish, size)[tables_seen]), from_table, truth

    return played(draw, seed + joining)


@pytest.mark.parametrize("joining", [False, True], ids=["leaver", "joiner"])
def test_who_joins_or_leaves_between_two_rounds_is_not_given_away(joining: bool) -> None:  # noqa: FBT001 - a parameter
    naive, ours = leaving(naive_of_one, 5, joining=joining), leaving(of_one, 5, joining=joining)

    judge("joiner across rounds" if joining else "leaver across rounds", "any", naive=naive, ours=ours, certain=True)


def noisy(rng: random.Random, count: int) -> int:
    """Round to a multiple of three, up or down as chance has it, afresh each time."""
    rest = count % 3
    return count - rest + 3 * (rng.random() < rest / 3)


def averaging(seed: int, *, naive: bool) -> Score:
    """Guess an exact count from twelve rounds in which the same people think the same."""

    def draw(rng: random.Random) -> tuple[object, object, object]:
        size = rng.choice([12, 20, 31, 34])
        group = drawn(rng, size)
        shown = [of_one(size, group) for _ in range(12)]
        each = [middle(one, "favourable") / 100 * middle(one, "n") for one in shown]
        if naive:
            each = [noisy(rng, group[0]) for _ in range(12)]
        once = round(middle(shown[0], "favourable") / 100 * middle(shown[0], "n"))
        return round(sum(each) / len(each)), once, group[0]

    return played(draw, seed)


def test_twelve_rounds_of_the_same_people_tell_no_more_than_one() -> None:
    judge("averaging over twelve rounds", "any", naive=averaging(6, naive=True), ours=averaging(6, naive=False))


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where the number of answers of a group may lie, and the number of favourable ones."""

    answers: tuple[float, float]
    glad: tuple[float, float]


def span(shown: Shown, cell: str) -> Span | None:
    """What one reads in our table."""
    rows = {statistic: (lo, hi) for key, item, statistic, lo, hi in shown if key == cell and item == ITEM}
    if "favourable" not in rows:
        return None
    (fewest, most), (low, high) = rows["n"], rows["favourable"]
    return Span((fewest, most), (low / 100 * fewest, high / 100 * most))


def exact_span(shown: Shown, cell: str) -> Span | None:
    """What one reads in the naive table, in which both numbers stand exactly."""
    rows = {statistic: (lo, hi) for key, _, statistic, lo, hi in shown if key == cell}
    return Span(rows["n"], rows["favourable"]) if rows else None


def subtracting(publish: Callable[..., Shown], read: Callable[[Shown, str], Span | None], seed: int) -> Score:
    """Guess what the one person thought who is in no department, from the company less all departments."""

    def draw(rng: random.Random) -> tuple[object, object, object]:
        tree = tree_of(45, 20, 16, 9)
        counts = {"1": drawn(rng, 18), "2": drawn(rng, 13), "3": drawn(rng, 8)}
        truth = rng.random() < 0.5
        counts[COMPANY] = (int(truth), 0, int(not truth))
        shown = publish(tree, counts)
        whole = read(shown, COMPANY)
        parts = [part for key in ("1", "2", "3") if (part := read(shown, key)) is not None]
        table = span(tables.ours(tree, counts), COMPANY)
        from_table = table is None or sum(table.glad) >= sum(table.answers) / 2
        return remainder(whole, parts), from_table, truth

    return played(draw, seed)


def remainder(whole: Span | None, parts: list[Span]) -> bool | None:
    """What is certain of the people in the whole and in none of the parts: all glad, none glad, or nothing."""
    if whole is None:
        return None
    people = whole.answers[1] - sum(part.answers[0] for part in parts)
    fewest_glad = whole.glad[0] - sum(part.glad[1] for part in parts)
    most_glad = whole.glad[1] - sum(part.glad[0] for part in parts)
    if most_glad < 1:
        return False
    return True if people >= 1 and fewest_glad > people - 1 else None


def test_a_company_less_its_departments_leaves_nobody_alone() -> None:
    judge(
        "differencing in one round: the one person left over",
        "any",
        naive=subtracting(tables.naive, exact_span, 7),
        ours=subtracting(tables.ours, span, 7),
        certain=True,
    )
