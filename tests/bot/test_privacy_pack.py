"""The pack for employee representatives: all of it in each language, made of what is in force, honest about gaps."""

import json
import re
from collections import Counter
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.pack import paper, results
from bot.pack.paper import Contents
from bot.pack.promises import promises
from handlers.views.words import LANGUAGES, words_for
from surveys import consent
from tests.bot.test_cli import type_
from tests.handlers.views.shapes import in_force

TODAY = date(2026, 1, 5)
in_each_language = pytest.mark.parametrize("language", LANGUAGES)

AUDIT = {
    "violations": [
        {"kind": "L2", "metric": "trust", "what": "the count", "people": ["U1", "U2"], "derived": "3", "waves": [1]}
    ]
}
ATTACKS = [
    {
        "attack": "order of rows",
        "backend": "sqlite",
        "naive": {"guesses": 1200, "right": 1190, "best": 400, "derived": 1200},
        "ours": {"guesses": 1100, "right": 371, "best": 372, "derived": 0},
    }
]


def text_of(html: str) -> str:
    """What a reader reads, tags taken out."""
    body = html.split("<body>")[1].replace("<wbr>", "")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def paper_in(language: str, contents: Contents | None = None) -> str:
    return paper.html_of(words_for(language), contents or Contents(in_force(), "1.2.3"), today=TODAY)


def plain(text: str) -> str:
    """A text of the data as it is read: without the marks that set commands apart."""
    return " ".join(text.replace("`", " ").split())


class Tags(HTMLParser):
    """Counts what is opened and not closed, and what is fetched from elsewhere."""

    VOID = ("meta", "wbr")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and what it points at."""
        self.seen[tag] += 1
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take the tag off that is closed."""
        assert self.open.pop() == tag


@in_each_language
def test_the_pack_is_one_whole_page_that_fetches_nothing(language: str) -> None:
    tags = Tags()
    tags.feed(paper_in(language))

    assert tags.open == []
    assert tags.seen["script"] == tags.seen["link"] == tags.seen["img"] == 0
    assert all(address.startswith("#") for address in tags.addresses)
    assert tags.seen["html"] == tags.seen["h1"] == 1


@in_each_language
def test_the_pack_holds_consent_and_promises_in_ones_language(language: str) -> None:
    said = text_of(paper_in(language)).replace(" .", ".")

    for paragraph in consent.current().whole(language, k=6):
        assert plain(paragraph).replace(" .", ".") in said
    for each in promises():
        assert each.promise[language] in said
        assert plain(each.limit[language]).replace(" .", ".") in said


def test_the_pack_names_each_test_that_shows_a_promise() -> None:
    said = text_of(paper_in("en"))

    assert [name for each in promises() for name in each.tests if name not in said] == []


def test_the_numbers_are_those_in_force() -> None:
    said = text_of(paper_in("en", Contents(in_force(9, "postgresql"), "1.2.3")))

    assert "Answers behind a figure, at least 9" in said
    assert "People in a group, at least 11" in said
    assert "Database PostgreSQL" in said
    assert "Made on January 5, 2026 by Groundswell 1.2.3" in said


def test_without_an_audit_and_attacks_the_pack_says_so() -> None:
    said = text_of(paper_in("en"))

    assert "No audit was run yet for this paper" in said
    assert "No results of attacks were given for this paper." in said


def test_an_audit_that_found_nothing_is_told(tmp_path: Path) -> None:
    file = tmp_path / "audit.json"
    file.write_text('{"violations": []}')

    said = text_of(paper_in("en", Contents(in_force(), "1", audit=results.findings_of(file))))

    assert "Nothing about a person or a small group can be derived" in said
    assert "No audit" not in said


def test_what_an_audit_found_is_told(tmp_path: Path) -> None:
    file = tmp_path / "audit.json"
    file.write_text(json.dumps(AUDIT))

    said = text_of(paper_in("en", Contents(in_force(), "1", audit=results.findings_of(file))))

    assert "1 thing can be derived: L2 trust: the count (U1, U2) = 3" in said


@pytest.mark.parametrize("wrap", [lambda held: held, lambda held: {"figures": held}])
def test_attacks_are_told_beside_what_the_published_table_gives(tmp_path: Path, wrap: type) -> None:
    file = tmp_path / "attacks.json"
    file.write_text(json.dumps(wrap(ATTACKS)))

    said = text_of(paper_in("en", Contents(in_force(), "1", attacks=results.attacks_of(file))))

    assert "order of rows sqlite 1190 / 1200 371 / 1100 372 / 1100" in said


@pytest.mark.parametrize("text", ["", "[", "{}", '{"violations": 3}', '{"violations": ["x"]}'])
def test_a_file_that_is_no_audit_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "audit.json"
    file.write_text(text)

    with pytest.raises(results.Unreadable, match=re.escape(str(file))):
        results.findings_of(file)


@pytest.mark.parametrize("text", ["", "{}", "3", '[{"attack": "x"}]', '[{"attack": "x", "backend": "y", "naive": 3}]'])
def test_a_file_that_holds_no_attacks_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "attacks.json"
    file.write_text(text)

    with pytest.raises(results.Unreadable, match=re.escape(str(file))):
        results.attacks_of(file)


def test_nothing_that_comes_in_from_a_file_is_taken_for_markup(tmp_path: Path) -> None:
    file = tmp_path / "attacks.json"
    file.write_text(json.dumps([ATTACKS[0] | {"attack": "<script>alert(1)</script>"}]))

    html = paper_in("en", Contents(in_force(), "1", attacks=results.attacks_of(file)))

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_command_writes_the_file_and_says_where(tmp_path: Path) -> None:
    result = type_("privacy-pack", "--lang", "nl", "--out", str(tmp_path / "pack.html"))

    assert (result.exit_code, result.stderr) == (0, "")
    assert 'lang="nl"' in (tmp_path / "pack.html").read_text()
    assert "pack.html" in result.stdout


def test_the_command_prints_the_page_where_no_file_is_named() -> None:
    assert type_("privacy-pack").stdout.startswith("<!doctype html>")


def test_the_command_takes_results_in_and_refuses_others(tmp_path: Path) -> None:
    attacks, audit = tmp_path / "attacks.json", tmp_path / "audit.json"
    attacks.write_text(json.dumps(ATTACKS))
    audit.write_text("[]")

    taken = type_("privacy-pack", "--attacks", str(attacks))
    refused = type_("privacy-pack", "--audit", str(audit))

    assert "order of rows" in taken.stdout
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "is not what `groundswell audit --json` prints" in refused.stderr


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    result = type_("privacy-pack", "--out", str(tmp_path / "missing" / "pack.html"))

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
