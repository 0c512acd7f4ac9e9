"""`groundswell audit`: what could be derived of persons and small groups from all that was published."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from bot.commands.plainly import Stopped, plainly, say, settings_with
from bot.config import Misconfigured

if TYPE_CHECKING:
    from surveys.auditor import Document, Violation

MANY_ROWS = 500
"""From so many rows on the work is shared out to all processors; before, starting them takes longer than it saves."""


@plainly
def audit(
    file: Annotated[
        Path | None,
        typer.Argument(help="A JSON file of all that was published; - is standard input. [default: the database]"),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    export: Annotated[
        bool, typer.Option("--export", help="Print what would be audited, as such a file, and audit nothing.")
    ] = False,
    workspace: Annotated[
        str | None, typer.Option(metavar="TEAM_ID", help="Which workspace, where the database has several.")
    ] = None,
) -> None:
    """Say what can be derived of persons and small groups from all that was released, and by which combination of rows.

    Exits with 1 if something can, 2 if the file cannot be read.
    """
    if file is not None and (export or workspace is not None):
        raise Misconfigured("--export and --workspace are for the database: leave the file out")
    held = None if file is not None else _released(workspace)
    if export:
        sys.stdout.write(json.dumps(held, indent=1, ensure_ascii=False) + "\n")
        return
    found = _violations(_document(file) if file is not None else _read("the database", held))
    if as_json:
        sys.stdout.write(json.dumps({"violations": [each.to_json() for each in found]}, indent=2) + "\n")
    else:
        for each in found:
            say(each.sentence)
        say(f"{len(found)} can be derived." if found else "Nothing can be derived.")
    if found:
        raise typer.Exit(1)


def _released(workspace: str | None) -> "dict[str, Any]":
    """All that was ever released in a workspace, read from the database."""
    import asyncio  # noqa: PLC0415 - with what follows

    from bot import database, process  # noqa: PLC0415 - slow to load; --help does without
    from surveys import history  # noqa: PLC0415 - the same

    async def read() -> dict[str, Any]:
        async with process.storage_of(settings_with()) as (engine, _), database.sessions_for(engine)() as session:
            known = await history.workspaces(session)
            if workspace not in known and (workspace is not None or len(known) != 1):
                listed = ", ".join(known) or "none; a round must have closed first"
                raise Misconfigured(f"--workspace: name one of those that have results ({listed})")
            return await history.document(session, workspace or known[0])

    return asyncio.run(read())


def _document(file: Path) -> "Document":
    name = "standard input" if str(file) == "-" else str(file)
    try:
        text = typer.get_text_stream("stdin", encoding="utf-8").read() if str(file) == "-" else file.read_text("utf-8")
        given = json.loads(text)
    except OSError as reason:
        raise Misconfigured(f"{name}: {reason.strerror}") from None
    except (ValueError, RecursionError) as reason:
        raise Misconfigured(f"{name}: this is not JSON ({reason})") from None
    return _read(name, given)


def _read(name: str, given: object) -> "Document":
    from surveys import auditor  # noqa: PLC0415 - as above

    try:
        return auditor.read(given)
    except auditor.Unreadable as reason:
        raise Misconfigured(f"{name}: {reason}") from None


def _violations(document: "Document") -> "list[Violation]":
    from surveys import auditor  # noqa: PLC0415 - as above

    workers = (os.cpu_count() or 1) if len(document.rows) >= MANY_ROWS else 1
    with (
        _solver_aside(),
        Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress,
    ):
        task = progress.add_task("auditing", total=None)
        try:
            return auditor.violations(
                document, lambda done, steps: progress.update(task, completed=done, total=steps), workers=workers
            )
        except auditor.Contradiction as reason:
            raise Misconfigured(f"the rows contradict each other: {reason}") from None
        except auditor.Undecided as reason:
            raise Stopped(f"the solver gave up, so it is not known what can be derived: {reason}") from None


@contextmanager
def _solver_aside() -> Iterator[None]:
    """Send to standard error what the solver's own code prints now and then, so that the JSON stays JSON."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
