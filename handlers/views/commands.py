"""What `/pulse` says, and how its words are read in four languages."""

from collections.abc import Mapping
from typing import Any, Literal

from handlers.views import blocks, privacy
from handlers.views.malformed import field_of
from handlers.views.privacy import InForce
from handlers.views.words import Words

Asked = Literal["answer", "settings", "privacy", "help", "setup", "log", "unknown"]

WORDS: dict[str, Asked] = {
    "": "answer",
    "answer": "answer",
    "répondre": "answer",
    "repondre": "answer",
    "antwoorden": "answer",
    "antworten": "answer",
    "settings": "settings",
    "réglages": "settings",
    "reglages": "settings",
    "instellingen": "settings",
    "einstellungen": "settings",
    "privacy": "privacy",
    "confidentialité": "privacy",
    "confidentialite": "privacy",
    "datenschutz": "privacy",
    "setup": "setup",
    "configurer": "setup",
    "configuration": "setup",
    "instellen": "setup",
    "einrichten": "setup",
    "log": "log",
    "journal": "log",
    "logboek": "log",
    "protokoll": "log",
    "help": "help",
    "aide": "help",
    "hilfe": "help",
}


def read_command(command: Mapping[str, Any]) -> Asked:
    """What the words after `/pulse` ask for; none at all asks for the form. Raises Malformed."""
    said = command.get("text") or ""
    return WORDS.get(field_of({"text": said}, "text", str).strip().casefold(), "unknown")


def reply(words: Words, asked: Asked, held: InForce) -> dict[str, Any]:
    """The answer that only the person sees, as arguments of the acknowledgement."""
    if asked == "privacy":
        return {
            "response_type": "ephemeral",
            "text": privacy.promise(words, held),
            "blocks": privacy.account_blocks(words, held),
        }
    text = {
        "answer": words(
            "No pulse is open at the moment. When the next one opens, you will get a message, unless you have paused "
            "or opted out."
        ),
        "unknown": "\n".join((words("Sorry, I do not know that word. These are the ones I know:"), _help(words))),
    }.get(asked, _help(words))
    return {"response_type": "ephemeral", "text": text, "blocks": [blocks.section(text)]}


def _help(words: Words) -> str:
    return "\n".join(
        (
            words("`/pulse`: answer the open pulse, or change or withdraw your answer"),
            words("`/pulse settings`: your language, a pause, opting out"),
            words("`/pulse privacy`: what the company can see"),
            words("`/pulse setup`: for owners, what is asked, whom and when"),
            words("`/pulse log`: for owners, who changed what"),
            words("`/pulse help`: this list"),
        )
    )
