"""What is asked: instruments as versioned data in four languages, frozen into the round that asks them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from surveys.instruments import loader
from surveys.instruments.freezing import from_json, to_json
from surveys.instruments.items import (
    LANGUAGES,
    NONE,
    Class,
    Direction,
    Instrument,
    Item,
    Kind,
    Option,
    bar_of,
    class_of,
    has_degrees,
    same_answers,
    spoken,
)
from surveys.instruments.parts import Invalid

__all__ = [
    "COMPOSED",
    "LANGUAGES",
    "NONE",
    "Class",
    "Direction",
    "Instrument",
    "Invalid",
    "Item",
    "Kind",
    "Option",
    "Unknown",
    "available",
    "bar_of",
    "check",
    "class_of",
    "common_scale",
    "composed",
    "files",
    "from_json",
    "has_degrees",
    "library",
    "library_of",
    "load",
    "same_answers",
    "spoken",
    "to_json",
]

COMPOSED: Final = "pulse"
"""The key of what a round asks, put together from items of any instruments."""

_FOLDER: Final = Path(__file__).parent / "library"
_SCALES: Final = Path(__file__).parent / "scales.yaml"


class Unknown(LookupError):
    """No instrument has this key."""


def files() -> list[Path]:
    """Return the files of the library, by name."""
    return sorted(_FOLDER.glob("*.yaml"))


def available() -> list[str]:
    """Return the keys that `load` takes."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@cache
def load(key: str) -> Instrument:
    """Return the instrument of this key; `Unknown` if there is none, `Invalid` if its file has a mistake."""
    if key not in available():
        raise Unknown(f'no instrument is called "{key}"; there are {", ".join(available())}')
    return check(_FOLDER / f"{key}.yaml")


def check(path: Path) -> Instrument:
    """Return what a file says; `Invalid` names the first mistake in it, or in the common scales."""
    return from_json(loader.read(path, _common()).data)


@cache
def library() -> dict[str, Item]:
    """Return every item of every instrument by its key, in the order of files and lines; `Invalid` as `library_of`."""
    return library_of(sorted(_FOLDER.glob("*.yaml")))


def library_of(paths: Sequence[Path]) -> dict[str, Item]:
    """Return every item of these files by its key; `Invalid` where a file has a mistake or two share an item's key."""
    items: dict[str, Item] = {}
    homes: dict[str, str] = {}
    for path in paths:
        found = loader.read(path, _common())
        for item in from_json(found.data).items:
            if item.key in items:
                raise Invalid(
                    f'{path.name}, line {found.lines[item.key]}: "{item.key}" is the key of an item of '
                    f"{homes[item.key]}; give this item another"
                )
            items[item.key], homes[item.key] = item, path.name
    return items


def composed(items: Sequence[Item]) -> Instrument:
    """Return what a round asks: these items, in this order, and the common words that ask for a comment."""
    return Instrument(COMPOSED, 1, tuple(items), comments=dict(_common().comment))


def common_scale(kind: Kind) -> dict[str, tuple[str, ...]]:
    """Return the words of a type's common scale by language, lowest value first; nothing for a type that has none."""
    return {language: tuple(words) for language, words in _common().scales.get(kind, {}).items()}


@cache
def _common() -> loader.Common:
    return loader.read_common(_SCALES)
