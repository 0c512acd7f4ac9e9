"""The steps of the set-up: questions, times, people; each shows what is chosen so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from handlers.views import blocks, burden, ids, inputs, times
from handlers.views.words import Words, escaped
from surveys import instruments, plans, rotation
from surveys.cadence import EVERY, NoRhythm
from surveys.instruments import Item
from surveys.own_items import PREFIX
from surveys.plans import Plan
from surveys.rounds import REMINDERS

STEPS = ("questions", "times", "people", "review")
MOST_DAYS = 27
MOST_REMINDERS = len(REMINDERS)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the steps are drawn with: all questions that there are, and the paths of all units by id."""

    known: Mapping[str, Item]
    units: Mapping[int, str]


def questions_step(words: Words, plan: Plan, setting: Setting) -> blocks.View:
    """The first step: instruments, single questions, how many a round; what that asks of people is said at once."""
    numbers = [blocks.option(str(number), str(number)) for number in range(rotation.FEWEST, rotation.MOST + 1)]
    return step(
        words,
        0,
        [
            blocks.context(words("What you choose is kept until you start. Nothing is sent to anybody before that.")),
            *_core(words, setting),
            *_deck(words, plan, setting),
            inputs.entry(
                ids.PER_ROUND,
                words("Questions in each round"),
                inputs.choice(numbers, str(plan.per_round)),
                action_id=ids.RECOUNT,
            ),
            inputs.entry(
                ids.BUDGET,
                words("The most questions to each person in 30 days"),
                inputs.number(plan.budget, least=1, most=rotation.BUDGET),
            ),
            blocks.section(burden_of(words, plan, setting.known)),
            blocks.actions(
                blocks.button(words("See all questions"), ids.PREVIEW),
                blocks.button(words("Our own questions"), ids.OPEN_OWN),
                blocks.button(words("Begin anew"), ids.BEGIN_ANEW),
            ),
        ],
        callback_id=ids.CHOOSE_QUESTIONS,
    )


def _deck(words: Words, plan: Plan, setting: Setting) -> list[blocks.Block]:
    titles = {key: instruments.load(key).title(words.language) or key for key in instruments.available()}
    packs = [blocks.option(inputs.cut(title), key) for key, title in titles.items()]
    return [
        inputs.entry(
            ids.INSTRUMENTS,
            words("Sets of questions"),
            inputs.choices({words("Sets of questions"): packs}, plan.instruments),
            optional=True,
            action_id=ids.RECOUNT,
        ),
        inputs.entry(
            ids.EXTRAS,
            words("Single questions besides"),
            inputs.choices(_extras(words, setting.known), plan.extras),
            optional=True,
            action_id=ids.RECOUNT,
        ),
    ]


def burden_of(words: Words, plan: Plan, known: Mapping[str, Item]) -> str:
    """How many questions there are, and what that asks of people's time."""
    try:
        schedule = plan.schedule(known)
    except NoRhythm:
        schedule = plan.weekly().schedule(known)
    deck = words.plural("*{number} question* in all.", "*{number} questions* in all.", len(schedule.deck))
    return f"{deck} {burden.promise(words, schedule)}" if schedule.deck else deck


def _core(words: Words, setting: Setting) -> list[blocks.Block]:
    core = [setting.known[key].label(words.language) for key in plans.core_of(setting.known)]
    if not core:
        return []
    return [blocks.section(words("*Always among them:* {questions}", questions=escaped(", ".join(core))))]


def _extras(words: Words, known: Mapping[str, Item]) -> dict[str, list[dict[str, Any]]]:
    """Each question that is not locked, under the title of its instrument; the workspace's own come first."""
    language = words.language
    own = [item for key, item in known.items() if key.startswith(PREFIX)]
    groups = {words("Our own questions"): own}
    for key in instruments.available():
        pack = instruments.load(key)
        groups.setdefault(pack.title(language) or key, []).extend(item for item in pack.items if not item.core)
    return {
        title: [blocks.option(inputs.cut(f"{item.label(language)}: {item.text(language)}"), item.key) for item in items]
        for title, items in groups.items()
    }


