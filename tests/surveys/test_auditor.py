"""What can be derived of people, one classic after another, each beside a publication from which it cannot."""

from typing import Any

import pytest

from surveys.auditor import Contradiction, Violation, read, violations

PEOPLE = [f"p{number:02}" for number in range(41)]
AGREEMENT = {"good": [4, 5], "so-so": [3], "bad": [1, 2]}


def audit(
    groups: dict[str, list[str]], *published: dict[str, Any], k: int = 6, coalition: int = 0, **more: object
) -> list[Violation]:
    """Audit rows of one metric of five steps; the wave is the first where none is given."""
    return violations(
        read(
            {
                "k": k,
                "coalition": coalition,
                "scale": {"m": [1, 2, 3, 4, 5]},
                "classes": {"m": AGREEMENT},
                "groups": groups,
                "published": [{"wave": 1, "metric": "m", **row} for row in published],
            }
            | more
        )
    )


def kinds(found: list[Violation]) -> set[str]:
    return {each.kind for each in found}


def of_kind(kind: str, found: list[Violation]) -> list[Violation]:
    return [each for each in found if each.kind == kind]


COMPANY = {"Company": PEOPLE, "Engineering": PEOPLE[:30], "Sales": PEOPLE[30:38]}


def test_a_company_less_its_units_leaves_three_people() -> None:
    found = audit(COMPANY, {"group": "Company", "n": 31}, {"group": "Engineering", "n": 22}, {"group": "Sales", "n": 7})

    [total] = of_kind("L2", found)
    assert total.people == ("p38", "p39", "p40")
    assert (total.what, total.derived) == ("number of answers", "2")
    assert total.combination == "Company (n 31) - Engineering (n 22) - Sales (n 7)"


def test_a_company_less_its_units_may_leave_nobody_or_six() -> None:
    groups = {"Company": PEOPLE, "Engineering": PEOPLE[:30], "Sales": PEOPLE[30:]}

    assert audit(groups, {"group": "Company", "n": 31}, {"group": "Engineering", "n": 22}) == []
    assert (
        audit(groups, *({"group": name, "n": n} for name, n in (("Company", 31), ("Engineering", 22), ("Sales", 9))))
        == []
    )


def test_a_difference_of_few_answers_is_told_even_of_many_people() -> None:
    found = audit({"Company": PEOPLE, "Most": PEOPLE[:31]}, {"group": "Company", "n": 25}, {"group": "Most", "n": 21})

    assert [(each.kind, each.derived, len(each.people)) for each in found] == [("L2", "4", 10)]


def test_a_group_of_few_answers_is_found_by_itself() -> None:
    found = audit({"Team": PEOPLE[:10]}, {"group": "Team", "n": 5})

    assert [(each.kind, each.combination) for each in found] == [("L2", "Team (n 5)")]
    assert audit({"Team": PEOPLE[:10]}, {"group": "Team", "n": 6}) == []


def test_a_range_of_few_answers_is_found_too() -> None:
    found = audit({"Team": PEOPLE[:10]}, {"group": "Team", "n_range": [2, 4]})

    assert [(each.kind, each.derived) for each in found] == [("L2", "2-4")]
    assert audit({"Team": PEOPLE[:10]}, {"group": "Team", "n_range": [5, 7]}) == []


def test_three_groups_that_overlap_leave_one_person() -> None:
    left, right, both = PEOPLE[:12], PEOPLE[11:24], [*PEOPLE[:11], *PEOPLE[12:24]]

    found = audit({}, *({"group": group, "sum": total} for group, total in ((left, 40), (right, 44), (both, 76))))

    assert [each.people for each in of_kind("L2", found)] == [("p11",)]
    assert [(each.people, each.derived) for each in of_kind("L3", found)] == [(("p11",), "good")]


def test_without_a_second_hidden_unit_the_first_is_found_by_subtraction() -> None:
    teams = {"Company": PEOPLE[:30], "A": PEOPLE[:12], "B": PEOPLE[12:24], "C": PEOPLE[24:30]}
    company, a, b = {"group": "Company", "n": 24}, {"group": "A", "n": 11}, {"group": "B", "n": 10}
    hidden = {"group": "C", "suppressed": "other"}

    assert [each.people for each in audit(teams, company, a, b, hidden)] == [tuple(PEOPLE[24:30])]
    assert audit(teams, company, a, {"group": "B", "suppressed": "other"}, hidden) == []


def test_a_unanimous_group_is_seen_by_its_mean() -> None:
    found = audit({"Team": PEOPLE[:12]}, {"group": "Team", "n": 9, "mean": 5.0, "decimals": 1})

    [answer] = of_kind("L3", found)
    assert (answer.people, answer.derived) == (tuple(PEOPLE[:12]), "good")


def test_a_mean_that_is_not_extreme_tells_nobodys_answer() -> None:
    found = audit({"Team": PEOPLE[:40]}, {"group": "Team", "n": 35, "mean": 3.2, "decimals": 1})

    assert found == []


