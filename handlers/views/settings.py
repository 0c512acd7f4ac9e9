"""One's own settings: language, own time, a pause until a day, opting out; drawn, and read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.views import blocks, ids, own_time
from handlers.views.malformed import Malformed, field_of
from handlers.views.words import LANGUAGES, Words
from people.preferences import Settings

AUTOMATIC = "auto"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings form says."""

    language: str | None
    paused_until: date | None
    opted_out: bool
    weekday: int | None = None
    hour: int | None = None

    def changes_times_of(self, settings: Settings) -> bool:
        """Whether it asks for other times than those that were in force, or for messages again, or for none."""
        before = (settings.weekday, settings.hour, settings.paused_until, settings.opted_out)
        return before != (self.weekday, self.hour, self.paused_until, self.opted_out)


def settings_form(words: Words, settings: Settings) -> blocks.View:
    """The form with what is in force."""
    return blocks.modal(
        words("My settings"),
        [
            _language(words, settings),
            *own_time.own_time(words, settings),
            _pause(words, settings),
            _opt_out(words, settings),
            blocks.context(
                words("Groundswell shows these settings to you alone. No manager, owner or report sees them.")
            ),
        ],
        submit=words("Save"),
        close=words("Cancel"),
        callback_id=ids.SAVE_SETTINGS,
    )


def _language(words: Words, settings: Settings) -> blocks.Block:
    options = [blocks.option(words("As in Slack"), AUTOMATIC)]
    options += [blocks.option(name, code) for code, name in LANGUAGES.items()]
    chosen = settings.chosen_language or AUTOMATIC
    return {
        "type": "input",
        "block_id": ids.LANGUAGE,
        "label": blocks.plain(words("Language")),
        "element": {
            "type": "static_select",
            "action_id": ids.LANGUAGE,
            "options": options,
            "initial_option": next(option for option in options if option["value"] == chosen),
        },
    }


def _pause(words: Words, settings: Settings) -> blocks.Block:
    picker: dict[str, Any] = {"type": "datepicker", "action_id": ids.PAUSE}
    if settings.paused_until is not None:
        picker["initial_date"] = settings.paused_until.isoformat()
    return {
        "type": "input",
        "block_id": ids.PAUSE,
        "optional": True,
        "label": blocks.plain(words("No pulses before")),
        "hint": blocks.plain(
            words(
                "From that day on you are asked again. Without a day there is no pause. A pulse that is already open "
                "stays open for you, without any more messages about it before that day."
            )
        ),
        "element": picker,
    }


def _opt_out(words: Words, settings: Settings) -> blocks.Block:
    choice = blocks.option(words("Do not ask me at all"), "out")
    boxes: dict[str, Any] = {"type": "checkboxes", "action_id": ids.OPT_OUT, "options": [choice]}
    if settings.opted_out:
        boxes["initial_options"] = [choice]
    return {
        "type": "input",
        "block_id": ids.OPT_OUT,
        "optional": True,
        "label": blocks.plain(words("Opting out")),
        "element": boxes,
    }


def settings_error(words: Words) -> dict[str, str]:
    """The error under a day that is past."""
    return {ids.PAUSE: words("Choose a day that is still to come, or leave it empty.")}


def read_settings(view: Mapping[str, Any]) -> Wishes:
    """What the form says. Raises Malformed."""
    values = field_of(field_of(view, "state", dict), "values", dict)
    language = field_of(field_of(_input(values, ids.LANGUAGE), "selected_option", dict), "value", str)
    if language != AUTOMATIC and language not in LANGUAGES:
        raise Malformed(ids.LANGUAGE)
    weekday, hour = own_time.read_own_time(values)
    return Wishes(
        language=None if language == AUTOMATIC else language,
        paused_until=_day_of(_input(values, ids.PAUSE)),
        opted_out=bool(field_of(_input(values, ids.OPT_OUT), "selected_options", list)),
        weekday=weekday,
        hour=hour,
    )


def _input(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = field_of(field_of(values, name, dict), name, dict)
    return found


def _day_of(field: Mapping[str, Any]) -> date | None:
    chosen = field.get("selected_date")
    if chosen is None:
        return None
    try:
        return date.fromisoformat(chosen)
    except (TypeError, ValueError):
        raise Malformed(ids.PAUSE) from None
