"""The line that says where figures come from: processor, Python, databases, load, and what one fsync costs here."""

import os
import platform
import tempfile
from time import perf_counter

from tests.bench import grounds
from tests.bench.figures import middle

PROBES = 50
BLOCK = bytes(4096)


async def line() -> str:
    """Where this runs, and how busy it was before anything was measured."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    python = f"{platform.python_implementation()} {platform.python_version()}"
    databases = await grounds.described()
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {python}, {databases}; "
        f"fsync of 4 kB {fsync_ms():.2f} ms; load before {load}"
    )


def fsync_ms() -> float:
    """How long this machine takes to write a block down for good, in milliseconds."""
    taken = []
    with tempfile.TemporaryFile(prefix="groundswell-bench-") as file:
        for _ in range(PROBES):
            begun = perf_counter()
            file.write(BLOCK)
            file.flush()
            os.fsync(file.fileno())
            taken.append((perf_counter() - begun) * 1000)
    return middle(taken)