def test_a_clipped_share_does_not_tell_that_all_agree() -> None:
    clipped = {"of": [4, 5], "pct": 80, "round": 10, "cap": 2}

    plain = audit({"Team": PEOPLE[:14]}, {"group": "Team", "n": 12, "share": {**clipped, "pct": 100, "cap": 0}})
    kept = audit({"Team": PEOPLE[:14]}, {"group": "Team", "n_range": [12, 14], "share": clipped})

    assert "L3" in kinds(plain)
    assert "L3" not in kinds(kept)


def test_a_rounded_percentage_of_few_gives_the_count_away() -> None:
    share = {"of": [4, 5], "pct": 33, "round": 1}

    [found] = audit({"Team": PEOPLE[:14]}, {"group": "Team", "n": 12, "share": share})

    assert (found.kind, found.derived, found.what) == ("L4", "4", 'number of answers behind "good about 33 %"')


def test_a_percentage_of_thirty_may_give_the_count_away() -> None:
    share = {"of": [4, 5], "pct": 33, "round": 1}

    assert audit({"Unit": PEOPLE}, {"group": "Unit", "n": 30, "share": share}) == []


def test_a_percentage_that_is_rough_enough_gives_no_count_away() -> None:
    share = {"of": [4, 5], "pct": 30, "round": 10, "cap": 2}

    assert audit({"Team": PEOPLE[:20]}, {"group": "Team", "n_range": [12, 16], "share": share}) == []


def test_a_mean_of_few_gives_the_sum_away() -> None:
    found = audit({"Team": PEOPLE[:14]}, {"group": "Team", "n": 10, "mean": 3.4, "decimals": 1})

    assert [(each.kind, each.derived) for each in found] == [("L4", "34")]


def test_a_range_becomes_exact_by_subtraction() -> None:
    groups = {"Company": PEOPLE[:20], "A": PEOPLE[:12], "B": PEOPLE[12:20]}
    company, a, b = {"group": "Company", "n": 15}, {"group": "A", "n": 10}, {"group": "B", "n_range": [5, 7]}

    [found] = audit(groups, company, a, b)

    assert (found.kind, found.people, found.derived) == ("L2", tuple(PEOPLE[12:20]), "5")
    assert audit(groups, {"group": "Company", "n_range": [12, 16]}, a, b) == []


def test_all_took_part_where_as_many_answered_as_there_are() -> None:
    found = audit({"Team": PEOPLE[:8]}, {"group": "Team", "n": 8})

    assert [(each.kind, each.people, each.derived) for each in found] == [("L3p", tuple(PEOPLE[:8]), "answered")]
    assert audit({"Team": PEOPLE[:8]}, {"group": "Team", "n_range": [6, 8]}) == []


def test_nobody_took_part_where_none_answered() -> None:
    found = audit({"Team": PEOPLE[:8]}, {"group": "Team", "n": 0})

    assert [(each.kind, each.derived) for each in found] == [("L3p", "did not answer")]


def test_participation_becomes_certain_by_subtraction() -> None:
    found = audit(
        {"Company": PEOPLE[:20], "Most": PEOPLE[:19]}, {"group": "Company", "n": 12}, {"group": "Most", "n": 11}
    )

    assert [each.people for each in of_kind("L3p", found)] == [("p19",)]


def test_an_insider_learns_what_the_others_said_if_only_theirs_differs() -> None:
    share = {"of": [1, 2], "lo": 5, "hi": 15}
    row = {"group": "Team", "n": 10, "share_range": share}
    rest = {"group": "Team", "share_range": {"of": [4, 5], "lo": 85, "hi": 95}}

    alone = audit({"Team": PEOPLE[:12]}, row, rest)
    together = audit({"Team": PEOPLE[:12]}, row, rest, coalition=1)

    assert "L3c" not in kinds(alone)
    [found] = of_kind("L3c", together)
    assert (found.insight, found.derived) == ("p00 answered 1", "good")
    assert "p00" not in found.people


def test_two_insiders_may_learn_what_one_does_not() -> None:
    row = {"group": "Team", "n": 10, "counts": {"1": 2, "5": 8}}

    assert "L3c" not in kinds(audit({"Team": PEOPLE[:12]}, row, coalition=1))
    assert "L3c" in kinds(audit({"Team": PEOPLE[:12]}, row, coalition=2))


def test_hand_picked_lists_that_cross_units_single_a_person_out() -> None:
    women, department = PEOPLE[:15], [*PEOPLE[14:30]]

    found = audit(
        {"Company": PEOPLE[:30]},
        {"group": "Company", "n": 25},
        {"group": women, "n": 13},
        {"group": department, "n": 13},
    )

    assert of_kind("L2", found)[0].people == ("p14",)


def test_who_joins_is_told_by_those_who_stayed() -> None:
    before, after = {"wave": 1, "group": PEOPLE[:11], "n": 9}, {"wave": 2, "group": PEOPLE[:12], "n": 10}

    found = audit({}, before, after)

    assert kinds(found) == {"L5"}
    assert {(each.people, each.waves) for each in found} == {(("p11",), (1, 2))}
    assert {(each.what, each.derived) for each in found} == {("number of answers", "1"), ("participation", "answered")}


