"""Countries of time zones, and their public holidays."""

import subprocess
import sys
from datetime import date

import pytest

from people.countries import country_of, is_holiday


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Brussels", "BE"),
        ("Europe/Amsterdam", "NL"),
        ("Europe/Luxembourg", "LU"),
        ("America/Toronto", "CA"),
        ("Asia/Kolkata", "IN"),
        ("Asia/Calcutta", "IN"),  # its name before 1993, which Slack may still say
        ("US/Pacific", "US"),
        ("UTC", None),
        ("Etc/GMT+5", None),
        ("Nowhere/Land", None),
    ],
)
def test_a_zone_lies_in_a_country(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    ("zone", "day", "free"),
    [
        ("Europe/Paris", date(2026, 7, 14), True),
        ("Europe/Brussels", date(2026, 7, 14), False),
        ("Europe/Brussels", date(2026, 11, 11), True),
        ("Europe/Amsterdam", date(2026, 11, 11), False),
        ("Europe/Berlin", date(2026, 10, 31), False),  # of some of its states only
        ("UTC", date(2026, 12, 25), False),
        ("Antarctica/Troll", date(2026, 12, 26), False),
    ],
)
def test_a_country_has_its_holidays(zone: str, day: date, free: object) -> None:
    assert is_holiday(zone, day) is free


def test_help_is_given_without_loading_holidays() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, bot.cli; print('holidays' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "False"
