"""A desk in front of the page, with an app behind it that hears everything."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.sandbox.conftest import Scene
from tests.sandbox.ears import Ear
from tests.sandbox.page.desk import Desk


@pytest.fixture
async def desk(scene: Scene, ear: Ear) -> AsyncIterator[Desk]:
    """Give a desk; the app acknowledges what it is told."""
    transport = httpx.ASGITransport(scene.sandbox)
    async with httpx.AsyncClient(transport=transport, base_url=scene.sandbox.url) as browser:
        yield Desk(scene, browser)
