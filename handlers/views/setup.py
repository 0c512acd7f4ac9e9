"""The steps of the set-up: questions, times, people; each shows what is chosen so far, and is read back into the plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handlers.views import blocks, burden, ids, inputs, times
from handlers.views.malformed import Malformed
from handlers.views.words import Words, escaped
from surveys import instruments, plans, rotation
from surveys.cadence import EVERY, NoRhythm
from surveys.instruments import Item
from surveys.own_items import PREFIX
from surveys.plans import Plan

EVERYBODY, SOME_UNITS = "everybody", "units"
STEPS = ("questions", "times", "people", "review")
MOST_DAYS = 27


@dataclass(frozen=True, slots=True)
class Setting:
    """What the steps are drawn with: all questions that there are, and the paths of all units by id."""

    known: Mapping[str, Item]
    units: Mapping[int, str]
    heads: int


def questions_step(words: Words, plan: Plan, setting: Setting) -> blocks.View:
    """The first step: instruments, single questions, how many a round; what that asks of people is said at once."""
    titles = {key: instruments.load(key).title(words.language) or key for key in instruments.available()}
    packs = [blocks.option(inputs.cut(title), key) for key, title in titles.items()]
    numbers = [blocks.option(str(number), str(number)) for number in range(rotation.FEWEST, rotation.MOST + 1)]
    return _step(
        words,
        0,
        [
            blocks.context(words("What you choose is kept until you start. Nothing is sent to anybody before that.")),
            *_core(words, setting),
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
            ),
        ],
        callback_id=ids.CHOOSE_QUESTIONS,
    )


def burden_of(words: Words, plan: Plan, known: Mapping[str, Item]) -> str:
    """How many questions there are, and what that asks of people's time."""
    try:
        schedule = plan.schedule(known)
    except NoRhythm:
        schedule = replace(plan, every="weekly").schedule(known)
    deck = words.plural("*{number} question* in all.", "*{number} questions* in all.", len(schedule.deck))
    return f"{deck} {burden.promise(words, schedule)}" if schedule.deck else deck


def _core(words: Words, setting: Setting) -> list[blocks.Block]:
    core = [setting.known[key].label(words.language) for key in plans.core_of(setting.known)]
    if not core:
        return []
    return [blocks.section(words("*Always asked:* {questions}", questions=escaped(", ".join(core))))]


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
    return _step(
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
            inputs.entry(
                ids.OPEN_DAYS,
                words("For how many days it is open"),
                inputs.number(plan.open_days, least=1, most=MOST_DAYS),
                hint=words("The first day counts."),
            ),
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
            hint=words("Every month: on the first such day of the month."),
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


def people_step(words: Words, plan: Plan, setting: Setting, *, counted: int) -> blocks.View:
    """The third step: everybody or whole units, and a channel for results of all."""
    whom = [
        blocks.option(words("Everybody"), EVERYBODY),
        blocks.option(words("Some units, each with all that is below it"), SOME_UNITS),
    ]
    some = plan.audience is not None
    return _step(
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
    chosen = [unit_option(unit_id, setting.units[unit_id]) for unit_id in plan.audience or () if unit_id in setting.units]
    return [
        inputs.entry(
            ids.UNITS,
            words("Units"),
            inputs.sought(chosen, several=True),
            optional=True,
            hint=words("Type a part of a name."),
            action_id=ids.RECOUNT,
        )
    ]


def unit_option(unit_id: int, path: str) -> dict[str, Any]:
    """A unit to choose; of a long path the end is shown, which tells units apart."""
    shown = path if len(path) <= inputs.LONGEST_OPTION else f"…{path[-inputs.LONGEST_OPTION + 1 :]}"
    return blocks.option(shown, str(unit_id))


def _step(words: Words, number: int, content: Sequence[blocks.Block], *, callback_id: str) -> blocks.View:
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


def matching(found: Iterable[tuple[str, dict[str, Any]]], typed: str) -> list[dict[str, Any]]:
    """The options whose text has what was typed in it, at most as many as Slack shows."""
    sought = typed.strip().casefold()
    return [option for text, option in found if sought in text.casefold()][: inputs.MOST_OPTIONS]


def read_step(view: Mapping[str, Any], plan: Plan) -> Plan:
    """The plan with what a step says; what the step does not ask stays. Raises Malformed."""
    values = inputs.values_of(view)
    said: dict[str, Any] = {}
    for name, element in values.items():
        said |= _read(name, element, plan)
    if ids.WHOM in values and inputs.chosen(values[ids.WHOM]) == EVERYBODY:
        said["audience"] = None
    return replace(plan, **said)


def _read(name: str, element: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    field = name.rpartition(".")[2]
    match name:
        case ids.INSTRUMENTS | ids.EXTRAS:
            return {field: _offered(name, inputs.all_chosen(element))}
        case ids.PER_ROUND | ids.WEEKDAY | ids.HOUR:
            chosen = inputs.chosen(element)
            return {} if chosen is None else {field: _in_range(name, inputs.whole_number(chosen, name))}
        case ids.BUDGET | ids.OPEN_DAYS:
            typed = inputs.typed(element)
            return {field: inputs.whole_number(typed, name)} if typed else {}
        case ids.CRON:
            return {field: inputs.typed(element)}
        case _:
            return _read_more(name, field, element, plan)


def _read_more(name: str, field: str, element: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    match name:
        case ids.EVERY | ids.ZONE:
            chosen = inputs.chosen(element)
            if chosen and name == ids.EVERY and chosen not in EVERY:
                raise Malformed(name)
            return {field: chosen} if chosen else {}
        case ids.STARTS_ON:
            return {field: _day(element.get("selected_date"))}
        case ids.WHOM if inputs.chosen(element) == SOME_UNITS:
            return {"audience": plan.audience or ()}
        case ids.UNITS:
            return {"audience": tuple(inputs.whole_number(value, name) for value in inputs.all_chosen(element))}
        case ids.CHANNEL:
            return {field: _channel(element.get("selected_conversation"))}
        case _:
            return {}


def _offered(name: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    if name == ids.INSTRUMENTS and not set(chosen) <= set(instruments.available()):
        raise Malformed(name)
    return chosen


def _in_range(name: str, number: int) -> int:
    if number < 0 or number > {ids.WEEKDAY: 6, ids.HOUR: 23}.get(name, rotation.MOST):
        raise Malformed(name)
    return number


def _day(chosen: object) -> date | None:
    if chosen is None:
        return None
    try:
        return date.fromisoformat(str(chosen))
    except ValueError:
        raise Malformed(ids.STARTS_ON) from None


def _channel(chosen: object) -> str | None:
    if chosen is not None and not (isinstance(chosen, str) and chosen.isalnum() and len(chosen) <= 32):
        raise Malformed(ids.CHANNEL)
    return chosen
