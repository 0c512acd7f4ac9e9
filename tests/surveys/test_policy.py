"""What is released of a round: never a small group, never a small difference, never that all agree."""

from collections.abc import Mapping
from itertools import combinations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from people.anonymity import K, TooFew
from surveys.cells import COMPANY, Cell, Tree, groups_of
from surveys.policy import WHOLE_FORM, Counts, Gate, Statistic, Tally, published, release_of

ITEM = "useful"
KEY = b"k" * 32


def company_of(**audiences: int) -> Tree:
    """A company of teams right below it, with nobody outside of them."""
    teams = [Cell(name, COMPANY, (name,), (), audience) for name, audience in audiences.items()]
    return Tree((Cell(COMPANY, None, ("Acme",), (), sum(audiences.values())), *teams))


def tally_of(answers: Mapping[str, Counts], item: str = ITEM) -> Tally:
    """A ballot for each answer, and one item."""
    return Tally({cell: counts.n for cell, counts in answers.items()}, {(c, item): n for c, n in answers.items()})


def shown_of(tree: Tree, tally: Tally, k: int = K, gate: Gate | None = None) -> list[Statistic]:
    """A release under a fixed key, in which each cell has its own people."""
    return release_of(tree, tally, k=k, key=KEY, prints={cell.key: cell.key for cell in tree.cells}, gate=gate)


def released(tree: Tree, answers: Mapping[str, Counts], k: int = K) -> list[Statistic]:
    return shown_of(tree, tally_of(answers), k)


def cells_with(statistic: str, statistics: list[Statistic]) -> set[str]:
    return {shown.cell for shown in statistics if shown.statistic == statistic}


def span(statistic: str, statistics: list[Statistic], cell: str = COMPANY) -> tuple[int, int]:
    [shown] = [shown for shown in statistics if (shown.statistic, shown.cell) == (statistic, cell)]
    return shown.lo, shown.hi


def test_a_unit_hears_of_six_answers_and_not_of_five() -> None:
    tree = company_of(sales=10, data=20, design=20)

    six = released(tree, {"sales": Counts(3, 1, 2), "data": Counts(5, 5, 5), "design": Counts(5, 5, 5)})
    five = released(tree, {"sales": Counts(3, 1, 1), "data": Counts(5, 5, 5), "design": Counts(5, 5, 5)})

    assert "sales" in cells_with("favourable", six)
    assert "sales" not in cells_with("favourable", five)


def test_a_company_with_five_answers_hears_nothing() -> None:
    assert released(company_of(sales=10), {"sales": Counts(5, 0, 0)}) == []


def test_a_round_without_answers_releases_nothing() -> None:
    assert shown_of(company_of(sales=10), Tally({}, {})) == []


def test_five_who_could_be_found_by_subtraction_take_the_smallest_neighbour_with_them() -> None:
    tree = company_of(sales=10, data=20, design=30)

    statistics = released(tree, {"sales": Counts(2, 1, 2), "data": Counts(5, 5, 4), "design": Counts(5, 5, 5)})

    assert cells_with("n", statistics) == {COMPANY, "design"}


def test_two_hidden_units_of_three_answers_each_hide_each_other() -> None:
    tree = company_of(sales=10, data=20, design=30)

    statistics = released(tree, {"sales": Counts(1, 1, 1), "data": Counts(1, 1, 1), "design": Counts(5, 5, 5)})

    assert cells_with("n", statistics) == {COMPANY, "design"}


def test_a_unit_where_nobody_answered_takes_nobody_with_it() -> None:
    tree = company_of(sales=10, data=20)

    assert cells_with("n", released(tree, {"data": Counts(5, 5, 5)})) == {COMPANY, "data"}


def test_of_two_units_with_as_many_answers_the_first_by_key_is_hidden() -> None:
    tree = company_of(sales=10, design=20, data=20)

    statistics = released(tree, {"sales": Counts(1, 1, 1), "data": Counts(5, 5, 5), "design": Counts(5, 5, 5)})

    assert cells_with("n", statistics) == {COMPANY, "design"}


def test_teams_are_also_subtracted_from_the_company_when_their_department_is_hidden() -> None:
    tree = Tree(
        (
            Cell(COMPANY, None, ("Acme",), (), 40),
            Cell("engineering", COMPANY, ("Engineering",), (), 20),
            Cell("sales", COMPANY, ("Sales",), (), 20),
            Cell("platform", "engineering", ("Platform",), (), 10),
            Cell("data", "engineering", ("Data",), (), 10),
        )
    )
    respondents = {COMPANY: 30, "engineering": 12, "sales": 15, "platform": 6, "data": 6}

    shown = published(tree, respondents, k=K)

    assert shown == {COMPANY, "platform", "sales"}


