"""How the form of an own question is read back, and what is wrong with it, beside its field."""

from collections.abc import Mapping
from typing import Any

from handlers.views import ids, inputs
from handlers.views.malformed import Malformed, field_of
from handlers.views.words import LANGUAGES, Words
from surveys.instruments import Direction, Kind
from surveys.instruments.items import DIRECTIONS, KINDS
from surveys.own_items import Flawed, Wording


def read_form(view: Mapping[str, Any]) -> tuple[str, int, Wording]:
    """The key (none for a new question), the version that is changed, and what is filled in. Raises Malformed."""
    key, version, kind, direction = _place(field_of(view, "private_metadata", str))
    values = inputs.values_of(view)
    if ids.OWN_TYPE in values:
        kind = inputs.chosen(values[ids.OWN_TYPE]) or kind
    if ids.OWN_DIRECTION in values:
        direction = inputs.chosen(values[ids.OWN_DIRECTION]) or direction
    typed = {
        field: {
            language: text for language in LANGUAGES if (text := inputs.typed(values.get(f"{field}.{language}", {})))
        }
        for field in (ids.OWN_TEXT, ids.OWN_LABEL, ids.OWN_OPTIONS)
    }
    options = {
        language: tuple(line.strip() for line in text.splitlines() if line.strip())
        for language, text in typed[ids.OWN_OPTIONS].items()
    }
    wording = Wording(
        _kind_called(kind), _direction_called(direction), typed[ids.OWN_TEXT], typed[ids.OWN_LABEL], options
    )
    return key, inputs.whole_number(version, "private_metadata"), wording


def _place(metadata: str) -> list[str]:
    parts = metadata.split(":")
    if len(parts) != 4:
        raise Malformed("private_metadata")
    return parts


def _kind_called(name: str) -> Kind:
    for kind in KINDS:
        if kind == name:
            return kind
    raise Malformed(ids.OWN_TYPE)


def _direction_called(name: str) -> Direction:
    for direction in DIRECTIONS:
        if direction == name:
            return direction
    raise Malformed(ids.OWN_DIRECTION)


def errors(words: Words, flaw: Flawed) -> dict[str, str]:
    """What is wrong, beside its field."""
    name = {"text": ids.OWN_TEXT, "label": ids.OWN_LABEL, "options": ids.OWN_OPTIONS, "type": ids.OWN_TEXT}[flaw.field]
    language = words.language if flaw.code == "unworded" or not flaw.language else flaw.language
    return {f"{name}.{language}": _sentence(words, flaw)}


def _sentence(words: Words, flaw: Flawed) -> str:
    if flaw.code == "fixed" and flaw.field == "type":
        return words("How a question is answered cannot change: retire it, and add another.")
    return {
        "unworded": lambda: words("Write the question in one language at least."),
        "missing": lambda: words("This language is begun: fill in this field, too, or empty its other fields."),
        "too_long": lambda: words("Write at most {most} characters.", **flaw.values),
        "option_number": lambda: words("Write {fewest} to {most} answers, one a line.", **flaw.values),
        "option_twice": lambda: words("Two answers are the same. Word them differently."),
        "options_differ": lambda: words(
            "Write {number} answers, as in the other languages, and in the same order.", **flaw.values
        ),
        "fixed": lambda: words(
            "There were {number} answers, and their number cannot change: retire the question, and add another.",
            **flaw.values,
        ),
    }[flaw.code]()


def read_retiring(value: str) -> tuple[str, bool]:
    """The key of a question, and whether it is to be retired or brought back. Raises Malformed."""
    deed, _, key = value.partition(":")
    if deed not in {"retire", "restore"}:
        raise Malformed("value")
    return key, deed == "retire"