def test_who_leaves_is_told_with_their_answer() -> None:
    before, after = (
        {"wave": 1, "group": PEOPLE[:12], "n": 10, "sum": 40},
        {"wave": 2, "group": PEOPLE[:11], "n": 9, "sum": 39},
    )

    found = audit({}, before, after)

    assert ("the answer", "bad") in {(each.what, each.derived) for each in found if each.kind == "L5"}


def test_if_somebody_who_stayed_must_have_changed_nothing_is_concluded() -> None:
    before, after = {"wave": 1, "group": PEOPLE[:11], "n": 7}, {"wave": 2, "group": PEOPLE[:12], "n": 10}

    assert audit({}, before, after) == []


def test_what_changes_slowly_adds_up_over_several_waves() -> None:
    stay = PEOPLE[:10]
    first, second, third = (
        {"wave": wave, "group": [*stay, PEOPLE[10 + wave]], "n_range": span}
        for wave, span in ((1, [6, 8]), (2, [7, 9]), (3, [9, 10]))
    )

    found = audit({}, first, second, third)

    assert audit({}, first, second) == audit({}, second, third) == []
    assert {(each.people, each.derived) for each in found if each.what == "participation"} == {
        (("p11",), "did not answer"),
        (("p13",), "answered"),
    }


def test_six_answers_more_tell_of_nobody() -> None:
    before, after = {"wave": 1, "group": PEOPLE[:11], "n": 7}, {"wave": 2, "group": PEOPLE[:19], "n": 13}

    assert of_kind("L5", audit({}, before, after, k=6)) == []


def test_ranges_that_leave_it_open_tell_nothing_of_who_joined() -> None:
    before = {"wave": 1, "group": PEOPLE[:14], "n_range": [8, 11]}

    assert audit({}, before, {"wave": 2, "group": PEOPLE[:15], "n_range": [8, 11]}) == []
    assert kinds(audit({}, before, {"wave": 2, "group": PEOPLE[:15], "n_range": [12, 15]})) == {"L5"}


def test_a_joiner_is_found_where_only_their_part_of_the_company_can_be_computed() -> None:
    before = [{"wave": 1, "group": PEOPLE[:20], "n": 15}, {"wave": 1, "group": PEOPLE[:8], "n": 7}]
    after = [{"wave": 2, "group": PEOPLE[:30], "n": 22}, {"wave": 2, "group": [*PEOPLE[:8], *PEOPLE[20:29]], "n": 13}]

    found = audit({}, *before, *after)

    assert ("p29",) in {each.people for each in of_kind("L5", found)}


def test_a_percentage_with_many_decimals_is_as_good_as_a_count() -> None:
    share = {"of": [4, 5], "lo": 33.333333, "hi": 33.333334}

    found = audit({"Team": PEOPLE[:29]}, {"group": "Team", "n_range": [12, 28], "share_range": share})

    assert "L4" not in kinds(found)
    assert "L4" in kinds(audit({"Team": PEOPLE[:29]}, {"group": "Team", "n_range": [13, 17], "share_range": share}))


def test_rows_that_cannot_all_be_true_are_refused() -> None:
    with pytest.raises(Contradiction, match="m, wave 1"):
        audit({"All": PEOPLE, "Most": PEOPLE[:30]}, {"group": "All", "n": 10}, {"group": "Most", "n": 12})


@pytest.mark.parametrize("row", [{"sum": 2.5}, {"n": 3, "share": {"of": [1], "pct": 50, "round": 0.1}}])
def test_a_row_that_no_answers_give_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(Contradiction):
        audit({"All": PEOPLE}, {"group": "All", **row})


def test_a_metric_of_one_class_tells_nothing_by_it() -> None:
    row = {"wave": 1, "group": PEOPLE[:8], "metric": "m", "n_range": [6, 8]}

    assert audit({}, row, scale={"m": ["yes"]}, classes={}) == []


def test_the_outcome_does_not_depend_on_the_order_of_rows_or_on_workers() -> None:
    rows = [{"group": "Company", "n": 31}, {"group": "Engineering", "n": 22}, {"group": "Sales", "n": 7}]
    document = read(
        {
            "k": 6,
            "scale": {"m": [1, 2], "o": [1, 2]},
            "groups": COMPANY,
            "published": [
                {"wave": wave, "metric": metric, **row} for wave in (1, 2) for metric in "mo" for row in rows
            ],
        }
    )

    steps: list[tuple[int, int]] = []
    alone = violations(document, lambda done, of: steps.append((done, of)))

    assert violations(document, workers=2) == alone
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert audit(COMPANY, *rows) == audit(COMPANY, *rows[::-1])


def test_a_finding_is_a_sentence_and_plain_data() -> None:
    [found] = audit({"Team": ["ann", *PEOPLE[:7]]}, {"group": "Team", "n": 8})

    assert found.sentence.startswith("L3p m, wave 1: participation of ann, p00, ")
    assert found.sentence.endswith(" is answered, from Team (n 8)")
    assert found.to_json()["people"][0] == "ann"
