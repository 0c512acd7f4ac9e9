"""`python -m sandbox`: a Slack workspace on this machine, until Ctrl-C."""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from sandbox import seed, settings, telling
from sandbox.apps import App
from sandbox.page.authorizing import PATH
from sandbox.server import Sandbox

EXAMPLE = Path(__file__).parent / "examples" / "company.yaml"
HELP = "A Slack workspace on your own machine: the Web API, signed HTTP, Socket Mode, and a page to look at it."

cli = typer.Typer(add_completion=False)


@cli.command(help=HELP)
def start(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8900,
    seed_file: Annotated[
        Path, typer.Option("--seed", help="Company to start with, as YAML.", show_default="an example")
    ] = EXAMPLE,
    limits: Annotated[bool, typer.Option(help="Whether Slack's rate limits hold.")] = True,
    request_urls: Annotated[
        list[str] | None,
        typer.Option("--request-url", help="Where the app takes signed HTTP; NAME=URL if there are several apps."),
    ] = None,
    env_file: Annotated[
        Path | None, typer.Option("--env", help="File to write the app's settings to, for a shell to source.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the address, and no tokens.")] = False,
    log: Annotated[bool, typer.Option("--log", help="Print a line for each call and each delivery.")] = False,
) -> None:
    """Start a sandbox, say where it is and with which tokens, and stay until Ctrl-C."""

    def prepare(sandbox: Sandbox) -> None:
        seed.plant(sandbox, seed_file)
        for given in request_urls or ():
            settings.lead(sandbox, given)
        if env_file:
            settings.write(sandbox, env_file, sandbox.api_url)
        typer.echo(f"The sandbox is at {sandbox.url}" if quiet else described(sandbox))
        if log:
            sandbox.journal.told.append(lambda what: typer.echo(telling.line_of(what, sandbox.apps)))

    try:
        asyncio.run(_stay(Sandbox(port=port, limits=limits, show_typed=True), prepare))
    except seed.Unreadable as unreadable:
        typer.echo(f"The seed cannot be read. {unreadable}", err=True)
        raise typer.Exit(2) from None
    except settings.Unfit as unfit:
        typer.echo(f"{unfit}.", err=True)
        raise typer.Exit(2) from None
    except OSError as failure:
        typer.echo(f"Cannot listen on port {port}: {failure.strerror}. Choose another with --port.", err=True)
        raise typer.Exit(1) from None


async def _stay(sandbox: Sandbox, prepare: Callable[[Sandbox], None]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with sandbox:
        prepare(sandbox)
        await stop.wait()
    typer.echo("The sandbox is closed.")


def described(sandbox: Sandbox) -> str:
    """Where the sandbox is, and the settings with which each app reaches it."""
    lines = [f"The sandbox is at {sandbox.url}", f"Base URL for Slack clients: {sandbox.api_url}"]
    for seat in sandbox.seats.values():
        lines += ["", f"# {seat.app.name} ({seat.app.id}) in {seat.workspace.name} ({seat.workspace.id})"]
        lines += [f"SLACK_API_URL={sandbox.api_url}", f"SLACK_BOT_TOKEN={seat.bot_token}", *_secrets(seat.app)]
    seated = {seat.app.id for seat in sandbox.seats.values()}
    for app in (each for each in sandbox.apps.values() if each.id not in seated):
        lines += ["", f"# {app.name} ({app.id}) is installed nowhere; people allow it at {sandbox.url}{PATH}"]
        lines += [f"SLACK_API_URL={sandbox.api_url}", *_secrets(app)]
    return "\n".join([*lines, "", "Ctrl-C ends it."])


def _secrets(app: App) -> list[str]:
    """The settings of an app, its client as a comment: Bolt turns to OAuth when it finds that among the settings."""
    token = [f"SLACK_APP_TOKEN={app.app_token}"] if app.socket_mode else []
    client = f"# OAuth: client id {app.client_id}, client secret {app.client_secret}"
    return [*token, f"SLACK_SIGNING_SECRET={app.signing_secret}", client]


if __name__ == "__main__":
    cli(prog_name="python -m sandbox")
