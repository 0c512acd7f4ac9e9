"""How long a person waits for apps to hear of what they did: it is done at once, and a slow app delays no page."""

import asyncio
from collections.abc import Coroutine
from typing import Any

SECONDS = 0.5
"""Real seconds."""


class Patience:
    """What was done and is still being told to apps."""

    def __init__(self) -> None:
        """Start with nothing under way."""
        self._telling: set[asyncio.Task[object]] = set()

    async def told(self, hand: Coroutine[Any, Any, object]) -> None:
        """Do what apps hear of, and wait for them a little; what goes wrong in that time is raised."""
        task = asyncio.create_task(hand)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
        await asyncio.wait({task}, timeout=SECONDS)
        if task.done():
            task.result()
