"""What people agreed to is never reworded afterwards: the text of each published version is pinned by its hash."""

import hashlib
import json
from typing import Any

import pytest
import yaml

from surveys import consent

PINNED = {
    1: "4d5e94233f27a059585cee97f39c5db3f98873b1d3b83de5fdf668a9a1ee2871",
    2: "17bfda1297fdcef14ddc0ad98415715595820f4e4b4111723237984309ec7fa6",
}


def hash_of(version: dict[str, Any]) -> str:
    """The hash of one version, by what it says and not by how it is laid out."""
    said = json.dumps(version, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def published() -> dict[int, str]:
    data = yaml.safe_load(consent.TEXTS.read_text(encoding="utf-8"))
    return {version["version"]: hash_of(version) for version in data["versions"]}


def test_each_published_text_is_as_it_was_and_each_new_one_is_pinned() -> None:
    assert published() == PINNED, "a text that was published is not changed: add a version, and pin it here"


@pytest.mark.parametrize("part", ["short", "whole", "changed"])
def test_a_changed_word_is_seen(part: str) -> None:
    version = yaml.safe_load(consent.TEXTS.read_text(encoding="utf-8"))["versions"][-1]
    before = hash_of(version)

    version[part]["en"] = "Something else."

    assert hash_of(version) != before
