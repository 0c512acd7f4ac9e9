"""The sandbox as a process of its own, as its command starts it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> "subprocess.Popen[str]":
    """Run `python -m sandbox` with these arguments; its output is read through pipes."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(  # noqa: S603 - our own module, with the arguments of a test
        [sys.executable, "-m", "sandbox", *arguments],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
