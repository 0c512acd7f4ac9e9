"""Training and judging: the same for the same data, nobody judged by what they wrote themselves, figures as defined."""

from pathlib import Path

import numpy as np
import pytest

from surveys.comments import heads, semantic
from surveys.comments.analyzer import read
from surveys.comments.features import NAMES
from surveys.comments.words import words_of
from tests.language import __main__ as commands
from tests.language import scores
from tests.language.corpus import GOLD, NoCorpus, gold
from tests.language.fitting import fitted
from tests.language.tiers import lexical_bench, sentiment_head
from tests.language.validation import TRANSLATED, folds_of

SAID = {
    "pos": ("It saves me hours.", "Really helpful for drafts.", "I love it.", "Great for summaries, works well."),
    "neu": ("We use it on Mondays.", "I have not tried it.", "My team uses another one.", "It is a tool."),
    "neg": ("Useless answers, always wrong.", "A waste of time.", "I do not trust it.", "Very frustrating."),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of labelled comments of our own."""
    lines = ["text\tlabel\tlang\tsource\tthemes"]
    for label, texts in SAID.items():
        for turn in range(5):
            lines += [f"{text}\t{label}\ten\ttalks:person_{turn}\t" for text in texts]
    lines += [
        "Dat bespaart tijd.\tpos\tnl\ttalks_translated\tpositive_quick_win",
        "Zo zo.\tmixed\tnl\tother\tunheard_of",
    ]
    (tmp_path / GOLD).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_the_same_comments_give_the_same_coefficients(folder: Path) -> None:
    bench = lexical_bench(gold(folder))
    everything = np.arange(len(bench.comments))

    assert sentiment_head(bench, everything) == sentiment_head(bench, everything)


def test_a_head_learns_what_it_is_shown(folder: Path) -> None:
    comments = [each for each in gold(folder) if each.language == "en"]
    head = sentiment_head(lexical_bench(comments), np.arange(len(comments)))
    said = [head.probabilities(read(words_of(each.text), "en").numbers) for each in comments]

    assert [max(each, key=lambda label: each[label]) for each in said] == [each.label for each in comments]


def test_a_head_survives_being_kept() -> None:
    numbers = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    head = fitted(numbers, np.eye(3), names=("a", "b"), labels=scores.THREE, ridge=1.0)

    assert heads.from_json(heads.to_json(head)) == head


def test_what_is_shipped_fits_the_numbers_of_the_product() -> None:
    assert heads.head("a").names == NAMES
    assert heads.head("a").labels == scores.THREE
    assert [heads.head(name).names[: len(NAMES)] for name in (semantic.SENTIMENT, semantic.ABOUT)] == [NAMES, NAMES]


def test_nobody_is_judged_by_what_they_wrote(folder: Path) -> None:
    comments = gold(folder)
    folds = list(folds_of(comments, lambda each: each.language == "en"))

    assert sorted(i for fold in folds for i in fold.test) == list(range(60))
    for fold in folds:
        taught = {comments[i].author for i in fold.train}
        assert taught.isdisjoint(comments[i].author for i in fold.test)
        assert TRANSLATED not in {comments[i].source for i in fold.train}


def test_themes_that_are_none_of_ours_are_left_out(folder: Path) -> None:
    assert [each.themes for each in gold(folder)[-2:]] == [{"positive_quick_win"}, set()]


def test_a_folder_without_comments_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NoCorpus, match=f"there is no {GOLD} in "):
        gold(tmp_path)

    assert commands.main(["train", str(tmp_path)]) == 1
    assert GOLD in capsys.readouterr().err


def test_figures_are_as_they_are_defined() -> None:
    true = np.array(["positive", "positive", "neutral", "negative", "negative"])
    said = np.array(["positive", "negative", "neutral", "negative", "unsure"])

    assert scores.flips(true, said) == pytest.approx(1 / 4)
    assert scores.negative_recall(true, said) == pytest.approx(1 / 2)
    assert scores.negative_precision(true, said) == pytest.approx(1 / 2)
    assert scores.macro_f1(true, said) == pytest.approx((2 / 3 + 1 + 1 / 2) / 3)
    assert scores.bias(true, said) == pytest.approx(-20)
    assert scores.micro_f1([frozenset("ab"), frozenset()], [frozenset("a"), frozenset("c")]) == pytest.approx(0.5)
    assert scores.calibration_error(true, said, np.full(5, 0.6)) == pytest.approx(0)
    low, high = scores.interval(scores.macro_f1, true, said)
    assert low <= scores.macro_f1(true, said) <= high
    assert scores.error_of_groups(true, np.array([1.0, 1.0, 0.0, -1.0, -1.0])) == pytest.approx(0)