def test_no_team_is_hidden_for_a_department_that_is_hidden_itself() -> None:
    tree = Tree(
        (
            Cell(COMPANY, None, ("Acme",), (), 90),
            Cell("engineering", COMPANY, ("Engineering",), (), 20),
            Cell("sales", COMPANY, ("Sales",), (), 60),
            Cell("legal", COMPANY, ("Legal",), (), 10),
            Cell("platform", "engineering", ("Platform",), (), 10),
        )
    )
    respondents = {COMPANY: 53, "engineering": 10, "sales": 40, "legal": 3, "platform": 7}

    assert published(tree, respondents, k=K) == {COMPANY, "platform", "sales"}


def test_each_item_is_judged_by_its_own_answers() -> None:
    tree = company_of(sales=10, data=20, design=20)
    ballots = {"sales": 8, "data": 15, "design": 15}
    much, little = Counts(5, 5, 5), Counts(1, 1, 1)
    answers = {(cell, item): much for cell in ("data", "design") for item in ("useful", "easy")}

    statistics = shown_of(
        tree, Tally(ballots, {**answers, ("sales", "useful"): Counts(4, 2, 2), ("sales", "easy"): little})
    )

    assert cells_with("n", [shown for shown in statistics if shown.item == "useful"]) == {*ballots, COMPANY}
    assert cells_with("n", [shown for shown in statistics if shown.item == "easy"]) == {COMPANY, "design"}
    assert cells_with("rate", statistics) == {*ballots, COMPANY}


def test_a_higher_threshold_shows_less() -> None:
    answers = {"sales": Counts(3, 2, 4), "data": Counts(5, 5, 5)}
    tree = company_of(sales=12, data=20)

    assert cells_with("n", released(tree, answers, k=9)) == {COMPANY, "sales", "data"}
    assert cells_with("n", released(tree, answers, k=10)) == {COMPANY}


def test_a_higher_threshold_also_asks_for_larger_units() -> None:
    answers = {"sales": Counts(10, 0, 0), "data": Counts(10, 0, 0)}

    assert cells_with("n", released(company_of(sales=11, data=20), answers, k=10)) == {COMPANY, "data"}


def test_a_lower_threshold_is_refused() -> None:
    with pytest.raises(TooFew):
        released(company_of(sales=10), {"sales": Counts(5, 2, 2)}, k=5)


def test_a_tally_of_a_cell_that_the_round_does_not_have_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        released(company_of(sales=10), {"marketing": Counts(5, 2, 2)})


def test_a_negative_count_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        Counts(3, -1, 5)


def test_how_many_answered_is_told_as_a_range_and_a_rate() -> None:
    statistics = released(company_of(sales=500), {"sales": Counts(100, 100, 110)})

    assert span("n", statistics, "sales") == (266, 371)
    assert span("rate", statistics, "sales") == (60, 70)
    assert {shown.item for shown in statistics if shown.statistic == "rate"} == {WHOLE_FORM}


@given(st.integers(6, 200))
def test_that_all_are_of_one_mind_cannot_be_told_from_all_but_two(n: int) -> None:
    tree = company_of(sales=n + 5)

    favourable = [
        released(tree, {"sales": Counts(n - others, 0, others, n - others - mild, 0)})
        for others in range(3)
        for mild in range(3 - others)
    ]
    neutral = [released(tree, {"sales": Counts(n - others, others, 0, n - others, 0)}) for others in range(3)]
    unfavourable = [released(tree, {"sales": Counts(others, 0, n - others, 0, n - others)}) for others in range(3)]

    assert all(statistics == favourable[0] for statistics in favourable + neutral)
    assert all(statistics == unfavourable[0] for statistics in unfavourable)
    assert cells_with("favourable", favourable[0]) == {COMPANY, "sales"}


def test_the_gate_withholds_a_unit_as_a_whole() -> None:
    tree = company_of(sales=20, data=20)
    answers = {"sales": Counts(5, 5, 5), "data": Counts(5, 5, 5)}
    asked: list[int] = []

    def gate(released: list[Statistic]) -> set[str]:
        asked.append(len(released))
        return {"sales"}

    statistics = shown_of(tree, tally_of(answers), gate=gate)

    assert {shown.cell for shown in statistics} == {COMPANY, "data"}
    assert statistics == [shown for shown in released(tree, answers) if shown.cell != "sales"]
    assert asked == [len(released(tree, answers)), len(statistics)]


def test_the_gate_is_asked_until_all_is_well() -> None:
    tree = company_of(sales=20, data=20)
    answers = {"sales": Counts(5, 5, 5), "data": Counts(5, 5, 5)}

    def one_by_one(released: list[Statistic]) -> list[str]:
        return sorted({shown.cell for shown in released})[-1:]

    assert shown_of(tree, tally_of(answers), gate=one_by_one) == []


