"""The question before a comment is sent that may tell who wrote it: drawn into the form, and its answer read back."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.views import blocks, groups, ids, questions
from handlers.views.malformed import Malformed, field_of
from handlers.views.results import named
from handlers.views.words import Words, escaped
from surveys.comments.hints import Kind
from surveys.instruments import Instrument

Hints = Mapping[str, Sequence[Kind]]
"""The kinds of things that were seen in what was written, by the id of its input; inputs without any are not there."""

AS_IT_IS = "as_it_is"


def notice(words: Words, instrument: Instrument, hints: Hints) -> blocks.Block:
    """What stands above the comment: the kinds of things that were seen, and in what, and not a word of it."""
    lines = [f"• {_said(words, kind)}" for kind in hints.get(ids.COMMENT, ())]
    for input_id, (_, item) in questions.inputs_of_words(instrument).items():
        if input_id in hints:
            kinds = groups.listed(words, (_said(words, kind) for kind in hints[input_id]))
            lines.append(f"• {named(words, escaped(item.label(words.language)), kinds)}")
    title = words(":eyes: *Nothing has been sent yet.* Your comment may tell who you are. It seems to contain:")
    return blocks.section("\n".join((title, *lines)))


def tick(words: Words) -> blocks.Block:
    """The box that lets the comment pass; it starts without its tick."""
    return {
        "type": "input",
        "block_id": ids.AS_IT_IS,
        "optional": True,
        "label": blocks.plain(words("Change your comment and send again, or tick the box")),
        "hint": blocks.plain(
            words("Mentions, links, e-mail addresses and telephone numbers are taken out of every comment.")
        ),
        "element": {
            "type": "checkboxes",
            "action_id": ids.AS_IT_IS,
            "options": [blocks.option(words("Send it as it is"), AS_IT_IS)],
        },
    }


def error(words: Words, hints: Hints) -> dict[str, str]:
    """The errors under the words of who was warned before, changed them or not, and did not tick the box."""
    return {
        input_id: words(
            "This may still tell who you are. In it: {kinds}. Change it, or tick “Send it as it is”.",
            kinds=groups.listed(words, (_said(words, kind) for kind in kinds)),
        )
        for input_id, kinds in hints.items()
    }


def _said(words: Words, kind: Kind) -> str:
    return {
        "person": words("the name of a person, or your own"),
        "unit": words("the name of a team or department"),
        "address": words("an e-mail address"),
        "phone": words("a telephone number"),
        "link": words("a link"),
        "only_one": words("that you are the only one, or one of a few"),
        "position": words("a position that few people hold"),
        "life": words("something of your own life"),
        "date": words("a date or a moment that points to you"),
    }[kind]


def read_written(view: Mapping[str, Any], instrument: Instrument) -> dict[str, str]:
    """All that was typed, by the id of its input, for no other use than to look it over. Raises Malformed."""
    values = field_of(field_of(view, "state", dict), "values", dict)
    elements = {key: element for key, (element, _) in questions.inputs_of_words(instrument).items()}
    typed = {key: questions.read_words(values, key, element) for key, element in elements.items()}
    typed[ids.COMMENT] = questions.read_words(values, ids.COMMENT, ids.COMMENT)
    return {key: written for key, written in typed.items() if written}


def was_shown(view: Mapping[str, Any]) -> bool:
    """Whether the form that was sent had the box. Raises Malformed."""
    return ids.AS_IT_IS in field_of(field_of(view, "state", dict), "values", dict)


def is_ticked(view: Mapping[str, Any]) -> bool:
    """Whether the comment is to pass as it is. Raises Malformed."""
    chosen = _entry(view, ids.AS_IT_IS).get("selected_options") or []
    if not isinstance(chosen, list):
        raise Malformed(ids.AS_IT_IS)
    return any(isinstance(option, dict) and option.get("value") == AS_IT_IS for option in chosen)


def read_names(body: Mapping[str, Any]) -> list[str]:
    """What Slack calls the writer in this very request; it is looked for in the comment and kept nowhere."""
    user = field_of(body, "user", dict)
    return [name for key in ("name", "username") if isinstance(name := user.get(key), str)]


def _entry(view: Mapping[str, Any], input_id: str) -> dict[str, Any]:
    values = field_of(field_of(view, "state", dict), "values", dict)
    if input_id not in values:
        return {}
    return field_of(field_of(values, input_id, dict), input_id, dict)
