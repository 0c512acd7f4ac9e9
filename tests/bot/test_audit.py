"""`audit` on the command line: what it prints, and with which exit code it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.database import engine_for, sessions_for
from surveys.auditor.export import document_of
from surveys.keys import KeyRing
from surveys.policy import Counts
from tests import build
from tests.bot.conftest import Place
from tests.bot.test_cli import environment_of, type_, type_there
from tests.surveys.test_gate import company
from tests.surveys.test_gate import released as released_of


def document(*published: dict[str, Any]) -> str:
    return json.dumps(
        {
            "k": 6,
            "coalition": 1,
            "scale": {"m": [1, 2]},
            "classes": {"m": {"low": [1], "high": [2]}},
            "groups": {"Team": [f"p{number}" for number in range(10)]},
            "published": [{"wave": 1, "group": "Team", "metric": "m", **row} for row in published],
        }
    )


def test_nothing_derivable_ends_well(tmp_path: Path) -> None:
    file = tmp_path / "released.json"
    file.write_text(document({"n_range": [6, 8]}))

    typed = type_("audit", str(file))

    assert (typed.exit_code, typed.stdout) == (0, "Nothing can be derived.\n")


def test_what_is_derivable_is_said_with_its_rows_and_ends_with_1() -> None:
    typed = type_("audit", "-", answer=document({"n": 10}))

    assert typed.exit_code == 1
    assert typed.stdout.splitlines() == [
        "L3p m, wave 1: participation of p0, p1, p2, p3, p4, p5, p6, p7, p8, p9 is answered, from Team (n 10)",
        "1 can be derived.",
    ]


def test_findings_are_printed_as_json_too() -> None:
    typed = type_("audit", "--json", "-", answer=document({"n": 10}))

    assert typed.exit_code == 1
    [found] = json.loads(typed.stdout)["violations"]
    assert (found["kind"], found["combination"], len(found["people"])) == ("L3p", "Team (n 10)", 10)


def test_no_findings_are_an_empty_list_in_json() -> None:
    typed = type_("audit", "--json", "-", answer=document({"n_range": [6, 8]}))

    assert (typed.exit_code, json.loads(typed.stdout)) == (0, {"violations": []})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "standard input: this is not JSON"),
        ("1" * 5000, "standard input: this is not JSON"),
        ("[" * 100_000, "standard input: this is not JSON"),
        ("[]", "standard input: the document: an object is expected"),
        (document({"n_range": [7, 6]}), "standard input: published[0].n_range: [lo, hi] is expected, the lower first"),
        (document({"n": 3}, {"n": 4}), "the rows contradict each other: m, wave 1: "),
    ],
)
def test_what_cannot_be_read_is_one_line_and_ends_with_2(text: str, said: str) -> None:
    typed = type_("audit", "-", answer=text)

    assert typed.exit_code == 2
    assert typed.stdout == ""
    [line] = typed.stderr.splitlines()
    assert line.startswith(f"groundswell: {said}")


def test_that_the_solver_gave_up_is_no_good_news(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("surveys.auditor.programme.SECONDS", 0.0)

    two_teams = released_of(company(32, 40), {"2": Counts(22, 0, 10, 22, 0), "3": Counts(20, 5, 10, 4, 4)}, gated=False)
    typed = type_("audit", "-", answer=json.dumps(document_of([two_teams])))

    assert (typed.exit_code, typed.stdout) == (1, "")
    assert "it is not known what can be derived" in typed.stderr


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    typed = type_("audit", str(tmp_path / "none.json"))

    assert typed.exit_code == 2
    assert "none.json: No such file or directory" in typed.stderr


async def answered_and_closed(place: Place) -> None:
    """One round of forty people in the database of that place."""
    engine = engine_for(place.settings.database_url)
    sessions, keys = sessions_for(engine), KeyRing(place.settings.groundswell_keys)
    keys.prepare()
    async with sessions.begin() as session:
        acme = await build.company(session)
    said = {user_id: (build.SAD if number % 3 else build.GLAD, None) for number, user_id in enumerate(acme.people)}
    await build.play_round(sessions, keys, {user_id: said[user_id] for user_id in acme.people[3:]})
    await engine.dispose()


@pytest.fixture
async def released(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A place that the command line finds in its environment, where a round was released."""
    for name, value in environment_of(place).items():
        monkeypatch.setenv(name, value)
    await answered_and_closed(place)
    return place


async def test_without_a_file_all_that_was_released_is_audited(released: Place) -> None:
    typed = await type_there("audit")

    assert (typed.exit_code, typed.stdout) == (0, "Nothing can be derived.\n")


async def test_what_is_exported_can_be_audited_as_a_file(released: Place, tmp_path: Path) -> None:
    exported = await type_there("audit", "--export")
    file = tmp_path / "released.json"
    file.write_text(exported.stdout)

    typed = await type_there("audit", str(file))

    assert exported.exit_code == 0
    assert len(json.loads(exported.stdout)["published"]) > 20
    assert (typed.exit_code, typed.stdout) == (0, "Nothing can be derived.\n")


async def test_no_slack_id_and_no_pseudonym_is_exported(released: Place) -> None:
    people = {
        person
        for listed in json.loads((await type_there("audit", "--export")).stdout)["groups"].values()
        for person in listed
    }

    assert people == {f"p{number}" for number in range(1, 41)}


async def test_a_workspace_without_results_is_refused_with_those_that_have_some(released: Place) -> None:
    typed = await type_there("audit", "--workspace", "T404")

    assert (typed.exit_code, typed.stdout) == (2, "")
    assert f"--workspace: name one of those that have results ({build.TEAM})" in typed.stderr


async def test_a_database_in_which_no_round_has_closed_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment_of(place).items():
        monkeypatch.setenv(name, value)
    KeyRing(place.settings.groundswell_keys).prepare()

    typed = await type_there("audit")

    assert typed.exit_code == 2
    assert "a round must have closed first" in typed.stderr


@pytest.mark.parametrize("option", [("--export",), ("--workspace", "T1")])
def test_what_is_for_the_database_is_refused_beside_a_file(option: tuple[str, ...], tmp_path: Path) -> None:
    typed = type_("audit", str(tmp_path / "any.json"), *option)

    assert typed.exit_code == 2
    assert "leave the file out" in typed.stderr
