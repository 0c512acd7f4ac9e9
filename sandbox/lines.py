"""YAML and JSON files as they are written by hand: what is wrong with one is said with its line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml


class Unreadable(Exception):
    """A file says something that the sandbox does not understand; the message says what and where."""


class Lined(dict[str, Any]):
    """A mapping that knows the line where it begins."""

    line = 0


class _Loader(yaml.SafeLoader):
    """Plain YAML, whose mappings know their line."""


def _lined(loader: _Loader, node: yaml.MappingNode) -> Iterator[Lined]:
    mapping = Lined()
    mapping.line = node.start_mark.line + 1
    yield mapping  # before it is filled, as a mapping may contain itself by an alias
    mapping.update({str(key): value for key, value in loader.construct_mapping(node).items()})


_Loader.add_constructor("tag:yaml.org,2002:map", _lined)


def read(path: Path) -> object:
    """What the file says. Raises Unreadable with the file, and the line where there is one."""
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if path.suffix == ".json" else yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as failure:
        line = f", line {failure.problem_mark.line + 1}" if failure.problem_mark else ""
        words = " ".join(filter(None, (failure.context, failure.problem)))
        raise Unreadable(f"{path}{line}: {words}") from failure
    except OSError as failure:
        raise Unreadable(f"{path}: {failure.strerror}") from failure
    except (ValueError, yaml.YAMLError) as failure:
        raise Unreadable(f"{path}: {failure}") from failure


def line_of(value: object) -> str:
    """`line 3: ` for a mapping that was read out of YAML, else nothing."""
    return f"line {value.line}: " if isinstance(value, Lined) else ""
