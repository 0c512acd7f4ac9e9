"""The third step of the set-up: everybody or whole units, never single people; and a channel for results of all."""

from typing import Any

from handlers.views import blocks, ids, inputs
from handlers.views.setup import Setting, step
from handlers.views.words import Words
from surveys.plans import Plan

EVERYBODY, SOME_UNITS = "everybody", "units"


def people_step(words: Words, plan: Plan, setting: Setting, *, counted: int) -> blocks.View:
    """The third step: everybody or whole units, and a channel for results of all."""
    whom = [
        blocks.option(words("Everybody"), EVERYBODY),
        blocks.option(words("Some units, each with all that is below it"), SOME_UNITS),
    ]
    some = plan.audience is not None
    return step(
        words,
        2,
        [
            inputs.entry(
                ids.WHOM,
                words("Who is asked"),
                inputs.choice(whom, SOME_UNITS if some else EVERYBODY, kind="radio_buttons"),
                action_id=ids.RECOUNT,
            ),
            *(_units(words, plan, setting) if some else []),
            blocks.section(
                words.plural("*{number} person* would be asked.", "*{number} people* would be asked.", counted)
            ),
            blocks.context(
                words(
                    "Units are asked whole, never single people. Those who paused or opted out are not asked, and not "
                    "taken off this number: it would betray them."
                )
            ),
            inputs.entry(
                ids.CHANNEL,
                words("Channel for the results of all"),
                {"type": "conversations_select", "filter": {"include": ["public"], "exclude_bot_users": True}}
                | ({"initial_conversation": plan.channel} if plan.channel else {}),
                optional=True,
                hint=words("A public channel. Managers read of their own groups in a message of their own."),
            ),
        ],
        callback_id=ids.CHOOSE_PEOPLE,
    )


def _units(words: Words, plan: Plan, setting: Setting) -> list[blocks.Block]:
    chosen = [
        unit_option(unit_id, setting.units[unit_id]) for unit_id in plan.audience or () if unit_id in setting.units
    ]
    return [
        inputs.entry(
            ids.UNITS,
            words("Units"),
            inputs.sought(chosen, several=True),
            optional=True,
            hint=words("Type a part of a name."),
            action_id=ids.SEEK_UNITS,
        )
    ]


def unit_option(unit_id: int, path: str) -> dict[str, Any]:
    """A unit to choose; of a long path the end is shown, which tells units apart."""
    shown = path if len(path) <= inputs.LONGEST_OPTION else f"…{path[-inputs.LONGEST_OPTION + 1 :]}"
    return blocks.option(shown, str(unit_id))
