"""Leave is read off a status; all else that people write there is their own."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.leave import AWAY, away_until
from people.roster import HERE, OPEN_END

UNTIL = datetime(2026, 1, 9, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("emoji", "expires", "until"),
    [
        (":palm_tree:", int(UNTIL.timestamp()), UNTIL),
        (":face_with_thermometer:", 0, OPEN_END),
        (":baby::skin-tone-3:", 0, OPEN_END),
        (":airplane:", None, OPEN_END),
        (":airplane:", 1 << 60, OPEN_END),
        (":house_with_garden:", 0, HERE),
        (":calendar:", int(UNTIL.timestamp()), HERE),
        ("", 0, HERE),
        (None, 0, None),
    ],
)
def test_a_status_says_until_when_somebody_is_away(emoji: str | None, expires: int | None, until: datetime) -> None:
    assert away_until({"status_emoji": emoji, "status_expiration": expires}) == until


def test_the_list_is_small_enough_to_be_read() -> None:
    assert {"palm_tree", "face_with_thermometer", "airplane"} <= AWAY
    assert len(AWAY) <= 12


anything = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats() | st.lists(st.integers())


@given(st.fixed_dictionaries({}, optional={"status_emoji": anything, "status_expiration": anything}))
def test_whatever_slack_writes_there_is_an_instant_or_nothing(profile: dict[str, Any]) -> None:
    until = away_until(profile)

    assert until is None or until.tzinfo is UTC
