"""A trial of the pulse by its owner: the invitation and the form of everybody, marked; its buttons keep nothing."""

from collections.abc import Mapping
from typing import Any

from handlers.views import blocks, ids
from handlers.views.words import Words

TRIAL = "trial"
"""Stands where a form has the id of its round: there is none."""

INSTEAD = {ids.OPEN_FORM: ids.OPEN_TRIAL, ids.WITHDRAW_ANSWER: ids.WITHDRAW_TRIAL}


def invitation(words: Words, message: Mapping[str, Any]) -> dict[str, Any]:
    """The invitation of everybody, marked as a trial."""
    text = words("This is a trial: it was sent to you alone, and no pulse is open by it.")
    marked = [blocks.context(text), *(_tame(block) for block in message["blocks"])]
    return {"text": f"{text} {message['text']}", "blocks": marked}


def form(words: Words, view: Mapping[str, Any]) -> blocks.View:
    """The form of everybody, marked as a trial."""
    text = words("*This is a trial.* You see what everybody will see. Nothing that you fill in is kept.")
    marked = [blocks.section(text), *(_tame(block) for block in view["blocks"])]
    return {**view, "blocks": marked, "callback_id": ids.SUBMIT_TRIAL, "private_metadata": TRIAL}


def _tame(block: blocks.Block) -> blocks.Block:
    """The same block with the buttons of a trial."""
    if block["type"] != "actions":
        return block
    elements = [
        {**element, "action_id": INSTEAD.get(element["action_id"], element["action_id"])}
        for element in block["elements"]
    ]
    return {**block, "elements": elements}


def sent(words: Words) -> blocks.View:
    """Shown once the trial's message is on its way."""
    return blocks.notice(
        words("Sent to you alone"),
        words("The invitation is in the messages of this app. Its button opens the form as everybody will see it."),
        close=words("Close"),
    )


def not_sent(words: Words) -> blocks.View:
    """Shown when Slack did not take it."""
    return blocks.notice(
        words("It was not sent"),
        words("Slack did not take the message. Please try again; if it lasts, whoever runs Groundswell finds why."),
        close=words("Close"),
    )


def over(words: Words) -> blocks.View:
    """Shown in place of the thanks."""
    return blocks.notice(
        words("That was the trial"),
        words(
            "What you filled in was kept nowhere. In an open pulse, people are thanked here, and told what comes next."
        ),
        close=words("Close"),
    )


def no_questions(words: Words) -> blocks.View:
    """When the set-up has nothing to ask any more."""
    return blocks.notice(
        words("Nothing to try"),
        words("The set-up has no questions at the moment. Choose some with `/pulse setup`."),
        close=words("Close"),
    )


def too_few(words: Words) -> blocks.View:
    """When nobody could be asked like that."""
    return blocks.notice(
        words("Nothing to try"),
        words("Fewer people would be asked than a group must have, so no round could open."),
        close=words("Close"),
    )
