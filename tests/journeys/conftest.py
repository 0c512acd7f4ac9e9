"""The stage of each journey, on both transports and on each database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.stage import Stage, stage


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot."""
    return str(request.param)


@pytest.fixture
async def acme(transport: str, database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A company of forty, with the roster imported and no pulse yet."""
    async with stage(transport, database_url, tmp_path) as set_up:
        yield set_up
