"""The bench runs: small, so that it does not rot; what it measures here is worth nothing."""

import io

import pytest
from rich.console import Console

from tests.bench import digests, holding, processes, starting
from tests.bench.__main__ import SECTIONS, main, run, table_of
from tests.bench.figures import QUICK, Figure, middle, percentile


async def test_sections_print_a_line_for_each_figure_and_the_machine() -> None:
    told = io.StringIO()

    found = await run(["closing", "tag", "sandbox"], QUICK, Console(file=told, width=200))

    assert {figure.what for figure in found} >= {
        "closing 100 ballots, SQLite",
        "comments tagged, tier A",
        "sandbox: chat.postMessage, 16 in flight",
        "sandbox: process to address",
        "sandbox: 20 users, 100 messages held",
    }
    assert all(figure.what in told.getvalue() for figure in found)
    assert "cores" in told.getvalue()


async def test_each_manager_asked_has_a_digest_of_all_rounds() -> None:
    found = await digests.measure(QUICK)

    assert found[0].what == "digests, 2 of 4 managers, 3 rounds, SQLite"


def test_a_section_that_there_is_not_is_refused_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["balots"])

    said = capsys.readouterr().err
    assert all(section in said for section in SECTIONS)


def test_a_bar_that_is_not_met_is_said() -> None:
    told = io.StringIO()

    Console(file=told, width=120).print(table_of([Figure("this", "1/s", "2/s", "0.50", "≥ 0.70", met=False)]))

    assert "not met" in told.getvalue()


def test_medians_and_percentiles() -> None:
    assert middle([3, 1, 2]) == 2
    assert percentile(list(range(101)), 99) == 99
    assert percentile([7.0], 50) == 7.0


def test_memory_is_told_of_a_process_or_not_at_all() -> None:
    assert starting.resident_megabytes(2**30) == 0


async def test_what_a_sandbox_holds_is_told() -> None:
    held = await holding.held(3, 7)

    assert (held.users, held.messages) == (3, 7)
    assert held.ready_seconds > 0


def test_processor_time_is_told_of_a_process_or_not_at_all() -> None:
    assert processes.busy_seconds(2**30) == 0
