"""One round that is lived through Slack: what the logs, the temporary files and Slack's own record then hold."""

import io
import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot import logs
from bot.config import load
from handlers.views import ids
from sandbox.journal import Call
from tests.attacks.loot import Copy, of_a_folder, taken
from tests.build import ITEMS
from tests.journeys.stage import Stage, stage

ANSWERING = 30
"""So many of the forty answer; the others open the form and close it again."""


@dataclass(slots=True)
class Lived:
    """What the operator, or who reads along, holds of one round."""

    words: dict[int, str]
    logged: str = ""
    while_open: Copy = field(default_factory=lambda: Copy({}, ()))
    closed: Copy = field(default_factory=lambda: Copy({}, ()))
    files: Mapping[str, bytes] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)


def word_of(number: int) -> str:
    """What only this person writes."""
    return f"marker{''.join(chr(ord('a') + int(digit)) for digit in str(1000 + number))} is my word"


@contextmanager
def listening(*, pinned: bool) -> Iterator[io.StringIO]:
    """Turn every log up as far as it goes, over the product's settings or over none, and put all back afterwards."""
    written = io.StringIO()
    before = (logging.root.handlers[:], logging.root.level)
    levels = {name: logging.getLogger(name).level for name in logging.root.manager.loggerDict}
    if pinned:
        logs.configure(load(_env_file=None), stream=written)
    else:
        logging.basicConfig(stream=written, level=logging.DEBUG, force=True)
    logging.root.setLevel(logging.DEBUG)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        structlog.reset_defaults()
        logging.captureWarnings(capture=False)
        logging.root.handlers[:] = before[0]
        logging.root.setLevel(before[1])
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


async def live(transport: str, url: str, folder: Path, *, pinned: bool = True) -> Lived:
    """Play one round through Slack with every log turned up, and collect what is left."""
    lived = Lived({number: word_of(number) for number in range(ANSWERING)})
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    kept, tempfile.tempdir = tempfile.tempdir, str(scratch)
    try:
        with listening(pinned=pinned) as written:
            async with stage(transport, url, folder) as acme:
                if pinned:
                    logs.pin()
                await acme.start_pulse()
                await all_answer(acme, lived.words)
                lived.while_open = await taken(url)
                await acme.close_round()
                lived.calls = acme.sandbox.journal.calls()
                if not pinned:
                    # Over HTTP Bolt prints no body that is rightly signed; a careless bot does so itself.
                    logging.getLogger("careless").debug(
                        "got %s", [each.payload for each in acme.sandbox.journal.deliveries]
                    )
            lived.logged = written.getvalue()
    finally:
        tempfile.tempdir = kept
    lived.closed = await taken(url)
    lived.files = {name: held for name, held in of_a_folder(folder).items() if "groundswell.db" not in name}
    return lived


async def all_answer(acme: Stage, words: Mapping[int, str]) -> None:
    """Let all forty open the form, and those of `words` send it."""
    for number in range(len(acme.people)):
        person = acme.person(number)
        await person.press(ids.OPEN_FORM)
        if number in words:
            values = {item.key: 1 + number % 5 for item in ITEMS if item.type == "agreement"}
            result = await person.submit({**values, ids.COMMENT: words[number]})
            assert result.errors == {}
        await person.dismiss()
