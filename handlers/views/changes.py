"""The log of the set-up in words: who changed what, when, from what to what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.views import blocks, ids, times
from handlers.views.words import Words, escaped
from people.changes import Entry
from surveys.instruments import Item
from surveys.pulses import WEEKDAYS

PAGE = 8
LONGEST_LINE = 1400


def page(
    words: Words, entries: Sequence[Entry], *, number: int, total: int, zone: str, known: Mapping[str, Item]
) -> blocks.View:
    """One page of the log, the newest first."""
    told = [
        blocks.section(f"*{moment_of(words, entry.at, zone)}*\n{line_of(words, entry, known)}") for entry in entries
    ]
    turns = [
        *([blocks.button(words("Newer"), ids.TURN_LOG, value=str(number - 1))] if number else []),
        *([blocks.button(words("Older"), ids.TURN_LOG, value=str(number + 1))] if (number + 1) * PAGE < total else []),
    ]
    return blocks.modal(
        words("Log of changes"),
        [
            blocks.context(words("Who changed what of the set-up. Never who answered, paused or opted out.")),
            *(told or [blocks.section(words("Nothing has been changed yet."))]),
            *(blocks.actions(turn) for turn in turns),
        ],
        close=words("Close"),
    )


def read_page(value: str) -> int:
    """The page that a button asks for; the first one for what is no number."""
    return int(value) if value.isdecimal() and len(value) < 6 else 0


def moment_of(words: Words, at: datetime, zone: str) -> str:
    """When something was changed; with the year, since a log is read years later."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{words.day(local.date())} {local.year}, {times.clock(local.hour, local.minute)}"


def line_of(words: Words, entry: Entry, known: Mapping[str, Item], *, plain: bool = False) -> str:
    """One change: who, what, and each field that differs; for a terminal without Slack's marks."""
    telling = _Telling(words, known, plain=plain)
    person = telling.person(entry.user_id) if entry.user_id else words("The command line")
    fields = [line for name in NAMES if (line := telling.field(name, entry)) is not None]
    told = "\n".join([f"{person}: {_what(words, entry)}", *(f"• {field}" for field in fields)])
    return told if len(told) <= LONGEST_LINE else f"{told[: LONGEST_LINE - 1]}…"


@dataclass(frozen=True, slots=True)
class _Telling:
    """How the fields of a change are told: in which language, with which questions, for Slack or for a terminal."""

    words: Words
    known: Mapping[str, Item]
    plain: bool

    def person(self, user_id: str) -> str:
        return user_id if self.plain else f"<@{user_id}>"

    def field(self, name: str, entry: Entry) -> str | None:
        """How a field changed; of lists what came and what went; only its value where there is but one side."""
        sides = [side[name] for side in (entry.before, entry.after) if name in side]
        if not sides:
            return None
        if len(sides) == 2 and all(isinstance(side, list) for side in sides):
            values = self._difference(name, *sides)
        else:
            values = " → ".join(dict.fromkeys(self._value(name, side) for side in sides))
        return self.words("{field}: {values}", field=NAMES[name](self.words), values=values)

    def _difference(self, name: str, before: list[Any], after: list[Any]) -> str:
        came = [f"+ {self._value(name, each)}" for each in after if each not in before]
        went = [f"- {self._value(name, each)}" for each in before if each not in after]
        return ", ".join([*came, *went]) or self.words("in another order")

    def _value(self, name: str, value: Any) -> str:  # noqa: ANN401 - a field of any type
        words = self.words
        if value is None:
            return words("everybody") if name == "audience" else words("(none)")
        if isinstance(value, list):
            return ", ".join(self._value(name, each) for each in value)
        if name in VALUES:
            return VALUES[name](words, value)
        return self._marked(name, str(value))

    def _marked(self, name: str, text: str) -> str:
        if name == "user":
            return self.person(text)
        if name == "channel" and not self.plain:
            return f"<#{text}>"
        if name in {"deck", "item"} and text in self.known:
            text = self.known[text].label(self.words.language)
        return text if self.plain else escaped(text)


def _what(words: Words, entry: Entry) -> str:
    sentences: dict[str, Callable[[], str]] = {
        "owner_added": lambda: words("gave an office"),
        "owner_removed": lambda: words("took an office"),
        "pulse_started": lambda: words("started the pulse"),
        "pulse_changed": lambda: words("changed the set-up"),
        "pulse_paused": lambda: words("paused the pulse: no new rounds open"),
        "pulse_resumed": lambda: words("let new rounds open again"),
        "sending_stopped": lambda: words("stopped everything: nothing is sent"),
        "sending_resumed": lambda: words("let everything be sent again"),
        "item_added": lambda: words("added a question"),
        "item_changed": lambda: words("changed a question"),
        "item_retired": lambda: words("retired a question"),
        "item_restored": lambda: words("brought a question back"),
    }
    return sentences[entry.what]()


NAMES: dict[str, Callable[[Words], str]] = {
    "user": lambda words: words("person"),
    "role": lambda words: words("office"),
    "item": lambda words: words("question"),
    "version": lambda words: words("version"),
    "text": lambda words: words("wording"),
    "deck": lambda words: words("questions"),
    "per_round": lambda words: words("in each round"),
    "budget": lambda words: words("at most in 30 days"),
    "every": lambda words: words("rhythm"),
    "weekday": lambda words: words("weekday"),
    "hour": lambda words: words("hour"),
    "cron": lambda words: words("cron expression"),
    "open_days": lambda words: words("days open"),
    "reminders": lambda words: words("reminders"),
    "zone": lambda words: words("time zone"),
    "starts_on": lambda words: words("not before"),
    "audience": lambda words: words("who is asked"),
    "channel": lambda words: words("channel for results"),
}


def _role(words: Words, role: str) -> str:
    return words("owner") if role == "owner" else words("representative of the employees")


def _weekday(words: Words, name: str) -> str:
    return times.weekday(words, WEEKDAYS.index(name))


def _hour(words: Words, hour: int) -> str:  # noqa: ARG001 - as its neighbours
    return times.clock(hour)


def _rhythm(words: Words, every: str) -> str:
    return {
        "weekly": words("every week"),
        "fortnightly": words("every two weeks"),
        "monthly": words("every month"),
        "cron": words("as a cron expression says"),
    }[every]


VALUES: dict[str, Callable[[Words, Any], str]] = {
    "role": _role,
    "weekday": _weekday,
    "hour": _hour,
    "every": _rhythm,
}
