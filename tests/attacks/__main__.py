"""`python -m tests.attacks [--json FILE] [PYTEST ARGUMENTS]`: run all attacks, and tell what each made of both stores.

The table is Markdown; the file is what `groundswell privacy-pack --attacks` takes.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
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
    parser = argparse.ArgumentParser(
        prog="python -m tests.attacks", description="What each attack made of both stores."
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file, too")
    given, others = parser.parse_known_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER] = folder
        code = pytest.main([str(Path(__file__).parent), "-q", *others])
        figures = list(told(Path(folder)))
    sys.stdout.write("\n".join(["", *table_of(figures), ""]))
    if given.json is not None:
        given.json.write_text(json.dumps({"figures": [asdict(figure) for figure in figures]}, indent=2))
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
