"""`groundswell audit`: what could be derived of persons and small groups from what a file says was published."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.commands.plainly import plainly, say
from bot.config import Misconfigured

if TYPE_CHECKING:
    from surveys.auditor import Document, Violation

MANY_ROWS = 500
"""From so many rows on the work is shared out to all processors; before, starting them takes longer than it saves."""


@plainly
def audit(
    file: Annotated[Path, typer.Argument(help="A JSON file of all that was published; - is standard input.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Say what can be derived of persons and small groups, and by which combination of rows.

    Exits with 1 if something can, 2 if the file cannot be read.
    """
    found = _violations(_document(file))
    if as_json:
        sys.stdout.write(json.dumps({"violations": [each.to_json() for each in found]}, indent=2) + "\n")
    else:
        for each in found:
            say(each.sentence)
        say(f"{len(found)} can be derived." if found else "Nothing can be derived.")
    if found:
        raise typer.Exit(1)


def _document(file: Path) -> "Document":
    from surveys import auditor  # noqa: PLC0415 - slow to load; --help and version do without

    name = "standard input" if str(file) == "-" else str(file)
    try:
        text = typer.get_text_stream("stdin", encoding="utf-8").read() if str(file) == "-" else file.read_text("utf-8")
        return auditor.read(json.loads(text))
    except auditor.Unreadable as reason:
        raise Misconfigured(f"{name}: {reason}") from None
    except OSError as reason:
        raise Misconfigured(f"{name}: {reason.strerror}") from None
    except (ValueError, RecursionError) as reason:
        raise Misconfigured(f"{name}: this is not JSON ({reason})") from None


def _violations(document: "Document") -> "list[Violation]":
    from surveys import auditor  # noqa: PLC0415 - as above

    workers = (os.cpu_count() or 1) if len(document.rows) >= MANY_ROWS else 1
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("auditing", total=None)
        try:
            return auditor.violations(
                document, lambda done, steps: progress.update(task, completed=done, total=steps), workers=workers
            )
        except auditor.Contradiction as reason:
            raise Misconfigured(f"the rows contradict each other: {reason}") from None
