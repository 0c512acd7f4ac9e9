"""Why a schedule cannot be kept, beside the field that is to be changed, in the owner's language."""

from collections.abc import Callable

from handlers.views import ids
from handlers.views.words import Words
from surveys.pulses import Impossible

FIELDS = {
    "open_days": ids.OPEN_DAYS,
    "no_day": ids.EVERY,
    "too_many": ids.EVERY,
    "reminders": ids.REMINDERS,
    "zone": ids.ZONE,
    "per_round": ids.PER_ROUND,
    "budget": ids.BUDGET,
    "unknown_item": ids.EXTRAS,
    "short_deck": ids.INSTRUMENTS,
    "no_unit": ids.UNITS,
}


def errors(words: Words, reason: Impossible) -> dict[str, str]:
    """The error beside its field."""
    return {FIELDS[reason.code]: sentence_of(words, reason)}


def sentence_of(words: Words, reason: Impossible) -> str:
    """What to choose instead."""
    return SENTENCES[reason.code](words, **reason.values)


def _open_days(words: Words, *, gap: int, most: int) -> str:
    return words(
        "Rounds follow each other every {gap} days: let each be open for 1 to {most} days.", gap=gap, most=most
    )


def _no_day(words: Words) -> str:
    return words("Rounds would open on one day after the other, and none could be open. Choose fewer of them.")


def _too_many(words: Words, *, asked: int, budget: int) -> str:
    return words(
        "That would be {asked} questions to each person in 30 days, and {budget} are the most. Ask fewer in a round, "
        "or less often.",
        asked=asked,
        budget=budget,
    )


def _reminders(words: Words, *, most: int) -> str:
    return words("Remind people at most {most} times in a round.", most=most)


def _zone(words: Words, *, zone: str) -> str:
    return words("There is no time zone {zone}. Choose one from the list.", zone=zone)


def _per_round(words: Words, *, fewest: int, most: int) -> str:
    return words("Ask {fewest} to {most} questions in a round.", fewest=fewest, most=most)


def _budget(words: Words, *, most: int) -> str:
    return words("Write a number from 1 to {most}.", most=most)


def _unknown_item(words: Words, *, item: str) -> str:
    return words("A question ({item}) is no longer there. Take it out.", item=item)


def _short_deck(words: Words, *, number: int) -> str:
    return words("Choose at least {number} questions, so that a round can be filled.", number=number)


def _no_unit(words: Words) -> str:
    return words("Choose at least one unit that is there.")


SENTENCES: dict[str, Callable[..., str]] = {
    "open_days": _open_days,
    "no_day": _no_day,
    "too_many": _too_many,
    "reminders": _reminders,
    "zone": _zone,
    "per_round": _per_round,
    "budget": _budget,
    "unknown_item": _unknown_item,
    "short_deck": _short_deck,
    "no_unit": _no_unit,
}


def no_rhythm(words: Words) -> dict[str, str]:
    """The error beside a cron expression that never comes due."""
    return {
        ids.CRON: words(
            "This is no cron expression with a next time. Write five fields: minute, hour, day, month, weekday; as in "
            "0 9 1,15 * *"
        )
    }


def too_few(words: Words, field: str, least: int) -> dict[str, str]:
    """The error beside an audience that is too small to be reported on."""
    return {
        field: words(
            "There are too few people: at least {number}, or a result could tell of single ones.", number=least
        )
    }
