"""Reads instruments and the common scales from YAML, and names file, line and remedy of the first mistake in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from surveys.instruments.items import CHOICES, DIRECTIONS, KINDS, LANGUAGES, VALUES, Kind
from surveys.instruments.parts import Part, root_of

Words = dict[str, list[str]]
"""The words of the options by language, lowest value first."""

LONGEST_TITLE: Final = 60
LONGEST_ABOUT: Final = 300
LONGEST_TEXT: Final = 150
LONGEST_LABEL: Final = 24  # what a row of a chart holds
LONGEST_OPTION: Final = 75  # what Slack accepts as the text of an option
LONGEST_KEY: Final = 40
LONGEST_OPTION_KEY: Final = 23  # an option's figures are kept under both keys and a point, in 64 characters


@dataclass(frozen=True, slots=True)
class Common:
    """What an instrument does not say itself: the words that ask for a comment, and the scale of each type."""

    comment: Mapping[str, str]
    scales: Mapping[Kind, Words]


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says, in the form that `surveys.instruments.freezing.from_json` takes, and the lines of its items."""

    data: dict[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)


def read_common(path: Path) -> Common:
    """Read the common words: a comment, and a scale for each type that has one. Raises Invalid."""
    fields = root_of(path, "the scales").fields(("comment", "scales"))
    scales = fields["scales"].fields(VALUES)
    return Common(_texts(fields["comment"], LONGEST_TEXT), {kind: _scale(scales[kind], kind) for kind in VALUES})


def read(path: Path, common: Common) -> Found:
    """Read an instrument, checked; what it leaves out is taken from the common words. Raises Invalid."""
    root = root_of(path, "the instrument")
    fields = root.fields(("key", "version", "title", "about", "items"), ("comment", "scales"))
    key = fields["key"].key(LONGEST_KEY)
    if key != path.stem:
        fields["key"].refuse(f'"{key}" differs from the name of the file; write {path.stem}, or rename the file')
    version = fields["version"].number()
    lines: dict[str, int] = {}
    items = []
    for entry in fields["items"].parts():
        item = _item(entry, lines)
        items.append(item | {"version": version})
    own = _own_scales(fields.get("scales"), [item["type"] for item in items])
    for item in items:
        if item["type"] in VALUES:
            item["scale"] = own.get(item["type"]) or common.scales[item["type"]]
    return Found(
        {
            "key": key,
            "version": version,
            "title": _texts(fields["title"], LONGEST_TITLE),
            "about": _texts(fields["about"], LONGEST_ABOUT),
            "comment": _texts(fields["comment"], LONGEST_TEXT) if "comment" in fields else dict(common.comment),
            "items": items,
        },
        lines,
    )


def _item(entry: Part, lines: dict[str, int]) -> dict[str, Any]:
    """Read an item, and note the line of its key; what it must and may say depends on its type."""
    every = ("key", "construct", "source", "type", "text", "label")
    fields = entry.fields(every, ("direction", "options", "core", "comment"))
    kind: Kind = _kind(fields["type"])
    must = [*every, *(["direction"] if kind in VALUES else []), *(["options"] if kind in CHOICES else [])]
    fields = entry.fields(must, ("core",) if kind == "text" else ("core", "comment"))
    key = fields["key"].key(LONGEST_KEY)
    if key in lines:
        fields["key"].refuse(f'"{key}" is the key of an item above; give this item another')
    lines[key] = fields["key"].line
    return {
        "key": key,
        "construct": fields["construct"].words(),
        "source": fields["source"].words(),
        "type": kind,
        "direction": fields["direction"].one_of(DIRECTIONS) if "direction" in fields else None,
        "core": _is_true(fields.get("core")),
        "comment": _is_true(fields.get("comment")),
        "text": _texts(fields["text"], LONGEST_TEXT),
        "label": _texts(fields["label"], LONGEST_LABEL),
    } | (_options(fields["options"], CHOICES[kind]) if "options" in fields else {"options": [], "scale": {}})


def _kind(part: Part) -> Kind:
    text = part.one_of(KINDS)
    return next(kind for kind in KINDS if kind == text)


def _is_true(part: Part | None) -> bool:
    return part is not None and part.one_of(("true", "false")) == "true"


def _texts(part: Part, longest: int) -> dict[str, str]:
    return {language: text.words(longest) for language, text in part.fields(LANGUAGES).items()}


def _options(part: Part, allowed: range) -> dict[str, Any]:
    """Read the options of an item of its own: their keys, and their words by language in the same order."""
    keys: list[str] = []
    words: Words = {language: [] for language in LANGUAGES}
    for entry in part.parts():
        fields = entry.fields(("key", "label"))
        key = fields["key"].key(LONGEST_OPTION_KEY)
        if key in keys:
            fields["key"].refuse(f'"{key}" is the key of an option above; give this option another')
        keys.append(key)
        for language, text in fields["label"].fields(LANGUAGES).items():
            label = text.words(LONGEST_OPTION)
            if label in words[language]:
                text.refuse(f'"{label}" is an option above; word this one otherwise')
            words[language].append(label)
    if len(keys) not in allowed:
        part.refuse(f"{len(keys)} options; write {allowed[0]} to {allowed[-1]}")
    return {"options": keys, "scale": words}


def _own_scales(part: Part | None, used: list[Kind]) -> dict[Kind, Words]:
    """Read the scales that an instrument words itself, of types that it uses."""
    if part is None:
        return {}
    scales = part.fields((), list(dict.fromkeys(kind for kind in used if kind in VALUES)))
    return {kind: _scale(scales[kind], kind) for kind in VALUES if kind in scales}


def _scale(part: Part, kind: Kind) -> Words:
    return {language: _words(words, kind) for language, words in part.fields(LANGUAGES).items()}


def _words(part: Part, kind: Kind) -> list[str]:
    options = [option.words(LONGEST_OPTION) for option in part.parts()]
    if len(options) != len(VALUES[kind]):
        part.refuse(f"{len(options)} options for {kind}; write {len(VALUES[kind])}, lowest first")
    return options
