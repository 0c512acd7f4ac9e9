"""What a pulse asks of people's time, said to them: how many questions, how often, and when each comes back."""

from handlers.views.words import Words
from surveys.cadence import Every
from surveys.pulses import Schedule


def promise(words: Words, schedule: Schedule) -> str:
    """The burden of a pulse in three short sentences."""
    return " ".join(
        (
            _a_round(words, schedule.rhythm.every, min(schedule.per_round, len(schedule.deck))),
            words.plural(
                "Never more than {number} question in 30 days.",
                "Never more than {number} questions in 30 days.",
                schedule.budget,
            ),
            _return(words, schedule.rounds_until_return),
        )
    )


def _a_round(words: Words, every: Every, number: int) -> str:
    if every == "weekly":
        return words.plural("{number} question a week.", "{number} questions a week.", number)
    if every == "fortnightly":
        return words.plural("{number} question every two weeks.", "{number} questions every two weeks.", number)
    if every == "monthly":
        return words.plural("{number} question a month.", "{number} questions a month.", number)
    return words.plural("{number} question at a time.", "{number} questions at a time.", number)


def _return(words: Words, rounds: int) -> str:
    if rounds == 1:
        return words("Each pulse asks the same questions.")
    return words("They take turns: each comes back after {number} pulses.", number=rounds)
