"""`lexicons` on the command line: what it says of the words by which comments are read, and how it ends."""

import pytest

from surveys.comments import checking
from surveys.comments.checking import Complaint
from tests.bot.test_cli import type_


def test_the_lexicons_are_well_and_counted() -> None:
    result = type_("lexicons", "check")

    assert result.exit_code == 0
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["en", "fr", "nl", "de"]
    assert all(line.endswith("entries, all is well") for line in result.stdout.splitlines())


def test_what_is_wrong_is_told_with_its_place_and_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    mistake = Complaint(
        "tone/nl.yaml, positive, clear", "handig", "stands in tone/nl.yaml, neutral as well: take out one"
    )
    monkeypatch.setattr(checking, "complaints_about", lambda _: [mistake])

    result = type_("lexicons", "check", "--lang", "nl")

    assert result.exit_code == 1
    assert f"{mistake.place}: handig: {mistake.problem}" in result.stdout.replace("\n", " ")
    assert "1 to mend" in result.stdout
