"""Which rounds are audited together: a question asked twice within 90 days, of almost the same people."""

from datetime import date, timedelta

import pytest

from surveys.policy.audiences import Asked, audited_with_last
from surveys.policy.trends import Turnover

FIRST = date(2026, 1, 5)


def asked(*steps: Turnover | None, days: int = 7, questions: tuple[str, ...] = ()) -> list[Asked]:
    """Rounds so many days apart, the first unknown and then one for each step; each letter is a question."""
    turnovers = (None, *steps)
    names = questions or ("a",) * len(turnovers)
    return [
        Asked(f"r{number}", FIRST + timedelta(days=days * number), frozenset(name), turnover)
        for number, (turnover, name) in enumerate(zip(turnovers, names, strict=True))
    ]


@pytest.mark.parametrize(
    ("rounds", "together"),
    [
        (asked("few"), ["r0"]),
        (asked("same"), []),
        (asked("many"), []),
        (asked(None), ["r0"]),
        (asked("few", "few"), ["r0", "r1"]),
        (asked("few", "same"), ["r0"]),
        (asked("same", "few"), ["r0", "r1"]),
        (asked("many", "many"), ["r0"]),
        (asked("few", days=90), ["r0"]),
        (asked("few", days=91), []),
        (asked("few", "few", questions=("ab", "d", "bc")), ["r0"]),
        (asked("few", questions=("a", "b")), []),
        (asked(), []),
    ],
)
def test_rounds_of_almost_the_same_people_are_audited_together(rounds: list[Asked], together: list[str]) -> None:
    assert audited_with_last(rounds) == together
