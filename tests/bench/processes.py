"""The processes beside the bench: each says in one line of JSON where it is, and ends when its input is closed."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
END_SECONDS = 15


class NotStarted(RuntimeError):
    """A process beside the bench ended before it said where it is."""


@asynccontextmanager
async def server(
    kind: str, *arguments: str, settings: Mapping[str, str] | None = None
) -> AsyncIterator[dict[str, str]]:
    """Run one of `tests.bench.servers`; gives what it says of itself, and its PID."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.bench.servers", kind, *arguments),
        cwd=ROOT,
        env=environment(settings or {}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if process.stdout is None:
            raise NotStarted(kind)
        said = await process.stdout.readline()
        if not said:
            raise NotStarted(f"{kind} ended with {await process.wait()}")
        yield {**json.loads(said), "PID": str(process.pid)}
    finally:
        await ended(process)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process: what it needs to run, and these settings alone."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def busy_seconds(pid: int) -> float:
    """The processor time that a process has had, in steps of 10 ms; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/stat")
    if not status.exists():
        return 0.0
    fields = status.read_text().rpartition(")")[2].split()  # the name before it may hold anything
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def ended(process: asyncio.subprocess.Process) -> None:
    """Close the input of a process, and insist where it does not end by that."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
