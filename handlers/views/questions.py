"""The questions of a form: how an item of each type is drawn, and how what was chosen or written is read back."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.views import blocks, ids
from handlers.views.malformed import Malformed, field_of
from handlers.views.words import Words
from surveys.comments.sanitising import LONGEST_OF_AN_ITEM, sanitised, says_nothing
from surveys.instruments import NONE, Instrument, Item


def drawn(words: Words, item: Item) -> list[blocks.Block]:
    """An item as inputs: the question, and below it the comment on it where it asks for one."""
    question = _input(item.key, item.text(words.language), _element(words, item))
    if item.type == "text":
        question["hint"] = _shared(words)
    if not item.commented:
        return [question]
    comment = _input(comment_id(item), words("A word on this, if you like"), _written(comment_id(item)))
    return [question, comment | {"hint": _shared(words)}]


def comment_id(item: Item) -> str:
    """The id of the input for a comment on an item; no key of an item has a point in it."""
    return f"{ids.COMMENT}.{item.key}"


def _input(block_id: str, label: str, element: dict[str, Any]) -> blocks.Block:
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": blocks.plain(label),
        "element": element,
    }


def _shared(words: Words) -> dict[str, Any]:
    return blocks.plain(
        words(
            "As with every comment: your words may be shown without your name, among those of at least 10 people, of "
            "all who are asked. Please leave out whatever tells who you are."
        )
    )


def _element(words: Words, item: Item) -> dict[str, Any]:
    if item.type == "text":
        return _written(ids.ANSWER)
    options = [blocks.option(option.label, str(option.value)) for option in item.options(words.language)]
    match item.type:
        case "several_of":
            return {"type": "checkboxes", "action_id": ids.ANSWER, "options": _boxes(words, item)}
        case "score":
            hint = blocks.plain(words("Choose a number"))
            return {"type": "static_select", "action_id": ids.ANSWER, "options": options, "placeholder": hint}
        case _:
            return {"type": "radio_buttons", "action_id": ids.ANSWER, "options": options}


def _boxes(words: Words, item: Item) -> list[dict[str, Any]]:
    """The options that may be ticked; "none of these" comes last, in the item's own words where it has some."""
    labels = {key: option.label for key, option in zip(item.option_keys, item.options(words.language), strict=True)}
    drawn = [blocks.option(label, key) for key, label in labels.items() if key != NONE]
    return [*drawn, blocks.option(none_of(words, item), NONE)]


def none_of(words: Words, item: Item) -> str:
    """The words for that nothing else of an item holds."""
    labels = dict(zip(item.option_keys, (option.label for option in item.options(words.language)), strict=True))
    return labels.get(NONE) or words("None of these")


def _written(action_id: str) -> dict[str, Any]:
    return {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": LONGEST_OF_AN_ITEM,
    }


def read_values(values: Mapping[str, Any], items: Sequence[Item]) -> dict[str, int]:
    """What was chosen, by metric, in what Slack calls the values of a form; what was left out is not there.

    Raises Malformed for what no question offers.
    """
    found: dict[str, int] = {}
    for item in items:
        if item.type == "several_of":
            found |= _ticked(values, item)
        elif item.type != "text" and (value := _chosen(values, item)) is not None:
            found[item.key] = value
    return found


def _chosen(values: Mapping[str, Any], item: Item) -> int | None:
    chosen = _entry(values, item.key, ids.ANSWER).get("selected_option")
    if chosen is None:
        return None
    offered = {str(value): value for value in item.values}
    return offered[_said(chosen, item, offered)]


def _ticked(values: Mapping[str, Any], item: Item) -> dict[str, int]:
    """A yes or a no for each option, where anything was ticked; "none of these" beside others counts for nothing."""
    chosen = _entry(values, item.key, ids.ANSWER).get("selected_options")
    if not chosen:
        return {}
    if not isinstance(chosen, list):
        raise Malformed(item.key)
    ticked = {_said(option, item, [*item.option_keys, NONE]) for option in chosen}
    return {f"{item.key}.{key}": int(key in ticked) for key in item.option_keys if key != NONE}


def _said(chosen: object, item: Item, offered: Mapping[str, int] | Sequence[str]) -> str:
    if not isinstance(chosen, dict):
        raise Malformed(item.key)
    said = field_of(chosen, "value", str)
    if said not in offered:
        raise Malformed(item.key)
    return said


def inputs_of_words(instrument: Instrument) -> dict[str, tuple[str, Item]]:
    """Where a form takes words on single items: by the id of the input that of its element, and the item."""
    answers = {item.key: (ids.ANSWER, item) for item in instrument.items if item.type == "text"}
    comments = {comment_id(item): (comment_id(item), item) for item in instrument.items if item.commented}
    return answers | comments


def read_texts(values: Mapping[str, Any], instrument: Instrument) -> dict[str, str]:
    """What was written on single items, by item, rid of what names people. Raises Malformed."""
    written = {
        item.key: cleaned(read_words(values, block_id, action_id), longest=LONGEST_OF_AN_ITEM)
        for block_id, (action_id, item) in inputs_of_words(instrument).items()
    }
    return {item: text for item, text in written.items() if text}


def read_words(values: Mapping[str, Any], block_id: str, action_id: str) -> str:
    """What was typed into one input, as it was typed. Raises Malformed."""
    written = _entry(values, block_id, action_id).get("value")
    if written is not None and not isinstance(written, str):
        raise Malformed(block_id)
    return written or ""


def cleaned(written: str, *, longest: int) -> str:
    """What is kept of words: nothing that points to a person, and nothing at all where nothing is left."""
    clean = sanitised(written, longest=longest)
    return "" if says_nothing(clean) else clean


def _entry(values: Mapping[str, Any], block_id: str, action_id: str) -> dict[str, Any]:
    return field_of(field_of(values, block_id, dict), action_id, dict) if block_id in values else {}
