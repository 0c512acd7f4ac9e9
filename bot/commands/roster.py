"""`groundswell roster`: who belongs to which unit and who manages it, from a file or from Slack's user groups."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from slack_sdk.errors import SlackApiError

from bot.commands.plainly import Stopped, plainly, say, settings_with
from bot.config import Misconfigured, Settings
from people import listing, rosterfile, rosterplan
from people.listing import Listing
from people.rosterplan import Plan

app = typer.Typer(no_args_is_help=True, help="Who belongs to which unit, and who manages it.")


@app.callback()
def roster() -> None:
    """Who belongs to which unit, and who manages it."""


@app.command("import")
@plainly
def import_(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV: email, unit, manages.")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    from_groups: Annotated[bool, typer.Option("--from-groups", help="Read Slack's user groups, not a file.")] = False,
    prefix: Annotated[str, typer.Option(help="How the handles of those groups start.")] = listing.TEAMS,
) -> None:
    """Bring units, places and managers to what a CSV file or Slack's user groups say; with an error nothing changes."""
    if (file is None) == (not from_groups):
        raise Misconfigured("name a file, or use --from-groups: one of the two")
    listed = None if file is None else rosterfile.parse(file.read_bytes())
    with Console(stderr=True).status("Reading the people of the workspace from Slack ..."):
        plan = asyncio.run(_import(settings_with(), listed, prefix, dry_run=dry_run))
    for line in rosterplan.describe(plan):
        say(line)
    if plan.problems:
        raise Stopped("nothing was changed: mend the lines above")
    say("A dry run: nothing was changed." if dry_run else "Done.")


async def _import(settings: Settings, listed: Listing | None, prefix: str, *, dry_run: bool) -> Plan:
    from bot import process  # noqa: PLC0415 - slow to load; --help does without
    from handlers import roster as slack  # noqa: PLC0415 - the same

    async with process.opened(settings) as house:
        try:
            if listed is None:
                listed = listing.rows_from_groups(await slack.groups(house.client), prefix)
            if dry_run:
                return await slack.import_plan(house.client, house.sessions, house.workspace_id, listed)
            now = house.clock()
            return await slack.apply_plan(house.client, house.sessions, house.workspace_id, listed, now=now)
        except SlackApiError as refusal:
            reason = refusal.response.get("error", "no reason given")
            raise Stopped(f"Slack refused to list people ({reason}): see `groundswell doctor`") from None
