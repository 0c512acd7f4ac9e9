"""What is asked: instruments as versioned data in four languages, frozen into the round that asks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from surveys.instruments.loader import LANGUAGES, VALUES, Direction, Invalid, Kind, read

__all__ = [
    "LANGUAGES",
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
    "class_of",
    "composed",
    "from_json",
    "library",
    "load",
    "to_json",
]

Class = Literal["favourable", "neutral", "unfavourable"]

_FOLDER: Final = Path(__file__).parent
# The lowest favourable value and the highest unfavourable one, when agreeing is good news.
_BOUNDS: Final[dict[Kind, tuple[int, int]]] = {"agreement": (4, 2), "score": (7, 3), "yes_no": (1, 0)}
_REVERSED: Final[dict[Class, Class]] = {
    "favourable": "unfavourable",
    "neutral": "neutral",
    "unfavourable": "favourable",
}


class Unknown(LookupError):
    """No instrument has this key."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question; `texts`, `labels` and `scale` are keyed by language, the scale lowest value first."""

    key: str
    construct: str
    source: str
    type: Kind
    direction: Direction
    texts: Mapping[str, str] = field(hash=False)
    labels: Mapping[str, str] = field(hash=False)
    scale: Mapping[str, tuple[str, ...]] = field(hash=False)

    @property
    def values(self) -> range:
        """Every value that an answer may have."""
        return VALUES[self.type]

    def text(self, language: str) -> str:
        """Return the question as it is asked."""
        return self.texts[language]

    def label(self, language: str) -> str:
        """Return its short name for tables and charts, at most 24 characters."""
        return self.labels[language]

    def options(self, language: str) -> tuple[Option, ...]:
        """Return the answers to choose from, lowest value first."""
        return tuple(Option(value, label) for value, label in zip(self.values, self.scale[language], strict=True))


@dataclass(frozen=True, slots=True)
class Instrument:
    """The questions of a pulse and the words that ask for a comment."""

    key: str
    version: int
    items: tuple[Item, ...]
    comments: Mapping[str, str] = field(hash=False)

    def item(self, key: str) -> Item:
        """Return the item with this key; KeyError if there is none."""
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)

    def comment(self, language: str) -> str:
        """Return the words that ask for a comment."""
        return self.comments[language]


def available() -> list[str]:
    """Return the keys that `load` takes."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@cache
def load(key: str) -> Instrument:
    """Return the instrument of this key; `Unknown` if there is none, `Invalid` if its file has a mistake."""
    if key not in available():
        raise Unknown(f'no instrument is called "{key}"; there are {", ".join(available())}')
    return from_json(read(_FOLDER / f"{key}.yaml"))


@cache
def library() -> Mapping[str, Item]:
    """Every item that there is, by its key, in the order of the instruments and of their items."""
    return {item.key: item for key in available() for item in load(key).items}


def composed(items: Sequence[Item]) -> Instrument:
    """What a round asks, of items of whatever instruments."""
    first = load("first_pulse")
    return Instrument("pulse", first.version, tuple(items), first.comments)


def class_of(item: Item, value: int) -> Class:
    """Return how an answer counts: agreement 4-5, score 7-10 and yes are favourable; 1-2, 0-3 and no are not.

    Reversed where the item's direction is negative. ValueError for a value that the item does not offer.
    """
    if value not in item.values:
        raise ValueError(f"{item.key} has no answer {value}")
    lowest_good, highest_bad = _BOUNDS[item.type]
    plain: Class = "favourable" if value >= lowest_good else "unfavourable" if value <= highest_bad else "neutral"
    return plain if item.direction == "positive" else _REVERSED[plain]


def bar_of(item: Item, value: int) -> int | None:
    """Return the bar of an answer among five, 1 strongly unfavourable and 5 strongly favourable, 3 neutral.

    Strong are agreement 5 and 1, score 9-10 and 0-1, reversed with the item. None for yes and no, without degrees.
    ValueError for a value that the item does not offer.
    """
    kind = class_of(item, value)
    if item.type == "yes_no":
        return None
    if kind == "neutral":
        return 3
    width = 1 if item.type == "agreement" else 2
    strong = value < item.values[0] + width or value > item.values[-1] - width
    return {"favourable": (4, 5), "unfavourable": (2, 1)}[kind][strong]


def to_json(instrument: Instrument) -> dict[str, Any]:
    """Return the instrument as plain data, to be frozen into a round."""
    return {
        "key": instrument.key,
        "version": instrument.version,
        "comment": dict(instrument.comments),
        "scales": {
            item.type: {language: list(words) for language, words in item.scale.items()} for item in instrument.items
        },
        "items": [
            {
                "key": item.key,
                "construct": item.construct,
                "source": item.source,
                "type": item.type,
                "direction": item.direction,
                "text": dict(item.texts),
                "label": dict(item.labels),
            }
            for item in instrument.items
        ],
    }


def from_json(data: Mapping[str, Any]) -> Instrument:
    """Return the instrument that `to_json` wrote, whatever the files say by now."""
    scales = {
        kind: {language: tuple(words) for language, words in scale.items()} for kind, scale in data["scales"].items()
    }
    items = tuple(
        Item(
            key=item["key"],
            construct=item["construct"],
            source=item["source"],
            type=item["type"],
            direction=item["direction"],
            texts=dict(item["text"]),
            labels=dict(item["label"]),
            scale=scales[item["type"]],
        )
        for item in data["items"]
    )
    return Instrument(key=data["key"], version=data["version"], items=items, comments=dict(data["comment"]))
