"""What the product releases, as the JSON of an audit: all that it leaves possible, and nothing more."""

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


def company(audience: int) -> Tree:
    return Tree((Cell(COMPANY, None, ("Acme",), (), audience),))


def released(tree: Tree, counts: Counts, key: bytes = b"k" * 32) -> tuple[Statistic, ...]:
    tally = Tally({COMPANY: counts.n}, {(COMPANY, ITEM): counts})
    return tuple(release_of(tree, tally, k=K, key=key, prints={cell.key: cell.key for cell in tree.cells}))


def whole(tree: Tree, statistics: tuple[Statistic, ...], people: int) -> auditor.Document:
    members = {f"U{number:03}": COMPANY for number in range(people)}
    return auditor.read(document_of([Released("1", tree, members, PULSE, K, statistics)]))


def answers_of(counts: Counts) -> list[str]:
    strong = counts.very_favourable or 0, counts.very_unfavourable or 0
    options = (
        ("5", strong[0]),
        ("4", counts.favourable - strong[0]),
        ("3", counts.neutral),
        ("2", counts.unfavourable - strong[1]),
        ("1", strong[1]),
    )
    return [option for option, number in options for _ in range(number)]


def all_counts(most: int) -> list[Counts]:
    """Every way to answer; of each class about half are strong."""
    return [
        Counts(favourable, n - favourable - unfavourable, unfavourable, favourable // 2, unfavourable // 2)
        for n in range(K, most + 1)
        for favourable in range(n + 1)
        for unfavourable in range(n + 1 - favourable)
    ]


@pytest.mark.parametrize("audience", [9, 14, 33])
def test_a_reader_can_exclude_nothing_that_prints_the_same(audience: int) -> None:
    tree = company(audience)
    every = all_counts(audience)
    random = Random(1)
    for counts in random.sample(every, 12):
        statistics = released(tree, counts)
        document = whole(tree, statistics, audience)
        for other in random.sample(every, min(400, len(every))):
            keys = [number.to_bytes(32, "big") for number in range(6)]
            if any(released(tree, other, key) == statistics for key in keys):
                answers = [*answers_of(other), *[None] * (audience - other.n)]
                table: brute.Table = dict(zip((f"U{number:03}" for number in range(audience)), answers, strict=True))
                assert all(
                    brute.fits(table, row, document.metrics[ITEM]) for row in document.rows if row.metric == ITEM
                )


@pytest.mark.parametrize("audience", [9, 14, 33])
def test_a_reader_is_told_the_range_that_is_released_and_the_numbers_of_answers_behind_it(audience: int) -> None:
    tree = company(audience)
    for counts in Random(2).sample(all_counts(audience), 40):
        statistics = released(tree, counts)
        told = {each.statistic: (each.lo, each.hi) for each in statistics if each.item == ITEM}
        [favourable] = [
            row for row in rows_of(tree, statistics, PULSE, k=K) if row.get("share_range", {}).get("of") == [4, 5]
        ]

        assert (favourable["share_range"]["lo"], favourable["share_range"]["hi"]) == told["favourable"]
        assert favourable["n_range"][0] <= counts.n <= favourable["n_range"][1]
        assert favourable["n_range"][0] >= max(K, told["n"][0])
        assert favourable["n_range"][1] <= told["n"][1]


def test_the_rate_is_the_number_of_answers_of_the_whole_form() -> None:
    tree = company(40)
    rows = rows_of(tree, released(tree, Counts(10, 5, 10)), PULSE, k=K)

    [rate] = [row for row in rows if row["metric"] == WHOLE_FORM]
    assert rate == {"group": COMPANY, "metric": WHOLE_FORM, "n_range": [25, 27]}


def test_five_bars_are_shares_of_the_five_degrees() -> None:
    tree = company(60)

    rows = [row for row in rows_of(tree, released(tree, Counts(16, 4, 20, 6, 9)), PULSE, k=K) if row["metric"] == ITEM]

    assert [row["share_range"]["of"] for row in rows] == [[4, 5], [1, 2], [1], [2], [3], [4], [5]]


def test_under_thirty_answers_only_the_favourable_share_is_told() -> None:
    tree = company(28)

    rows = [row for row in rows_of(tree, released(tree, Counts(10, 4, 10, 5, 5)), PULSE, k=K) if row["metric"] == ITEM]

    assert [row["share_range"]["of"] for row in rows] == [[4, 5]]


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
    statistics = release_of(tree, Tally({"7": 6, COMPANY: 9}, {}), k=K, key=b"k" * 32, prints={})

    groups = document_of([Released("1", tree, cells, PULSE, K, statistics)])["groups"]

    assert {name: len(people) for name, people in groups.items()} == {"Acme": 20, "Sales + Legal": 8}
