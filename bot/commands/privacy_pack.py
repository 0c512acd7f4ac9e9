"""`groundswell privacy-pack`: a paper for employee representatives on what is in force, promised and shown."""

import sys
from enum import StrEnum
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.plainly import Stopped, plainly, say, settings_with
from bot.config import Misconfigured, Settings

if TYPE_CHECKING:
    from bot.pack.paper import Contents


class Language(StrEnum):
    """In which language the paper is written."""

    EN = "en"
    FR = "fr"
    NL = "nl"
    DE = "de"


@plainly
def privacy_pack(
    *,
    out: Annotated[Path | None, typer.Option(dir_okay=False, help="Write to this file, not to the screen.")] = None,
    lang: Annotated[Language, typer.Option(help="The language of the paper.")] = Language.EN,
    audit: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="What `groundswell audit --json` printed."),
    ] = None,
    attacks: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="What `python -m tests.attacks --json` wrote.")
    ] = None,
) -> None:
    """Write a paper for employee representatives, one HTML file to read or print: what is in force and promised."""
    from bot.clock import system_clock  # noqa: PLC0415 - slow to load; --help does without
    from bot.pack import paper  # noqa: PLC0415 - the same
    from handlers.views.words import words_for  # noqa: PLC0415 - the same

    contents = _contents(settings_with(), audit, attacks)
    text = paper.html_of(words_for(lang), contents, today=system_clock().date())
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as reason:
        raise Stopped(f"{out} cannot be written: {reason.strerror}") from None
    say(f"Written to {out}: open it in a browser, and print it from there.")


def _contents(settings: Settings, audit: Path | None, attacks: Path | None) -> "Contents":
    from sqlalchemy import make_url  # noqa: PLC0415 - slow to load; --help does without

    from bot.pack import results  # noqa: PLC0415 - the same
    from bot.pack.paper import Contents  # noqa: PLC0415 - the same
    from handlers.views.privacy import InForce  # noqa: PLC0415 - the same
    from surveys import consent  # noqa: PLC0415 - the same
    from surveys.comments.semantic import NotInstalled  # noqa: PLC0415 - the same
    from surveys.comments.tagging import tier_called  # noqa: PLC0415 - the same

    database = make_url(settings.database_url).get_backend_name()
    try:
        return Contents(
            held=InForce(
                settings.groundswell_k, database, consent.current(), tier_called(settings.groundswell_tier).name
            ),
            version=version_of("groundswell"),
            audit=results.findings_of(audit) if audit else None,
            attacks=results.attacks_of(attacks) if attacks else None,
        )
    except (results.Unreadable, NotInstalled) as reason:
        raise Misconfigured(str(reason)) from None
