"""The lock file pins each package to hashes, and says nothing of where packages come from."""

import re

import pytest

from tests.house import source


def findings(text: str) -> list[str]:
    """Name what is not pinned, not hashed, or speaks of an index."""
    entries = [
        line for line in text.replace("\\\n", " ").splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    unhashed = [
        entry
        for entry in entries
        if not re.fullmatch(r"[\w.-]+==[^\s;]+( *;[^#]*?)?( +--hash=sha256:[0-9a-f]{64})+ *", entry)
    ]
    # Comments are read as well: a tool may note the address that it was given.
    places = re.findall(r".*(?:://|\s--(?:extra-)?index|--find-links|--trusted-host|^-).*", text, re.MULTILINE)
    return [*unhashed, *places]


def test_each_requirement_is_pinned_to_hashes_and_no_index_is_named() -> None:
    text = (source.ROOT / "requirements.lock").read_text()

    assert findings(text) == []
    assert text.count("--hash=") > text.count("==") > 50


HASH = "--hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    "text",
    [
        "attrs==25.1\n",
        f"attrs>=25.1 {HASH}\n",
        f"attrs @ https://example.org/attrs.whl {HASH}\n",
        "--index-url https://example.org/simple\n",
        "-i example\n",
        f"# from https://example.org\nattrs==25.1 \\\n    {HASH}\n",
    ],
)
def test_a_requirement_that_is_loose_and_a_place_are_seen(text: str) -> None:
    assert findings(text)


def test_a_pinned_requirement_with_a_marker_passes() -> None:
    assert (
        findings(f"attrs==25.1 ; sys_platform == 'win32' \\\n    {HASH} \\\n    {HASH}\n    # via groundswell\n") == []
    )
