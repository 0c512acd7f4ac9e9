"""The pulse as a person meets it: invitation, form, thanks and kind refusals; and how a filled form is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.views import blocks, groups, ids, privacy, warning
from handlers.views.malformed import Malformed, field_of
from handlers.views.words import Words, escaped
from surveys.cells import Cell
from surveys.comments.hints import Kind
from surveys.comments.sanitising import sanitised, says_nothing
from surveys.consent import Consent
from surveys.instruments import Instrument, Item

COMMENT_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Answers:
    """A filled form: a value per item answered, and perhaps a comment, rid of what names people."""

    round_id: str
    values: Mapping[str, int]
    comment: str | None

    @property
    def empty(self) -> bool:
        """Whether nothing at all was answered."""
        return not self.values and self.comment is None


def invitation(words: Words, round_id: str, *, closes_on: date, items: int) -> dict[str, Any]:
    """The same message for everyone, as arguments of chat.postMessage; it is never edited afterwards."""
    text = words.plural(
        "How is AI at work going for you? {number} short question, until {day}.",
        "How is AI at work going for you? {number} short questions, until {day}.",
        items,
        day=words.day(closes_on),
    )
    return {
        "text": text,
        "blocks": [
            blocks.section(text),
            blocks.actions(blocks.button(words("Answer"), ids.OPEN_FORM, value=round_id, style="primary")),
            blocks.context(
                words(
                    "Confidential while open, anonymous after closing. Taking part is your choice, and nobody is told "
                    "who did. If you have already answered, thank you: you can change or withdraw your answer until "
                    "the pulse closes."
                )
            ),
        ],
    }


def form(
    words: Words,
    round_id: str,
    instrument: Instrument,
    seats: Sequence[Cell],
    *,
    k: int,
    consent: Consent,
    warned: Sequence[Kind] = (),
) -> blocks.View:
    """The blank form; `seats` are the groups in which this person is counted, the company first.

    With `warned` it asks whether the comment is to be sent. Slack keeps what was chosen and typed in a form that takes
    the place of another where block ids and action ids stay (views.update): nothing of it is sent back by us.
    """
    view = blocks.modal(
        words("Your pulse"),
        [
            blocks.section(
                words(
                    "Skip any question you like. The form always starts blank: what you sent earlier is sealed, and "
                    "this form cannot read it. If you send again, all of it is replaced."
                )
            ),
            privacy.agreed(words, consent, round_id),
            blocks.context(_counted_in(words, seats, k)),
            *(_question(words, item) for item in instrument.items),
            *_comment(words, instrument, warned),
            *_way_back(words, round_id),
        ],
        submit=words("Send"),
        close=words("Not now"),
        callback_id=ids.SUBMIT_FORM,
    )
    view["private_metadata"] = round_id
    return view


def _way_back(words: Words, round_id: str) -> list[blocks.Block]:
    return [
        blocks.divider(),
        blocks.context(
            words("Changed your mind about taking part? Withdrawing removes your answer, if you have sent one.")
        ),
        blocks.actions(blocks.button(words("Withdraw my answer"), ids.WITHDRAW_ANSWER, value=round_id)),
    ]


def _counted_in(words: Words, seats: Sequence[Cell], k: int) -> str:
    named = groups.listed(
        words,
        (
            words("{name} ({number} people)", name=escaped(groups.name_of(words, cell)), number=cell.audience)
            for cell in seats
        ),
    )
    return words(
        "Your answers are counted in these groups: {groups}. "
        "A result is shown only where at least {k} people answered.",
        groups=named,
        k=k,
    )


def _question(words: Words, item: Item) -> blocks.Block:
    options = [blocks.option(option.label, str(option.value)) for option in item.options(words.language)]
    element: dict[str, Any] = {"action_id": ids.ANSWER, "options": options}
    if item.type == "score":
        element |= {"type": "static_select", "placeholder": blocks.plain(words("Choose a number"))}
    else:
        element |= {"type": "radio_buttons"}
    return {
        "type": "input",
        "block_id": item.key,
        "optional": True,
        "label": blocks.plain(item.text(words.language)),
        "element": element,
    }


def _comment(words: Words, instrument: Instrument, warned: Sequence[Kind]) -> list[blocks.Block]:
    drawn = _comment_input(words, instrument)
    return [warning.notice(words, warned), drawn, warning.tick(words)] if warned else [drawn]


def _comment_input(words: Words, instrument: Instrument) -> blocks.Block:
    return {
        "type": "input",
        "block_id": ids.COMMENT,
        "optional": True,
        "label": blocks.plain(instrument.comment(words.language)),
        "hint": blocks.plain(
            words(
                "By writing here you agree that your words may be shown without your name, among the comments of at "
                "least 10 people from the whole company. Somebody may recognise your style: please leave out whatever "
                "tells who you are."
            )
        ),
        "element": {
            "type": "plain_text_input",
            "action_id": ids.COMMENT,
            "multiline": True,
            "max_length": COMMENT_CHARACTERS,
        },
    }


def thanks(words: Words) -> blocks.View:
    """Shown in place of the form; nothing else remembers that it was sent."""
    return blocks.notice(
        words("Thank you"),
        words(
            "Your answer is sealed. Until the pulse closes, you can withdraw it, or send another one that replaces it. "
            "Results come after closing, and only for groups."
        ),
        close=words("Close"),
    )


def withdrawn(words: Words) -> blocks.View:
    """Says the same whether there was an answer or not."""
    return blocks.notice(
        words("Withdrawn"),
        words("If you had answered, your answer is gone. You are welcome to answer again until the pulse closes."),
        close=words("Close"),
    )


def read_round(payload: Mapping[str, Any]) -> str:
    """The round that a pressed button carries. Raises Malformed."""
    actions = field_of(payload, "actions", list)
    if not actions or not isinstance(actions[0], dict):
        raise Malformed("actions")
    return field_of(actions[0], "value", str)


def read_form(view: Mapping[str, Any], instrument: Instrument) -> Answers:
    """What the form says; values that no question offers are refused. Raises Malformed."""
    values = field_of(field_of(view, "state", dict), "values", dict)
    answers = {item.key: value for item in instrument.items if (value := _value_of(values, item)) is not None}
    return Answers(field_of(view, "private_metadata", str), answers, _comment_of(values))


def _value_of(values: Mapping[str, Any], item: Item) -> int | None:
    if item.key not in values:
        return None
    chosen = field_of(field_of(values, item.key, dict), ids.ANSWER, dict).get("selected_option")
    if chosen is None:
        return None
    if not isinstance(chosen, dict):
        raise Malformed(item.key)
    offered = {str(value): value for value in item.values}
    said = field_of(chosen, "value", str)
    if said not in offered:
        raise Malformed(item.key)
    return offered[said]


def _comment_of(values: Mapping[str, Any]) -> str | None:
    if ids.COMMENT not in values:
        return None
    written = field_of(field_of(values, ids.COMMENT, dict), ids.COMMENT, dict).get("value")
    if written is None:
        return None
    if not isinstance(written, str):
        raise Malformed(ids.COMMENT)
    clean = sanitised(written)
    return None if says_nothing(clean) else clean or None
