"""The start of the sandbox: `python -m sandbox`, from the start of the process to the address that it prints."""

import asyncio
import sys
from time import perf_counter

from tests.bench.figures import Figure, Scale, middle
from tests.bench.processes import END_SECONDS, ROOT, NotStarted, environment

BAR_SECONDS = 1
BARE = "import aiohttp, jinja2, starlette.applications, typer, uvicorn, yaml; print('imported', flush=True)"
"""What the sandbox is built on, and nothing of it."""


async def measure(scale: Scale) -> list[Figure]:
    """By turns with a process that only imports what the sandbox is built on."""
    turns = [
        (await _first_line("-c", BARE), await _first_line("-m", "sandbox", "--port", "0")) for _ in range(scale.starts)
    ]
    bare, sandbox = (middle([turn[side] for turn in turns]) for side in (0, 1))
    return [
        Figure(
            "sandbox: process to address",
            f"{sandbox:.2f} s",
            f"{bare:.2f} s (its imports)",
            f"{sandbox / bare:.2f} of its imports",
            f"< {BAR_SECONDS} s",
            sandbox < BAR_SECONDS,
        )
    ]


async def _first_line(*arguments: str) -> float:
    """Seconds until a Python that is started anew has said its first line."""
    begun = perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=environment({}), stdout=asyncio.subprocess.PIPE
    )
    try:
        if process.stdout is None or not await process.stdout.readline():
            raise NotStarted(f"{arguments[0]} {arguments[1]} said nothing")
        return perf_counter() - begun
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.communicate(), END_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
