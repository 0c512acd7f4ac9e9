"""The question before a comment is sent that may tell who wrote it: drawn into the form, and its answer read back."""

from collections.abc import Iterable, Mapping
from typing import Any

from handlers.views import blocks, groups, ids
from handlers.views.malformed import Malformed, field_of
from handlers.views.words import Words
from surveys.comments.hints import Kind

AS_IT_IS = "as_it_is"


def notice(words: Words, kinds: Iterable[Kind]) -> blocks.Block:
    """What stands above the comment: the kinds of things that were seen in it, and not a word of it."""
    lines = (f"• {_said(words, kind)}" for kind in kinds)
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


def error(words: Words, kinds: Iterable[Kind]) -> dict[str, str]:
    """The error under the comment of who was warned before, changed it or not, and did not tick the box."""
    return {
        ids.COMMENT: words(
            "This may still tell who you are. In it: {kinds}. Change it, or tick “Send it as it is”.",
            kinds=groups.listed(words, (_said(words, kind) for kind in kinds)),
        )
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


def read_written(view: Mapping[str, Any]) -> str:
    """The comment as it was typed, for no other use than to look it over. Raises Malformed."""
    written = _entry(view, ids.COMMENT).get("value")
    if written is not None and not isinstance(written, str):
        raise Malformed(ids.COMMENT)
    return written or ""


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
