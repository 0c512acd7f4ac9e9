"""The labelled comments of a folder: what was said, in which language, by whom, how it sounds, and what it is about."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from surveys.comments.vocabulary import THEMES

GOLD: Final = "ai_work_gold.tsv"
LABELS: Final = {"pos": "positive", "neu": "neutral", "neg": "negative", "mixed": "mixed"}


class NoCorpus(ValueError):
    """The folder is not what it should be; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A comment with the judgement of one annotator; `author` is the same for all comments of one person."""

    text: str
    language: str
    source: str
    author: str
    label: str
    themes: frozenset[str]

    @property
    def sounds(self) -> str:
        """One of three labels: what is mixed counts as neutral."""
        return "neutral" if self.label == "mixed" else self.label


def gold(folder: Path) -> list[Labelled]:
    """The development set; NoCorpus where it is not in that folder, or not as it should be."""
    return [_labelled(number, row) for number, row in enumerate(rows(folder / GOLD))]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table whose columns are parted by tabs, without quotes."""
    if not path.is_file():
        raise NoCorpus(f"there is no {path.name} in {path.parent}: name the folder of the labelled comments")
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def _labelled(number: int, row: dict[str, str]) -> Labelled:
    source, _, author = row["source"].partition(":")
    return Labelled(
        row["text"],
        row["lang"],
        source,
        # Who wrote what of the others is not told: each counts as somebody else.
        f"{source}:{author or number}",
        LABELS[row["label"]],
        frozenset((row["themes"] or "").split("|")) & frozenset(THEMES),
    )
