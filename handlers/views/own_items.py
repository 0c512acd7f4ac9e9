"""The workspace's own questions: the list with what is not translated, and the form that adds or changes one."""

from collections.abc import Sequence
from typing import Any

from handlers.views import blocks, ids, inputs, preview
from handlers.views.words import LANGUAGES, Words, escaped
from surveys.instruments import Item, Kind
from surveys.instruments.items import CHOICES, DIRECTIONS, KINDS, VALUES
from surveys.instruments.loader import LONGEST_LABEL, LONGEST_OPTION, LONGEST_TEXT
from surveys.own_items import MOST, Own, Wording


def listing(words: Words, own: Sequence[Own]) -> blocks.View:
    """All of them, retired ones too, each with what can be done with it."""
    add = [blocks.actions(blocks.button(words("Add a question"), ids.ADD_OWN, style="primary"))]
    return blocks.modal(
        words("Our own questions"),
        [
            blocks.context(
                words(
                    "They are chosen in the set-up under “Single questions besides”. A change is a new version from "
                    "the next round on: an open round keeps what it asks."
                )
            ),
            *([blocks.section(words("There are none yet."))] if not own else []),
            *(block for each in own for block in _listed(words, each)),
            *(add if len(own) < MOST else [blocks.section(full(words))]),
        ],
        close=words("Close"),
    )


def full(words: Words) -> str:
    """That there is no room for more."""
    return words("There is room for {number} questions of your own, retired ones included.", number=MOST)


def _listed(words: Words, own: Own) -> list[blocks.Block]:
    item = own.item
    lines = [f"*{escaped(item.label(words.language))}*: {escaped(item.text(words.language))}"]
    lines.append(words("{type}, version {version}", type=named(words, item.type), version=item.version))
    missing = [language for language in LANGUAGES if not item.speaks(language)]
    if missing:
        lines.append(f"{preview.untranslated(words, item, missing)}")
    if own.retired:
        lines.append(words("Retired: it is asked no more."))
    turn = blocks.button(
        words("Bring back") if own.retired else words("Retire"),
        ids.RETIRE_OWN,
        value=f"{'restore' if own.retired else 'retire'}:{item.key}",
    )
    edit = blocks.button(words("Change"), ids.EDIT_OWN, value=item.key)
    return [blocks.section("\n".join(lines)), blocks.actions(*([turn] if own.retired else [edit, turn]))]


def named(words: Words, kind: Kind) -> str:
    """A type of question, as its owner knows it."""
    return {
        "agreement": words("Agreement, five steps"),
        "score": words("Number from 0 to 10"),
        "yes_no": words("Yes or no"),
        "faces": words("Faces, five steps"),
        "one_of": words("One of several answers"),
        "several_of": words("Several of several answers"),
        "text": words("In one's own words"),
    }[kind]


def form(words: Words, wording: Wording, *, key: str = "", version: int = 0, meanwhile: str = "") -> blocks.View:
    """A question, worded in any of the languages; without a key it is a new one, and its type is still free.

    `version` is the one that it changes; `meanwhile` how somebody else has worded it since it was opened.
    """
    languages = sorted(LANGUAGES, key=lambda language: language != words.language)
    view = blocks.modal(
        words("Change a question") if key else words("A question of our own"),
        [
            blocks.context(
                words(
                    "Fill in one language at least. People of the others are asked in one that is there, and lists and "
                    "previews say so."
                )
            ),
            *([blocks.section(_meanwhile(words, meanwhile))] if meanwhile else []),
            *([] if key else _kind(words, wording)),
            *(block for language in languages for block in _language(words, wording, language)),
        ],
        submit=words("Keep"),
        close=words("Cancel"),
        callback_id=ids.SAVE_OWN,
    )
    return view | {"private_metadata": f"{key}:{version}:{wording.type}:{wording.direction}"}


def _meanwhile(words: Words, text: str) -> str:
    return words(
        "*Somebody else changed this question while you were at it.* It reads now: “{wording}” If you press the button "
        "again, yours takes the place of theirs.",
        wording=escaped(text),
    )


def _kind(words: Words, wording: Wording) -> list[blocks.Block]:
    kinds = [blocks.option(named(words, kind), kind) for kind in KINDS]
    directions = {
        "positive": words("Agreeing, yes or a high number is good news"),
        "negative": words("Agreeing, yes or a high number is bad news"),
    }
    ways = [blocks.option(inputs.cut(directions[direction]), direction) for direction in DIRECTIONS]
    drawn = [
        inputs.entry(
            ids.OWN_TYPE,
            words("How it is answered"),
            inputs.choice(kinds, wording.type),
            action_id=ids.CHOOSE_TYPE,
        )
    ]
    if wording.type in VALUES:
        drawn.append(
            inputs.entry(ids.OWN_DIRECTION, words("What counts as good"), inputs.choice(ways, wording.direction))
        )
    return drawn


def _language(words: Words, wording: Wording, language: str) -> list[blocks.Block]:
    name = LANGUAGES[language]
    drawn = [
        inputs.entry(
            f"{ids.OWN_TEXT}.{language}",
            words("Question ({language})", language=name),
            inputs.words_in(wording.texts.get(language, ""), most=LONGEST_TEXT),
            optional=True,
        ),
        inputs.entry(
            f"{ids.OWN_LABEL}.{language}",
            words("Short name for tables ({language})", language=name),
            inputs.words_in(wording.labels.get(language, ""), most=LONGEST_LABEL),
            optional=True,
        ),
    ]
    if wording.type in CHOICES:
        written = "\n".join(wording.options.get(language, ()))
        most = CHOICES[wording.type][-1] * (LONGEST_OPTION + 1)
        drawn.append(
            inputs.entry(
                f"{ids.OWN_OPTIONS}.{language}",
                words("Answers to choose from, one a line ({language})", language=name),
                inputs.words_in(written, most=most, multiline=True),
                optional=True,
            )
        )
    return drawn


def gone(words: Words) -> blocks.View:
    """For a question that is not there."""
    return blocks.notice(
        words("No such question"), words("This question is not there. Open the list anew."), close=words("Close")
    )


def blank() -> Wording:
    """What the form of a new question starts with."""
    return Wording("agreement")


def told(item: Item) -> dict[str, Any]:
    """A question as the log tells of it."""
    return {"item": item.key, "version": item.version, "text": next(iter(item.texts.values()), "")}
