"""`groundswell keys`: what an operator does with the keys themselves."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.commands.plainly import Stopped, plainly, say, settings_with
from bot.config import Settings

if TYPE_CHECKING:
    from surveys.texts import Told

app = typer.Typer(no_args_is_help=True, help="The keys: of open rounds, and of the comments that are kept.")


@app.callback()
def keys() -> None:
    """The keys: of open rounds, and of the comments that are kept."""


@app.command("rotate-texts")
@plainly
def rotate_texts(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
) -> None:
    """Encrypt all comments that are kept under a new key, and destroy the old one; a cut-off rotation is finished."""
    settings = settings_with()
    with Console(stderr=True).status("Looking at the comments that are kept ...") as status:
        lines = asyncio.run(
            _foreseen(settings)
            if dry_run
            else _rotated(settings, lambda done, total: status.update(f"Encrypted anew: {done} of {total} comments"))
        )
    for line in lines:
        say(line)


async def _foreseen(settings: Settings) -> list[str]:
    from bot import database, process  # noqa: PLC0415 - slow to load; --help does without
    from surveys import texts  # noqa: PLC0415 - the same

    async with process.storage_of(settings) as (engine, keys), database.sessions_for(engine)() as session:
        try:
            foreseen = await texts.outlook(session, keys)
        except texts.Unreadable as reason:
            raise Stopped(f"{reason}: see `groundswell doctor`") from None
    cut_off = ["An earlier rotation was cut off; this one would go on with it."] if foreseen.cut_off else []
    return [*cut_off, f"{foreseen.comments} comments would be encrypted anew. A dry run: nothing was changed."]


async def _rotated(settings: Settings, told: "Told") -> list[str]:
    from bot import database, process  # noqa: PLC0415 - slow to load; --help does without
    from surveys import texts  # noqa: PLC0415 - the same

    async with process.storage_of(settings) as (engine, keys):
        try:
            number = await texts.rotate(database.sessions_for(engine), keys, told)
        except texts.Unreadable as reason:
            raise Stopped(f"{reason}: nothing was changed; see `groundswell doctor`") from None
        try:
            await database.scrub(engine)
        except database.NotScrubbed:
            return [_done(number), "What was there before is still in the database's log, under a key that is gone."]
    return [_done(number)]


def _done(number: int) -> str:
    return f"{number} comments are encrypted under a new key, and the old key is destroyed."