def test_a_gate_that_finds_nothing_changes_nothing() -> None:
    tree = company_of(sales=20)

    shown = shown_of(tree, tally_of({"sales": Counts(5, 5, 5)}), gate=lambda _: ())

    assert shown == released(tree, {"sales": Counts(5, 5, 5)})


@given(st.sets(st.sampled_from(["sales", "data", "design"])))
def test_withholding_a_unit_never_leaves_a_few_over(withheld: set[str]) -> None:
    tree = company_of(sales=20, data=20, design=20)
    respondents = {"sales": 7, "data": 9, "design": 12}
    answers = {cell: Counts(2, n - 4, 2) for cell, n in respondents.items()}

    shown = cells_with("n", shown_of(tree, tally_of(answers), gate=lambda _: withheld))

    left = sum(respondents.values()) - sum(respondents[cell] for cell in shown - {COMPANY})
    assert left == 0 or left >= K


Round = tuple[Tree, dict[str, Counts]]


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """A random tree of up to nine cells, with answers in any of them; head-counts leave room for every answer."""
    parents = [None, *(draw(st.integers(0, index)) for index in range(draw(st.integers(0, 8))))]
    kinds = st.builds(Counts, *[st.integers(0, 5)] * 3)
    answers = {f"c{index}": draw(kinds) for index in range(len(parents))}
    audiences = [max(8, counts.n) + draw(st.integers(0, 9)) for counts in answers.values()]
    for index in range(len(parents) - 1, 0, -1):
        audiences[parents[index] or 0] += audiences[index]
    cells = [
        Cell(f"c{index}", None if parent is None else f"c{parent}", (f"c{index}",), (), audiences[index])
        for index, parent in enumerate(parents)
    ]
    return Tree(tuple(cells)), answers


def respondents_of(tree: Tree, answers: Mapping[str, Counts]) -> dict[str, int]:
    """Everybody in each cell, counted person by person's cell rather than as the policy sums."""
    lineages = {key: {group.key for group in groups_of(tree, key)} for key in answers}
    return {
        cell.key: sum(counts.n for key, counts in answers.items() if cell.key in lineages[key]) for cell in tree.cells
    }


@given(rounds(), st.integers(6, 9))
def test_no_shown_cell_less_any_shown_cells_within_it_leaves_fewer_than_k(given_round: Round, k: int) -> None:
    tree, answers = given_round
    respondents = respondents_of(tree, answers)
    lineages = {cell.key: {group.key for group in groups_of(tree, cell.key)} for cell in tree.cells}

    shown = cells_with("n", released(tree, answers, k=k))

    for whole in shown:
        assert respondents[whole] >= k
        within = [key for key in shown if key != whole and whole in lineages[key]]
        for size in range(1, len(within) + 1):
            for parts in combinations(within, size):
                if any(one in lineages[other] for one in parts for other in parts if one != other):
                    continue
                left = respondents[whole] - sum(respondents[part] for part in parts)
                assert left == 0 or left >= k


@given(rounds())
def test_the_rate_is_shown_under_the_same_rules_as_an_item(given_round: Round) -> None:
    statistics = released(*given_round)

    assert cells_with("rate", statistics) == cells_with("n", statistics) == cells_with("favourable", statistics)


@given(rounds(), st.data())
def test_a_change_of_mind_never_changes_what_is_hidden(given_round: Round, data: st.DataObject) -> None:
    tree, answers = given_round
    voters = [key for key, counts in answers.items() if counts.favourable]
    assume(voters)
    cell = data.draw(st.sampled_from(voters))
    before = answers[cell]
    after = Counts(before.favourable - 1, before.neutral, before.unfavourable + 1)

    earlier, later = released(tree, answers), released(tree, {**answers, cell: after})

    assert [(s.cell, s.item, s.statistic) for s in earlier] == [(s.cell, s.item, s.statistic) for s in later]
    assert [s for s in earlier if s.statistic in {"n", "rate"}] == [s for s in later if s.statistic in {"n", "rate"}]


@given(rounds(), st.randoms(use_true_random=False))
def test_the_same_answers_in_another_order_release_the_same(given_round: Round, random: Random) -> None:
    tree, answers = given_round
    reordered = dict(random.sample(list(answers.items()), len(answers)))

    assert released(tree, reordered) == released(tree, answers)


@given(rounds())
def test_nothing_more_could_be_shown_when_each_cell_has_enough(given_round: Round) -> None:
    tree, answers = given_round
    plenty = {
        key: Counts(counts.favourable + 2, counts.neutral + 2, counts.unfavourable + 2)
        for key, counts in answers.items()
    }
    roomy = Tree(tuple(Cell(c.key, c.parent, c.names, c.unit_ids, c.audience + 100) for c in tree.cells))

    assert cells_with("n", released(roomy, plenty)) == {cell.key for cell in tree.cells}
