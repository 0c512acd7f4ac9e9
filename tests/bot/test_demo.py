"""The demo lives through its weeks and leaves what it says it leaves."""

import asyncio
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.demo import keepsakes, play, staying
from bot.manifest import manifest
from handlers.views import ids
from sandbox.server import Sandbox


async def test_two_weeks_are_played_over_both_transports_and_leave_their_digests(tmp_path: Path) -> None:
    said = StringIO()
    async with play.played(console=Console(file=said), port=0, weeks=2) as scene:
        written = keepsakes.leave(scene.sandbox, scene.team, scene.app, tmp_path)

        assert scene.sandbox.journal.findings() == []
        assert scene.sandbox.failures == []
        assert {delivery.transport for delivery in scene.sandbox.deliveries} == {"http", "socket"}

    texts, pictures = sorted(tmp_path.glob("*.txt")), sorted(tmp_path.glob("*.png"))
    assert len(texts) == len(pictures) == written == 28
    assert [text.stem for text in texts] == [picture.stem for picture in pictures]
    assert "Marelle & Zoon" in texts[0].read_text(encoding="utf-8")
    assert "120 people, 2 weeks" in said.getvalue()


async def test_a_pulse_is_open_at_the_end_and_closes_when_somebody_lets_days_pass() -> None:
    async with play.played(console=Console(file=StringIO()), port=0, weeks=1) as scene:
        person = scene.person(scene.company.people[-1].handle)
        await person.press(ids.OPEN_FORM)
        result = await person.submit({"usefulness": 4})
        await person.dismiss()
        going_on, journal = (
            asyncio.create_task(staying.stay(scene.sandbox, scene.clock, scene.house)),
            scene.sandbox.journal,
        )
        before = len(journal.calls("chat.postMessage"))
        for _ in range(8):
            await scene.sandbox.pass_time(timedelta(days=1))
            journal.ring()
            if await journal.within(lambda: len(journal.calls("chat.postMessage")) > before, 2):
                break
        going_on.cancel()

        assert result.errors == {}
        assert len(journal.calls("chat.postMessage")) > before


async def test_a_later_demo_takes_the_place_of_an_earlier_one_and_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "2026-01-09-somebody.txt").write_text("an earlier digest")
    (tmp_path / "notes.txt").write_text("mine")
    async with Sandbox(port=0) as sandbox:
        team = sandbox.add_workspace("Empty")
        app = sandbox.add_app("Groundswell", manifest())
        sandbox.install(app, team)

        assert keepsakes.leave(sandbox, team, app, tmp_path) == 0

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


async def test_a_port_that_is_taken_is_named() -> None:
    async with Sandbox(port=0) as other:
        port = int(other.url.rpartition(":")[2])
        with pytest.raises(play.PortTaken, match=str(port)):
            await play.run(once=True, port=port)
