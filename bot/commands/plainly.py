"""What goes wrong, in one line on standard error, with the exit code that people expect; a bug keeps its traceback."""

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console

from bot import logs
from bot.config import Misconfigured, Settings, load

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
MISCONFIGURED = 2


class Stopped(Exception):
    """A command cannot go on; the message is one line for the person who typed it."""


def plainly(command: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Turn what a command cannot do into a line and an exit code: 2 for a setting or an option, 1 for the rest."""

    @functools.wraps(command)
    def said(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            return command(*args, **kwargs)
        except Misconfigured as reason:
            for line in reason.lines:
                complain(line)
            raise typer.Exit(MISCONFIGURED) from None
        except Stopped as reason:
            complain(str(reason))
            raise typer.Exit(1) from None

    return said


def complain(line: str) -> None:
    """Write one line to standard error."""
    Console(file=sys.stderr, soft_wrap=True, highlight=False).print(f"groundswell: {line}", style="red", markup=False)


def say(line: str, style: str | None = None) -> None:
    """Write one line to standard output; in colour on a terminal only."""
    Console(file=sys.stdout, soft_wrap=True, highlight=False).print(line, style=style, markup=False)


def settings_with(**given: object) -> Settings:
    """The settings, the options typed before what is found elsewhere; logs follow them from here on."""
    settings = load(**{name: value for name, value in given.items() if value is not None})
    logs.configure(settings)
    return settings
