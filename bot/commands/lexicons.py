"""`groundswell lexicons`: the words by which comments are read, checked before they are used."""

from typing import Annotated, Literal

import typer

from bot.commands.plainly import plainly, say
from surveys.comments import checking, vocabulary

app = typer.Typer(no_args_is_help=True, help="The words by which comments are read.")
Language = Annotated[
    Literal["en", "fr", "nl", "de"] | None, typer.Option("--lang", help="Which language. [default: all four]")
]


@app.callback()
def lexicons() -> None:
    """The words by which comments are read."""


@app.command()
@plainly
def check(*, lang: Language = None) -> None:
    """Say of each language how many entries it has, and what is wrong: unreadable, twice, never found, contradictory.

    Exits with 1 if anything is.
    """
    wanted = vocabulary.LANGUAGES if lang is None else (lang,)
    found = {language: checking.complaints_about(language) for language in wanted}
    for language, complaints in found.items():
        for complaint in complaints:
            say(f"{complaint.place}: {complaint.words}: {complaint.problem}")
        entries = len(vocabulary.entries(language))
        verdict = "all is well" if not complaints else f"{len(complaints)} to mend"
        say(f"{language}: {entries} entries, {verdict}", "bold")
    if any(found.values()):
        raise typer.Exit(1)