def times_step(words: Words, plan: Plan) -> blocks.View:
    """The second step: when and how often. A cron expression is asked for only where it was chosen."""
    return step(
        words,
        1,
        [
            inputs.entry(
                ids.EVERY,
                words("A round opens"),
                inputs.choice(_rhythms(words), plan.every),
                action_id=ids.RECOUNT,
            ),
            *(_cron(words, plan) if plan.every == "cron" else _day_and_hour(words, plan)),
            *_open_and_reminded(words, plan),
            inputs.entry(
                ids.ZONE,
                words("By the clock of"),
                inputs.sought([blocks.option(plan.zone, plan.zone)] if plan.zone else [], several=False),
                hint=words("Rounds open and close by this clock."),
            ),
            inputs.entry(
                ids.STARTS_ON,
                words("Not before"),
                {"type": "datepicker"} | ({"initial_date": plan.starts_on.isoformat()} if plan.starts_on else {}),
                optional=True,
                hint=words("Without a day the first round opens at the next such time."),
            ),
        ],
        callback_id=ids.CHOOSE_TIMES,
    )


def _open_and_reminded(words: Words, plan: Plan) -> list[blocks.Block]:
    return [
        inputs.entry(
            ids.OPEN_DAYS,
            words("For how many days it is open"),
            inputs.number(plan.open_days, least=1, most=MOST_DAYS),
            hint=words("The first day counts."),
        ),
        inputs.entry(
            ids.REMINDERS,
            words("How often people are reminded in a round"),
            inputs.number(plan.reminders, least=0, most=MOST_REMINDERS),
            hint=words("Everybody gets the same reminder, whether they have answered or not."),
        ),
    ]


def _rhythms(words: Words) -> list[dict[str, Any]]:
    named = {
        "weekly": words("every week"),
        "fortnightly": words("every two weeks"),
        "monthly": words("every month"),
        "cron": words("as a cron expression says"),
    }
    return [blocks.option(named[every], every) for every in EVERY]


def _day_and_hour(words: Words, plan: Plan) -> list[blocks.Block]:
    days = [blocks.option(times.weekday(words, number), str(number)) for number in range(7)]
    hours = [blocks.option(times.clock(hour), str(hour)) for hour in range(24)]
    return [
        inputs.entry(
            ids.WEEKDAY,
            words("On"),
            inputs.choice(days, str(plan.weekday)),
            hint=words("The first such day of the month.") if plan.every == "monthly" else "",
        ),
        inputs.entry(ids.HOUR, words("At"), inputs.choice(hours, str(plan.hour))),
    ]


def _cron(words: Words, plan: Plan) -> list[blocks.Block]:
    return [
        inputs.entry(
            ids.CRON,
            words("Cron expression"),
            inputs.words_in(plan.cron, most=64),
            hint=words("Five fields: minute, hour, day of the month, month, weekday (0 and 7 are Sunday)."),
        )
    ]


def step(words: Words, number: int, content: Sequence[blocks.Block], *, callback_id: str) -> blocks.View:
    back = [blocks.actions(blocks.button(words("Back"), ids.BACK, value=STEPS[number - 1]))] if number else []
    titles = (words("Questions"), words("Times"), words("People"))
    place = words("Step {number} of {all}", number=number + 1, all=len(STEPS))
    view = blocks.modal(
        titles[number],
        [blocks.context(place), *content, *back],
        submit=words("Next"),
        close=words("Close"),
        callback_id=callback_id,
    )
    return view | {"private_metadata": STEPS[number]}


def with_trouble(view: blocks.View, sentence: str) -> blocks.View:
    """A step with what is wrong with it above all else."""
    return {**view, "blocks": [blocks.section(f"*{sentence}*"), *view["blocks"]]}


def afresh(view: blocks.View) -> blocks.View:
    """A step that says what it was drawn with: Slack keeps what is in an input as long as its block id stays."""
    named = [
        {**block, "block_id": f"{block['block_id']}{inputs.AFRESH}"} if block["type"] == "input" else block
        for block in view["blocks"]
    ]
    return {**view, "blocks": named}


@cache
def zones() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Each time zone with its option, those of Europe first."""
    names = sorted(available_timezones(), key=lambda name: (not name.startswith("Europe/"), name))
    return tuple((name, blocks.option(name, name)) for name in names)


def matching(found: Iterable[tuple[str, dict[str, Any]]], typed: str) -> list[dict[str, Any]]:
    """The options whose text has what was typed in it, at most as many as Slack shows."""
    sought = typed.strip().casefold()
    return [option for text, option in found if sought in text.casefold()][: inputs.MOST_OPTIONS]
