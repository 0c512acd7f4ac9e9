"""`python -m tests.attacks [PYTEST ARGUMENTS]`: run all attacks, and print in a table what each made of both stores."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.attacks.figures import FOLDER, Figure, Score, told


def table_of(figures: Iterable[Figure]) -> Iterator[str]:
    """The figures as a table of Markdown; shares are of all guesses, of which ours left so many to the attack's own."""
    yield "| attack | on | naive store: right | ours: right | best guess from the table | guesses | own | p | gains |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for each in figures:
        ours = each.ours
        yield (
            f"| {each.attack} | {each.backend} | {share(each.naive, each.naive.right)} | {share(ours, ours.right)} "
            f"| {share(ours, ours.best)} | {ours.guesses} | {ours.derived} "
            f"| {float(ours.p):.3g} | {'**something**' if each.gains else 'nothing'} |"
        )


def share(score: Score, number: int) -> str:
    """A number of guesses in per cent of all."""
    return f"{100 * number / score.guesses:.1f} %"


def main(arguments: list[str]) -> int:
    """Run the attacks, and print the table whether all of them failed or not."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER] = folder
        code = pytest.main([str(Path(__file__).parent), "-q", *arguments])
        sys.stdout.write("\n".join(["", *table_of(told(Path(folder))), ""]))
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
