"""The stage of each journey: both transports and each database, all four together where the way in is what matters."""

from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import BACKENDS, new_database
from tests.journeys.stage import Stage, stage

TRANSPORTS: Final = ("http", "socket")
CROSSED: Final = ("test_pulse", "test_forged", "test_twice")
"""Modules whose journeys go by each transport on each database; others by each transport, and on each database."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Pair transports with databases: hardly anything depends on both, and where it might, all four are tried."""
    if "transport" not in metafunc.fixturenames or hasattr(metafunc.module, "transport"):  # or it needs but one
        told = any("database_url" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
        if "database_url" in metafunc.fixturenames and not told:
            metafunc.parametrize("database_url", BACKENDS, indirect=True)
    elif "database_url" in metafunc.fixturenames:
        crossed = len(BACKENDS) == 1 or metafunc.module.__name__.rpartition(".")[2] in CROSSED
        pairs = list(product(TRANSPORTS, BACKENDS) if crossed else zip(TRANSPORTS, BACKENDS, strict=True))
        metafunc.parametrize(("transport", "database_url"), pairs, indirect=True)


@pytest.fixture
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot."""
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a database of the journey's own, of the kind that it is paired with."""
    yield from new_database(request.param, request, tmp_path)


@pytest.fixture
async def acme(transport: str, database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A company of forty, with the roster imported and no pulse yet."""
    async with stage(transport, database_url, tmp_path) as set_up:
        yield set_up
