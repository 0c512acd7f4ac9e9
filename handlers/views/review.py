"""The last step of the set-up: all of it in words, who is asked by unit, the first dates; only here it is started."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.views import blocks, burden, changes, ids, times
from handlers.views.setup import STEPS
from handlers.views.words import Words, escaped
from people.changes import Entry
from people.hierarchy import text_of
from surveys.instruments import Item
from surveys.pulses import Schedule
from surveys.recipients import Recipients

LONGEST_LIST = 30_000
"""Characters of the list by unit; Slack takes 250,000 bytes in a view."""
LONGEST_PATH = 120
MOST_NAMED = 40
REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a set-up comes to: its schedule with a zone, who would be counted, and when the first rounds would open."""

    schedule: Schedule
    zone: str
    known: Mapping[str, Item]
    recipients: Recipients
    openings: Sequence[datetime]


def review(
    words: Words, outcome: Outcome, *, running: bool, meanwhile: Sequence[Entry] = (), units: Mapping[int, str]
) -> blocks.View:
    """All that would be started; `meanwhile` is what others changed since this set-up was begun."""
    view = blocks.modal(
        words("Look it over"),
        [
            blocks.context(words("Step {number} of {all}", number=len(STEPS), all=len(STEPS))),
            *_meanwhile(words, meanwhile, outcome.known),
            *summary(words, outcome, units=units),
            blocks.actions(
                blocks.button(words("Back"), ids.BACK, value="people"),
                blocks.button(words("See all questions"), ids.PREVIEW),
                blocks.button(words("Try it on me"), ids.TRY_ON_ME),
            ),
            blocks.context(
                words("From the next round on it is so; a round that is open stays as it is.")
                if running
                else words("Nobody has been sent anything yet. Only “Start” starts the pulse.")
            ),
        ],
        submit=words("Save") if running else words("Start"),
        close=words("Close"),
        callback_id=ids.START,
    )
    return view | {"private_metadata": REVIEW}


def _meanwhile(words: Words, entries: Sequence[Entry], known: Mapping[str, Item]) -> list[blocks.Block]:
    if not entries:
        return []
    told = "\n".join(changes.line_of(words, entry, known) for entry in entries[-5:])
    title = words(
        "*Somebody else changed the set-up while you were at it.* Nothing of yours is in force yet. If you press the "
        "button again, yours takes the place of theirs; to begin from theirs, go back to the first step and press "
        "“Begin anew”."
    )
    return [blocks.section(title), blocks.section(told), blocks.divider()]


def read_only(words: Words, outcome: Outcome, *, running: bool, units: Mapping[int, str]) -> blocks.View:
    """The same for the representative of the employees, who changes nothing."""
    state = words("The pulse is running.") if running else words("The pulse is paused: no more rounds open.")
    return blocks.modal(
        words("How it is set up"),
        [
            blocks.section(state),
            *summary(words, outcome, units=units),
            blocks.actions(
                blocks.button(words("See all questions"), ids.PREVIEW), blocks.button(words("Log"), ids.OPEN_LOG)
            ),
        ],
        close=words("Close"),
    )


def nothing_yet(words: Words) -> blocks.View:
    """For the representative while no pulse was ever set up."""
    text = words(
        "No pulse has been set up yet. As soon as there is one, you can read here what is asked, whom and when."
    )
    view = blocks.notice(words("How it is set up"), text, close=words("Close"))
    view["blocks"].append(blocks.actions(blocks.button(words("Log"), ids.OPEN_LOG)))
    return view


def summary(words: Words, outcome: Outcome, *, units: Mapping[int, str]) -> list[blocks.Block]:
    """A set-up in words, with everybody who is counted by unit: numbers, never names."""
    return [
        blocks.section(_questions(words, outcome)),
        blocks.section(_times(words, outcome)),
        blocks.section(_people(words, outcome, units)),
        blocks.section(_number(words, outcome)),
        *(blocks.section(text) for text in blocks.paragraphs(_by_unit(words, outcome.recipients))),
        blocks.section("\n".join([words("*The first rounds open*"), _openings(words, outcome)])),
    ]


def _openings(words: Words, outcome: Outcome) -> str:
    return times.openings_of(words, outcome.openings, outcome.zone)


def _questions(words: Words, outcome: Outcome) -> str:
    deck = [outcome.known[key] for key in outcome.schedule.deck if key in outcome.known]
    labels = _few(words, [item.label(words.language) for item in deck])
    title = words.plural("*{number} question*", "*{number} questions*", len(deck))
    return "\n".join([title, escaped(", ".join(labels)), burden.promise(words, outcome.schedule)])


def _times(words: Words, outcome: Outcome) -> str:
    schedule = outcome.schedule
    opens = words("*When:* {rhythm} ({zone})", rhythm=times.rhythm_of(words, schedule.rhythm), zone=outcome.zone)
    lasts = words.plural(
        "Each round is open for {number} day.", "Each round is open for {number} days.", schedule.open_days
    )
    return f"{opens}. {lasts} {_reminders(words, schedule.reminders)}"


def _reminders(words: Words, number: int) -> str:
    if not number:
        return words("Nobody is reminded.")
    return words.plural("Everybody is reminded {number} time.", "Everybody is reminded {number} times.", number)


def _people(words: Words, outcome: Outcome, units: Mapping[int, str]) -> str:
    schedule = outcome.schedule
    asked = words("everybody")
    if schedule.audience is not None:
        asked = "; ".join(_few(words, [_end_of(units[each]) for each in schedule.audience if each in units]))
    return words("*Who:* {people}", people=escaped(asked))


def _number(words: Words, outcome: Outcome) -> str:
    channel = outcome.schedule.channel
    lines = [words("Results of all: {channel}", channel=f"<#{channel}>")] if channel else []
    number = words.plural("{number} person, by unit:", "{number} people, by unit:", outcome.recipients.total)
    return "\n".join([*lines, number])


def _by_unit(words: Words, recipients: Recipients) -> list[str]:
    """How many work in each unit, one a line; of a very large company what is left over is told together."""
    nowhere, lines, length = words("without a unit"), [], 0
    for path, number in recipients.units:
        line = f"{number} · {escaped(_end_of(text_of(path))) or nowhere}"
        length += len(line)
        if length > LONGEST_LIST:
            break
        lines.append(line)
    left = recipients.units[len(lines) :]
    if left:
        people = sum(number for _, number in left)
        lines.append(words("{people} people in {units} more units", people=people, units=len(left)))
    return lines


def _end_of(path: str) -> str:
    """A path as long as there is room for; its end tells units apart."""
    return path if len(path) <= LONGEST_PATH else f"…{path[-LONGEST_PATH + 1 :]}"


def _few(words: Words, names: Sequence[str]) -> list[str]:
    more = len(names) - MOST_NAMED
    return [*names[:MOST_NAMED], *([words("and {number} more", number=more)] if more > 0 else [])]


def started(words: Words, outcome: Outcome, *, running: bool) -> blocks.View:
    """Shown in place of the set-up once it is in force."""
    opening = times.opening_of(words, outcome.openings[0], outcome.zone)
    text = (
        words("It is kept. The next round opens on {day}.", day=opening)
        if running
        else words("The pulse is started. The first round opens on {day}. Until then you can pause it.", day=opening)
    )
    return blocks.notice(words("Done"), text, close=words("Close"))
