"""Where keys may lie: a directory that is its owner's alone, with plain files in it, and in nobody's repository."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OTHERS: Final = 0o077
GIT_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """What is unsafe about the place of the keys, and what to do."""

    sentence: str
    remedy: str


def faults_of(directory: Path) -> list[Fault]:
    """All that is unsafe about a key directory; nothing when it may be used."""
    if directory.is_symlink() or not directory.is_dir():
        return [Fault(f"{directory} is not a directory", "name another place for the keys")]
    return [*_of_directory(directory), *_of_surroundings(directory), *_of_files(directory)]


def _of_directory(directory: Path) -> Iterator[Fault]:
    found = directory.stat()
    mode = stat.S_IMODE(found.st_mode)
    if found.st_uid != os.geteuid():
        yield Fault(
            f"the key directory {directory} belongs to another user",
            f"chown it to the user of this process: chown -R $(id -u) {directory}",
        )
    if mode & OTHERS:
        yield Fault(f"the key directory {directory} is open to others", f"chmod 700 {directory}")
    elif mode & stat.S_IRWXU != stat.S_IRWXU:
        yield Fault(f"the key directory {directory} cannot be written to", f"chmod 700 {directory}")


def _of_surroundings(directory: Path) -> Iterator[Fault]:
    for parent in directory.parents:
        mode = parent.stat().st_mode
        # Readable is harmless. Who may write there could move the directory away and put another in its place.
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            yield Fault(f"anybody may replace the key directory: {parent} is open to others", f"chmod o-w {parent}")
    if _may_be_committed(directory):
        yield Fault(
            f"the key directory {directory} lies in a git checkout that does not ignore it",
            "move it out of the checkout, or add it to .gitignore",
        )


def _may_be_committed(directory: Path) -> bool:
    """Whether git would take the keys into a commit; without git on this machine nobody commits here."""
    git = shutil.which("git")
    if git is None or not any((parent / ".git").exists() for parent in directory.parents):
        return False
    # The checkout may belong to another user than the process, which git refuses to look at unless it is told.
    asked = [git, "-c", "safe.directory=*", "-C", str(directory.parent), "check-ignore", "-q", str(directory)]
    told = subprocess.run(asked, capture_output=True, check=False, timeout=GIT_SECONDS)  # noqa: S603 - found on PATH
    return told.returncode != 0


def _of_files(directory: Path) -> Iterator[Fault]:
    for path in sorted(directory.iterdir()):
        found = path.lstat()
        if stat.S_ISDIR(found.st_mode):
            continue  # lost+found, where the directory is a disk of its own
        if not stat.S_ISREG(found.st_mode):
            yield Fault(f"{path} is not a plain file", "move the key itself to this place")
        elif found.st_uid != os.geteuid():
            yield Fault(f"the key file {path} belongs to another user", f"chown $(id -u) {path}")
        elif stat.S_IMODE(found.st_mode) & OTHERS:
            yield Fault(f"the key file {path} is open to others", f"chmod 600 {path}")
