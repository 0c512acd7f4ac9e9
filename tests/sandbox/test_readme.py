"""What the sandbox's README says works."""

import re
import subprocess
import sys
from pathlib import Path

import sandbox

README = Path(sandbox.__file__).parent / "README.md"


def test_the_example_of_the_readme_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)

    ran = subprocess.run(  # noqa: S603 - the example of our own README
        [sys.executable, "-W", "error", "-c", example],
        cwd=README.parents[1],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_readme_names_every_method() -> None:
    text = README.read_text(encoding="utf-8")

    with (README.parent / "methods.csv").open(encoding="utf-8") as methods:
        names = [line.split(",")[0] for line in methods][1:]

    assert [name for name in names if name not in text and name.partition(".")[2] not in text] == []
