"""Why a schedule cannot be kept, beside the field that is to be changed, in the owner's language."""

from handlers.views import ids
from handlers.views.words import Words
from surveys.pulses import Impossible

FIELDS = {
    "open_days": ids.OPEN_DAYS,
    "no_day": ids.EVERY,
    "too_many": ids.EVERY,
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
    values = reason.values
    match reason.code:
        case "open_days":
            return words("Rounds follow each other every {gap} days: let each be open for 1 to {most} days.", **values)
        case "no_day":
            return words("Rounds would open on one day after the other, and none could be open. Choose fewer of them.")
        case "too_many":
            return words(
                "That would be {asked} questions to each person in 30 days, and {budget} are the most. Ask fewer in a "
                "round, or less often.",
                **values,
            )
        case "zone":
            return words("There is no such time zone. Choose one from the list.")
        case "no_unit":
            return words("Choose at least one unit that is there.")
        case _:
            return _of_questions(words, reason)


def _of_questions(words: Words, reason: Impossible) -> str:
    values = reason.values
    if reason.code == "per_round":
        return words("Ask {fewest} to {most} questions in a round.", **values)
    if reason.code == "budget":
        return words("Write a number from 1 to {most}.", **values)
    if reason.code == "unknown_item":
        return words("One of these questions is no longer there. Take it out.")
    return words("Choose at least {number} questions, so that a round can be filled.", **values)


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
        field: words("There are too few people: at least {number}, or a result could tell of single ones.", number=least)
    }
