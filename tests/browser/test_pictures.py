"""The command that takes the README's pictures, as far as it goes without a browser, and what it left."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.pictures import FOLDER, LARGEST, TooLarge, keep

PNG = b"\x89PNG\r\n\x1a\n"


def test_without_chromium_the_command_says_what_to_install(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.browser.pictures"],
        cwd=FOLDER.parents[1],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 2
    assert "apt-get install chromium" in ran.stderr


def test_pictures_are_kept_under_their_names(tmp_path: Path) -> None:
    paths = keep({"home": PNG}, tmp_path / "docs")

    assert [(path.name, path.read_bytes()) for path in paths] == [("home.png", PNG)]


def test_a_picture_that_is_too_large_leaves_those_of_before_as_they_were(tmp_path: Path) -> None:
    keep({"home": b"before"}, tmp_path)

    with pytest.raises(TooLarge, match=r"digest.png has 400,001 bytes"):
        keep({"home": b"after", "digest": bytes(LARGEST + 1)}, tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"home.png": b"before"}


def test_the_pictures_of_the_readme_are_there_and_small() -> None:
    pictures = {path.stem: path.read_bytes() for path in FOLDER.iterdir()}

    of_the_sandbox = {"sandbox-page", "sandbox-form", "sandbox-journal"}
    assert set(pictures) == {"demo-page", "digest", "invitation", "form", "home"} | of_the_sandbox
    assert all(content.startswith(PNG) and len(content) <= LARGEST for content in pictures.values())
