"""`python -m tests.bench [SECTION...] [--quick]`: measure all or some, and print one table and where it was made."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from time import perf_counter

from rich.console import Console
from rich.table import Table

from bot import logs
from bot.config import load
from tests.bench import (
    auditing,
    ballots,
    closing,
    digests,
    endurance,
    holding,
    invitations,
    machine,
    messages,
    opening,
    pacing,
    replicas,
    starting,
    tagging,
)
from tests.bench.figures import FULL, QUICK, Figure, Scale


async def of_the_sandbox(scale: Scale) -> list[Figure]:
    """Its three bars: messages a second, the start, and what it holds."""
    return [figure for part in (messages, opening, holding) for figure in await part.measure(scale)]


SECTIONS: Mapping[str, Callable[[Scale], Awaitable[list[Figure]]]] = {
    "ballots": ballots.measure,
    "invitations": invitations.measure,
    "pacing": pacing.measure,
    "replicas": replicas.measure,
    "endurance": endurance.measure,
    "closing": closing.measure,
    "digests": digests.measure,
    "tag": tagging.measure,
    "sandbox": of_the_sandbox,
    "start": starting.measure,
    "audit": auditing.measure,
}
WIDE = 150
"""Columns where the output is no terminal."""
VERDICTS = {True: "[green]met[/green]", False: "[yellow]not met[/yellow]", None: ""}


async def run(names: Iterable[str], scale: Scale, console: Console) -> list[Figure]:
    """Measure these sections one after another, and print what was found and on what machine."""
    begun = perf_counter()
    where = await machine.line()
    found: list[Figure] = []
    for name in names:
        with console.status(f"measuring {name}"):
            found += await SECTIONS[name](scale)
    console.print(table_of(found))
    console.print(where, highlight=False)
    console.print(
        f"medians of {scale.rounds} alternating rounds; {perf_counter() - begun:.0f} s in all", highlight=False
    )
    return found


def table_of(figures: Iterable[Figure]) -> Table:
    """The figures as a table; a bar that is not met is said, and fails nothing."""
    table = Table("what", "product", "baseline", "figure", "bar", "")
    for each in figures:
        table.add_row(each.what, each.product, each.baseline, each.figure, each.bar, VERDICTS[each.met])
    return table


def main(arguments: list[str]) -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Speed, as ratios against a baseline.")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"which of {', '.join(SECTIONS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="a smoke run: small, and no measurement worth telling")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.sections) - SECTIONS.keys())
    if unknown:
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    logs.configure(load(_env_file=None, log_level="WARNING"))
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    asyncio.run(run(given.sections or SECTIONS, QUICK if given.quick else FULL, console))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
