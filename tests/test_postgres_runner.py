"""The throw-away PostgreSQL of `python -m tests.postgres`: it passes on what the command says, and leaves nothing."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import postgres

ROOT = Path(__file__).parents[1]
ABSENT = postgres.programs() is None or postgres.account() is None
needs_server = pytest.mark.skipif(ABSENT, reason="PostgreSQL was not found")

# The command prints where the server is and where its data are, then does what the test adds.
TELL = f"""
import asyncio, asyncpg, os, signal, sys
url = os.environ["{postgres.VARIABLE}"]
async def folder():
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval("show data_directory")
    finally:
        await connection.close()
print(url, asyncio.run(folder()), flush=True)
"""


def start(program: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.postgres", sys.executable, "-c", program]
    return subprocess.Popen(  # noqa: S603 - this interpreter, and a program of this file
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def is_gone(told: str) -> bool:
    url, folder = told.split()
    with socket.socket() as probe:
        refused = probe.connect_ex(("127.0.0.1", urlsplit(url).port or 0)) != 0
    return refused and not Path(folder).parent.exists()


@needs_server
def test_the_exit_code_of_the_command_is_passed_on_and_the_server_goes() -> None:
    runner = start(TELL + "sys.exit(7)")

    told, said = runner.communicate()

    assert runner.returncode == 7
    assert said.startswith("PostgreSQL ")
    assert is_gone(told)


@needs_server
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_command_and_the_server(asked: signal.Signals) -> None:
    runner = start(TELL + "signal.pause()")
    assert runner.stdout is not None
    told = runner.stdout.readline()

    os.killpg(runner.pid, asked)  # a terminal's Ctrl-C, too, reaches the whole group
    runner.communicate()

    assert runner.returncode == 128 + asked
    assert is_gone(told)


@needs_server
def test_a_server_that_cannot_start_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    # Arrange: programs that look right, of which the second ends at once.
    (tmp_path / "initdb").write_text('#!/bin/sh\nmkdir data\npwd > "$(dirname "$0")/folder"\n')
    (tmp_path / "postgres").write_text("#!/bin/sh\necho out of luck >&2\nexit 1\n")
    for program in tmp_path.iterdir():
        program.chmod(0o755)

    with pytest.raises(postgres.StartError, match="out of luck"), postgres.running(tmp_path, postgres.Account()):
        pass

    assert not Path((tmp_path / "folder").read_text().strip()).exists()


def test_without_a_server_the_command_runs_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(postgres.VARIABLE, "postgresql://left-over")
    program = f"import os, sys; sys.exit(5 if '{postgres.VARIABLE}' not in os.environ else 6)"

    assert postgres.run([sys.executable, "-c", program], None) == 5


def test_a_command_that_a_signal_ended_is_told_as_a_shell_tells_it() -> None:
    assert postgres.run([sys.executable, "-c", "import os; os.abort()"], None) == 128 + signal.SIGABRT


def test_no_command_is_answered_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert postgres.main([]) == 2
    assert "usage" in capsys.readouterr().err
