"""One's own settings as they are drawn and read back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from handlers.views import ids
from handlers.views.malformed import Malformed
from handlers.views.own_time import in_words
from handlers.views.settings import Wishes, read_settings, settings_error, settings_form
from handlers.views.words import LANGUAGES, Words, words_for
from people.preferences import Settings
from sandbox.checks import view_errors
from tests.handlers.views.shapes import ALL_WORDS, bent, json_objects, language_of

DAY = date(2026, 2, 1)
ASKED_FOR = [
    Settings("fr", None, "Europe/Paris", None, opted_out=False),
    Settings("de", "de", "UTC", DAY, opted_out=True, weekday=1, hour=14),
    Settings("nl", None, "UTC", None, opted_out=False, weekday=4),
]
in_each_language = pytest.mark.parametrize("words", ALL_WORDS, ids=language_of)


def filled(language: str, day: str | None, *boxes: str, weekday: str = "any", hour: str = "any") -> dict[str, Any]:
    """The form as Slack sends it."""
    values = {
        ids.WEEKDAY: {ids.WEEKDAY: {"type": "static_select", "selected_option": {"value": weekday}}},
        ids.HOUR: {ids.HOUR: {"type": "static_select", "selected_option": {"value": hour}}},
        ids.LANGUAGE: {ids.LANGUAGE: {"type": "static_select", "selected_option": {"value": language}}},
        ids.PAUSE: {ids.PAUSE: {"type": "datepicker", "selected_date": day}},
        ids.OPT_OUT: {ids.OPT_OUT: {"type": "checkboxes", "selected_options": [{"value": box} for box in boxes]}},
    }
    return {"state": {"values": values}}


@in_each_language
@pytest.mark.parametrize("settings", ASKED_FOR)
def test_the_settings_are_a_view_that_slack_takes(words: Words, settings: Settings) -> None:
    assert view_errors(settings_form(words, settings)) == []


@pytest.mark.parametrize("settings", ASKED_FOR)
def test_the_form_sent_as_it_was_drawn_changes_nothing(settings: Settings) -> None:
    elements = {
        block["block_id"]: block["element"]
        for block in settings_form(words_for("en"), settings)["blocks"]
        if block["type"] == "input"
    }

    wishes = read_settings(
        filled(
            elements[ids.LANGUAGE]["initial_option"]["value"],
            elements[ids.PAUSE].get("initial_date"),
            *(box["value"] for box in elements[ids.OPT_OUT].get("initial_options", [])),
            weekday=elements[ids.WEEKDAY]["initial_option"]["value"],
            hour=elements[ids.HOUR]["initial_option"]["value"],
        )
    )

    assert wishes == Wishes(
        settings.chosen_language, settings.paused_until, settings.opted_out, settings.weekday, settings.hour
    )
    assert not wishes.changes_times_of(settings)


@pytest.mark.parametrize(("weekday", "hour"), [("5", "any"), ("any", "7"), ("any", "19"), ("-1", "9"), ("1.0", "9")])
def test_a_time_that_is_not_offered_is_refused(weekday: str, hour: str) -> None:
    with pytest.raises(Malformed):
        read_settings(filled("auto", None, weekday=weekday, hour=hour))


@pytest.mark.parametrize(
    ("weekday", "hour", "said"),
    [
        (1, 14, ["Tuesday at 14:00", "mardi à 14:00", "dinsdag om 14:00", "Dienstag um 14:00"]),
        (1, None, ["Tuesday", "mardi", "dinsdag", "Dienstag"]),
        (None, 9, ["at 09:00", "à 09:00", "om 09:00", "um 09:00"]),
    ],
)
def test_ones_own_time_is_said_in_each_language(weekday: int | None, hour: int | None, said: list[str]) -> None:
    settings = Settings("en", None, "UTC", None, opted_out=False, weekday=weekday, hour=hour)

    assert [in_words(words_for(language), settings) for language in LANGUAGES] == said


@in_each_language
def test_the_error_of_a_past_day_stands_under_the_day(words: Words) -> None:
    assert list(settings_error(words)) == [ids.PAUSE]


@pytest.mark.parametrize("language", ["it", "EN", ""])
def test_a_language_that_is_not_offered_is_refused(language: str) -> None:
    with pytest.raises(Malformed):
        read_settings(filled(language, None))


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", ""])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(Malformed):
        read_settings(filled("auto", day))


@given(bent(filled("de", "2026-02-01", "out")) | json_objects)
def test_settings_of_another_shape_are_read_within_what_is_offered_or_refused(view: dict[str, Any]) -> None:
    try:
        wishes = read_settings(view)
    except Malformed:
        return

    assert wishes.language is None or wishes.language in LANGUAGES
    assert wishes.paused_until is None or isinstance(wishes.paused_until, date)
