"""When a pulse asks, in words: its rhythm, its days and hours, its dates."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from handlers.views.words import Words
from surveys.cadence import Rhythm


def weekday(words: Words, number: int) -> str:
    """The name of a weekday; 0 is Monday."""
    return str(get_day_names("wide", context="stand-alone", locale=words.language)[number])


def clock(hour: int, minute: int = 0) -> str:
    """A time of day."""
    return f"{hour:02}:{minute:02}"


def rhythm_of(words: Words, rhythm: Rhythm) -> str:
    """How often a round opens."""
    named = {"weekday": weekday(words, rhythm.weekday), "time": clock(rhythm.hour)}
    match rhythm.every:
        case "weekly":
            return words("every week: {weekday}, {time}", **named)
        case "fortnightly":
            return words("every two weeks: {weekday}, {time}", **named)
        case "monthly":
            return words("every month: the first {weekday}, {time}", **named)
        case _:
            return words("by the cron expression {cron}", cron=f"`{rhythm.cron}`")


def opening_of(words: Words, instant: datetime, zone: str) -> str:
    """The day and time of an instant by the clock of a zone."""
    local = instant.astimezone(ZoneInfo(zone))
    return words("{day}, {time}", day=words.day(local.date()), time=clock(local.hour, local.minute))


def openings_of(words: Words, instants: Sequence[datetime], zone: str) -> str:
    """Several of them, one a line."""
    return "\n".join(f"• {opening_of(words, instant, zone)}" for instant in instants)
