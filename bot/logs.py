"""Logs: short past-tense events with ids, to standard error; what Slack's libraries say of a payload is kept out."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

from bot.config import Settings

# Bolt prints the whole body of a request with a wrong signature at INFO, Socket Mode each frame at DEBUG, and so do
# WebSockets, HTTP servers and clients; aiosqlite prints each statement with its parameters.
PINNED = {
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.INFO,
    "aiohttp.access": logging.WARNING,
    "aiohttp": logging.INFO,
    "aiosqlite": logging.INFO,
    "alembic": logging.WARNING,
    "asyncpg": logging.INFO,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "uvicorn.access": logging.CRITICAL,
    "uvicorn": logging.INFO,
    "websockets": logging.INFO,
    "sqlalchemy.engine": logging.WARNING,
    "sqlalchemy.pool": logging.WARNING,
}
SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


class Discreet(logging.Filter):
    """Lets through what a pinned logger may say, whatever level that logger or the root was given afterwards."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record may be written."""
        return record.levelno >= least_level_of(record.name)


def least_level_of(name: str) -> int:
    """The level below which nothing of this logger is written; 0 for those that are not pinned."""
    return next((level for pinned, level in PINNED.items() if name == pinned or name.startswith(f"{pinned}.")), 0)


def pin() -> None:
    """Raise every pinned logger to its level; Bolt gives its own the root's, so call this after building an app."""
    for name in {*PINNED, *logging.root.manager.loggerDict}:
        logger, least = logging.getLogger(name), least_level_of(name)
        least = max(least, logging.root.level) if least else 0
        if least and logger.level < least:
            logger.setLevel(least)


def loud() -> list[str]:
    """The pinned loggers, and those below them, that would say more than they may."""
    names = {*PINNED, *logging.root.manager.loggerDict}
    return sorted(name for name in names if logging.getLogger(name).getEffectiveLevel() < least_level_of(name))


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Send all logs, ours and the libraries', to one place in one form; a second call replaces the first."""
    target = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(target)
    handler.addFilter(Discreet())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_form_of(settings, target)],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    logging.captureWarnings(capture=True)
    pin()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _form_of(settings: Settings, target: TextIO) -> list[Processor]:
    if settings.log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # Without the plain formatter, rich tracebacks print local variables: payloads among them.
    return [
        structlog.dev.ConsoleRenderer(
            colors=target.isatty(), exception_formatter=structlog.dev.plain_traceback, sort_keys=False
        )
    ]
