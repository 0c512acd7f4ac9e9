"""An instrument as plain data, as it is frozen into a round; what earlier releases froze is read, too."""

from collections.abc import Mapping
from typing import Any

from surveys.instruments.items import Instrument, Item


def to_json(instrument: Instrument) -> dict[str, Any]:
    """Return the instrument as plain data; each item has its own scale, since two may word a type's differently."""
    return {
        "key": instrument.key,
        "version": instrument.version,
        "title": dict(instrument.titles),
        "about": dict(instrument.abouts),
        "comment": dict(instrument.comments),
        "items": [
            {
                "key": item.key,
                "construct": item.construct,
                "source": item.source,
                "type": item.type,
                "direction": item.direction,
                "core": item.core,
                "comment": item.commented,
                "version": item.version,
                "text": dict(item.texts),
                "label": dict(item.labels),
                "options": list(item.option_keys),
                "scale": {language: list(words) for language, words in item.scale.items()},
            }
            for item in instrument.items
        ],
    }


def from_json(data: Mapping[str, Any]) -> Instrument:
    """Return the instrument that `to_json` wrote, whatever the files say by now.

    Rounds of policy G-3 and before have the scales once for all items, and neither title nor options.
    """
    return Instrument(
        key=data["key"],
        version=data["version"],
        items=tuple(_item(item, data) for item in data["items"]),
        comments=dict(data["comment"]),
        titles=dict(data.get("title", {})),
        abouts=dict(data.get("about", {})),
    )


def _item(item: Mapping[str, Any], data: Mapping[str, Any]) -> Item:
    scale = item["scale"] if "scale" in item else data["scales"][item["type"]]
    return Item(
        key=item["key"],
        construct=item["construct"],
        source=item["source"],
        type=item["type"],
        direction=item["direction"],
        texts=dict(item["text"]),
        labels=dict(item["label"]),
        scale={language: tuple(words) for language, words in scale.items()},
        option_keys=tuple(item.get("options", ())),
        core=item.get("core", False),
        commented=item.get("comment", False),
        version=item.get("version", data["version"]),
    )
