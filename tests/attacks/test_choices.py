"""Options and words on items: no pattern, sum or place leads from one thing that somebody said to another."""

import random
import secrets
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from surveys import ballots, releases
from surveys.auditor.export import rows_of
from surveys.cells import COMPANY
from surveys.instruments import Instrument
from surveys.policy import Statistic, release_of
from surveys.tally import tally_of
from tests import build
from tests.attacks.figures import Score, judge, score_of
from tests.attacks.tables import SECRET, K, tree_of
from tests.build import Sessions
from tests.conftest import BACKENDS
from tests.mixture import MIXTURE, SEVERAL, item, worded

TRIALS = 1000
AUTHORS = 1000
TWO_OF_ONE, OTHER = "wish", "fair"

Pattern = tuple[int, ...]


def linked(one: Sequence[str], other: Sequence[str]) -> Score:
    """Say of each text on one item that the text at its place on the other is of the same author."""
    first = other[0][-16:]
    return score_of((there[-16:], first, here[-16:]) for here, there in zip(one, other, strict=True))


async def test_the_places_of_two_texts_do_not_tell_that_one_person_wrote_both(
    sessions: Sessions, tmp_path: Path
) -> None:
    keys = build.key_ring(tmp_path)
    authors = [secrets.token_hex(8) for _ in range(AUTHORS)]
    cast = [ballots.Ballot("1", {}, None, "en", {TWO_OF_ONE: f"One {mark}", OTHER: f"Two {mark}"}) for mark in authors]
    async with sessions.begin() as session:
        await build.company(session)
        round_id = await build.open_round(session, keys)
        releases.write_comments(session, round_id, releases.comments_of(MIXTURE, cast), key=keys.text_key())
    # The naive product shuffles, too: people, each with all that they wrote.
    mixed = random.Random(5).sample(cast, len(cast))
    naive = [[ballot.texts[key] for ballot in mixed] for key in (TWO_OF_ONE, OTHER)]

    async with sessions() as session:
        ours = [
            await releases.comment_texts(session, round_id, key=keys.text_key(), item=key)
            for key in (TWO_OF_ONE, OTHER)
        ]
        backend = session.get_bind().dialect.name

    assert backend in BACKENDS
    judge("words on two items: is it one author", backend, naive=linked(*naive), ours=linked(*ours))


def released(asked: Instrument, audience: int, answers: Sequence[dict[str, int]]) -> list[Statistic]:
    """What ours shows of a company that is one group."""
    tree = tree_of(audience)
    tally = tally_of(asked, tree, [ballots.Ballot(COMPANY, values) for values in answers])
    return release_of(tree, tally, k=K, key=SECRET, prints={COMPANY: f"of {audience}"})


def counts_left(
    asked: Instrument, audience: int, shown: list[Statistic], key: str, bars: set[int]
) -> set[tuple[int, int]]:
    """What a reader cannot exclude of one metric: how many answered, and how many of them chose these values."""
    rows = [row for row in rows_of(tree_of(audience), shown, asked, k=K) if row["metric"] == key]
    left = {(n, count) for n in range(audience + 1) for count in range(n + 1)}
    for row in rows:
        low, high = row["n_range"]
        left = {(n, count) for n, count in left if low <= n <= high}
        share = row.get("share_range")
        if share is not None and set(share["of"]) == bars:
            left = {(n, c) for n, c in left if share["lo"] <= Fraction(100 * c, n) <= share["hi"]}
    return left


