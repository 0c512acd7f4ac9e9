"""Start: from the start of the process to an answer, and to ready; and the memory that it holds at rest."""

import asyncio
import re
import socket
import sys
from pathlib import Path
from time import perf_counter

import aiohttp

from tests.bench import grounds, processes
from tests.bench.figures import Figure, Scale, middle
from tests.bench.grounds import Ground
from tests.bench.processes import NotStarted, environment

BAR_SECONDS = 3
BAR_MEGABYTES = 200
PATIENCE = 60
REST_SECONDS = 1
"""After ready, for the first pass of the jobs to end."""


async def measure(scale: Scale) -> list[Figure]:
    """On SQLite: `version`, `run` to /ready, and resident memory at rest."""
    async with grounds.ground() as ground, processes.server("sandbox", "40") as slack:
        versions = [await _version(ground) for _ in range(scale.starts)]
        starts = [await _ready(ground, slack) for _ in range(scale.starts)]
    seconds, megabytes = (middle([start[side] for start in starts]) for side in (0, 1))
    spent = f"{megabytes:.0f} MB" if megabytes else "not told by this system"
    return [
        Figure("start: version", f"{middle(versions):.2f} s", "none", f"{middle(versions):.2f} s"),
        Figure(
            "start: run to ready", f"{seconds:.2f} s", "none", f"{seconds:.2f} s", f"< {BAR_SECONDS} s",
            seconds < BAR_SECONDS,
        ),
        Figure(
            "memory at rest", spent, "none", spent, f"< {BAR_MEGABYTES} MB",
            megabytes < BAR_MEGABYTES if megabytes else None,
        ),
    ]  # fmt: skip


async def _version(ground: Ground) -> float:
    begun = perf_counter()
    process = await _process(ground, {}, "version")
    if await process.wait() != 0:
        raise NotStarted("groundswell version failed")
    return perf_counter() - begun


async def _ready(ground: Ground, slack: dict[str, str]) -> tuple[float, float]:
    """Seconds to ready, and megabytes at rest (0 where the system does not tell)."""
    port = _free_port()
    settings = {
        **slack,
        "DATABASE_URL": ground.url,
        "GROUNDSWELL_DATA": str(ground.folder / "data"),
        "GROUNDSWELL_KEYS": str(ground.keys.directory),
        "PORT": str(port),
        "LOG_LEVEL": "ERROR",
    }
    begun = perf_counter()
    process = await _process(ground, settings, "run")
    try:
        await _until_ready(f"http://127.0.0.1:{port}/ready", process)
        taken = perf_counter() - begun
        await asyncio.sleep(REST_SECONDS)
        return taken, resident_megabytes(process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await processes.ended(process)


async def _process(ground: Ground, settings: dict[str, str], command: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", command),
        cwd=ground.folder,
        env=environment(settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )


async def _until_ready(address: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while process.returncode is None:
            try:
                async with session.get(address) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.02)
    raise NotStarted(f"groundswell run ended with {process.returncode}")


def resident_megabytes(pid: int) -> float:
    """The memory that a process holds; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"^VmRSS:\s+(\d+) kB", status.read_text(), re.MULTILINE) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
