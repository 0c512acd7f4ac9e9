"""The kind refusals of a pulse: closed, not invited, too late, nothing answered."""

from collections.abc import Mapping
from typing import Any

from handlers.views import blocks, ids
from handlers.views.malformed import field_of
from handlers.views.words import Words


def closed(words: Words) -> blocks.View:
    """A kind refusal after the end."""
    return blocks.notice(
        words("This pulse is closed"),
        words(
            "It takes no more answers, so nothing has been kept or changed just now. If another one is open, `/pulse` "
            "leads to it; if not, there will be a next one."
        ),
        close=words("Close"),
    )


def too_late_to_withdraw(words: Words) -> blocks.View:
    """A kind refusal of a withdrawal after the end; says the same whether there was an answer or not."""
    return blocks.notice(
        words("This pulse is closed"),
        words(
            "Nothing has been changed just now. If you had answered, you are counted in the results of your groups; no "
            "single answer can be found and taken out any more."
        ),
        close=words("Close"),
    )


def too_late(words: Words, view: Mapping[str, Any]) -> dict[str, str]:
    """The errors of a form sent after the end, at both its ends: what was typed stays before its writer's eyes."""
    inputs = _inputs_of(view)
    said = words(
        "This pulse is closed and takes no more answers: nothing of this form has been kept. What you wrote stays here "
        "until you close the form."
    )
    return dict.fromkeys((inputs[0], inputs[-1]), said) if inputs else {}


def not_invited(words: Words) -> blocks.View:
    """A kind refusal for who was not on the list when the round opened."""
    return blocks.notice(
        words("Not this time"),
        words(
            "The groups of this pulse were fixed when it opened, and you are not in them. Perhaps you joined later, "
            "had paused or had opted out. `/pulse settings` shows whether you will be asked next time."
        ),
        close=words("Close"),
    )


def nothing_answered(words: Words, view: Mapping[str, Any]) -> dict[str, str]:
    """The error under the first question of a form sent empty."""
    return {next(iter(_inputs_of(view)), ids.COMMENT): words("Answer at least one question, or close the form.")}


def _inputs_of(view: Mapping[str, Any]) -> list[str]:
    drawn = [block for block in field_of(view, "blocks", list) if isinstance(block, dict)]
    return [field_of(block, "block_id", str) for block in drawn if block.get("type") == "input"]