def test_a_pattern_of_ticks_is_no_fingerprint_by_which_another_tick_is_found() -> None:
    """Who knows two ticks of a colleague looks for the third."""
    asked, rng = Instrument("x", 1, (SEVERAL,), worded("More?")), random.Random(11)
    keys = [choice.key for choice in SEVERAL.choices]
    naive: list[tuple[object, object, object]] = []
    ours: list[tuple[object, object, object]] = []
    for _ in range(TRIALS):
        n = rng.randint(6, 14)
        people = [tuple(int(rng.random() < 0.4) for _ in keys) for _ in range(n)]
        target = people[0]
        third = {pattern[2] for pattern in people if pattern[:2] == target[:2]}
        naive.append((third.pop() if len(third) == 1 else None, 0, target[2]))
        shown = released(asked, n + 2, [dict(zip(keys, pattern, strict=True)) for pattern in people])
        left = counts_left(asked, n + 2, shown, keys[2], {1})
        certain = {0} if all(c == 0 for _, c in left) else {1} if all(c == m for m, c in left) else set()
        ours.append((next(iter(certain), None), 0, target[2]))

    judge("several of: a pattern of ticks", "any", naive=score_of(naive), ours=score_of(ours), certain=True)


def ticks(rng: random.Random, *, one_each: bool) -> Pattern:
    first = rng.randrange(3)
    return tuple(int(place == first or (not one_each and rng.random() < 0.8)) for place in range(3))


def test_the_sum_of_the_ticks_does_not_tell_that_everybody_ticked_one_thing() -> None:
    """Who knows one tick of a colleague asks whether there is another: not, where there are as many as answers.

    That holds where whoever answers has ticked something. Ours offers "none of these", so that nobody need have.
    """
    asked, rng = Instrument("x", 1, (SEVERAL,), worded("More?")), random.Random(12)
    keys = [choice.key for choice in SEVERAL.choices]
    naive: list[tuple[object, object, object]] = []
    ours: list[tuple[object, object, object]] = []
    for _ in range(TRIALS):
        n, one_each = rng.randint(6, 20), rng.random() < 0.5
        people = [ticks(rng, one_each=one_each) for _ in range(n)]
        truth = sum(people[0]) > 1
        naive.append((False if sum(map(sum, people)) == n else None, True, truth))
        shown = released(asked, n + 2, [dict(zip(keys, pattern, strict=True)) for pattern in people])
        left = [counts_left(asked, n + 2, shown, key, {1}) for key in keys]
        ours.append((None if may_tick_two(left) else False, True, truth))

    judge("several of: the sum of the ticks", "any", naive=score_of(naive), ours=score_of(ours), certain=True)


def may_tick_two(left: Sequence[set[tuple[int, int]]]) -> bool:
    """Whether, of some number of answers, two options may have been ticked: then one person may have ticked both."""
    numbers = set.intersection(*({n for n, _ in of_option} for of_option in left))
    return any(sum(any(c for m, c in of_option if m == n) for of_option in left) > 1 for n in numbers)


def middles(left: Sequence[set[tuple[int, int]]]) -> set[int]:
    """What may have been chosen in the middle, if all three options together are all answers."""
    first, middle, last = left
    found = set[int]()
    for n, count in middle:
        others = [{c for m, c in of_option if m == n} for of_option in (first, last)]
        if any(n - count - c in others[1] for c in others[0]):
            found.add(count)
    return found


def test_the_sum_of_the_options_of_one_of_does_not_give_back_a_small_one() -> None:
    """The naive product hides options that fewer than five chose; the others and the number of answers tell them."""
    one = item("decides", "one_of", "team", "boss", "nobody")
    asked, rng = Instrument("x", 1, (one,), worded("More?")), random.Random(13)
    naive: list[tuple[object, object, object]] = []
    ours: list[tuple[object, object, object]] = []
    for _ in range(TRIALS):
        n, few = rng.randint(30, 60), rng.randint(0, 4)
        first = rng.randint(5, n - few - 5)
        answers = [
            {"decides": place} for place, number in enumerate((first, few, n - first - few)) for _ in range(number)
        ]
        naive.append((n - first - (n - first - few), 2, few))
        shown = released(asked, n + 3, answers)
        found = middles([counts_left(asked, n + 3, shown, "decides", {place}) for place in range(3)])
        ours.append((next(iter(found)) if len(found) == 1 else None, 2, few))

    judge("one of: the sum of the options", "any", naive=score_of(naive), ours=score_of(ours), certain=True)
