"""A throw-away PostgreSQL around one command: `python -m tests.postgres COMMAND...`."""

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import asyncpg

VARIABLE = "GROUNDSWELL_TEST_POSTGRES"
START_SECONDS = 60
END_SECONDS = 20
# Nothing here outlives the command, so durability is given up for speed.
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    # What is committed is in the log's files, from the first record on: attacks read them.
    "synchronous_commit=on",
    "checkpoint_timeout=1d",
    "max_connections=200",
    "timezone=UTC",
)


class StartError(Exception):
    """The server ended, or stayed silent, before it took a connection."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who owns the server: None where it is whoever runs the command."""

    uid: int | None = None
    gid: int | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and what it said of itself."""

    url: str
    version: str
    process: subprocess.Popen[bytes]


def programs() -> Path | None:
    """Find the folder with `initdb` and `postgres`: Debian's newest, else the one that `pg_config` names."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    found = sorted(debian, key=lambda path: float(path.parts[-3]), reverse=True)
    if found:
        return found[0].parent
    config = shutil.which("pg_config")
    if config is None:
        return None
    told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)  # noqa: S603 - found on PATH
    folder = Path(told.stdout.strip())
    return folder if (folder / "postgres").exists() and (folder / "initdb").exists() else None


def account() -> Account | None:
    """Choose the owner: PostgreSQL refuses root, so root needs a user `postgres`; None where there is none."""
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


@contextmanager
def running(folder_of_programs: Path, owner: Account) -> Iterator[Server]:
    """Keep a new and empty server up for the length of a `with`; nothing of it remains afterwards."""
    with tempfile.TemporaryDirectory(prefix="groundswell-postgres-") as name:
        folder = Path(name)
        if owner.uid is not None and owner.gid is not None:
            os.chown(folder, owner.uid, owner.gid)
        _make_cluster(folder_of_programs, folder, owner)
        port = _free_port()
        process = _start(folder_of_programs, folder, port, owner)
        try:
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            yield Server(url, _version_of(url, process, folder / "log"), process)
        finally:
            _end(process, signal.SIGINT)  # PostgreSQL's fast shutdown


def _make_cluster(folder_of_programs: Path, folder: Path, owner: Account) -> None:
    made = subprocess.run(  # noqa: S603 - the program found above
        [
            folder_of_programs / "initdb",
            "--pgdata=data",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        cwd=folder,
        user=owner.uid,
        group=owner.gid,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise StartError(made.stderr.strip())


def _start(folder_of_programs: Path, folder: Path, port: int, owner: Account) -> subprocess.Popen[bytes]:
    options = [part for setting in (*SETTINGS, f"port={port}") for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - the program found above
            [folder_of_programs / "postgres", "-D", "data", *options],
            cwd=folder,
            user=owner.uid,
            group=owner.gid,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a Ctrl-C in the terminal must not end the server under the command
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _version_of(url: str, process: subprocess.Popen[bytes], log: Path) -> str:
    try:
        return asyncio.run(_first_answer(url, process))
    except TimeoutError:
        raise StartError(f"no answer within {START_SECONDS} s\n{log.read_text()}") from None
    except ChildProcessError:
        raise StartError(log.read_text()) from None


async def _first_answer(url: str, process: subprocess.Popen[bytes]) -> str:
    async with asyncio.timeout(START_SECONDS):
        while process.poll() is None:
            try:
                connection = await asyncpg.connect(url)
            except (ConnectionError, asyncpg.CannotConnectNowError):
                await asyncio.sleep(0.05)
                continue
            try:
                return str(await connection.fetchval("select version()"))
            finally:
                await connection.close()
    raise ChildProcessError


def _end(process: subprocess.Popen[bytes], by: signal.Signals) -> None:
    """Ask a child to end, and insist where it does not."""
    process.send_signal(by)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(command: Sequence[str], url: str | None) -> int:
    """Run the command, told of the server by the environment, and return its exit code as a shell would."""
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    if url is not None:
        environment[VARIABLE] = url
    child = subprocess.Popen(command, env=environment)  # noqa: S603 - what the caller asked for
    try:
        code = child.wait()
    except KeyboardInterrupt:
        # A terminal sends Ctrl-C to the command as well: it gets the time to put its own things away.
        try:
            child.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            _end(child, signal.SIGTERM)
        raise
    except SystemExit:
        _end(child, signal.SIGTERM)
        raise
    return code if code >= 0 else 128 - code


def main(command: Sequence[str]) -> int:
    """Run the command with PostgreSQL where its programs are found, and without it otherwise."""
    if not command:
        return _say("usage: python -m tests.postgres COMMAND...", 2)
    signal.signal(signal.SIGTERM, _leave)
    found, owner = programs(), account()
    if found is None or owner is None:
        why = "was not found" if found is None else "does not run as root, and there is no user `postgres`"
        _say(f"PostgreSQL {why}: going on without it")
        return run(command, None)
    return _run_with(found, owner, command)


def _run_with(found: Path, owner: Account, command: Sequence[str]) -> int:
    try:
        with running(found, owner) as server:
            _say(f"{server.version.split(',')[0]}, thrown away afterwards")
            return run(command, server.url)
    except StartError as reason:
        return _say(f"PostgreSQL in {found} did not start: {reason}", 1)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _leave(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)


def _say(line: str, code: int = 0) -> int:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
