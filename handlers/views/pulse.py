"""The pulse as a person meets it: invitation, form, thanks and kind refusals; and how a filled form is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.views import blocks, groups, ids, privacy, questions, warning
from handlers.views.malformed import Malformed, field_of
from handlers.views.words import Words, escaped
from surveys.cells import Cell
from surveys.comments.sanitising import LONGEST
from surveys.consent import Consent
from surveys.instruments import Instrument


@dataclass(frozen=True, slots=True)
class Answers:
    """A filled form: values by metric, and perhaps words, by item and on the whole, rid of what names people."""

    round_id: str
    values: Mapping[str, int]
    comment: str | None
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was answered."""
        return not self.values and not self.worded

    @property
    def worded(self) -> bool:
        """Whether anything was written."""
        return self.comment is not None or bool(self.texts)


def invitation(words: Words, round_id: str, *, closes_on: date, items: int) -> dict[str, Any]:
    """The same message for everyone, as arguments of chat.postMessage; it is never edited afterwards."""
    text = words.plural(
        "How is AI at work going for you? {number} short question, until {day}.",
        "How is AI at work going for you? {number} short questions, until {day}.",
        items,
        day=words.day(closes_on),
    )
    small = words(
        "Confidential while open, anonymous after closing. Taking part is your choice, and nobody is told who did. If "
        "you have already answered, thank you: you can change or withdraw your answer until the pulse closes."
    )
    return leading_to_form(words, round_id, text, small)


def leading_to_form(words: Words, round_id: str, text: str, small: str) -> dict[str, Any]:
    """A message with the button that opens the form of a round."""
    return {
        "text": text,
        "blocks": [
            blocks.section(text),
            blocks.actions(blocks.button(words("Answer"), ids.OPEN_FORM, value=round_id, style="primary")),
            blocks.context(small),
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
    warned: warning.Hints | None = None,
) -> blocks.View:
    """The blank form; `seats` are the groups in which this person is counted, the company first.

    With `warned` it asks whether what was written is to be sent. Slack keeps what was chosen and typed in a form that
    takes the place of another where block ids and action ids stay (views.update): nothing of it is sent back by us.
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
            *(block for item in instrument.items for block in questions.drawn(words, item)),
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


def _comment(words: Words, instrument: Instrument, warned: warning.Hints | None) -> list[blocks.Block]:
    drawn = _comment_input(words, instrument)
    return [warning.notice(words, instrument, warned), drawn, warning.tick(words)] if warned else [drawn]


def _comment_input(words: Words, instrument: Instrument) -> blocks.Block:
    return {
        "type": "input",
        "block_id": ids.COMMENT,
        "optional": True,
        "label": blocks.plain(instrument.comment(words.language)),
        "hint": blocks.plain(
            words(
                "By writing here you agree that your words may be shown without your name, among the comments of at "
                "least 10 people, of all who are asked. Somebody may recognise your style: please leave out whatever "
                "tells who you are."
            )
        ),
        "element": {
            "type": "plain_text_input",
            "action_id": ids.COMMENT,
            "multiline": True,
            "max_length": LONGEST,
        },
    }


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
    comment = questions.cleaned(questions.read_words(values, ids.COMMENT, ids.COMMENT), longest=LONGEST)
    return Answers(
        field_of(view, "private_metadata", str),
        questions.read_values(values, instrument.items),
        comment or None,
        questions.read_texts(values, instrument),
    )
