"""Parts of a YAML file, each with the way back to its line, so that a mistake is told with file, line and remedy."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import yaml

_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")


class Invalid(ValueError):
    """An instrument file cannot be used; the message names the file, the line and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One node of a file, with what a person calls it."""

    file: str
    name: str
    node: yaml.Node

    @property
    def line(self) -> int:
        """Where it begins, from 1."""
        return self.node.start_mark.line + 1

    def refuse(self, remedy: str, at: yaml.Node | None = None) -> NoReturn:
        """Raise `Invalid` for this place."""
        raise Invalid(f"{self.file}, line {(at or self.node).start_mark.line + 1}: {self.name}: {remedy}")

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, "Part"]:
        """The fields of a mapping: all those required, and no others than these and the optional ones."""
        known = ", ".join([*required, *optional])
        if not isinstance(self.node, yaml.MappingNode):
            self.refuse(f"write fields here: {known}")
        found: dict[str, Part] = {}
        for name, value in self.node.value:
            if not isinstance(name, yaml.ScalarNode):
                self.refuse(f"a field has a plain name; use one of {known}", name)
            if name.value in found:
                self.refuse(f'"{name.value}" stands here twice; remove one of them', name)
            if name.value not in required and name.value not in optional:
                self.refuse(f'"{name.value}" is not known; use one of {known}', name)
            found[name.value] = Part(self.file, f"{self.name}, {name.value}", value)
        for name in required:
            if name not in found:
                self.refuse(f'"{name}" is missing; add it')
        return found

    def parts(self) -> Iterator["Part"]:
        """The entries of a list that has some."""
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            self.refuse("write a list here, one entry a line, each after a dash")
        for number, node in enumerate(self.node.value, start=1):
            yield Part(self.file, f"{self.name}, number {number}", node)

    def words(self, longest: int | None = None) -> str:
        """A text as it is written: an unquoted Yes stays a word."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            self.refuse("write a text here")
        text = str(self.node.value).strip()
        if longest is not None and len(text) > longest:
            self.refuse(f'"{text}" has {len(text)} characters; shorten it to {longest}')
        return text

    def one_of(self, known: Collection[str]) -> str:
        """One of the words that are known here."""
        text = self.words()
        if text not in known:
            self.refuse(f'"{text}" is not known; use one of {", ".join(known)}')
        return text

    def key(self, longest: int) -> str:
        """A key: small letters, digits and underscores."""
        text = self.words(longest)
        if not _KEY.fullmatch(text):
            self.refuse(f'"{text}" is no key; use small letters, digits and underscores, a letter first')
        return text

    def number(self) -> int:
        """A version."""
        text = self.words()
        if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
            self.refuse(f'"{text}" is no version; write a whole number from 1')
        return int(text)


def root_of(path: Path, name: str) -> Part:
    """Read a file; `name` is what a person calls what it holds."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Invalid(f"{path.name}, line {line}: this is not YAML ({error.problem}); correct it") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Invalid(f"{path.name}, line 1: the file is not readable text; save it as UTF-8") from error
    except OSError as error:
        raise Invalid(f"{path.name}, line 1: the file cannot be opened ({error.strerror}); put it there") from error
    if node is None:
        raise Invalid(f"{path.name}, line 1: the file is empty; write {name}, or remove it")
    return Part(path.name, name, node)
