"""The command line: each command reads the settings, calls what does the work, and says the outcome."""

import sys
from enum import StrEnum
from importlib.metadata import version as version_of
from typing import Annotated

import typer

from bot.commands import audit, instruments, keys, lexicons, owners, privacy_pack, pulse, roster
from bot.commands.plainly import Stopped, plainly, say, settings_with
from bot.config import Misconfigured, describe
from bot.config import example as example_of_settings

app = typer.Typer(
    name="groundswell",
    help="A Slack bot that helps a company's people choose AI tools.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a local variable may be a token, or an answer
)
app.add_typer(roster.app, name="roster")
app.add_typer(pulse.app, name="pulse")
app.add_typer(owners.app, name="owners")
app.command()(audit.audit)
app.add_typer(keys.app, name="keys")
app.add_typer(instruments.app, name="instruments")
app.add_typer(lexicons.app, name="lexicons")
app.command("privacy-pack")(privacy_pack.privacy_pack)

Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Listen on this port. [default: PORT, or 3000]")]


class Form(StrEnum):
    """How a manifest is written."""

    JSON = "json"
    YAML = "yaml"


def main() -> None:
    """Run the command that was typed."""
    app()


@app.command()
@plainly
def run(*, port: Port = None) -> None:
    """Listen to Slack (Socket Mode or HTTP, by the tokens that are set) and do the work that is due."""
    from bot import process, web  # noqa: PLC0415 - slow to load; --help and version do without

    settings = settings_with(port=port)
    try:
        process.until_told(lambda: process.run(settings))
    except web.PortTaken as taken:
        raise Stopped(f"{taken}; choose another with --port") from None


@app.command()
@plainly
def work() -> None:
    """Do the work that is due (open and close rounds, send), without listening to Slack."""
    from bot import process  # noqa: PLC0415 - slow to load; --help and version do without

    settings = settings_with()
    process.until_told(lambda: process.run_work(settings))


@app.command()
@plainly
def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="Stop at the end; leave the digests in demo-digests/.")] = False,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Show the workspace on this port.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed is another company.")] = 7,
) -> None:
    """Play eight weeks of an invented company in a Slack workspace on this machine."""
    from bot import process  # noqa: PLC0415 - slow to load
    from bot.demo import play  # noqa: PLC0415 - the demo brings the sandbox, which nothing else needs

    try:
        process.until_told(lambda: play.run(once=once, port=port, seed=seed))
    except play.PortTaken as taken:
        raise Stopped(f"{taken} (here: --port)") from None


@app.command()
@plainly
def migrate() -> None:
    """Bring the database to this version, and make the key directory where there is none."""
    from bot import database  # noqa: PLC0415 - slow to load; --help and version do without
    from surveys.keys import KeyRing, Unsafe  # noqa: PLC0415 - the same

    settings = settings_with()
    try:
        KeyRing(settings.groundswell_keys).prepare()
    except (Unsafe, OSError) as reason:
        raise Misconfigured(f"GROUNDSWELL_KEYS: {reason}") from None
    database.migrate(settings.database_url)
    say(f"The database is at {database.newest_revision()}.")


@app.command()
@plainly
def doctor() -> None:
    """Check what must hold before people are asked: each line is well, or says what to do."""
    import asyncio  # noqa: PLC0415 - with what follows

    from bot import doctor as looks  # noqa: PLC0415 - slow to load; --help and version do without

    found = asyncio.run(looks.examine(settings_with()))
    for finding in found:
        say(f"{'ok ' if finding.ok else 'NO '} {finding.name}: {finding.sentence}", None if finding.ok else "bold red")
        if not finding.ok:
            say(f"    to mend it: {finding.remedy}")
        if finding.advice:
            say(f"    advice: {finding.advice}")
    if not all(finding.ok for finding in found):
        raise typer.Exit(1)


@app.command()
@plainly
def manifest(
    *,
    http: Annotated[str | None, typer.Option(metavar="URL", help="Use HTTP at this public address.")] = None,
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = Form.YAML,
) -> None:
    """Print the Slack app manifest: for Socket Mode, or for HTTP at a public address."""
    from bot import manifest as app_manifest  # noqa: PLC0415 - slow to load; --help and version do without

    try:
        shown = app_manifest.manifest(http)
    except ValueError as reason:
        raise Misconfigured(f"--http: {reason}") from None
    sys.stdout.write(app_manifest.text_of(shown, form.value))


@app.command()
@plainly
def config(
    *, example: Annotated[bool, typer.Option("--example", help="Print the file .env.example instead.")] = False
) -> None:
    """Print every setting: its value, what it means, and its default. Secrets are never printed."""
    if example:
        sys.stdout.write(example_of_settings())
        return
    for row in describe(settings_with()):
        say(f"{row.name}={row.value}", "bold")
        say(f"    {row.description}" + (f" Default: {row.default}" if row.default else ""))


@app.command()
def version() -> None:
    """Print the version."""
    say(version_of("groundswell"))


@app.command()
@plainly
def tag(
    *,
    lang: Annotated[str, typer.Option(help="The language of the comments: auto, en, fr, nl or de.")] = "auto",
    tier: Annotated[str, typer.Option(help="Which tagger: a, or b (make semantic).")] = "a",
    net: Annotated[
        bool, typer.Option("--net", help="Only the net score of each group: lines of group, tab, comment.")
    ] = False,
) -> None:
    """Read comments, one a line, and print what they are tagged with, one JSON object a line."""
    from bot import tag as tagger  # noqa: PLC0415 - slow to load; --help and version do without

    try:
        run = tagger.run_groups if net else tagger.run
        lines = run(typer.get_text_stream("stdin", encoding="utf-8"), language=lang, tier=tier)
    except tagger.Unavailable as reason:
        raise Misconfigured(str(reason)) from None
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
