"""What the product releases, as the JSON of an audit: all that it leaves possible, and nothing more."""

from fractions import Fraction
from random import Random

import pytest

from people.anonymity import K
from surveys import auditor
from surveys.auditor.export import Released, document_of, rows_of
from surveys.cells import COMPANY, Cell, Tree
from surveys.instruments import load
from surveys.policy import WHOLE_FORM, Counts, Statistic, Tally, release_of
from tests.surveys import brute

ITEM = "usefulness"
PULSE = load("first_pulse")
OPTION = {"favourable": "5", "neutral": "3", "unfavourable": "1"}


def company(audience: int) -> Tree:
    return Tree((Cell(COMPANY, None, ("Acme",), (), audience),))


def released(tree: Tree, counts: Counts) -> tuple[Statistic, ...]:
    return tuple(release_of(tree, Tally({COMPANY: counts.n}, {(COMPANY, ITEM): counts}), k=K))


def whole(tree: Tree, statistics: tuple[Statistic, ...], people: int) -> auditor.Document:
    members = {f"U{number:03}": COMPANY for number in range(people)}
    return auditor.read(document_of([Released("1", tree, members, PULSE, K, statistics)]))


def answers_of(counts: Counts) -> list[str]:
    classes = (("favourable", counts.favourable), ("neutral", counts.neutral), ("unfavourable", counts.unfavourable))
    return [OPTION[name] for name, number in classes for _ in range(number)]


def all_counts(most: int) -> list[Counts]:
    return [
        Counts(favourable, n - favourable - unfavourable, unfavourable)
        for n in range(K, most + 1)
        for favourable in range(n + 1)
        for unfavourable in range(n + 1 - favourable)
    ]


def halfway(counts: Counts) -> bool:
    """Whether a share lies between two roundings, where a reader of JSON is not told which way it went."""
    step = 10 if counts.n < 30 else 5
    shares = [
        Fraction(100 * min(max(each, 2), counts.n - 2), counts.n * step)
        for each in (counts.favourable, counts.unfavourable)
    ]
    return any(share % 1 == Fraction(1, 2) for share in shares)


@pytest.mark.parametrize("audience", [9, 14, 33])
def test_a_reader_is_left_the_counts_that_print_the_same_and_no_others(audience: int) -> None:
    tree = company(audience)
    every = {counts: released(tree, counts) for counts in all_counts(audience)}
    different = list(dict.fromkeys(every.values()))
    # Of the many that a large group may print, some.
    printings = Random(1).sample(different, min(6, len(different)))

    for statistics in printings:
        document = whole(tree, statistics, audience)
        for counts, printed in every.items():
            answers = [*answers_of(counts), *[None] * (audience - counts.n)]
            table: brute.Table = dict(zip((f"U{number:03}" for number in range(audience)), answers, strict=True))
            fits = all(brute.fits(table, row, document.metrics[ITEM]) for row in document.rows if row.metric == ITEM)
            same = [s for s in printed if s.item == ITEM] == [s for s in statistics if s.item == ITEM]
            assert fits == same or (fits and halfway(counts))


def test_the_rate_is_the_number_of_answers_of_the_whole_form() -> None:
    tree = company(40)
    rows = rows_of(tree, released(tree, Counts(10, 5, 10)), PULSE, k=K)

    [rate] = [row for row in rows if row["metric"] == WHOLE_FORM]
    assert rate == {"group": COMPANY, "metric": WHOLE_FORM, "n_range": [25, 27]}


def test_a_word_leaves_the_shares_that_it_stands_for() -> None:
    tree = company(12)

    rows = [row for row in rows_of(tree, released(tree, Counts(3, 0, 3)), PULSE, k=K) if row["metric"] == ITEM]

    assert [row["share_range"] for row in rows] == [
        {"of": [4, 5], "lo": 0, "hi": 66},
        {"of": [1, 2], "lo": 0, "hi": 66},
    ]
    assert {tuple(row["n_range"]) for row in rows} == {(6, 7)}


def test_a_percentage_keeps_its_step_and_the_clipping() -> None:
    tree = company(60)

    rows = [row for row in rows_of(tree, released(tree, Counts(16, 4, 20)), PULSE, k=K) if row["metric"] == ITEM]

    assert [row["share"] for row in rows] == [
        {"of": [4, 5], "pct": 40, "round": 5, "cap": 2},
        {"of": [1, 2], "pct": 50, "round": 5, "cap": 2},
    ]


def test_a_group_whose_members_change_is_another_group_from_then_on() -> None:
    tree = company(12)
    statistics = released(tree, Counts(4, 2, 4))
    first = {f"U{number}": COMPANY for number in range(12)}
    second = {f"U{number}": COMPANY for number in range(1, 13)}

    rounds = [
        Released(str(wave), tree, cells, PULSE, K, statistics) for wave, cells in enumerate((first, first, second))
    ]
    document = document_of(rounds)

    assert [row["group"] for row in document["published"] if row["metric"] == WHOLE_FORM] == [
        "Acme",
        "Acme",
        "Acme (2, company)",
    ]
    assert set(document["groups"]["Acme (2, company)"]) == second.keys()
    assert auditor.read(document).waves == ("0", "1", "2")


def test_people_of_a_unit_are_counted_in_all_above_it() -> None:
    tree = Tree((Cell(COMPANY, None, ("Acme",), (), 20), Cell("7", COMPANY, ("Sales", "Legal"), (7, 8), 8)))
    cells = {f"U{number:02}": "7" if number < 8 else COMPANY for number in range(20)}
    statistics = release_of(tree, Tally({"7": 6, COMPANY: 9}, {}), k=K)

    groups = document_of([Released("1", tree, cells, PULSE, K, statistics)])["groups"]

    assert {name: len(people) for name, people in groups.items()} == {"Acme": 20, "Sales + Legal": 8}
