"""The fields of a form on the page: how an element is named there, and what of it was typed or chosen."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from sandbox.forms import MANY, STATEFUL, NotThere, Value, elements
from sandbox.workspace import Json

PRESS = "press"
"""Name of the buttons that act: their value is the key of an element, with what was chosen behind a `=`."""
SEEK = "seek"
"""Name of the buttons that ask an app, or the workspace, for the options of a menu."""
TYPED = "typed:"
"""Before a key: the field in which one types what is sought."""


def key_of(block: Json, element: Json) -> str:
    """The name of an element's field: its block and action, neither of which can break the name."""
    return f"{_safe(block.get('block_id'))}/{_safe(element.get('action_id'))}"


def label_of(scope: str, block: Json) -> str:
    """The beginning of the ids of a block's label and note; ids that stand in a list cannot hold a space."""
    return f"{scope or 'x'}-{_safe(block.get('block_id'))}"


def choice_of(key: str, value: object) -> str:
    """What a button sends that chooses `value` in an element."""
    return f"{key}={_safe(value)}"


def pressed_in(blocks: list[Json], press: str) -> tuple[Json, Json, Value]:
    """The block, the element and the choice that a button names; NotThere when it is no longer on the screen."""
    key, chosen, value = press.partition("=")
    for block, element in elements(blocks):
        if key_of(block, element) == key:
            return block, element, unquote(value) if chosen else None
    raise NotThere("What you pressed is no longer there: the app has changed it meanwhile.")


def entries_of(blocks: list[Json], form: FormData, zone: ZoneInfo) -> Iterator[tuple[Json, Json, Value]]:
    """Each element that holds something and stands in the form, with what it holds now; files are read elsewhere."""
    there = set(form.getlist("there"))
    for block, element in elements(blocks):
        key = key_of(block, element)
        if key in there and element["type"] in STATEFUL and element["type"] != "file_input":
            yield block, element, _value(element, [str(each) for each in form.getlist(key)], zone)


def _value(element: Json, given: list[str], zone: ZoneInfo) -> Value:
    kind = element["type"]
    held = [each for each in given if each]
    if kind in MANY:
        return held
    if not held:
        return None
    try:
        return READ.get(kind, _plain)(held[0], zone)
    except ValueError:
        raise NotThere(f"{held[0]!r} is no date or time that can be chosen here") from None


def _plain(text: str, _zone: ZoneInfo) -> Value:
    return text.replace("\r\n", "\n")


def _instant(text: str, zone: ZoneInfo) -> Value:
    """Seconds since 1970 of a local date and time, which is how Slack writes it."""
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def _day(text: str, _zone: ZoneInfo) -> Value:
    return date.fromisoformat(text).isoformat()


def _hour(text: str, _zone: ZoneInfo) -> Value:
    return time.fromisoformat(text).strftime("%H:%M")


def _rich(text: str, zone: ZoneInfo) -> Value:
    words = str(_plain(text, zone))
    section: Json = {"type": "rich_text_section", "elements": [{"type": "text", "text": words}]}
    return {"type": "rich_text", "elements": [section]}


READ = {"datepicker": _day, "datetimepicker": _instant, "rich_text_input": _rich, "timepicker": _hour}


def words_of(held: object) -> str:
    """The words of a rich text that was typed, for the field in which it stands."""
    if isinstance(held, Mapping):
        return "".join(words_of(each) for each in held.get("elements", ())) + str(held.get("text", ""))
    return ""


def _safe(part: object) -> str:
    return quote(str(part or ""), safe="")
