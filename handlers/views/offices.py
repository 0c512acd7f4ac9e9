"""Who is in charge, said kindly: to who would set up the pulse, and to who may not."""

from collections.abc import Iterable, Mapping
from typing import Any

from handlers.views import blocks, ids
from handlers.views.words import Words
from people.owners import Role


def refusal(words: Words, held: Mapping[str, Role]) -> blocks.View:
    """A kind refusal for who is no owner."""
    text = words("Only an owner of the pulse may do that. Nothing was changed.")
    return blocks.notice(words("Not yours to change"), f"{text} {in_charge(words, held)}", close=words("Close"))


def in_charge(words: Words, held: Mapping[str, Role]) -> str:
    """Who the owners are, by mention."""
    mentioned = mentions(user_id for user_id, role in held.items() if role == "owner")
    if not mentioned:
        return words("Nobody is its owner yet.")
    return words("In charge: {people}. Please turn to them.", people=mentioned)


def mentions(user_ids: Iterable[str]) -> str:
    """People as Slack names them."""
    return ", ".join(f"<@{user_id}>" for user_id in user_ids)


def told(words: Words, held: Mapping[str, Role]) -> dict[str, Any]:
    """The answer to `/pulse setup` of who is no owner, where there is one."""
    return _ephemeral(in_charge(words, held))


def offered(words: Words) -> dict[str, Any]:
    """The answer to an administrator of the workspace while there is no owner: a button."""
    text = words(
        "Nobody is in charge of the pulse yet. As an administrator of this workspace you can become its owner: you "
        "then choose the questions, the times and who is asked, and all that you change stands in a log. You never see "
        "who answered, paused or opted out."
    )
    button = blocks.button(words("Become the owner"), ids.BECOME_OWNER, style="primary")
    return _ephemeral(text, blocks.actions(button))


def vacant(words: Words) -> dict[str, Any]:
    """The answer to everybody else while there is no owner."""
    return _ephemeral(
        words(
            "Nobody is in charge of the pulse yet. An administrator of this workspace can become its owner with "
            "`/pulse setup`; or whoever runs Groundswell names one: `groundswell owners add`."
        )
    )


def welcome(words: Words) -> blocks.View:
    """Shown to who has become the owner."""
    return blocks.notice(
        words("You are the owner"),
        words(
            "From now on `/pulse setup` and your Home tab lead to the set-up. Nobody is asked anything before you "
            "press Start there."
        ),
        close=words("Close"),
    )


def _ephemeral(text: str, *more: blocks.Block) -> dict[str, Any]:
    return {"response_type": "ephemeral", "text": text, "blocks": [blocks.section(text), *more]}
