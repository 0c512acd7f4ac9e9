"""`python -m tests.fuzz [--seeds N] [--first SEED] [--workers N]`: audit all that is released of hostile companies.

Prints a table of what three policies give away, and each finding about the product's own with its seed; exits with 1 if
there is any. `--first SEED --seeds 1` plays one organisation again.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product, starmap
from multiprocessing import get_context
from typing import Final, get_args

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from surveys.auditor.findings import Kind
from tests.fuzz.groups import Shown
from tests.fuzz.play import NO_VERDICT, POLICIES, PRODUCT, Verdict, verdict_of

KINDS: Final = (*get_args(Kind), NO_VERDICT)
WIDE: Final = 150
"""Columns where the output is no terminal."""


def verdicts(seeds: Sequence[int], workers: int, console: Console) -> list[Verdict]:
    """Play each organisation through each policy, in so many processes, and show how far it is."""
    jobs = [(policy, seed) for seed, policy in product(seeds, POLICIES)]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("auditing organisations", total=len(jobs))
        done = []
        for verdict in _played(jobs, workers):
            done.append(verdict)
            progress.advance(task)
    return done


def _played(jobs: Sequence[tuple[str, int]], workers: int) -> Iterator[Verdict]:
    if workers == 1:
        yield from starmap(verdict_of, jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
        yield from processes.map(verdict_of, *zip(*jobs, strict=True))


def table_of(done: Sequence[Verdict]) -> Table:
    """What each policy gave away, and how much it still showed."""
    table = Table("policy", "organisations", "violated", *KINDS, "shown, of ≥ 8 people", "of ≥ k answers", "seconds")
    for policy in POLICIES:
        judged = [each for each in done if each.policy == policy]
        kinds = Counter(kind for each in judged for kind, _ in each.findings)
        groups = sum((each.groups for each in judged), start=Shown(0, 0, 0))
        table.add_row(
            policy,
            str(len(judged)),
            str(sum(bool(each.findings) for each in judged)),
            *(str(kinds[kind]) for kind in KINDS),
            _share(groups.shown, groups.large),
            _share(groups.shown, groups.answering),
            f"{sum(each.seconds for each in judged):.0f}",
        )
    return table


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


def main(arguments: list[str]) -> int:
    """Read the command line, play and judge; 1 if anything can be derived from what the product releases."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Audit what hostile companies are shown.")
    parser.add_argument("--seeds", type=int, default=1000, metavar="N", help="how many organisations; default 1000")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the seed of the first of them; default 0")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="how many processes")
    given = parser.parse_args(arguments)
    if given.seeds < 1 or given.workers < 1:
        parser.error("at least one organisation and one process are needed")
    done = verdicts(range(given.first, given.first + given.seeds), given.workers, Console(stderr=True))
    return told(done, Console(width=None if sys.stdout.isatty() else WIDE))


def told(done: Sequence[Verdict], console: Console) -> int:
    """Print the table, then what can be derived in spite of the product, with the seeds; 1 if there is anything."""
    console.print(table_of(done))
    found = [(each.seed, sentence) for each in done if each.policy == PRODUCT for _, sentence in each.findings]
    for seed, sentence in found:
        console.print(f"seed {seed}: {sentence}", highlight=False, markup=False, soft_wrap=True)
    return int(bool(found))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
