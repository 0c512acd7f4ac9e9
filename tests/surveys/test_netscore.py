"""The net score of a group: what it comes to, how far it may be off, and which groups may be told apart."""

from random import Random

import pytest

from surveys.comments.netscore import ALIKE, FEWEST, LEANING, NetScore, net_score, ranked
from surveys.comments.tagging import Tag

LABELS = ("positive", "neutral", "negative")


def said(label: str, probabilities: tuple[float, float, float]) -> Tag:
    """A comment of that label, given the probabilities of positive, neutral and negative."""
    return Tag("en", label, probabilities[0] - probabilities[2], max(probabilities), (), "a-1.1")


SURELY = {
    "positive": said("positive", (1, 0, 0)),
    "neutral": said("neutral", (0, 1, 0)),
    "negative": said("negative", (0, 0, 1)),
}


def test_the_score_is_the_share_of_positive_less_that_of_negative_comments() -> None:
    tags = [SURELY["positive"]] * 6 + [SURELY["neutral"]] * 2 + [SURELY["negative"]] * 12

    assert net_score(tags) == NetScore(20, -30.0, LEANING)


def test_the_score_does_not_depend_on_the_order_of_the_comments() -> None:
    lots = Random(7)
    tags = [Tag("en", "positive", lots.random(), 0.5 + lots.random() / 2, (), "a-1.1") for _ in range(200)]
    scores = {net_score(lots.sample(tags, len(tags))) for _ in range(20)}

    assert len(scores) == 1


def test_of_few_comments_there_is_no_score() -> None:
    assert net_score([SURELY["positive"]] * (FEWEST - 1)) is None
    assert net_score([]) is None


def test_more_comments_leave_the_leaning_of_the_tagger_and_no_more() -> None:
    torn = said("positive", (0.6, 0.3, 0.1))
    few, many = net_score([torn] * 10), net_score([torn] * 10_000)

    assert few is not None
    assert many is not None
    assert few.net == pytest.approx(many.net) == pytest.approx(50)
    assert LEANING < many.error < LEANING + 0.5 < few.error


@pytest.mark.parametrize("probabilities", [(0.6, 0.3, 0.1), (0.1, 0.7, 0.2), (0.05, 0.4, 0.55), (0.4, 0.3, 0.3)])
def test_the_true_score_is_nineteen_times_of_twenty_within_the_error(probabilities: tuple[float, ...]) -> None:
    """Labels are drawn as often as the tagger says; an unsure one may be anything: its error is on the safe side."""
    best = max(zip(probabilities, LABELS, strict=True))
    label = best[1] if best[0] >= 0.5 else "unsure"
    score = net_score([Tag("en", label, probabilities[0] - probabilities[2], best[0], (), "a-1.1")] * 200)
    assert score is not None
    lots = Random(7)
    within = 0
    for _ in range(2000):
        drawn = lots.choices((1, 0, -1), probabilities, k=200)
        within += abs(100 * sum(drawn) / 200 - score.net) <= score.error

    assert within >= 1900


def test_groups_within_ten_points_are_not_ranked() -> None:
    scores = {"b": NetScore(900, 30, 1), "a": NetScore(900, 30 - ALIKE, 1), "c": NetScore(900, 0, 1)}

    assert ranked(scores) == [["b", "a"], ["c"]]
    assert ranked({}) == []


def test_nor_are_groups_whose_errors_are_larger_than_what_lies_between() -> None:
    scores = {"a": NetScore(12, 40, 20), "b": NetScore(12, 15, 20), "c": NetScore(900, -60, 2)}

    assert ranked(scores) == [["a", "b"], ["c"]]


def test_a_group_that_may_be_anywhere_keeps_those_about_it_together() -> None:
    scores = {"a": NetScore(900, 40, 1), "b": NetScore(900, 10, 1), "wide": NetScore(12, 5, 60)}

    assert ranked(scores) == [["a", "b", "wide"]]


def test_each_of_one_rank_is_apart_from_each_of_the_next() -> None:
    lots = Random(7)
    for _ in range(200):
        scores = {str(name): NetScore(30, lots.uniform(-60, 60), lots.uniform(1, 20)) for name in range(8)}
        ranks = ranked(scores)

        assert sorted(name for names in ranks for name in names) == sorted(scores)
        for place, above in enumerate(ranks):
            for below in ranks[place + 1 :]:
                gap = min(scores[name].net for name in above) - max(scores[name].net for name in below)
                assert gap > ALIKE
