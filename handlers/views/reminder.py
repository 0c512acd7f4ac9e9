"""The reminder of an open pulse: it goes to everybody, so it asks nobody whether they have answered."""

from datetime import date
from typing import Any

from handlers.views.pulse import leading_to_form
from handlers.views.words import Words


def reminder(words: Words, round_id: str, *, closes_on: date, items: int) -> dict[str, Any]:
    """The same message for everyone, as arguments of chat.postMessage; it is never edited afterwards."""
    text = words.plural(
        "The pulse about AI at work is open until {day}: {number} short question. If you have answered already, thank "
        "you: there is nothing more to do.",
        "The pulse about AI at work is open until {day}: {number} short questions. If you have answered already, thank "
        "you: there is nothing more to do.",
        items,
        day=words.day(closes_on),
    )
    small = words(
        "Everybody who was invited gets this reminder, since nobody can tell who has answered. Taking part is your "
        "choice. `/pulse settings` stops these messages."
    )
    return leading_to_form(words, round_id, text, small)
