"""The clock of the jobs, which ends in order whatever it is in the middle of."""

import asyncio
import logging

import pytest
from apscheduler.triggers.date import DateTrigger

from bot import work
from bot.assembly import open_house
from tests.bot.conftest import Place


async def test_stopped_while_a_job_waits_for_its_turn_it_is_no_mistake(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(work, "CronTrigger", lambda **_: DateTrigger())  # due at once, and not at the full minute
    caplog.set_level(logging.INFO, "apscheduler")
    place.sandbox.faults.add("users.list", kind="slow", seconds=600)
    async with open_house(place.settings, clock=place.clock.now) as house:
        running = asyncio.create_task(work.run(house))
        await place.sandbox.journal.until(lambda: not list(place.sandbox.faults), 30)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        for _ in range(5):
            await asyncio.sleep(0)  # APScheduler says what became of a job once it has ended

    told = [record for record in caplog.records if record.name.startswith("apscheduler")]
    assert any("Running job" in record.message for record in told)
    assert [record.message for record in told if record.levelno >= logging.ERROR] == []
