"""Which questions of a pulse's deck a round asks: everybody the same ones, the longest unasked first. Pure.

Nobody can be told by the questions that they got, since a round has one set of them (decision 0026).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

FEWEST: Final = 2
MOST: Final = 4
"""Questions of one round."""
BUDGET: Final = 20
"""The most questions that anybody is asked in a month, unless the owner sets fewer."""
MONTH: Final = timedelta(days=30)


def turn_of(deck: Sequence[str], earlier: Iterable[Collection[str]], number: int) -> tuple[str, ...]:
    """So many questions of the deck, in its order: those never asked first, then those asked longest ago.

    `earlier` has what the rounds before asked, the newest first.
    """
    last: dict[str, int] = {}
    for ago, asked in enumerate(earlier):
        for key in asked:
            last.setdefault(key, ago)
    longest = sorted(deck, key=lambda key: (key in last, -last.get(key, 0)))
    chosen = set(longest[:number])
    return tuple(key for key in deck if key in chosen)


def rounds_until_return(size: int, number: int) -> int:
    """After how many rounds every question of a deck of that size has come once more, so many a round."""
    return -(-size // number)


def affordable(number: int, earlier: Iterable[tuple[date, int]], *, budget: int, on: date) -> int:
    """How many questions may be asked on that day without exceeding the month's budget: at most `number`, or none.

    `earlier` has the day and the number of questions of each round before. Fewer than two make no round, unless no more
    were wanted.
    """
    asked = sum(questions for day, questions in earlier if on - day < MONTH)
    left = min(number, budget - asked)
    return left if left >= min(FEWEST, number) else 0
