"""One's own weekday and hour: chosen, read back, and said in words."""

from datetime import date, time, timedelta
from typing import Any, Final

from babel.dates import format_date, format_time

from handlers.views import blocks, ids
from handlers.views.malformed import Malformed, field_of
from handlers.views.words import Words
from people.preferences import Settings

ANY: Final = "any"
WEEKDAYS: Final = range(5)
HOURS: Final = range(8, 19)
"""What may be chosen: no quiet hours, so that whoever chose need not be held back."""
A_MONDAY: Final = date(2026, 1, 5)


def own_time(words: Words, settings: Settings) -> list[blocks.Block]:
    """The two inputs, with what is in force."""
    days = [blocks.option(words("Whenever it suits"), ANY)]
    days += [blocks.option(weekday_of(words, day), str(day)) for day in WEEKDAYS]
    hours = [blocks.option(words("Whenever it suits"), ANY)]
    hours += [blocks.option(hour_of(words, hour), str(hour)) for hour in HOURS]
    return [
        _choice(ids.WEEKDAY, words("When shall I ask you?"), days, settings.weekday),
        _choice(
            ids.HOUR,
            words("At which hour?"),
            hours,
            settings.hour,
            hint=words(
                "By the clock of your own time zone. When a pulse is not open on your weekday, you are asked at your "
                "hour on another day. Without a choice it is some time in working hours, and not on a weekend or a "
                "public holiday unless the pulse has no other day."
            ),
        ),
    ]


def _choice(
    name: str, label: str, options: list[dict[str, Any]], chosen: int | None, *, hint: str | None = None
) -> blocks.Block:
    value = ANY if chosen is None else str(chosen)
    block: blocks.Block = {
        "type": "input",
        "block_id": name,
        "label": blocks.plain(label),
        "element": {
            "type": "static_select",
            "action_id": name,
            "options": options,
            "initial_option": next((each for each in options if each["value"] == value), options[0]),
        },
    }
    return block | ({"hint": blocks.plain(hint)} if hint else {})


def read_own_time(values: dict[str, Any]) -> tuple[int | None, int | None]:
    """The weekday and the hour that a form says; None is any. Raises Malformed."""
    return _read(values, ids.WEEKDAY, WEEKDAYS), _read(values, ids.HOUR, HOURS)


def _read(values: dict[str, Any], name: str, offered: range) -> int | None:
    field = field_of(field_of(values, name, dict), name, dict)
    value = field_of(field_of(field, "selected_option", dict), "value", str)
    if value == ANY:
        return None
    if value not in {str(each) for each in offered}:
        raise Malformed(name)
    return int(value)


def in_words(words: Words, settings: Settings) -> str:
    """When somebody wants to be asked, as one says it."""
    day = None if settings.weekday is None else weekday_of(words, settings.weekday)
    hour = None if settings.hour is None else hour_of(words, settings.hour)
    if day and hour:
        return words("{weekday} at {hour}", weekday=day, hour=hour)
    if day:
        return day
    return words("at {hour}", hour=hour) if hour else words("some time in working hours")


def weekday_of(words: Words, weekday: int) -> str:
    """Monday, lundi, maandag, Montag; 0 is Monday."""
    return format_date(A_MONDAY + timedelta(days=weekday), "EEEE", locale=words.language)


def hour_of(words: Words, hour: int) -> str:
    """A full hour by a clock of 24 hours."""
    return format_time(time(hour), "HH:mm", locale=words.language)
