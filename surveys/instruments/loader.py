"""Reads an instrument from its YAML file, and names file, line and remedy of the first mistake in it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

import yaml

Kind = Literal["agreement", "score", "yes_no"]
Direction = Literal["positive", "negative"]

LANGUAGES: Final = ("en", "fr", "nl", "de")
VALUES: Final[dict[Kind, range]] = {"agreement": range(1, 6), "score": range(11), "yes_no": range(2)}
DIRECTIONS: Final[tuple[Direction, ...]] = ("positive", "negative")
LONGEST_LABEL: Final = 24  # what a row of a chart holds
LONGEST_OPTION: Final = 75  # what Slack accepts as the text of an option
_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")


class Invalid(ValueError):
    """An instrument file cannot be used; the message names the file, the line and what to do."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One node of the file, with the way back to its line."""

    file: str
    name: str
    node: yaml.Node

    def refuse(self, remedy: str, at: yaml.Node | None = None) -> NoReturn:
        line = (at or self.node).start_mark.line + 1
        raise Invalid(f"{self.file}, line {line}: {self.name}: {remedy}")

    def fields(self, required: Collection[str]) -> dict[str, "_Part"]:
        """The fields of a mapping, which must be exactly those required."""
        if not isinstance(self.node, yaml.MappingNode):
            self.refuse(f"write fields here: {', '.join(required)}")
        found: dict[str, _Part] = {}
        for name, value in self.node.value:
            if not isinstance(name, yaml.ScalarNode):
                self.refuse(f"a field has a plain name; use one of {', '.join(required)}", name)
            if name.value in found:
                self.refuse(f'"{name.value}" stands here twice; remove one of them', name)
            if name.value not in required:
                self.refuse(f'"{name.value}" is not known; use one of {", ".join(required)}', name)
            found[name.value] = _Part(self.file, f"{self.name}, {name.value}", value)
        for name in required:
            if name not in found:
                self.refuse(f'"{name}" is missing; add it')
        return found

    def parts(self) -> Iterator["_Part"]:
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            self.refuse("write a list here, one entry a line, each after a dash")
        for number, node in enumerate(self.node.value, start=1):
            yield _Part(self.file, f"{self.name}, number {number}", node)

    def words(self, longest: int | None = None) -> str:
        """Return a text as it is written: an unquoted Yes stays a word."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            self.refuse("write a text here")
        text = str(self.node.value).strip()
        if longest is not None and len(text) > longest:
            self.refuse(f'"{text}" has {len(text)} characters; shorten it to {longest}')
        return text

    def one_of(self, known: Collection[str]) -> str:
        text = self.words()
        if text not in known:
            self.refuse(f'"{text}" is not known; use one of {", ".join(known)}')
        return text

    def key(self) -> str:
        text = self.words()
        if not _KEY.fullmatch(text):
            self.refuse(f'"{text}" is no key; use small letters, digits and underscores, a letter first')
        return text

    def number(self) -> int:
        text = self.words()
        if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
            self.refuse(f'"{text}" is no version; write a whole number from 1')
        return int(text)


def read(path: Path) -> dict[str, Any]:
    """Return what the file says, checked, in the form that `surveys.instruments.from_json` takes."""
    root = _Part(path.name, "the instrument", _node(path))
    fields = root.fields(("key", "version", "comment", "scales", "items"))
    key = fields["key"].key()
    if key != path.stem:
        fields["key"].refuse(f'"{key}" differs from the name of the file; write {path.stem}, or rename the file')
    items = _items(fields["items"])
    return {
        "key": key,
        "version": fields["version"].number(),
        "comment": _texts(fields["comment"]),
        "scales": _scales(fields["scales"], {item["type"]: None for item in items}),
        "items": items,
    }


def _node(path: Path) -> yaml.Node:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Invalid(f"{path.name}, line {line}: this is not YAML ({error.problem}); correct it") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Invalid(f"{path.name}, line 1: the file is not readable text; save it as UTF-8") from error
    if node is None:
        raise Invalid(f"{path.name}, line 1: the file is empty; write an instrument, or remove it")
    return node


def _items(part: _Part) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for entry in part.parts():
        fields = entry.fields(("key", "construct", "source", "type", "direction", "text", "label"))
        key = fields["key"].key()
        if key in {item["key"] for item in items}:
            fields["key"].refuse(f'"{key}" is the key of an item above; give this item another')
        items.append(
            {
                "key": key,
                "construct": fields["construct"].words(),
                "source": fields["source"].words(),
                "type": fields["type"].one_of(VALUES),
                "direction": fields["direction"].one_of(DIRECTIONS),
                "text": _texts(fields["text"]),
                "label": _texts(fields["label"], LONGEST_LABEL),
            }
        )
    return items


def _texts(part: _Part, longest: int | None = None) -> dict[str, str]:
    return {language: text.words(longest) for language, text in part.fields(LANGUAGES).items()}


def _scales(part: _Part, used: Collection[Kind]) -> dict[str, dict[str, list[str]]]:
    """Return the words of the options per type that an item uses, lowest value first."""
    scales = part.fields(used)
    return {
        kind: {language: _options(words, kind) for language, words in scales[kind].fields(LANGUAGES).items()}
        for kind in used
    }


def _options(part: _Part, kind: Kind) -> list[str]:
    options = [option.words(LONGEST_OPTION) for option in part.parts()]
    if len(options) != len(VALUES[kind]):
        part.refuse(f"{len(options)} options for {kind}; write {len(VALUES[kind])}, lowest first")
    return options
