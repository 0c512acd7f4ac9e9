"""The owner's part of the Home tab: how the pulse and its delivery stand, and what stops, pauses or changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.views import blocks, ids
from handlers.views.words import Words
from people.owners import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """What an owner sees at a glance: the pulse (None: never set up), its next opening, and how sending stands.

    `round_until` is the last day of an open round, `sending` how its invitations went, in words, one a line.
    """

    role: Role
    running: bool | None
    next_opening: str = ""
    round_until: date | None = None
    sending: Sequence[str] = ()
    stopped: bool = False
    too_few: int = 0
    """Where fewer people would be asked than a round needs: how many it needs."""


def section(words: Words, standing: Standing) -> list[blocks.Block]:
    """The part of the Home tab that only who is in charge sees."""
    owner = standing.role == "owner"
    lines = [_state(words, standing), *_round(words, standing)]
    if standing.stopped:
        lines.insert(0, words("*Everything is stopped: nothing is sent to anybody until it is resumed.*"))
    buttons = [
        *([blocks.button(_door(words, standing), ids.OPEN_SETUP, style="primary")] if owner else []),
        *([] if owner else [blocks.button(words("How it is set up"), ids.OPEN_SETUP)]),
        *([blocks.button(words("Our own questions"), ids.OPEN_OWN)] if owner else []),
        blocks.button(words("Log"), ids.OPEN_LOG),
    ]
    return [
        blocks.divider(),
        blocks.header(words("The pulse is in your charge") if owner else words("The pulse, for the employees")),
        *(blocks.section(text) for text in blocks.paragraphs(lines)),
        blocks.actions(*buttons),
        *([blocks.actions(*_levers(words, standing))] if owner else []),
    ]


def _door(words: Words, standing: Standing) -> str:
    return words("Set it up") if standing.running is None else words("Change the set-up")


def _state(words: Words, standing: Standing) -> str:
    if standing.running is None:
        return words("No pulse has been set up yet.")
    if not standing.running:
        return words("*The pulse is paused:* no new round opens.")
    if standing.too_few:
        return words(
            "*The pulse cannot open:* fewer than {number} people would be asked, and a result could tell of single "
            "ones. Ask more units, or bring the roster up to date.",
            number=standing.too_few,
        )
    return words("*The pulse is running:* the next round opens on {day}.", day=standing.next_opening)


def _round(words: Words, standing: Standing) -> list[str]:
    if standing.round_until is None:
        return list(standing.sending)
    return [words("A round is open until {day}.", day=words.day(standing.round_until)), *standing.sending]


def _levers(words: Words, standing: Standing) -> list[dict[str, object]]:
    levers = []
    if standing.running is not None:
        levers.append(
            blocks.button(words("Pause the pulse"), ids.PAUSE_PULSE)
            if standing.running
            else blocks.button(words("Start again"), ids.RESUME_PULSE)
        )
    if standing.stopped:
        return [*levers, blocks.button(words("Send again"), ids.SEND_AGAIN)]
    stop = blocks.button(words("Stop everything"), ids.STOP_ALL, style="danger")
    confirm = {
        "title": blocks.plain(words("Stop everything?")),
        "text": blocks.plain(
            words(
                "Within a minute nothing at all is sent any more: no invitations, no reminders, no results. An open "
                "round goes on, and can be answered from the Home tab. You can let it be sent again at any time."
            )
        ),
        "confirm": blocks.plain(words("Stop everything")),
        "deny": blocks.plain(words("Leave it")),
        "style": "danger",
    }
    return [*levers, stop | {"confirm": confirm}]


def invitations(words: Words, numbers: Mapping[str, int]) -> list[str]:
    """How the invitations of an open round went, by state of the ledger.

    What was sent is told as a share: a number beside that of the people asked would tell how many paused or opted out,
    and by other audiences where. What failed is a number, since it is about Slack's delivery and nothing else.
    """
    total = sum(numbers.values())
    if not total:
        return []
    pending = numbers.get("pending", 0) + numbers.get("claimed", 0)
    lines = [words("Invitations: nothing is left to be sent.")]
    if pending:
        lines = [words("Invitations: about {percent}% have been dealt with.", percent=_tenths(total - pending, total))]
    failed, unknown = numbers.get("failed", 0), numbers.get("unknown", 0)
    if failed:
        lines.append(words.plural("{number} could not be delivered.", "{number} could not be delivered.", failed))
    if unknown:
        lines.append(
            words.plural(
                "Of {number} nobody knows whether it arrived.",
                "Of {number} nobody knows whether they arrived.",
                unknown,
            )
        )
    return [*lines, words("This is about Slack's delivery, not about who answered.")]


def _tenths(part: int, whole: int) -> int:
    return round(10 * part / whole) * 10


def trouble(number: int, sentence: str) -> str:
    """One reason why messages did not arrive."""
    return f"• {number}: {sentence}"


def halted(words: Words, since: str, sentence: str) -> str:
    """That nothing leaves at all, and what to do."""
    return words("*Sending halts since {moment}.* {reason}", moment=since, reason=sentence)
