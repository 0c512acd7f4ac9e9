"""`python -m sandbox`: a Slack workspace on this machine, until Ctrl-C."""

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from sandbox import seed
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
) -> None:
    """Start a sandbox, say where it is and with which tokens, and stay until Ctrl-C."""
    try:
        asyncio.run(_stay(port, seed_file, limits=limits))
    except seed.Unreadable as unreadable:
        typer.echo(f"The seed cannot be read. {unreadable}", err=True)
        raise typer.Exit(2) from None
    except OSError as failure:
        typer.echo(f"Cannot listen on port {port}: {failure.strerror}. Choose another with --port.", err=True)
        raise typer.Exit(1) from None


async def _stay(port: int, seed_file: Path, *, limits: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with Sandbox(port=port, limits=limits) as sandbox:
        seed.plant(sandbox, seed_file)
        typer.echo(described(sandbox))
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
    return [
        f"SLACK_APP_TOKEN={app.app_token}",
        f"SLACK_SIGNING_SECRET={app.signing_secret}",
        f"SLACK_CLIENT_ID={app.client_id}",
        f"SLACK_CLIENT_SECRET={app.client_secret}",
    ]


if __name__ == "__main__":
    cli(prog_name="python -m sandbox")
